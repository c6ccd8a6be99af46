"""What storage promises of moderators' keyed writes, their reasons, and the transaction around others."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import exc

from service.domain.reason import Reason
from service.storage import schema
from service.storage.comments import SqlComments
from service.storage.database import connection, transaction
from service.storage.enclosing import enclosing
from service.storage.events import SqlEvents
from service.storage.migrations import runner
from service.storage.pages import SqlPages
from service.storage.sites import SqlSites
from service.storage.write_answers import SqlWriteAnswers
from service.use_cases.answer_once import KeptAnswer, WriteAnswer
from service.use_cases.repositories import KeyTaken
from tests.databases import database_app
from tests.memory_write_answers import MemoryWriteAnswers
from tests.stored import ARTICLE, DAWN, DEMO, HARBOUR, a_comment, an_event, comment_id, store

if TYPE_CHECKING:
    from flask import Flask

    from service.use_cases.answer_once import WriteAnswers
    from tests.integration.storage.conftest import Storage

DIGEST = bytes(range(32))
GIVEN = WriteAnswer(status=200, headers={"Content-Type": "application/json"}, body=b"{\x00\xff}")
RUDE = Reason(code="kasar", label="Kasar “Ü”", told="Mohon\nsopan.")


@pytest.fixture
def answers(storage: Storage) -> WriteAnswers:
    """The port, on each database."""
    store = getattr(storage.sites, "store", None)
    return SqlWriteAnswers() if store is None else MemoryWriteAnswers(store)


def test_an_answer_comes_back_as_it_was_kept(answers: WriteAnswers) -> None:
    answers.claim("token:meja", "k-1", DIGEST, DAWN)
    claimed = answers.find("token:meja", "k-1")

    answers.keep("token:meja", "k-1", GIVEN)

    assert claimed == KeptAnswer(request=DIGEST, answer=None)
    assert answers.find("token:meja", "k-1") == KeptAnswer(request=DIGEST, answer=GIVEN)
    assert answers.find("token:lain", "k-1") is answers.find("token:meja", "k-2") is None


def test_an_answer_without_a_body_is_an_answer(answers: WriteAnswers) -> None:
    empty = WriteAnswer(status=204, headers={}, body=b"")
    answers.claim("token:meja", "k-1", DIGEST, DAWN)

    answers.keep("token:meja", "k-1", empty)

    assert answers.find("token:meja", "k-1") == KeptAnswer(request=DIGEST, answer=empty)


def test_a_key_is_taken_once_by_each(answers: WriteAnswers) -> None:
    answers.claim("token:meja", "k-1", DIGEST, DAWN)
    answers.claim("person:rina", "k-1", DIGEST, DAWN)

    with pytest.raises(KeyTaken):
        answers.claim("token:meja", "k-1", bytes(32), DAWN)

    kept = answers.find("token:meja", "k-1")
    assert kept is not None
    assert kept.request == DIGEST


def test_older_keys_are_forgotten(answers: WriteAnswers) -> None:
    for number in range(3):
        answers.claim("token:meja", f"k-{number}", DIGEST, DAWN + timedelta(minutes=number))

    assert answers.forget_before(DAWN + timedelta(minutes=2)) == 2
    assert [answers.find("token:meja", f"k-{number}") is None for number in range(3)] == [True, True, False]


@pytest.mark.parametrize("own", [None, (), (RUDE, Reason(code="lain", label="Lain"))])
def test_a_sites_reasons_come_back_as_they_were_stored(storage: Storage, own: tuple[Reason, ...] | None) -> None:
    changed = replace(HARBOUR, own_reasons=own, version=2)

    storage.sites.change(changed)

    assert storage.sites.get(HARBOUR.id) == changed


def test_the_line_that_brought_a_comment_to_its_version_is_the_last_that_names_one(storage: Storage) -> None:
    first, second, third = a_comment(), a_comment(2), a_comment(3)
    lines = [
        an_event(comment=comment_id(1), details={"version": 1}),
        an_event(comment=comment_id(2), details={"version": 1}),
        an_event(comment=comment_id(1), details={"version": 2, "action": "approve"}),
        an_event(comment=comment_id(1), details={}),
        an_event(comment=comment_id(2), details={"version": 9}, site=HARBOUR.id),
        an_event(comment=None, details={"version": 9}),
    ]
    storage.events.append(*lines)

    assert storage.events.latest([first, second, third]) == {first.id: lines[2], second.id: lines[1]}
    assert storage.events.latest([]) == {}


def noted(app: Flask) -> int:
    with app.app_context():
        return len(SqlEvents().after(0, 100))


def test_transactions_inside_another_are_stored_with_it_or_not_at_all(app: Flask) -> None:
    def two() -> None:
        for _ in range(2):
            with transaction():
                SqlEvents().append(an_event())

    with app.app_context():
        with pytest.raises(OSError, match="disk"), enclosing(lambda: None):  # noqa: PT012 - undone by what comes after
            two()
            raise OSError("disk")
        assert noted(app) == 0

        with enclosing(lambda: None):
            two()
            assert noted(app) == 0
    assert noted(app) == 2


def test_what_comes_first_is_done_in_the_transaction_and_once(app: Flask) -> None:
    done: list[None] = []

    with app.app_context():
        with enclosing(lambda: done.append(None)):
            assert not done
            for _ in range(2):
                with transaction():
                    SqlEvents().append(an_event())
        with enclosing(lambda: done.append(None)):
            pass

    assert len(done) == 1


@pytest.mark.parametrize("outer", [transaction, lambda: enclosing(lambda: None)])
def test_no_transaction_lies_around_one_that_does_not_know(app: Flask, outer: object) -> None:
    assert callable(outer)
    with app.app_context(), outer(), pytest.raises(RuntimeError, match="open already"), enclosing(lambda: None):
        pass


def test_a_part_that_the_database_refused_is_undone_and_the_rest_stands(app: Flask) -> None:
    with app.app_context(), enclosing(lambda: None):
        with transaction():
            SqlEvents().append(an_event())
        with pytest.raises(exc.DBAPIError), transaction():
            connection().exec_driver_sql("SELECT nothing FROM nowhere")
        with transaction():
            SqlEvents().append(an_event())
    assert noted(app) == 2


def test_where_a_part_cannot_be_undone_nothing_is_stored(app: Flask) -> None:
    def lose() -> None:
        with transaction():
            connection().exec_driver_sql("ROLLBACK")  # as if the server had given up the transaction
            raise OSError("disk")

    def work() -> None:
        with enclosing(lambda: None):
            with transaction():
                SqlEvents().append(an_event())
            with pytest.raises(exc.DBAPIError):
                lose()

    with app.app_context(), pytest.raises(RuntimeError, match="lost"):
        work()
    assert noted(app) == 0


def test_reasons_and_answers_go_with_the_migration_and_all_else_stays(url: str) -> None:
    with database_app(url) as app, app.app_context():
        SqlSites().add(replace(DEMO, own_reasons=(RUDE,)))
        store(SqlPages(), SqlComments(), a_comment())
        SqlWriteAnswers().claim("token:meja", "k-1", DIGEST, DAWN)

    runner.downgrade(url, "0005")
    schema.upgrade(url)

    with database_app(url) as app, app.app_context():
        assert SqlSites().get(DEMO.id) == DEMO
        assert SqlWriteAnswers().find("token:meja", "k-1") is None
        assert SqlPages().find(DEMO.id, ARTICLE.key).key == ARTICLE.key
        assert SqlComments().get(comment_id(1)) == a_comment()
