"""Drift is found by comparing the week with those before, said once in the log, and listed to moderators."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from service.domain.alarm import AlarmKind, Untold
from service.domain.comment import Comment, CommentId
from service.domain.drift import DAYS
from service.domain.errors import ClassifierUnavailable, NotAllowed, StorageUnavailable, UnknownSite
from service.domain.event import EventKind
from service.domain.lifecycle import State
from service.domain.site import SiteId
from service.domain.token import Scope
from service.use_cases.check_alarms import SAMPLE_BEFORE, SAMPLE_NOW, CheckAlarms
from service.use_cases.list_alarms import ListAlarms
from tests.fakes import ARTICLE, DEMO, FrozenClock, a_site
from tests.house import a_moderator
from tests.memory import MemoryEvents, MemorySites, MemoryStore
from tests.memory_alarms import MemoryAlarms, MemoryTraffic

if TYPE_CHECKING:
    from service.domain.alarm import Alarm

OTHER = SiteId("lain")
A_DAY = timedelta(days=1)
FINNISH = "Kiitos jutusta, toivottavasti tie korjataan pian."


def share(text: str) -> float:
    """Return what is unknown: nothing of most texts, half of a Finnish one."""
    return 0.5 if text == FINNISH else 0.0


def no_model(_: str) -> float:
    raise ClassifierUnavailable


@dataclass
class Newsroom:
    """Two sites whose comments come in by the day, as a test says."""

    store: MemoryStore = field(default_factory=MemoryStore)
    clock: FrozenClock = field(default_factory=FrozenClock)
    share: Any = share
    numbers: Any = field(default_factory=count)

    def __post_init__(self) -> None:
        for site in (a_site(), a_site(id=OTHER)):
            MemorySites(self.store).add(site)

    def day(self, comments: int = 40, *, site: SiteId = DEMO, probability: float | None = 0.02, text: str = "") -> None:
        """Let a day go by on which so many comments come in."""
        for number in range(comments):
            found = Comment(
                id=CommentId(UUID(int=next(self.numbers))),
                site=site,
                page=ARTICLE,
                parent=None,
                name="Rahasia",
                url=None,
                author=None,
                text=text or f"Rahasia nomor {number}",
                html="",
                folded="",
                language="id",
                state=State.PENDING,
                spam_probability=probability,
                model="m",
                rule="ordinary",
                created_at=self.clock.now() + number * A_DAY / comments,
            )
            self.store.comments[found.id] = found
        self.clock.advance(A_DAY)

    def days(self, number: int, **what: Any) -> None:  # noqa: ANN401 - as a day
        for _ in range(number):
            self.day(**what)

    def check(self) -> dict[tuple[SiteId | None, AlarmKind], Alarm]:
        check = CheckAlarms(
            clock=self.clock,
            sites=MemorySites(self.store),
            traffic=MemoryTraffic(self.store),
            unknown_share=self.share,
            alarms=MemoryAlarms(self.store),
            events=MemoryEvents(self.store),
            transaction=self.store.transaction,
        )
        return {(one.site, one.kind): one for one in check()}

    def raised(self) -> set[tuple[SiteId | None, AlarmKind]]:
        return {place for place, alarm in self.check().items() if alarm.raised}

    @property
    def said(self) -> list[tuple[EventKind, str, object]]:
        return [(event.kind, event.site, event.details["alarm"]) for event in self.store.events]


@pytest.fixture
def newsroom() -> Newsroom:
    """A newsroom after five weeks in which nothing changed."""
    made = Newsroom()
    made.days(DAYS)
    return made


BOTH = (DEMO, None)


def of_both(kind: AlarmKind) -> set[tuple[SiteId | None, AlarmKind]]:
    return {(site, kind) for site in BOTH}


def test_where_nothing_changes_there_is_no_alarm(newsroom: Newsroom) -> None:
    found = newsroom.check()

    assert {place for place, alarm in found.items() if alarm.raised} == set()
    assert {place for place, alarm in found.items() if alarm.value is None} == {(OTHER, kind) for kind in AlarmKind}
    assert found.keys() == {(site, kind) for site in (None, DEMO, OTHER) for kind in AlarmKind}
    assert newsroom.store.events == []


def test_a_quiet_site_has_no_alarm_and_says_why(newsroom: Newsroom) -> None:
    alarm = newsroom.check()[OTHER, AlarmKind.SCORES]

    assert (alarm.raised, alarm.value, alarm.untold, alarm.now) == (False, None, Untold.TOO_LITTLE_TRAFFIC, 0)


def test_scores_that_move_raise_an_alarm_once_and_clear_it_once(newsroom: Newsroom) -> None:
    newsroom.days(3, probability=0.6)
    first = newsroom.raised()
    newsroom.clock.advance(timedelta(hours=1))
    second = newsroom.raised()
    said_meanwhile = list(newsroom.said)
    newsroom.days(7)
    after = newsroom.raised()

    assert first == second == of_both(AlarmKind.SCORES)
    assert said_meanwhile == [
        (EventKind.ALARM_RAISED, "*", "score-distribution"),
        (EventKind.ALARM_RAISED, "demo", "score-distribution"),
    ]
    assert after == set()
    assert newsroom.said[2:] == [
        (EventKind.ALARM_CLEARED, "*", "score-distribution"),
        (EventKind.ALARM_CLEARED, "demo", "score-distribution"),
    ]


def test_a_flood_and_a_silence_raise_an_alarm_of_volume(newsroom: Newsroom) -> None:
    newsroom.day(200)
    flood = newsroom.check()[DEMO, AlarmKind.VOLUME]
    newsroom.day(40)
    usual = newsroom.check()[DEMO, AlarmKind.VOLUME]
    newsroom.day(0)
    silence = newsroom.check()[DEMO, AlarmKind.VOLUME]

    assert [one.raised for one in (flood, usual, silence)] == [True, False, True]
    assert flood.value is not None
    assert silence.value is not None
    assert flood.value > 0 > silence.value
    assert (flood.now, flood.before) == (200, 160)


def test_a_flood_on_one_of_two_sites_is_told_of_that_site(newsroom: Newsroom) -> None:
    newsroom.clock.advance(-A_DAY)
    newsroom.day(40, site=OTHER)
    newsroom.clock.advance(-DAYS * A_DAY)
    newsroom.day(1, site=OTHER)
    newsroom.clock.advance((DAYS - 1) * A_DAY)

    assert newsroom.raised() == {(OTHER, AlarmKind.VOLUME)}


def test_a_language_never_met_raises_an_alarm_of_unknown_ngrams(newsroom: Newsroom) -> None:
    newsroom.days(2, text=FINNISH)

    found = newsroom.check()

    assert {place for place, alarm in found.items() if alarm.raised} == of_both(AlarmKind.UNKNOWN_NGRAMS)
    alarm = found[DEMO, AlarmKind.UNKNOWN_NGRAMS]
    assert alarm.value == pytest.approx(0.5 * 2 / 7)
    assert (alarm.now, alarm.before) == (7 * SAMPLE_NOW, 28 * SAMPLE_BEFORE)


def test_without_a_model_the_other_alarms_go_on(newsroom: Newsroom) -> None:
    newsroom.share = no_model
    newsroom.day(200)

    found = newsroom.check()

    assert {alarm.untold for (_, kind), alarm in found.items() if kind is AlarmKind.UNKNOWN_NGRAMS} == {Untold.NO_MODEL}
    assert found[DEMO, AlarmKind.VOLUME].raised


def test_comments_without_a_score_count_as_volume_alone(newsroom: Newsroom) -> None:
    newsroom.days(7, probability=None)

    found = newsroom.check()

    assert not found[DEMO, AlarmKind.VOLUME].raised
    assert found[DEMO, AlarmKind.VOLUME].value == 0
    assert found[DEMO, AlarmKind.SCORES].untold is Untold.TOO_LITTLE_TRAFFIC


def test_an_alarm_that_can_no_longer_be_told_is_cleared(newsroom: Newsroom) -> None:
    newsroom.days(3, probability=0.6)
    newsroom.check()
    newsroom.clock.advance(7 * A_DAY)

    assert (DEMO, AlarmKind.SCORES) not in newsroom.raised()
    assert (EventKind.ALARM_CLEARED, "demo", "score-distribution") in newsroom.said


def test_no_alarm_event_or_log_line_holds_what_a_visitor_wrote(
    newsroom: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    newsroom.days(3, probability=0.6, text=FINNISH, comments=200)
    with caplog.at_level(logging.DEBUG):
        newsroom.check()

    lines = [(one.message, one.levelname, one.__dict__["site"], one.__dict__["alarm"]) for one in caplog.records]
    assert lines == [("alarm_raised", "WARNING", site, kind.value) for site in ("*", "demo") for kind in AlarmKind]
    assert "value" in caplog.records[0].__dict__
    seen = repr(newsroom.store.events) + repr(newsroom.store.alarms) + repr([one.__dict__ for one in caplog.records])
    assert "Rahasia" not in seen
    assert "Kiitos" not in seen


def test_what_cannot_be_stored_is_not_said(newsroom: Newsroom, caplog: pytest.LogCaptureFixture) -> None:
    newsroom.day(200)

    newsroom.store.events = _Full()

    with pytest.raises(StorageUnavailable):
        newsroom.check()

    assert newsroom.store.alarms == {}
    assert caplog.records == []


class _Full(list[Any]):
    """A log that takes no more."""

    def append(self, _: object) -> None:
        raise StorageUnavailable(A_DAY)

    def copy(self) -> _Full:
        return self


def listing(newsroom: Newsroom) -> ListAlarms:
    newsroom.check()
    return ListAlarms(sites=MemorySites(newsroom.store), alarms=MemoryAlarms(newsroom.store))


def places(alarms: tuple[Alarm, ...]) -> list[SiteId | None]:
    """Return the sites of alarms, each once, in order."""
    return list(dict.fromkeys(one.site for one in alarms))


def test_a_moderator_of_all_sites_sees_all_alarms_and_those_of_all_together(newsroom: Newsroom) -> None:
    found = listing(newsroom)

    assert places(found(None, a_moderator(site=None))) == [None, DEMO, OTHER]
    assert places(found(OTHER, a_moderator(site=None))) == [OTHER]


def test_a_moderator_of_one_site_sees_that_sites_alarms(newsroom: Newsroom) -> None:
    found = listing(newsroom)

    assert places(found(None, a_moderator())) == places(found(DEMO, a_moderator())) == [DEMO]
    with pytest.raises(UnknownSite):
        found(OTHER, a_moderator())


def test_alarms_of_a_site_that_is_not_there_are_not_there(newsroom: Newsroom) -> None:
    with pytest.raises(UnknownSite):
        listing(newsroom)(SiteId("tidak-ada"), a_moderator(site=None))


def test_who_may_not_read_sees_no_alarm(newsroom: Newsroom) -> None:
    with pytest.raises(NotAllowed):
        listing(newsroom)(DEMO, a_moderator(scopes=frozenset({Scope.DECIDE})))
