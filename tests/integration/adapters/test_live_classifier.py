"""The classifier of an installation: the model that is live on a site, switched without a restart, held if unusable."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pytest

from models import artefact as model_artefact
from models.artefact import Model, pack
from models.ngrams import WIDTH
from service.adapters.live_classifier import LiveClassifier
from service.adapters.model_files import LARGEST, ModelExaminer, read_folder, write_folder
from service.adapters.spam_model import ShippedClassifier
from service.adapters.trainer import ProcessTrainer
from service.commands.train import as_text
from service.domain.errors import ClassifierUnavailable, StorageUnavailable
from service.domain.learning import SHIPPED, CannotTrain, UnusableModel
from service.domain.site import SiteId
from service.storage.readiness import RETRY_AFTER
from service.use_cases.model_registry import Activation, Artefact, DecidedComment, Kind, StoredModel, silent
from service.use_cases.train_model import TrainingReport
from tests.comparisons import BETTER
from tests.fakes import FrozenClock
from tests.memory_models import MemoryModels
from tests.memory_store import MemoryStore

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

DEMO, KORAN = SiteId("demo"), SiteId("koran")
NOW = datetime(2026, 3, 14, tzinfo=UTC)


SHIPPED_MODEL, _ = model_artefact.load()


def a_model(weights: NDArray[np.float32], bias: float) -> tuple[Artefact, str]:
    """Return a model with its digest."""
    packed, manifest = pack(Model(weights, bias))
    return Artefact(manifest=packed.manifest, weights=packed.weights), manifest.digest


FRIENDLY = a_model(SHIPPED_MODEL.weights, SHIPPED_MODEL.bias - 0.01)
STERN = a_model(SHIPPED_MODEL.weights, SHIPPED_MODEL.bias + 0.01)
DOUBTFUL = "Daftar slot di sini, bonus menanti"
OF_ONE_OPINION = a_model(np.zeros(WIDTH, np.float32), 2.0)


@dataclass(slots=True)
class WatchedModels(MemoryModels):
    """Stored models that count how often they are looked at, and can be away."""

    looks: list[str] = field(default_factory=list)
    away: bool = False

    def live(self) -> Mapping[SiteId | None, str]:
        if self.away:
            raise StorageUnavailable(RETRY_AFTER)
        self.looks.append("live")
        return MemoryModels.live(self)

    def artefact(self, digest: str) -> Artefact | None:
        self.looks.append(digest)
        return MemoryModels.artefact(self, digest)

    def have(self, found: tuple[Artefact, str], site: SiteId | None, *, named: str = "") -> None:
        """Store a model and have it go live."""
        artefact, digest = found
        model = StoredModel(digest=named or digest, kind=Kind.TRAINED, site=None, created_at=NOW)
        self.add(model, artefact)
        self.activate(Activation(site=site, digest=named or digest, at=NOW, before=None))


@dataclass(slots=True)
class Watch:
    """A clock of seconds that a test moves."""

    seconds: float = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture(scope="module")
def shipped() -> ShippedClassifier:
    return ShippedClassifier()


@pytest.fixture
def models() -> WatchedModels:
    return WatchedModels(MemoryStore())


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def live(shipped: ShippedClassifier, models: WatchedModels, watch: Watch) -> LiveClassifier:
    return LiveClassifier(shipped, models, FrozenClock(), watch)


def test_at_first_the_shipped_model_judges_everywhere(live: LiveClassifier, shipped: ShippedClassifier) -> None:
    live.check()

    assert live.of_site(DEMO) is shipped
    assert live.digest == shipped.digest
    assert live.explain("Panen", "Sari", None) == shipped.explain("Panen", "Sari", None)
    assert live.probability("Panen", "Sari", None) == shipped.probability("Panen", "Sari", None)


def test_each_site_has_the_model_that_is_live_there(
    live: LiveClassifier, models: WatchedModels, shipped: ShippedClassifier
) -> None:
    models.have(FRIENDLY, DEMO)

    assert live.of_site(DEMO).digest == FRIENDLY[1]
    spam = live.of_site(DEMO).probability(DOUBTFUL, "Sari", None)
    assert spam < live.of_site(KORAN).probability(DOUBTFUL, "Sari", None)
    assert live.of_site(KORAN) is shipped


def test_a_switch_is_seen_after_two_seconds_and_looked_for_no_sooner(
    live: LiveClassifier, models: WatchedModels, watch: Watch
) -> None:
    live.of_site(DEMO)
    models.have(STERN, None)

    for seconds, expected in ((101.9, live.of_site(None).digest), (102.0, STERN[1])):
        watch.seconds = seconds
        assert live.of_site(DEMO).digest == expected
    for _ in range(100):
        live.of_site(DEMO)

    assert models.looks == ["live", "live", STERN[1]]


def test_a_classifier_once_picked_keeps_its_model(live: LiveClassifier, models: WatchedModels, watch: Watch) -> None:
    models.have(FRIENDLY, DEMO)
    picked = live.of_site(DEMO)
    models.have(STERN, DEMO)
    watch.seconds += 3
    assert live.of_site(DEMO).digest == STERN[1]

    spam = picked.probability(DOUBTFUL, "Sari", None)
    assert (picked.digest, spam < live.of_site(DEMO).probability(DOUBTFUL, "Sari", None)) == (FRIENDLY[1], True)


def test_a_model_that_stays_live_is_read_once(live: LiveClassifier, models: WatchedModels, watch: Watch) -> None:
    models.have(FRIENDLY, DEMO)
    for _ in range(3):
        live.of_site(DEMO)
        watch.seconds += 3

    assert models.looks.count(FRIENDLY[1]) == 1


def spoiled(found: tuple[Artefact, str]) -> tuple[Artefact, str]:
    return replace(found[0], weights=found[0].weights[:-1] + b"!"), found[1]


@pytest.mark.parametrize("damage", ["altered", "another's", "missing"])
def test_a_live_model_that_cannot_be_used_holds_its_comments_and_no_other_takes_its_place(
    live: LiveClassifier,
    models: WatchedModels,
    shipped: ShippedClassifier,
    caplog: pytest.LogCaptureFixture,
    damage: str,
) -> None:
    if damage == "altered":
        models.have(spoiled(FRIENDLY), DEMO)
    elif damage == "another's":
        models.have(STERN, DEMO, named=FRIENDLY[1])
    else:
        models.activate(Activation(site=DEMO, digest=FRIENDLY[1], at=NOW, before=None))

    found = live.of_site(DEMO)

    assert found.digest is None
    assert found.of_site(DEMO) is found
    for ask in (found.probability, found.explain):
        with pytest.raises(ClassifierUnavailable):
            ask("apa saja", "Sari", None)
    for check in (found.check, live.check):
        with pytest.raises(ClassifierUnavailable):
            check()
    assert {record.message for record in caplog.records} == {"classifier_not_loaded"}
    assert live.of_site(KORAN) is shipped


def test_a_roll_back_ends_the_trouble(live: LiveClassifier, models: WatchedModels, watch: Watch) -> None:
    models.have(spoiled(FRIENDLY), None)
    assert live.of_site(DEMO).digest is None
    models.activate(Activation(site=None, digest=SHIPPED, at=NOW, before=None))
    watch.seconds += 2

    live.check()

    assert live.of_site(DEMO).digest == live.digest


def test_where_storage_is_away_the_check_tries_what_is_loaded_and_scoring_says_so(
    live: LiveClassifier, models: WatchedModels
) -> None:
    models.away = True

    live.check()
    with pytest.raises(StorageUnavailable):
        live.of_site(DEMO)


def test_a_live_model_that_gets_a_known_comment_wrong_judges_nothing(
    live: LiveClassifier, models: WatchedModels, shipped: ShippedClassifier
) -> None:
    shipped.check()
    assert live.wrong == 0
    models.have(OF_ONE_OPINION, DEMO)

    with pytest.raises(ClassifierUnavailable):
        live.check()

    assert live.wrong == 12
    assert live.of_site(KORAN) is shipped


def test_a_model_is_verified_by_its_bytes_its_size_and_known_comments() -> None:
    examiner = ModelExaminer()
    whole = model_artefact.read()

    assert examiner.verify(Artefact(manifest=whole.manifest, weights=whole.weights)) == examiner.shipped
    for artefact, reason in (
        (spoiled(FRIENDLY)[0], f"model {FRIENDLY[1][:16]}: the digest differs"),
        (OF_ONE_OPINION[0], "gets a known comment wrong"),
        (Artefact(manifest=b"{", weights=b""), "model without a digest: not a manifest"),
        (Artefact(manifest=b"{}", weights=bytes(LARGEST + 1)), "more than 8388608"),
    ):
        with pytest.raises(UnusableModel, match=reason):
            examiner.verify(artefact)


def a_decision(*, spam: bool) -> DecidedComment:
    return DecidedComment(
        text="Situs gacor maxwin, daftar sekarang" if spam else "Panennya bagus tahun ini",
        name="Sari",
        url=None,
        spam=spam,
        site=DEMO,
        doubtful_probability=0.3,
        spam_probability=0.9,
        line=1,
    )


def test_the_same_model_compared_with_itself_changes_no_verdict() -> None:
    decisions = [a_decision(spam=True), a_decision(spam=False)]

    replay, fixed_test = ModelExaminer().compare(None, None, decisions, silent)

    assert (replay.comments, replay.spam, replay.changed, replay.chance) == (2, 1, 0, 1.0)
    assert (fixed_test.changed, fixed_test.comments > 30) == (0, True)


def test_another_model_is_measured_on_both(tmp_path: Path) -> None:
    replay, fixed_test = ModelExaminer().compare(None, OF_ONE_OPINION[0], [a_decision(spam=False)], silent)

    assert replay.candidate.log_loss == pytest.approx(np.log1p(np.exp(2)), rel=1e-3)
    assert fixed_test.candidate.log_loss > fixed_test.live.log_loss
    with pytest.raises(UnusableModel, match=r"nowhere\.jsonl"):
        ModelExaminer(fixed_test=tmp_path / "nowhere.jsonl").compare(None, None, [], silent)
    with pytest.raises(UnusableModel, match=r"manifest\.json"):
        ModelExaminer(str(tmp_path)).compare(None, None, [], silent)
    assert ModelExaminer(str(tmp_path)).shipped is None


def test_a_model_goes_to_a_folder_and_back(tmp_path: Path) -> None:
    write_folder(tmp_path / "model", STERN[0])

    assert read_folder(tmp_path / "model") == STERN[0]
    with pytest.raises(UnusableModel):
        write_folder(tmp_path / "other", spoiled(STERN)[0])
    with pytest.raises(UnusableModel, match="No such file"):
        read_folder(tmp_path / "nowhere")


def test_a_training_that_fails_is_one_error(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    trainer = ProcessTrainer(str(tmp_path / "nowhere"))

    with pytest.raises(CannotTrain, match="status 2"):
        trainer([a_decision(spam=True), a_decision(spam=False)], None, lambda _: False)

    assert "nowhere/manifest.json: No such file" in capfd.readouterr().err


def test_a_report_of_a_dry_run_says_what_would_go_live() -> None:
    report = TrainingReport(
        site=DEMO, live=SHIPPED, spam=30, ham=25, candidate=STERN[1], replay=BETTER, fixed_test=BETTER
    )

    told = as_text(report, dry_run=True).splitlines()

    assert told[0] == "30 spam and 25 genuine comments decided on demo; live is shipped"
    assert told[1] == "replay: 40 comments, 5 verdicts changed, p = 0.0010"
    assert told[2] == "  live       log loss 0.5000  spam published 4  genuine filed 1  held 9"
    assert told[-1] == f"would go live on demo: {STERN[1]}"
