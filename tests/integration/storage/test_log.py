"""The log as its readers see it: in one order, without a gap, and sealed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from service.storage import bulk
from service.storage.authors import SqlAuthors
from service.storage.comments import SqlComments
from service.storage.cursors import SqlCursors
from service.storage.database import connection, lone_engine, transaction
from service.storage.events import SqlEvents
from service.storage.events import columns as event_columns
from service.storage.migrations import runner
from service.storage.pages import SqlPages
from service.storage.seals import SqlSeals
from service.storage.sites import SqlSites
from service.storage.tables import EVENT
from service.use_cases.queue import QueueQuery
from service.use_cases.seal_log import SealLog, SealReport, VerifyLog
from tests.databases import database_app
from tests.fakes import NOON, FrozenClock
from tests.stored import ARTICLE, DAWN, DEMO, RINA, a_comment, an_event, comment_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from sqlalchemy import Connection

    from service.domain.event import Event


def numbers(after: int = 0, limit: int = 100) -> list[int]:
    """Return which comments' events are settled."""
    lines = SqlEvents().after(after, limit)
    return [line.event.comment.int for line in lines if line.event.comment]


def test_settled_lines_come_back_as_they_were_written_and_in_parts(app: Flask) -> None:
    events = [an_event(number) for number in range(1, 6)]
    with app.app_context():
        SqlEvents().append(*events)

        first = SqlEvents().after(0, 3)
        rest = SqlEvents().after(first[-1].id, 3)

        assert [line.event for line in first + rest] == events
        assert SqlEvents().after(rest[-1].id, 3) == ()


def test_a_line_that_is_rolled_back_leaves_no_gap_for_readers(app: Flask) -> None:
    with app.app_context():
        with pytest.raises(ZeroDivisionError), transaction():  # noqa: PT012 - the whole transaction fails
            SqlEvents().append(an_event(1))
            _ = 1 // 0
        SqlEvents().append(an_event(2))

        assert numbers() == [2]


@pytest.fixture
def writers(postgres_url: str) -> Iterator[tuple[Connection, Connection]]:
    """Two connections of writers, within an application's context on the same PostgreSQL."""
    engine = lone_engine(postgres_url)
    with database_app(postgres_url) as app, app.app_context(), engine.connect() as one, engine.connect() as two:
        SqlSites().add(DEMO)
        yield one, two
    engine.dispose()


def begin(link: Connection) -> None:
    """Begin a transaction and have it numbered."""
    link.exec_driver_sql("BEGIN")
    link.exec_driver_sql("SELECT pg_current_xact_id()")


def write(link: Connection, event: Event) -> None:
    link.execute(EVENT.insert(), event_columns(event))


def test_a_line_of_an_open_older_transaction_is_waited_for(writers: tuple[Connection, Connection]) -> None:
    older, newer = writers
    begin(older)
    write(older, an_event(1))
    write(newer, an_event(2))

    meanwhile = numbers()
    older.exec_driver_sql("COMMIT")

    assert meanwhile == []
    assert numbers() == [1, 2]


def test_a_line_with_a_smaller_number_that_appears_later_is_not_skipped(
    writers: tuple[Connection, Connection],
) -> None:
    older, newer = writers
    begin(older)
    begin(newer)
    write(newer, an_event(1))
    write(older, an_event(2))
    older.exec_driver_sql("COMMIT")

    # The older transaction is settled, and its line has the greater number.
    first = SqlEvents().after(0, 10)
    newer.exec_driver_sql("COMMIT")
    rest = SqlEvents().after(first[-1].id, 10)

    assert [line.event.comment for line in first] == [comment_id(2)]
    assert [line.event.comment for line in rest] == [comment_id(1)]
    assert rest[0].id < first[0].id
    assert numbers() == [2, 1]


def test_an_open_transaction_that_only_reads_holds_nobody_up(writers: tuple[Connection, Connection]) -> None:
    reader, _ = writers
    reader.exec_driver_sql("BEGIN")
    reader.exec_driver_sql("SELECT count(*) FROM event")

    SqlEvents().append(an_event(1))

    assert numbers() == [1]


