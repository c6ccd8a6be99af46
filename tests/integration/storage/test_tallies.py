"""The counts behind the log: the same in memory, on SQLite and on PostgreSQL."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from service.domain.lifecycle import Action
from service.domain.statistics import Measure, Tally
from service.storage.database import connection, transaction
from service.storage.events import SqlEvents
from service.storage.migrations import runner
from service.storage.tallies import SqlTallies
from service.use_cases.tally_log import CountLines, TallyLog
from tests.databases import database_app
from tests.histories import came, decided
from tests.memory import MemoryEvents, MemorySettledEvents, MemoryStore
from tests.memory_tallies import MemoryTallies
from tests.stored import DAWN, DEMO, HARBOUR, an_event, comment_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.use_cases.event_log import Events, SettledEvents
    from service.use_cases.repositories import Transaction

TODAY = DAWN.date()
ONE, TWO = Tally(TODAY, Measure.CAME, "held doubtful"), Tally(TODAY + timedelta(days=1), Measure.DECIDED, "approve")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The counts on one database, and what they are made of."""

    tallies: MemoryTallies | SqlTallies
    events: Events
    settled: SettledEvents
    transaction: Transaction

    def tally(self) -> int:
        return TallyLog(
            events=self.settled,
            count=CountLines(histories=self.tallies),
            tallies=self.tallies,
            transaction=self.transaction,
        )()


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def counted(request: pytest.FixtureRequest) -> Iterator[Counted]:
    if request.param == "memory":
        store = MemoryStore()
        settled = MemorySettledEvents(store)
        yield Counted(
            tallies=MemoryTallies(store), events=MemoryEvents(store), settled=settled, transaction=store.transaction
        )
        return
    url = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    with database_app(url) as app, app.app_context():
        yield Counted(tallies=SqlTallies(), events=SqlEvents(), settled=SqlEvents(), transaction=transaction)


def test_counts_add_up_by_site_from_a_day_on(counted: Counted) -> None:
    tallies = counted.tallies
    tallies.add({})
    tallies.add({(DEMO.id, ONE): 3, (DEMO.id, TWO): 1, (HARBOUR.id, ONE): 7})
    tallies.add({(DEMO.id, ONE): 2, (DEMO.id, TWO): -1})

    assert tallies.of_site(DEMO.id, TODAY) == ({ONE: 5}, 0)
    assert tallies.of_site(HARBOUR.id, TODAY) == ({ONE: 7}, 0)
    assert tallies.of_site(HARBOUR.id, TODAY + timedelta(days=1)) == ({}, 0)


def test_the_cursor_moves_only_from_where_it_is(counted: Counted) -> None:
    tallies = counted.tallies

    moves = [tallies.advance(0, 5), tallies.advance(0, 9), tallies.advance(5, 9), tallies.advance(5, 7)]

    assert moves == [True, False, True, False]
    assert (tallies.reached(), tallies.of_site(DEMO.id, TODAY)) == (9, ({}, 9))


def test_histories_end_with_the_line_that_is_named(counted: Counted) -> None:
    events = [came(1), came(2), decided(1, Action.APPROVE), an_event(1, site=HARBOUR.id), decided(1, Action.REJECT)]
    counted.events.append(*events)
    lines = counted.settled.after(0, 9)

    found = counted.tallies.of_comments(DEMO.id, {comment_id(1), comment_id(3)}, lines[3].id)

    assert {comment: [line.event for line in history] for comment, history in found.items()} == {
        comment_id(1): [events[0], events[2]]
    }


def test_the_log_is_counted_and_a_later_decision_corrects_it(counted: Counted) -> None:
    counted.events.append(came(1), came(2), decided(1, Action.APPROVE))
    first = counted.tally()
    before, _ = counted.tallies.of_site(DEMO.id, TODAY)

    counted.events.append(decided(1, Action.REJECT, days=1))
    second = counted.tally()
    after, reached = counted.tallies.of_site(DEMO.id, TODAY)

    judged = "held doubtful-probability"
    assert (first, second, reached) == (3, 1, counted.settled.after(0, 9)[-1].id)
    assert {one.key: count for one, count in before.items() if one.measure is not Measure.WAITED} == {
        judged: 2,
        f"{judged} approve": 1,
        "approve": 1,
    }
    assert {(one.key, one.day): count for one, count in after.items() if one.measure is not Measure.WAITED} == {
        (judged, TODAY): 2,
        (f"{judged} reject", TODAY): 1,
        ("reject", TODAY + timedelta(days=1)): 1,
    }


def test_four_workers_at_once_count_each_line_once(url: str) -> None:
    with database_app(url) as app:
        with app.app_context(), transaction():
            SqlEvents().append(*[came(number) for number in range(1, 3001)])
        lines: list[int] = []

        def work() -> None:
            with app.app_context():
                tallies = SqlTallies()
                count = CountLines(histories=tallies)
                tally = TallyLog(events=SqlEvents(), count=count, tallies=tallies, transaction=transaction)
                lines.append(tally())

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with app.app_context():
            counts, _ = SqlTallies().of_site(DEMO.id, TODAY)

    assert sum(lines) == sum(counts.values()) == 3000


def test_going_back_forgets_how_far_was_counted(url: str) -> None:
    with database_app(url) as app, app.app_context():
        SqlEvents().append(came(1))
        assert SqlTallies().advance(0, 1)

    runner.downgrade(url, "0013-1")
    runner.upgrade(url)

    with database_app(url) as app, app.app_context():
        assert SqlTallies().reached() == 0
        assert connection().exec_driver_sql("SELECT count(*) FROM tally").scalar_one() == 0
