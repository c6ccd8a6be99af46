"""A correction learned from decisions: it learns what is decided, forgets nothing else, and says no to bad input."""

import io
import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models import adapt
from models.artefact import Model, load, load_manifest
from models.correction import Learner, Settings
from models.dataset import read_rows
from models.decisions import Decided, labels_of, parse
from models.features import CommentVectorizer
from models.ngrams import Submission
from models.scorer import Scorer
from tests.decisions import LOCAL_SPAM, local_decisions

GENUINE = "Terima kasih atas laporannya, semoga jalan desa segera diperbaiki."


def given_input(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))


def as_lines(rows: list[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


@pytest.fixture(scope="module")
def learned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What was learned from sixty decisions about a kind of spam that the shipped model misses."""
    out = tmp_path_factory.mktemp("candidate")
    with pytest.MonkeyPatch.context() as patch:
        given_input(patch, as_lines(local_decisions(60, random.Random(5))))  # noqa: S311 - no secret depends on it
        assert adapt.main(["--out", str(out)]) == 0
    return out


def test_the_local_spam_is_known_and_what_is_genuine_stays_so(learned: Path) -> None:
    before, after = Scorer.load(), Scorer.load(learned)

    assert after.probability(LOCAL_SPAM) > before.probability(LOCAL_SPAM) + 0.15
    assert after.probability(GENUINE) == pytest.approx(before.probability(GENUINE), abs=0.05)
    assert after.probability("Daftar slot gacor maxwin hari ini, bonus 100%!") > 0.9


def test_an_explanation_of_a_corrected_score_is_still_exact(learned: Path) -> None:
    scorer = Scorer.load(learned)

    found = scorer.explain(LOCAL_SPAM)

    total = found.bias + sum(part.weight for part in found.parts)
    assert total == pytest.approx(scorer.log_odds(Submission(LOCAL_SPAM)), abs=1e-9)


def test_the_report_tells_the_replay_and_the_fixed_test(learned: Path) -> None:
    found = json.loads((learned / adapt.REPORT).read_text(encoding="utf-8"))

    replay, fixed = found["replay"], found["fixed_test"]
    assert (replay["comments"], replay["chance"] < 0.01) == (42, True)
    assert replay["candidate"]["log_loss"] < replay["live"]["log_loss"]
    assert fixed["comments"] == len(list(read_rows(adapt.FIXED_TEST)))


def test_the_manifest_names_what_it_was_learned_from(learned: Path) -> None:
    manifest = load_manifest(learned)

    assert manifest.data_digests["base"] == load_manifest().digest
    assert manifest.rows["decisions"] == 60
    assert "scikit-learn" in manifest.versions


def test_decisions_that_the_live_model_knows_are_not_compared_on() -> None:
    rows = [parse(json.dumps(row | {"seen": True})) for row in local_decisions(40, random.Random(6))]  # noqa: S311 - as above
    model = load()[0]

    found = adapt.adapt(rows, model, model, rows[:2], Settings(blocks=1, penalties=(5.0,)))

    assert found.report["replay"]["comments"] == 0


def test_too_little_of_one_label_is_learned_from_without_a_replay() -> None:
    rows = [parse(json.dumps(row)) for row in local_decisions(8, random.Random(7))]  # noqa: S311 - as above

    assert adapt.cuts(rows, Settings()) == []


def test_blocks_follow_each_other_to_the_end() -> None:
    rows: list[Decided] = [parse(json.dumps(row)) for row in local_decisions(50, random.Random(8))]  # noqa: S311 - as above

    blocks = adapt.cuts(rows, Settings())

    assert [first for first, _ in blocks[1:]] == [end for _, end in blocks[:-1]]
    assert (blocks[0][0], blocks[-1][1]) == (15, 50)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "<stdin>:2: not JSON"),
        (b"[]", "<stdin>:2: not a JSON object"),
        (b'{"text": "x"}', "<stdin>:2: field 'label' is missing"),
        (b'{"label": "spam"}', "<stdin>:2: field 'text' is missing"),
        (b'{"text": "x", "label": "maybe"}', "<stdin>:2: label 'maybe' is neither"),
        (b'{"text": "x", "label": "ham", "seen": 1}', "<stdin>:2: field 'seen'"),
        (b'{"text": "x", "label": "ham", "spam_probability": 1.5}', "<stdin>:2: field 'spam_probability'"),
        (b'{"text": "x", "label": "ham", "doubtful_probability": true}', "<stdin>:2: field 'doubtful_probability'"),
        (b"\xff", "<stdin>:2: not UTF-8"),
        (b'{"text": "x", "label": "ham"}', "lacks spam or ham"),
        (b'{"text": "y", "label": "spam"}', "too little to learn from"),
    ],
)
def test_a_bad_line_ends_with_its_number_and_status_2_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], line: bytes, reason: str
) -> None:
    given_input(monkeypatch, b'{"text": "x", "label": "ham"}\n' + line + b"\n")

    status = adapt.main(["--out", str(tmp_path / "out")])

    assert (status, (tmp_path / "out").exists()) == (2, False)
    assert reason in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--base", "--live", "--fixed-test"])
def test_what_is_not_there_ends_with_status_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    given_input(monkeypatch, b"")

    assert adapt.main(["--out", str(tmp_path / "out"), option, str(tmp_path / "nowhere")]) == 2
    assert "nowhere" in capsys.readouterr().err


def test_no_decisions_are_an_empty_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given_input(monkeypatch, b"")

    assert adapt.main(["--out", str(tmp_path / "out")]) == 2
    assert "<stdin>: empty" in capsys.readouterr().err


def test_a_penalty_without_end_leaves_the_model_as_it_is() -> None:
    base = Model(np.zeros(load()[0].weights.shape, dtype=np.float32), 0.0)
    learner = Learner.over(base, Settings(penalties=(1e9,), shift_penalty=1e9, scale_penalty=1e9))
    rows = [parse(json.dumps(row)) for row in local_decisions(12, random.Random(9))]  # noqa: S311 - as above
    features = CommentVectorizer().transform([one.row.submission for one in rows])

    model, chosen = learner.learn(features, labels_of(rows), np.arange(12))

    assert chosen["scale"] == pytest.approx(1.0, abs=1e-3)
    assert np.abs(model.weights).max() < 1e-3
