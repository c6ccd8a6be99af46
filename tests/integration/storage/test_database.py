"""The database beneath the repositories: its settings, its types, the plans of its statements."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy.dialects import sqlite

from service.domain.errors import StorageUnavailable
from service.storage import campaign_lists, database, queue, readiness
from service.storage.comments import SqlComments
from service.storage.pages import SqlPages
from service.use_cases.queue import QueueOrder
from tests.databases import database_app
from tests.stored import ARTICLE, DEMO, a_comment, comment_id, fingerprint

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from sqlalchemy import Select


def test_sqlite_keeps_what_it_said_it_kept_and_lets_readers_read_meanwhile(sqlite_url: str) -> None:
    with database_app(sqlite_url) as app, app.app_context():
        link = database.connection()
        settings = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        found = [link.exec_driver_sql(f"PRAGMA {one}").scalar_one() for one in settings]

    full = 2
    assert found == ["wal", full, 1, 5000]


def test_postgresql_gives_no_statement_and_no_lock_more_than_its_time(postgres_url: str) -> None:
    with database_app(postgres_url) as app, app.app_context():
        link = database.connection()
        settings = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "TimeZone")
        found = [link.exec_driver_sql(f"SHOW {one}").scalar_one() for one in settings]

    assert found == ["5s", "5s", "10s", "UTC"]


@pytest.mark.parametrize("url", ["postgres://u@h/d", "postgresql://u@h/d", "postgresql+psycopg://u@h/d"])
def test_every_way_to_write_a_postgresql_url_means_the_same_driver(url: str) -> None:
    assert database.normalised(url).drivername == "postgresql+psycopg"


OF_ONE_LINE = [order for order in QueueOrder if order is not QueueOrder.MOST_TO_LEARN]
"""The orders that one index serves; the other is made of two of them."""


def test_a_moment_without_a_time_zone_is_refused() -> None:
    naive = datetime(2026, 3, 14, 12)  # noqa: DTZ001 - the point

    with pytest.raises(ValueError, match="time zone"):
        database.UtcDateTime().process_bind_param(naive, sqlite.dialect())


def test_a_comment_on_a_page_of_another_site_is_refused_by_the_database_itself(app: Flask) -> None:
    with app.app_context():
        SqlPages().note(DEMO.id, ARTICLE, published=0)
        SqlComments().add(a_comment(), fingerprint(1))

        with pytest.raises(Exception, match=r"(?i)foreign key"):
            database.connection().exec_driver_sql("UPDATE comment SET site_id = 'harbour'")


@pytest.mark.parametrize("order", OF_ONE_LINE)
def test_an_index_serves_every_order_of_the_queue(sqlite_url: str, order: QueueOrder) -> None:
    plans = {}
    with database_app(sqlite_url) as app, app.app_context():
        link = database.connection()
        for of_site, goes_on in itertools.product((True, False), repeat=2):
            named = frozenset({"state"} | {name for name, given in (("site", of_site), ("last", goes_on)) if given})
            statement = queue._statement(order, named)  # noqa: SLF001 - what the plan is of
            compiled = statement.compile(dialect=link.dialect)
            values = tuple(1 for _ in compiled.positiontup or ())
            rows = link.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", values)
            plans[of_site, goes_on] = " / ".join(row.detail for row in rows)

    for (of_site, goes_on), plan in plans.items():
        value = "created_at" if order in {QueueOrder.OLDEST, QueueOrder.NEWEST} else "spam_order"
        site = "site_id_" if of_site else ""
        assert plan.startswith(f"SEARCH comment USING INDEX ix_comment_{site}state_{value}_id")
        assert (f"({value},id)" in plan) is goes_on
        assert "TEMP B-TREE" not in plan


@pytest.mark.parametrize("order", OF_ONE_LINE)
@pytest.mark.parametrize("named", [{"campaign"}, {"campaign", "site", "within"}, {"campaign", "site", "last"}])
def test_one_campaign_is_sought_by_itself_in_every_order(sqlite_url: str, order: QueueOrder, named: set[str]) -> None:
    with database_app(sqlite_url) as app, app.app_context():
        plan = _plan(queue._statement(order, frozenset(named | {"state"})))  # noqa: SLF001 - what the plan is of

    assert plan.startswith("SEARCH comment USING INDEX ix_comment_campaign_id_state_created_at_id")


@pytest.mark.parametrize("of_site", [True, False])
def test_campaigns_are_listed_without_going_through_the_comments_of_a_site(sqlite_url: str, *, of_site: bool) -> None:
    with database_app(sqlite_url) as app, app.app_context():
        groups = _plan(campaign_lists._statement(of_site=of_site, goes_on=True))  # noqa: SLF001 - as above
        sought = campaign_lists._MEMBERS_OF_SITE if of_site else campaign_lists._MEMBERS  # noqa: SLF001 - as above
        members = _plan(sought.params(campaigns=[comment_id(1)], **({"site": DEMO.id} if of_site else {})))

    assert f"USING INDEX ix_campaign_{'site_id_' if of_site else ''}last_seen_id" in groups
    assert "SCAN comment" not in groups + members
    assert "(site_id=?)" not in (groups + members).replace("campaign USING", "")
    assert "ix_comment_campaign_id_state_created_at_id (campaign_id=?)" in members


def _plan(statement: Select[Any]) -> str:
    """Return how the database would go about a statement."""
    if "within" in statement.compile().params:
        statement = statement.params(dict.fromkeys(statement.compile().params, 1) | {"within": ["demo"]})
    link = database.connection()
    compiled = statement.compile(dialect=link.dialect, compile_kwargs={"render_postcompile": True})
    rows = link.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", tuple(1 for _ in compiled.positiontup or ()))
    return " / ".join(row.detail for row in rows)


def test_a_migrated_database_is_ready_and_one_of_another_revision_is_not(app: Flask) -> None:
    with app.app_context():
        readiness.check()
        with pytest.raises(StorageUnavailable), database.transaction():  # noqa: PT012 - undone by the failure
            database.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
            readiness.check()
        readiness.check()


def test_connections_that_open_a_new_file_together_wait_for_each_other(tmp_path: Path) -> None:
    def open_file(one: int) -> str:
        engine = database.lone_engine(f"sqlite:///{tmp_path / f'{one // 4}.db'}")
        with engine.connect() as link:
            mode: str = link.exec_driver_sql("PRAGMA journal_mode").scalar_one()
        engine.dispose()
        return mode

    with ThreadPoolExecutor(4) as pool:
        modes = set(pool.map(open_file, range(200)))

    assert modes == {"wal"}
