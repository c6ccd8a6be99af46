"""The part of the core that decides many comments and takes acts back, over the store of a house."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from service.use_cases.acts import ListActs
from service.use_cases.campaign_orders import EndOrder
from service.use_cases.campaigns import ListCampaigns
from service.use_cases.commit_bulk import CommitBulk, ForgetBulks, ShowBulk
from service.use_cases.decide_comments import DecideComments
from service.use_cases.pace import Pace
from service.use_cases.preview_bulk import PreviewBulk
from service.use_cases.undo_act import UndoAct
from tests.fakes import plain_fold
from tests.memory import MemoryAuthors, MemoryCampaigns, MemoryComments, MemoryEvents, MemoryPages, MemorySites
from tests.memory_acts import MemoryActs, MemoryBulks, MemoryOrders
from tests.memory_claims import MemoryClaims

if TYPE_CHECKING:
    from service.domain.lifecycle import Action
    from tests.fakes import CountedIds, FrozenClock
    from tests.memory_store import MemoryStore


@dataclass(slots=True)
class Ticks:
    """A timer that goes on by a second each time it is read, and remembers rests."""

    now: float = 0.0
    rests: list[float] = field(default_factory=list)

    def timer(self) -> float:
        self.now += 1.0
        return self.now

    def pause(self, seconds: float) -> None:
        self.rests.append(seconds)


@dataclass(slots=True)
class Noted:
    """How many comments were decided, and of how many a decision was taken back."""

    comments: Counter[str] = field(default_factory=Counter)

    def decided(self, action: Action, comments: int) -> None:
        self.comments[action] += comments

    def undone(self, comments: int) -> None:
        self.comments["undone"] += comments


def decide_comments(store: MemoryStore, clock: FrozenClock, new_id: CountedIds) -> DecideComments:
    return DecideComments(
        clock=clock,
        sites=MemorySites(store),
        new_id=new_id,
        acts=MemoryActs(store),
        comments=MemoryComments(store),
        pages=MemoryPages(store),
        authors=MemoryAuthors(store),
        claims=MemoryClaims(store),
        events=MemoryEvents(store),
        transaction=store.transaction,
    )


def list_campaigns(store: MemoryStore, clock: FrozenClock) -> ListCampaigns:
    return ListCampaigns(
        clock=clock, sites=MemorySites(store), campaigns=MemoryCampaigns(store), orders=MemoryOrders(store)
    )


@dataclass(frozen=True, slots=True)
class ActHouse:
    store: MemoryStore
    clock: FrozenClock
    new_id: CountedIds
    decide: DecideComments
    batch: int = 2
    seconds: float = 1000.0
    noted: Noted = field(default_factory=Noted)

    @property
    def pace(self) -> Pace:
        ticks = Ticks()
        return Pace(timer=ticks.timer, pause=ticks.pause, seconds=self.seconds, batch=self.batch)

    @property
    def preview(self) -> PreviewBulk:
        return PreviewBulk(
            clock=self.clock,
            new_id=self.new_id,
            sites=MemorySites(self.store),
            comments=MemoryComments(self.store),
            bulks=MemoryBulks(self.store),
            fold=plain_fold,
            transaction=self.store.transaction,
        )

    @property
    def commit(self) -> CommitBulk:
        return CommitBulk(
            sites=MemorySites(self.store),
            bulks=MemoryBulks(self.store),
            acts=MemoryActs(self.store),
            orders=MemoryOrders(self.store),
            decide=self.decide,
            new_id=self.new_id,
            pace=self.pace,
            carried_out=self.noted,
        )

    @property
    def undo(self) -> UndoAct:
        return UndoAct(
            acts=MemoryActs(self.store),
            bulks=MemoryBulks(self.store),
            orders=MemoryOrders(self.store),
            decide=self.decide,
            new_id=self.new_id,
            pace=self.pace,
            carried_out=self.noted,
        )

    @property
    def list(self) -> ListActs:
        return ListActs(sites=MemorySites(self.store), acts=MemoryActs(self.store))

    @property
    def show(self) -> ShowBulk:
        return ShowBulk(bulks=MemoryBulks(self.store), clock=self.clock, transaction=self.store.transaction)

    @property
    def forget(self) -> ForgetBulks:
        return ForgetBulks(
            bulks=MemoryBulks(self.store),
            orders=MemoryOrders(self.store),
            clock=self.clock,
            transaction=self.store.transaction,
        )

    @property
    def end_order(self) -> EndOrder:
        return EndOrder(
            clock=self.clock,
            sites=MemorySites(self.store),
            orders=MemoryOrders(self.store),
            events=MemoryEvents(self.store),
            transaction=self.store.transaction,
        )
