"""The log by filters: the same in memory, on SQLite and on PostgreSQL, and nothing missed while others write."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from service.domain.event import EventKind
from service.domain.site import SiteId
from service.storage import filtered_log
from service.storage.database import connection, lone_engine, transaction
from service.storage.events import SqlEvents, columns
from service.storage.filtered_log import SqlFilteredLog
from service.storage.log_end import LogEnd
from service.storage.seals import SqlSeals
from service.storage.sites import SqlSites
from service.storage.tables import EVENT
from service.use_cases.read_log import FilteredLog, LogFilter, LogPage, LogQuery, ReadLog
from service.use_cases.seal_log import Seal, SealLog
from service.use_cases.verify_part import VerifyPart
from tests.databases import database_app
from tests.fakes import FrozenClock
from tests.house import a_moderator
from tests.memory import MemoryEvents, MemoryStore
from tests.memory_log import MemoryFilteredLog
from tests.stored import DAWN, DEMO, HARBOUR, an_event, comment_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from service.use_cases.event_log import Events

EVERYWHERE = SiteId("*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """The log on one database: what writes it, what reads it."""

    events: Events
    filtered: FilteredLog
    seal: Callable[[Seal], None]

    def read(self, **query: Any) -> LogPage:  # noqa: ANN401 - any part of a query
        return ReadLog(log=self.filtered)(LogQuery(**query))

    def numbers(self, **query: Any) -> list[int]:  # noqa: ANN401 - any part of a query
        """Return which comments the lines are about; 0 for none."""
        return [line.event.comment.int if line.event.comment else 0 for line in self.read(**query).lines]


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def log(request: pytest.FixtureRequest) -> Iterator[Log]:
    if request.param == "memory":
        store = MemoryStore()
        filtered = MemoryFilteredLog(store)
        yield Log(events=MemoryEvents(store), filtered=filtered, seal=filtered.seals.append)
        return
    url = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    with database_app(url) as app, app.app_context():
        yield Log(events=SqlEvents(), filtered=SqlFilteredLog(), seal=SqlSeals().add)


@pytest.fixture
def written(log: Log) -> Log:
    """Six lines: two of another site, one of none."""
    log.events.append(
        an_event(1),
        an_event(2, site=HARBOUR.id),
        an_event(3, kind=EventKind.COMMENT_DECIDED, actor="person:sari"),
        an_event(4, site=EVERYWHERE, comment=None, kind=EventKind.TOKEN_ISSUED, actor="operator"),
        an_event(5, site=HARBOUR.id, kind=EventKind.COMMENT_DECIDED, actor="token:meja"),
        an_event(6, comment=comment_id(1), kind=EventKind.COMMENT_DECIDED, actor="token:meja"),
    )
    return log


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({}, [1, 2, 3, 0, 5, 1]),
        ({"site": DEMO.id}, [1, 3, 1]),
        ({"within": frozenset({DEMO.id, HARBOUR.id})}, [1, 2, 3, 5, 1]),
        ({"within": frozenset()}, []),
        ({"kinds": frozenset({EventKind.COMMENT_DECIDED})}, [3, 5, 1]),
        ({"kinds": frozenset({EventKind.COMMENT_DECIDED, EventKind.TOKEN_ISSUED})}, [3, 0, 5, 1]),
        ({"actor": "token:meja"}, [5, 1]),
        ({"actor": "token:meja", "site": HARBOUR.id}, [5]),
        ({"since": DAWN + timedelta(minutes=3)}, [3, 0, 5, 1]),
        ({"until": DAWN + timedelta(minutes=3)}, [1, 2]),
        ({"since": DAWN + timedelta(minutes=2), "until": DAWN + timedelta(minutes=4)}, [2, 3]),
    ],
)
def test_only_lines_that_meet_the_filter_are_read(written: Log, query: dict[str, Any], numbers: list[int]) -> None:
    assert written.numbers(**query) == numbers


def test_lines_come_back_as_they_were_written_and_in_parts(written: Log) -> None:
    first = written.read(limit=4)
    rest = written.read(after=first.next, limit=4)
    nothing = written.read(after=rest.next, limit=4)

    assert (len(first.lines), first.more, first.next) == (4, True, first.lines[-1].id)
    assert (len(rest.lines), rest.more, rest.next) == (2, False, rest.lines[-1].id)
    assert nothing == LogPage(lines=(), next=rest.next, more=False)
    assert first.lines[0].event == an_event(1)


def test_the_end_of_the_log_is_where_new_lines_come(written: Log) -> None:
    end = written.read(after=None)

    written.events.append(an_event(7))

    assert (end.lines, end.more) == ((), False)
    assert written.numbers(after=end.next) == [7]


def test_an_empty_log_ends_at_its_beginning(log: Log) -> None:
    assert log.read(after=None) == log.read() == LogPage(lines=(), next=0, more=False)

    log.events.append(an_event(1))

    assert log.numbers(after=0) == [1]


def test_a_cursor_passes_by_what_the_filter_leaves_out(written: Log) -> None:
    page = written.read(actor="nobody")

    assert (page.lines, page.more) == ((), False)
    assert page.next == written.read(after=None).next


@pytest.mark.parametrize("within", [None, frozenset({DEMO.id}), frozenset({DEMO.id, HARBOUR.id})])
def test_a_comments_lines_are_found_without_its_site(within: frozenset[SiteId] | None, url: str) -> None:
    with database_app(url) as app, app.app_context():
        SqlSites().add(DEMO)
        SqlEvents().append(an_event(1), an_event(2), an_event(1, actor="token:meja"))
        read = ReadLog(log=SqlFilteredLog())

        first = read(LogQuery(comment=comment_id(1), within=within, limit=1))
        rest = read(LogQuery(comment=comment_id(1), within=within, after=first.next))

    assert (first.more, [line.event.actor for line in first.lines]) == (True, ["policy"])
    assert (rest.more, [line.event.actor for line in rest.lines]) == (False, ["token:meja"])


def test_a_comments_lines_are_found_on_its_site_and_on_no_other(written: Log) -> None:
    assert written.numbers(comment=comment_id(1), site=DEMO.id) == [1, 1]
    assert written.numbers(comment=comment_id(1), site=HARBOUR.id) == []
    assert written.numbers(comment=comment_id(1), within=frozenset({HARBOUR.id})) == []


def test_what_was_sealed_before_is_not_gone_through(written: Log) -> None:
    last = written.read().lines[2].id
    written.seal(Seal(first_event=1, last_event=last, lines=3, digest=bytes(32), at=DAWN))

    assert written.filtered.sealed_before(DAWN) == 0
    assert written.filtered.sealed_before(DAWN + timedelta(seconds=1)) == last
    assert written.numbers(since=DAWN + timedelta(minutes=90)) == []
    assert written.filtered.between(LogFilter(), last, written.read().next, 1)[0].event.kind is EventKind.TOKEN_ISSUED


def test_no_more_is_gone_through_at_once_than_there_may_be(log: Log) -> None:
    filtered = log.filtered
    assert (filtered.nth(0, 1), filtered.count(0, 9)) == (None, 0)
    log.events.append(*[an_event(number) for number in range(1, 6)])

    two, last = filtered.nth(0, 2), filtered.nth(0, 5)

    assert two is not None
    assert last == filtered.latest()
    assert (filtered.nth(0, 6), filtered.nth(two, 4), filtered.nth(two, 3)) == (None, None, last)
    assert (filtered.count(0, 9), filtered.count(0, 3), filtered.count(two, 9)) == (5, 3, 3)
    assert filtered.written_at(two) == DAWN + timedelta(minutes=2)
    assert [line.event.comment for line in filtered.between(LogFilter(), two, last, 9)] == [
        comment_id(number) for number in (3, 4, 5)
    ]


def test_a_poller_misses_nothing_that_eight_writers_write_on_postgresql(postgres_url: str) -> None:
    writers, lines = 8, 25
    engine = lone_engine(postgres_url)

    def write(writer: int) -> None:
        with engine.connect() as link:
            for number in range(lines):
                link.exec_driver_sql("BEGIN")
                for part in (0, 1):
                    comment = comment_id(1 + part + 2 * (number + lines * writer))
                    link.execute(EVENT.insert(), columns(an_event(comment.int, comment=comment)))
                link.exec_driver_sql("ROLLBACK" if number % 5 == 4 else "COMMIT")

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(writers)]
    seen: list[int] = []
    with database_app(postgres_url) as app, app.app_context():
        read, place = ReadLog(log=SqlFilteredLog()), 0
        for thread in threads:
            thread.start()
        running = True
        while running:
            # What is looked at once more after the last writer ended is all there is.
            running = any(thread.is_alive() for thread in threads)
            more = True
            while more:
                page = read(LogQuery(site=DEMO.id, after=place, limit=7))
                seen += [line.event.comment.int for line in page.lines if line.event.comment]
                place, more = page.next, page.more
    engine.dispose()

    kept = [
        1 + part + 2 * (number + lines * writer)
        for writer in range(writers)
        for number in range(lines)
        if number % 5 != 4
        for part in (0, 1)
    ]
    assert sorted(seen) == sorted(kept)


def test_the_end_is_the_same_by_the_shortest_way(url: str) -> None:
    with database_app(url) as app:
        end = LogEnd(app)
        ends = [end()]
        with app.app_context():
            SqlEvents().append(an_event(1), an_event(2))
            ends.append(end())

            assert ends == [0, SqlFilteredLog().latest()]


def test_a_line_of_an_open_older_transaction_is_waited_for(postgres_url: str) -> None:
    engine = lone_engine(postgres_url)
    with database_app(postgres_url) as app, app.app_context(), engine.connect() as older:
        read = ReadLog(log=SqlFilteredLog())
        older.exec_driver_sql("BEGIN")
        older.execute(EVENT.insert(), columns(an_event(1)))
        with transaction():
            connection().execute(EVENT.insert(), columns(an_event(2)))

        waiting = [read(LogQuery()), read(LogQuery(after=None)), read(LogQuery(comment=comment_id(2), site=DEMO.id))]
        older.exec_driver_sql("COMMIT")
        settled = read(LogQuery())
    engine.dispose()

    assert waiting == [LogPage(lines=(), next=0, more=False)] * 3
    assert [line.event.comment for line in settled.lines] == [comment_id(1), comment_id(2)]


def test_the_seals_are_verified_in_parts(url: str) -> None:
    with database_app(url) as app, app.app_context():
        events, seals, log = SqlEvents(), SqlSeals(), SqlFilteredLog()
        with transaction():
            events.append(*[an_event(number) for number in range(1, 2502)])
        sealing = SealLog(events=events, seals=seals, clock=FrozenClock(), transaction=transaction)
        sealing()
        events.append(an_event(2502), an_event(2503))
        verify = VerifyPart(events=events, log=log, seals=seals)

        whole = verify(0, a_moderator(site=None))
        numbers = [number for number, _ in seals.behind(0, 9)]
        rest = verify(numbers[1], a_moderator(site=None))

        assert (whole.faults, whole.seals, whole.lines, whole.unsealed) == ((), 3, 2501, 2)
        assert (whole.through, whole.last, whole.next) == (numbers[2], numbers[2], None)
        assert (rest.faults, rest.seals, rest.lines) == ((), 1, 501)
        assert [seal for _, seal in seals.behind(0, 2)] == list(seals.all()[:2])
        assert seals.up_to(numbers[0]) == seals.all()[0]
        assert seals.up_to(numbers[0] - 1) is None


@pytest.mark.parametrize(
    ("named", "plan"),
    [
        ({"site", "actor"}, "SEARCH event USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"),
        ({"within"}, "SEARCH event USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"),
        ({"kinds", "since", "until"}, "SEARCH event USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"),
        ({"comment", "site"}, "SEARCH event USING INDEX ix_event_site_id_comment_id_id (site_id=? AND comment_id=?"),
        ({"comment", "within"}, "SEARCH event USING INDEX ix_event_site_id_comment_id_id (site_id=? AND comment_id=?"),
        ({"comment"}, "SEARCH event USING INDEX ix_event_site_id_comment_id_id (site_id=? AND comment_id=?"),
    ],
)
def test_a_stretch_is_gone_through_in_order_and_a_comment_sought_by_its_index(
    sqlite_url: str, named: set[str], plan: str
) -> None:
    with database_app(sqlite_url) as app, app.app_context():
        link = connection()
        statement = filtered_log._between("sqlite", frozenset(named))  # noqa: SLF001 - what the plan is of
        bound = dict.fromkeys(statement.compile().params, 1) | {name: ["x"] for name in named & {"within", "kinds"}}
        compiled = statement.params(bound).compile(dialect=link.dialect, compile_kwargs={"render_postcompile": True})
        rows = link.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", tuple(1 for _ in compiled.positiontup or ()))
        found = " / ".join(row.detail for row in rows)

    assert plan in found
    assert ("TEMP B-TREE" in found) is ("comment" in named)
