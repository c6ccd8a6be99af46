from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from service.domain.errors import MalformedRequest, NotAllowed, UnknownSite
from service.domain.event import EventKind
from service.domain.lifecycle import Action
from service.domain.share import Share
from service.domain.site import SiteId
from service.domain.statistics import Fate
from service.domain.token import Scope
from service.use_cases.tally_log import BATCH, TAIL, CountLines, ShowStatistics, SiteStatistics, TallyLog
from tests.fakes import DEMO, FrozenClock, a_site
from tests.histories import came, decided, undone
from tests.house import a_moderator
from tests.memory import MemorySettledEvents, MemorySites, MemoryStore
from tests.memory_tallies import MemoryTallies
from tests.stored import DAWN, an_event

if TYPE_CHECKING:
    from service.domain.moderator import Moderator

SECOND = SiteId("kedua")


@dataclass(slots=True)
class Desk:
    """A log, what was counted of it, and who asks."""

    store: MemoryStore = field(default_factory=MemoryStore)
    tallies: MemoryTallies = field(init=False)

    def __post_init__(self) -> None:
        self.store.sites = {site: a_site(id=site) for site in (DEMO, SECOND)}
        self.tallies = MemoryTallies(self.store)

    @property
    def tally(self) -> TallyLog:
        return TallyLog(
            events=MemorySettledEvents(self.store),
            count=CountLines(histories=self.tallies),
            tallies=self.tallies,
            transaction=self.store.transaction,
        )

    def show(self, site: SiteId | None = DEMO, moderator: Moderator | None = None, days: int = 2) -> SiteStatistics:
        show = ShowStatistics(
            clock=FrozenClock(DAWN + timedelta(days=1)),
            sites=MemorySites(self.store),
            events=MemorySettledEvents(self.store),
            count=CountLines(histories=self.tallies),
            tallies=self.tallies,
        )
        return show(site, days, moderator or a_moderator(site=None))


STORY = [
    came(1),
    came(2, "approved", "ordinary"),
    decided(1, Action.APPROVE),
    came(3, "spam", "blocked-word"),
    decided(2, Action.MARK_SPAM),
    undone(2),
    decided(1, Action.REJECT, days=1),
    decided(3, Action.APPROVE, days=1),
    decided(2, Action.REJECT, days=1),
    an_event(4, site=SECOND),
    an_event(9, kind=EventKind.TOKEN_ISSUED, comment=None, actor="operator"),
]


def test_whatever_is_counted_already_the_statistics_are_the_same() -> None:
    found = []
    for counted in range(len(STORY) + 1):
        desk = Desk()
        for event in STORY[:counted]:
            desk.store.events.append(event)
            desk.tally()
        desk.store.events += STORY[counted:]
        found.append(desk.show())

    assert found == [found[0]] * len(found)
    figures = found[0].figures
    assert [day.came[Fate.HELD] for day in figures.days] == [1, 0]
    assert (figures.genuine_filed, figures.confirmed, figures.spam_shown) == (Share(1, 1), Share(0, 2), Share(0, 1))
    assert [day.decided[Action.REJECT] for day in figures.days] == [0, 2]


def test_a_line_is_counted_once_whatever_the_batches() -> None:
    whole, parts = Desk(), Desk()
    whole.store.events += STORY
    lines = [whole.tally(), whole.tally()]
    for event in STORY:
        parts.store.events.append(event)
        parts.tally()

    assert lines == [len(STORY), 0]
    assert +parts.tallies.counts == +whole.tallies.counts


def test_a_long_log_is_counted_batch_by_batch() -> None:
    desk = Desk()
    desk.store.events += [came(number) for number in range(1, BATCH + 2)]

    assert desk.tally() == BATCH + 1
    assert desk.show().figures.days[0].came[Fate.HELD] == BATCH + 1


def test_of_two_workers_one_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk()
    desk.store.events += STORY
    monkeypatch.setattr(MemoryTallies, "advance", lambda *_: False)

    assert desk.tally() == 0
    assert desk.tallies.counts == Counter()


def test_what_is_too_much_to_count_when_asked_is_told_to_be_missing() -> None:
    desk = Desk()
    desk.store.events += [came(number) for number in range(1, TAIL + 1)]

    behind = desk.show()
    desk.tally()

    assert (behind.behind, desk.show().behind) == (True, False)
    assert behind.figures.days[0].came[Fate.HELD] == TAIL


def test_days_before_those_asked_for_are_left_out() -> None:
    desk = Desk()
    desk.store.events += STORY

    before = desk.show(days=1).figures
    desk.tally()

    assert before == desk.show(days=1).figures
    assert [day.day for day in before.days] == [DAWN.date() + timedelta(days=1)]
    assert before.rules == ()


def test_nothing_is_said_of_an_empty_log() -> None:
    found = Desk().show()

    assert (found.site, found.behind, found.figures.rules, found.figures.waited) == (DEMO, False, (), 0)
    assert Desk().tally() == 0


def test_a_moderator_of_one_site_need_not_name_it_and_opens_no_other() -> None:
    assert Desk().show(None, a_moderator()).site == DEMO
    with pytest.raises(UnknownSite):
        Desk().show(SECOND, a_moderator())
    with pytest.raises(UnknownSite):
        Desk().show(SiteId("tidak-ada"))
    with pytest.raises(MalformedRequest):
        Desk().show(None)
    with pytest.raises(NotAllowed):
        Desk().show(DEMO, a_moderator(scopes=frozenset({Scope.DECIDE})))
