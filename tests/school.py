"""A house in which something can be learned, with a trainer and an examiner that need no arrays."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from service.domain.lifecycle import Action
from service.use_cases.collect_decisions import CollectDecisions
from service.use_cases.model_registry import Artefact, Learned
from service.use_cases.switch_model import FindModel, SwitchModel
from service.use_cases.train_model import ReplayModel, TrainModel
from tests.comparisons import ARTEFACT, BETTER, PlainExaminer
from tests.fakes import FixedClassifier, an_attempt
from tests.house import House
from tests.memory import MemoryComments, MemoryEvents, MemorySettledEvents, MemorySites
from tests.memory_models import MemoryModels

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from service.domain.comment import Comment
    from service.domain.gate import Comparison
    from service.domain.site import SiteId
    from service.use_cases.model_registry import DecidedComment

CANDIDATE = "c" * 64


@dataclass(slots=True)
class PlainTrainer:
    """A trainer that gives what a test says, and keeps what it was given."""

    replay: Comparison = BETTER
    fixed_test: Comparison = BETTER
    given: Sequence[DecidedComment] = ()
    live: Artefact | None = None
    known: list[bool] = field(default_factory=list)
    meanwhile: Callable[[], object] = field(default=lambda: None)

    def __call__(
        self, decisions: Sequence[DecidedComment], live: Artefact | None, known: Callable[[DecidedComment], bool]
    ) -> Learned:
        self.given, self.live, self.known = decisions, live, [known(one) for one in decisions]
        self.meanwhile()
        return Learned(artefact=ARTEFACT, digest=CANDIDATE, replay=self.replay, fixed_test=self.fixed_test)


def switch_of(house: House) -> SwitchModel:
    """Return what has a model go live in a house."""
    store = house.store
    return SwitchModel(
        clock=house.clock,
        sites=MemorySites(store),
        models=MemoryModels(store),
        events=MemoryEvents(store),
        transaction=store.transaction,
    )


@dataclass(slots=True)
class School:
    """A house in which something can be learned."""

    house: House = field(default_factory=lambda: House(classifier=FixedClassifier(0.5)))
    trainer: PlainTrainer = field(default_factory=PlainTrainer)
    examiner: PlainExaminer = field(default_factory=lambda: PlainExaminer({ARTEFACT: CANDIDATE}))

    @property
    def models(self) -> MemoryModels:
        return MemoryModels(self.house.store)

    @property
    def collect(self) -> CollectDecisions:
        store = self.house.store
        return CollectDecisions(
            events=MemorySettledEvents(store), comments=MemoryComments(store), sites=MemorySites(store)
        )

    @property
    def switch(self) -> SwitchModel:
        return switch_of(self.house)

    @property
    def train(self) -> TrainModel:
        return TrainModel(collect=self.collect, trainer=self.trainer, examiner=self.examiner, switch=self.switch)

    @property
    def replay(self) -> ReplayModel:
        find = FindModel(models=self.models, examiner=self.examiner)
        return ReplayModel(collect=self.collect, find=find, examiner=self.examiner, models=self.models)

    def held(self, number: int) -> Comment:
        return self.house.submit(an_attempt(text=f"Komentar nomor {number} tentang panen.")).comment

    def decide(self, spam: int, ham: int) -> None:
        for number in range(spam + ham):
            self.house.act(self.held(number), Action.MARK_SPAM if number < spam else Action.APPROVE)

    def decided(self, site: SiteId | None = None) -> list[tuple[str, bool]]:
        return [(one.text, one.spam) for one in self.collect(site)]