def test_a_log_restored_into_another_server_is_read_on_in_its_order(
    postgres_url: str, writers: tuple[Connection, Connection]
) -> None:
    _, newer = writers
    for number, transaction_id in ((1, 2**40 + 7), (2, 2**40 + 5), (3, 2**40 + 9)):
        statement = EVENT.insert().values(**event_columns(an_event(number)), transaction_id=transaction_id)
        newer.execute(statement)
    before = numbers()

    runner.upgrade(postgres_url)
    last = SqlEvents().after(0, 10)[-1].id
    SqlEvents().append(an_event(4))

    assert before == []
    assert numbers() == [2, 1, 3, 4]
    assert numbers(after=last) == [4]
    with pytest.raises(Exception, match="append-only"):
        newer.execute(text("DELETE FROM event"))


def test_a_reader_goes_on_where_it_was(app: Flask) -> None:
    with app.app_context():
        places = [SqlCursors().get("mails")]
        for line in (5, 9):
            SqlCursors().move("mails", line)
            places.append(SqlCursors().get("mails"))

        assert places == [0, 5, 9]
        assert SqlCursors().get("hooks") == 0


def sealing() -> tuple[SealLog, VerifyLog]:
    events, seals = SqlEvents(), SqlSeals()
    seal = SealLog(events=events, seals=seals, clock=FrozenClock(), transaction=transaction)
    return seal, VerifyLog(events=events, seals=seals)


def test_the_log_is_sealed_in_batches_and_the_seals_hold(app: Flask) -> None:
    with app.app_context():
        seal, verify = sealing()
        with transaction():
            SqlEvents().append(*[an_event(number) for number in range(1, 1502)])

        added = [seal(), seal()]

        assert added == [2, 0]
        assert verify() == SealReport(seals=2, lines=1501)
        first, second = SqlSeals().all()
        assert (first.lines, second.lines) == (1000, 501)
        assert SqlSeals().last() == second
        assert second.at == NOON


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE event SET actor = 'token:nobody' WHERE id = (SELECT min(id) + 2 FROM event)",
        "DELETE FROM event WHERE id = (SELECT min(id) + 2 FROM event)",
        "DELETE FROM event WHERE id = (SELECT max(id) FROM event)",
    ],
)
def test_a_line_changed_or_taken_out_behind_the_triggers_shows(app: Flask, tampering: str) -> None:
    with app.app_context():
        seal, verify = sealing()
        for number in range(1, 5):
            SqlEvents().append(*[an_event(number), an_event(number + 10)])
            seal()

        _without_triggers(tampering)

        broken = 4 if "max" in tampering else 2
        assert verify() == SealReport(seals=broken, lines=2 * (broken - 1), broken=broken)


def _without_triggers(statement: str) -> None:
    """Do what the triggers forbid, as one who may drop them could."""
    if connection().dialect.name == "sqlite":
        connection().exec_driver_sql("DROP TRIGGER event_no_update")
        connection().exec_driver_sql("DROP TRIGGER event_no_delete")
        connection().exec_driver_sql(statement)
    else:
        with transaction():
            connection().exec_driver_sql("SET LOCAL session_replication_role = replica")
            connection().exec_driver_sql(statement)


def test_the_mail_of_a_day_is_claimed_once_and_not_for_a_proved_address(app: Flask) -> None:
    day, authors = timedelta(days=1), SqlAuthors()
    with app.app_context():
        author = authors.note(DEMO.id, RINA, DAWN, approved=0)

        claims = [authors.claim_mail(author, DAWN + hours, day) for hours in (timedelta(), day / 2, day)]
        authors.release_mail(author)
        claims.append(authors.claim_mail(author, DAWN + day, day))
        authors.confirm(author, DAWN + day)
        claims.append(authors.claim_mail(author, DAWN + 9 * day, day))

    assert claims == [True, False, True, True, False]


def test_many_comments_are_stored_as_one_is(app: Flask) -> None:
    with app.app_context():
        SqlPages().note(DEMO.id, ARTICLE, published=0)
        comments = [a_comment(number) for number in range(1, 4)]
        bulk.add_comments([])
        SqlEvents().append()

        bulk.add_comments(comments)

        stored = SqlComments().queue(QueueQuery(site=DEMO.id, state=comments[0].state))
        assert [SqlComments().get(item.id) for item in stored.items] == comments
