"""The door to the classifier: whatever goes wrong behind it is one error, and the object stays."""

from __future__ import annotations

import logging
import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

from models.artefact import Model, load_manifest, save
from models.canary import CANARY
from models.ngrams import WIDTH
from models.scorer import Scorer
from service.adapters.spam_model import ShippedClassifier, fold
from service.domain.errors import ClassifierUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SECRET = "Rahasia 7 dari pembaca"
PROMOTIONAL = "Main di RUSA88 pasti menang, link di bio ya kak"
RIGHT = {one.text: 0.9 if one.spam else 0.1 for one in CANARY}


class BrokenScorer:
    """A scorer that loads and scores what everybody knows, and then does what a test says."""

    digest = "broken"

    def __init__(self, answer: object) -> None:
        self.answer = answer

    def probability(self, text: str, *_: str) -> object:
        if text in RIGHT:
            return RIGHT[text]
        if isinstance(self.answer, type) and issubclass(self.answer, BaseException):
            raise self.answer(text)
        return self.answer

    explain = probability


def classifier_over(scorer: BrokenScorer, monkeypatch: pytest.MonkeyPatch) -> ShippedClassifier:
    monkeypatch.setattr(Scorer, "load", lambda *_: scorer)
    return ShippedClassifier()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A model that knows nothing and thinks every comment a little too friendly."""
    save(tmp_path / "model", Model(np.zeros(WIDTH, np.float32), 0.5))
    return tmp_path / "model"


@pytest.fixture(scope="module")
def shipped() -> ShippedClassifier:
    classifier = ShippedClassifier()
    assert classifier.problem is None, f"the shipped model is {classifier.problem}"
    return classifier


def test_the_shipped_model_is_sure_of_every_known_comment(shipped: ShippedClassifier) -> None:
    shipped.check()

    scores = {one: shipped.probability(one.text, one.author, one.url) for one in CANARY}
    assert {one: score for one, score in scores.items() if not (score > 0.75 if one.spam else score < 0.25)} == {}
    assert sum(one.spam for one in CANARY) == len(CANARY) / 2 == 12
    assert shipped.digest


def test_the_explanation_adds_up_to_the_probability(shipped: ShippedClassifier) -> None:
    found = shipped.explain(PROMOTIONAL, "Admin", "https://situs.example")

    log_odds = found.bias + math.fsum(part.weight for part in found.parts)
    assert math.log(found.probability / (1 - found.probability)) == pytest.approx(log_odds, abs=1e-9)
    assert found.probability == shipped.probability(PROMOTIONAL, "Admin", "https://situs.example")
    assert found.model == shipped.digest


def test_the_explanation_says_where_a_disguised_word_stands_and_what_it_reads_as(shipped: ShippedClassifier) -> None:
    found = shipped.explain("Ayo ke 𝐁𝐔𝐋𝐀𝐍𝟓𝟓", "Sari", None)

    (brand,) = [part for part in found.parts if part.folded == "bulan55"]
    assert (brand.text, brand.field, brand.start, brand.end, brand.code) == ("𝐁𝐔𝐋𝐀𝐍𝟓𝟓", "text", 7, 14, None)
    assert found.folded == "ayo ke bulan55"
    assert "disguised-letters" in {part.code for part in found.parts}


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "\ud800", "a" * 10_000, "👍" * 2000, "\u0301" * 100], ids=lambda text: ascii(text[:2])
)
def test_any_text_is_scored_and_explained(shipped: ShippedClassifier, text: str) -> None:
    assert 0 < shipped.probability(text, text[:100], None) < 1
    assert shipped.explain(text, text[:100], None).model == shipped.digest


def test_a_model_of_another_folder_is_known_by_its_own_digest(folder: Path) -> None:
    classifier = ShippedClassifier(str(folder))

    assert classifier.problem is None
    assert classifier.digest == load_manifest(folder).digest


def spoil_weights(folder: Path) -> None:
    weights = folder / load_manifest(folder).weights
    content = bytearray(weights.read_bytes())
    content[len(content) // 2] ^= 1
    weights.write_bytes(content)


def spoil_version(folder: Path) -> None:
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"format_version": ', '"format_version": 9'))


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (lambda folder: (folder / "manifest.json").unlink(), "missing"),
        (lambda folder: (folder / load_manifest(folder).weights).unlink(), "missing"),
        (lambda folder: (folder / "manifest.json").write_text("{}"), "altered"),
        (spoil_weights, "altered"),
        (spoil_version, "unsupported"),
    ],
    ids=["no manifest", "no weights", "another manifest", "one bit of the weights", "another version"],
)
def test_a_model_that_cannot_be_used_leaves_an_object_that_says_so(
    folder: Path, caplog: pytest.LogCaptureFixture, spoil: Callable[[Path], object], problem: str
) -> None:
    spoil(folder)

    classifier = ShippedClassifier(str(folder))

    assert (classifier.digest, classifier.problem) == (None, problem)
    for ask in (classifier.probability, classifier.explain):
        with pytest.raises(ClassifierUnavailable):
            ask("Panennya bagus.", "Sari", None)
    with pytest.raises(ClassifierUnavailable):
        classifier.check()
    assert [record.message for record in caplog.records] == ["classifier_not_loaded"]


def test_whatever_else_keeps_a_model_from_loading_is_told_by_its_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(*_: object) -> Scorer:
        raise MemoryError("details")

    monkeypatch.setattr(Scorer, "load", load)

    assert ShippedClassifier().problem == "failing: MemoryError"


@pytest.mark.parametrize("error", [ValueError, RuntimeError, KeyError, FloatingPointError, RecursionError, MemoryError])
def test_a_scorer_that_fails_is_one_error_and_its_text_goes_nowhere(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: type[Exception]
) -> None:
    classifier = classifier_over(BrokenScorer(error), monkeypatch)

    for ask in (classifier.probability, classifier.explain):
        with pytest.raises(ClassifierUnavailable) as raised:
            ask(SECRET, "Sari", None)
        assert raised.value.__context__ is None

    with caplog.at_level(logging.DEBUG):
        assert SECRET not in caplog.text
    assert {record.__dict__["reason"] for record in caplog.records} == {error.__qualname__}


@pytest.mark.parametrize("answer", [math.nan, math.inf, -0.1, 0.0, 1.0, 1.5, None, "0.5?", [0.5], object()])
def test_what_is_no_probability_is_no_answer(monkeypatch: pytest.MonkeyPatch, answer: object) -> None:
    classifier = classifier_over(BrokenScorer(answer), monkeypatch)

    with pytest.raises(ClassifierUnavailable):
        classifier.probability("Panennya bagus.", "Sari", None)


def test_a_model_that_knows_nothing_judges_nobody(folder: Path) -> None:
    classifier = ShippedClassifier(str(folder))

    for ask in (classifier.probability, classifier.explain):
        with pytest.raises(ClassifierUnavailable):
            ask("Panennya bagus.", "Sari", None)
    with pytest.raises(ClassifierUnavailable):
        classifier.check()
    assert classifier.canary.wrong == 12


def test_folding_undoes_case() -> None:
    assert fold("PANEN") == fold("panen")
