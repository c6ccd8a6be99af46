"""Which model is live where: activated, brought in, gone back from."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from service.domain.errors import UnknownSite
from service.domain.event import EventKind
from service.domain.learning import SHIPPED, NothingBefore, UnknownModel, UnusableModel
from service.domain.site import SiteId
from service.use_cases.model_registry import Artefact, Kind, StoredModel
from service.use_cases.switch_model import ActivateModel, FindModel, ListModels, RollBackModel, SwitchModel
from tests.comparisons import ARTEFACT, PlainExaminer
from tests.fakes import DEMO, NOON
from tests.house import House
from tests.memory_models import MemoryModels
from tests.school import switch_of

FIRST, SECOND, SHIPPED_DIGEST = "a1" * 32, "b2" * 32, "5" * 64
OTHER = Artefact(manifest=b"{}", weights=b"4567")
NOWHERE = SiteId("nowhere")


@dataclass(slots=True)
class Registry:
    """A house with two stored models."""

    house: House = field(default_factory=House)
    examiner: PlainExaminer = field(default_factory=lambda: PlainExaminer({ARTEFACT: FIRST, OTHER: SECOND}))

    def __post_init__(self) -> None:
        for digest, artefact in ((FIRST, ARTEFACT), (SECOND, OTHER)):
            model = StoredModel(digest=digest, kind=Kind.TRAINED, site=None, created_at=NOON)
            self.models.add(model, artefact)

    @property
    def models(self) -> MemoryModels:
        return MemoryModels(self.house.store)

    @property
    def find(self) -> FindModel:
        return FindModel(models=self.models, examiner=self.examiner)

    @property
    def switch(self) -> SwitchModel:
        return switch_of(self.house)

    @property
    def activate(self) -> ActivateModel:
        return ActivateModel(find=self.find, switch=self.switch, examiner=self.examiner)

    @property
    def roll_back(self) -> RollBackModel:
        return RollBackModel(switch=self.switch)


@pytest.mark.parametrize(
    ("name", "digest"),
    [(FIRST, FIRST), (SECOND[:6], SECOND), ("shipped", SHIPPED), (SHIPPED_DIGEST[:8], SHIPPED)],
)
def test_a_model_is_found_by_the_beginning_of_its_digest(name: str, digest: str) -> None:
    assert Registry().find(name) == digest


@pytest.mark.parametrize("name", ["", "a1a1a", "c3c3c3", "shipp"])
def test_what_no_model_is_called_is_unknown(name: str) -> None:
    with pytest.raises(UnknownModel):
        Registry().find(name)


def test_a_name_that_begins_two_models_is_unknown() -> None:
    registry = Registry()
    twin = StoredModel(digest=FIRST[:-1] + "f", kind=Kind.BROUGHT, site=None, created_at=NOON)
    registry.models.add(twin, ARTEFACT)

    with pytest.raises(UnknownModel):
        registry.find(FIRST[:20])


def test_without_a_usable_shipped_model_others_are_still_found() -> None:
    registry = Registry(examiner=PlainExaminer({}, shipped=None))

    assert registry.find(FIRST[:8]) == FIRST


def test_an_activated_model_is_live_with_its_event() -> None:
    registry = Registry()

    assert registry.activate(FIRST[:8], DEMO) == FIRST

    assert registry.models.live() == {DEMO: FIRST}
    event = registry.house.last_event
    assert (event.kind, event.site, event.actor, event.details) == (
        EventKind.MODEL_ACTIVATED,
        DEMO,
        "operator",
        {"model": FIRST},
    )


def test_the_shipped_model_can_be_activated_where_another_is_live() -> None:
    registry = Registry()
    registry.activate(FIRST, None)

    assert registry.activate("shipped", DEMO) == SHIPPED

    assert registry.models.live() == {None: FIRST, DEMO: SHIPPED}


def test_a_stored_model_that_was_altered_is_not_activated() -> None:
    registry = Registry(examiner=PlainExaminer({ARTEFACT: SECOND}))

    for name in (FIRST, SECOND):  # the bytes of another model, and no model at all
        with pytest.raises(UnusableModel):
            registry.activate(name, None)

    assert registry.models.live() == {}


def test_nothing_is_activated_on_a_site_that_is_not_there() -> None:
    registry = Registry()

    with pytest.raises(UnknownSite):
        registry.activate(FIRST, NOWHERE)
    with pytest.raises(UnknownSite):
        registry.activate.bring(ARTEFACT, NOWHERE)
    with pytest.raises(UnknownSite):
        registry.roll_back(NOWHERE)


@pytest.mark.parametrize("site", [None, DEMO])
def test_a_model_brought_in_is_stored_and_live(site: SiteId | None) -> None:
    new = Artefact(manifest=b"{}", weights=b"89")
    registry = Registry(examiner=PlainExaminer({new: "e" * 64}))

    assert registry.activate.bring(new, site) == "e" * 64

    assert registry.models.live() == {site: "e" * 64}
    assert registry.models.artefact("e" * 64) == new


def test_what_cannot_be_used_is_not_brought_in() -> None:
    registry = Registry()

    with pytest.raises(UnusableModel):
        registry.activate.bring(Artefact(manifest=b"", weights=b""), None)

    assert (len(registry.models.all()), registry.models.live()) == (2, {})


def test_going_back_leads_through_what_was_live_to_the_state_before_any() -> None:
    registry = Registry()
    for name in (FIRST, SECOND, "shipped"):
        registry.activate(name, None)

    assert [registry.roll_back(None) for _ in range(3)] == [SECOND, FIRST, SHIPPED]
    with pytest.raises(NothingBefore):
        registry.roll_back(None)
    assert registry.models.live() == {}


def test_a_site_goes_back_to_the_model_of_all() -> None:
    registry = Registry()
    registry.activate(SECOND, None)
    registry.activate(FIRST, DEMO)

    assert registry.roll_back(DEMO) == SECOND

    assert registry.models.live() == {None: SECOND}
    assert registry.house.last_event.details == {"model": None}


def test_where_nothing_was_ever_live_there_is_nothing_to_go_back_to() -> None:
    with pytest.raises(NothingBefore):
        Registry().roll_back(DEMO)


def test_after_going_back_another_activation_can_be_gone_back_from() -> None:
    registry = Registry()
    registry.activate(FIRST, None)
    registry.roll_back(None)
    registry.activate(SECOND, None)

    assert registry.roll_back(None) == SHIPPED


def test_the_list_tells_what_is_stored_and_live_where() -> None:
    registry = Registry()
    registry.activate(FIRST, DEMO)

    found = ListModels(models=registry.models, examiner=registry.examiner)()

    assert found.shipped == SHIPPED_DIGEST
    assert [model.digest for model in found.stored] == [FIRST, SECOND]
    assert found.live == {None: SHIPPED, DEMO: FIRST}
    assert [one.digest for one in found.history] == [FIRST]
