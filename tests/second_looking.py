"""Moderators who are asked about what others decided, for tests of second opinions."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from service.domain.lifecycle import Action
from service.domain.moderator import Moderator
from service.domain.policy import Policy
from service.domain.site import SiteId
from service.domain.token import Scope
from service.use_cases.second_opinions import (
    CollectSecondLooks,
    GiveOpinion,
    ListSecondLooks,
    Opinion,
    ShowAgreement,
)
from tests.fakes import DEMO, FixedClassifier, a_site, an_attempt
from tests.house import EVERYTHING, House
from tests.memory import MemoryCursors, MemoryEvents, MemorySettledEvents, MemorySites
from tests.memory_second_looks import MemorySecondLooks

if TYPE_CHECKING:
    from service.domain.comment import CommentId
    from service.domain.second_opinion import Agreement
    from service.use_cases.second_opinions import BlindItem, Place

LAIN = SiteId("lain")
RINA = Moderator(actor="token:rina", rights={DEMO: EVERYTHING})
BUDI = Moderator(actor="token:budi", rights={None: EVERYTHING})
SARI = Moderator(actor="token:sari", rights={DEMO: EVERYTHING})
READER = Moderator(actor="token:pembaca", rights={DEMO: frozenset({Scope.READ})})


def a_house(share: float = 1.0) -> House:
    house = House(site=a_site(policy=Policy(second_opinions=share)), classifier=FixedClassifier(0.5))
    house.store.sites[LAIN] = replace(house.site, id=LAIN)
    return house


@dataclass(slots=True)
class Desk:
    """A house whose decisions are all asked about, and what is done about them."""

    house: House = field(default_factory=a_house)
    number: int = 0

    def decided(self, action: Action = Action.APPROVE, by: Moderator = RINA, site: SiteId = DEMO) -> CommentId:
        self.number += 1
        comment = self.house.submit(an_attempt(text=f"Nomor {self.number}", site=site)).comment
        self.house.act(comment, action, by)
        return comment.id

    def again(self, comment: CommentId, action: Action, by: Moderator = RINA) -> None:
        self.house.act(self.house.stored(comment), action, by)

    @property
    def collect(self) -> CollectSecondLooks:
        store = self.house.store
        return CollectSecondLooks(
            clock=self.house.clock,
            sites=MemorySites(store),
            settled=MemorySettledEvents(store),
            cursors=MemoryCursors(store),
            looks=MemorySecondLooks(store),
            transaction=store.transaction,
        )

    def waiting(
        self, moderator: Moderator = BUDI, site: SiteId | None = None, after: Place | None = None, limit: int = 50
    ) -> tuple[tuple[BlindItem, ...], Place | None]:
        self.collect()
        store = self.house.store
        listing = ListSecondLooks(sites=MemorySites(store), looks=MemorySecondLooks(store))
        return listing(site, after, limit, moderator)

    def ids(self, moderator: Moderator = BUDI, **asked: Any) -> list[CommentId]:  # noqa: ANN401 - as waiting takes them
        return [item.id for item in self.waiting(moderator, **asked)[0]]

    def say(
        self, comment: CommentId, action: Action = Action.APPROVE, by: Moderator = BUDI, code: str | None = "insult"
    ) -> None:
        self.collect()
        store = self.house.store
        give = GiveOpinion(
            clock=self.house.clock,
            sites=MemorySites(store),
            looks=MemorySecondLooks(store),
            events=MemoryEvents(store),
            transaction=store.transaction,
        )
        assert give(Opinion(comment=comment, action=action, reason_code=code), by) == self.house.clock.now()

    def agreement(self, moderator: Moderator = RINA, site: SiteId | None = None, days: int = 28) -> Agreement:
        store = self.house.store
        show = ShowAgreement(clock=self.house.clock, sites=MemorySites(store), looks=MemorySecondLooks(store))
        since, found = show(site, days, moderator)
        assert since == self.house.clock.now() - timedelta(days=max(1, min(days, 365)))
        return found
