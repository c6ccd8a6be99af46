"""A database that cannot serve: said with a time to come back, nothing half-written, no word of a visitor repeated."""

from __future__ import annotations

import sqlite3
import traceback
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from sqlalchemy import exc
from sqlalchemy.engine import make_url

from service.domain.errors import StorageUnavailable
from service.domain.lifecycle import State
from service.domain.page import Page
from service.storage import database, faults, schema
from service.storage.comments import SqlComments
from service.storage.database import transaction
from service.storage.events import SqlEvents
from service.storage.pages import SqlPages
from service.storage.sites import SqlSites
from tests.databases import database_app
from tests.stored import ARTICLE, DEMO, a_comment, an_event, comment_id, fingerprint, store

if TYPE_CHECKING:
    from flask import Flask


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for a lock."""
    monkeypatch.setattr(database, "LOCK_WAIT_SECONDS", 0)


def path_of(url: str) -> Path:
    return Path(str(make_url(url).database))


@pytest.mark.usefixtures("hasty")
def test_a_locked_file_is_unavailable_for_writing_and_readable(sqlite_url: str) -> None:
    with database_app(sqlite_url) as app, app.app_context(), closing(sqlite3.connect(path_of(sqlite_url))) as other:
        SqlSites().add(DEMO)
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(StorageUnavailable) as raised, transaction():
            pytest.fail("the transaction began")

        assert raised.value.retry_after == faults.RETRY_AFTER
        assert SqlSites().get(DEMO.id) == DEMO
        other.rollback()
        with transaction():
            SqlPages().note(DEMO.id, ARTICLE, published=0)
        assert SqlPages().find(DEMO.id, ARTICLE.key) == ARTICLE


@pytest.mark.usefixtures("hasty")
def test_a_file_that_is_locked_for_reading_too_is_unavailable(sqlite_url: str) -> None:
    with closing(sqlite3.connect(path_of(sqlite_url), isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")

        with database_app(sqlite_url) as app, app.app_context(), pytest.raises(StorageUnavailable):
            SqlSites().get(DEMO.id)


def test_a_read_only_file_is_readable_and_unavailable_for_writing(sqlite_url: str) -> None:
    with database_app(sqlite_url) as app, app.app_context():
        SqlSites().add(DEMO)
    read_only = f"sqlite:///file:{path_of(sqlite_url)}?mode=ro&uri=true"

    with database_app(read_only) as app, app.app_context():
        with pytest.raises(StorageUnavailable), transaction():
            SqlPages().note(DEMO.id, ARTICLE, published=0)
        assert SqlSites().get(DEMO.id) == DEMO
        assert SqlPages().find(DEMO.id, ARTICLE.key) == Page(key=ARTICLE.key)


def test_a_file_that_cannot_be_opened_is_unavailable(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'nowhere' / 'saring.db'}"

    with database_app(url) as app, app.app_context(), pytest.raises(StorageUnavailable):
        SqlSites().all()


def test_a_file_that_grows_full_half_way_keeps_nothing_of_the_transaction(sqlite_url: str) -> None:
    with database_app(sqlite_url) as app, app.app_context():
        SqlSites().add(DEMO)
        database.connection().exec_driver_sql("PRAGMA max_page_count = 1")

        with pytest.raises(StorageUnavailable), transaction():  # noqa: PT012 - the whole transaction is what fails
            SqlPages().note(DEMO.id, ARTICLE, published=0)
            SqlComments().add(a_comment(text="x" * 1_000_000), fingerprint(1))

        assert SqlPages().find(DEMO.id, ARTICLE.key) == Page(key=ARTICLE.key)


def test_a_read_only_server_is_readable_and_unavailable_for_writing(postgres_url: str) -> None:
    with database_app(postgres_url) as app, app.app_context():
        SqlSites().add(DEMO)
    read_only = postgres_url + "&options=-c%20default_transaction_read_only%3Don"

    with database_app(read_only) as app, app.app_context():
        with pytest.raises(StorageUnavailable), transaction():
            SqlPages().note(DEMO.id, ARTICLE, published=0)
        with pytest.raises(StorageUnavailable):
            SqlPages().note(DEMO.id, ARTICLE, published=0)
        assert SqlSites().get(DEMO.id) == DEMO


def test_a_locked_row_is_unavailable_and_nothing_is_half_written(postgres_url: str) -> None:
    impatient = postgres_url + "&options=-c%20lock_timeout%3D10"
    with database_app(impatient) as app, app.app_context(), psycopg.connect(postgres_url) as other:
        SqlSites().add(DEMO)
        store(SqlPages(), SqlComments(), a_comment())
        other.execute("SELECT 1 FROM comment FOR UPDATE")

        with pytest.raises(StorageUnavailable), transaction():  # noqa: PT012 - the whole transaction is what fails
            SqlEvents().append(an_event())
            SqlComments().decide(replace(a_comment(), version=2))

        assert SqlEvents().of_comment(DEMO.id, comment_id(1)) == ()
        assert SqlComments().get(comment_id(1)).version == 1


def test_a_connection_lost_half_way_is_unavailable_and_the_next_one_serves(postgres_url: str) -> None:
    with database_app(postgres_url) as app, app.app_context():
        SqlSites().add(DEMO)

        with pytest.raises(StorageUnavailable), transaction():  # noqa: PT012 - the whole transaction is what fails
            SqlPages().note(DEMO.id, ARTICLE, published=0)
            _end_others(postgres_url)
            SqlPages().note(DEMO.id, ARTICLE, published=0)

        assert SqlPages().find(DEMO.id, ARTICLE.key) == Page(key=ARTICLE.key)


def test_a_connection_closed_while_idle_is_replaced_before_anybody_notices(postgres_url: str) -> None:
    with database_app(postgres_url) as app:
        with app.app_context():
            SqlSites().add(DEMO)
        _end_others(postgres_url)

        with app.app_context():
            assert SqlSites().get(DEMO.id) == DEMO


def _end_others(url: str) -> None:
    """End every other connection to the database, and see to it that they are gone."""
    with psycopg.connect(url, autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_a_server_that_is_away_is_unavailable(tmp_path: Path) -> None:
    url = f"postgresql://nobody@/nothing?host={tmp_path}"

    with database_app(url) as app, app.app_context(), pytest.raises(StorageUnavailable):
        SqlSites().all()
    with pytest.raises(StorageUnavailable):
        schema.current(url)


def test_when_all_connections_are_in_use_the_database_is_unavailable(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        engine = database.db.engine
        monkeypatch.setattr(engine.pool, "_timeout", 0)
        monkeypatch.setattr(engine.pool, "_max_overflow", 0)
        held = [engine.connect() for _ in range(5)]

        with pytest.raises(StorageUnavailable):
            SqlSites().get(DEMO.id)

        for one in held:
            one.close()


def test_a_transaction_within_a_transaction_is_a_mistake(app: Flask) -> None:
    with app.app_context():
        with pytest.raises(RuntimeError, match="open already"), transaction(), transaction():
            pytest.fail("it began twice")

        with transaction():
            SqlPages().note(DEMO.id, ARTICLE, published=0)


def test_what_a_request_left_open_is_rolled_back_when_it_ends(app: Flask) -> None:
    with app.app_context():
        database.connection().exec_driver_sql("BEGIN")
        SqlPages().note(DEMO.id, ARTICLE, published=0)

    with app.app_context():
        assert SqlPages().find(DEMO.id, ARTICLE.key) == Page(key=ARTICLE.key)


@pytest.mark.parametrize(
    "change", [{"state_before_trash": State.SPAM}, {"html": None}, {"page": "/unknown"}, {"name": "rahasia\u0000"}]
)
def test_an_error_repeats_nothing_that_a_visitor_wrote(app: Flask, change: dict[str, Any]) -> None:
    with app.app_context():
        SqlPages().note(DEMO.id, ARTICLE, published=0)
        comment = a_comment(name="rahasia", text="rahasia", folded="rahasia", url="https://rahasia.example")

        try:
            SqlComments().add(replace(comment, **change), fingerprint(1))
        except exc.DBAPIError as error:
            said = "".join(traceback.format_exception(error))
        else:
            # SQLite stores a NUL; the submission never gets here with one.
            assert change == {"name": "rahasia\u0000"}
            return

    assert "rahasia.example" not in said
    assert "Failing row" not in said


def test_an_error_of_ours_is_no_fault_of_the_database(app: Flask) -> None:
    with app.app_context(), pytest.raises(exc.DBAPIError):
        database.connection().exec_driver_sql("SELECT nothing FROM nowhere")
    assert faults.storage_unavailable(ValueError()) is None
