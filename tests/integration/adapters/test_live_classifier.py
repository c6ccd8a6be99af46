"""The classifier of an installation: the model that is live on a site, switched without a restart, held if unusable."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from service.adapters.live_classifier import LiveClassifier
from service.adapters.spam_model import ShippedClassifier
from service.domain.errors import ClassifierUnavailable, StorageUnavailable
from service.domain.learning import SHIPPED
from service.domain.site import SiteId
from service.storage.readiness import RETRY_AFTER
from service.use_cases.model_registry import Activation, Artefact, Kind, StoredModel
from tests.artefacts import FRIENDLY, OF_ONE_OPINION, STERN, spoiled
from tests.fakes import FrozenClock
from tests.memory_models import MemoryModels
from tests.memory_store import MemoryStore

if TYPE_CHECKING:
    from collections.abc import Mapping


DEMO, KORAN = SiteId("demo"), SiteId("koran")
NOW = datetime(2026, 3, 14, tzinfo=UTC)


DOUBTFUL = "Daftar slot di sini, bonus menanti"


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
