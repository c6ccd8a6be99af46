"""Migrations: they make what the code speaks, up and down, on both databases, with data in."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, exc, inspect

from service.domain.ban import Ban, BanId, BanKind
from service.domain.campaign import Signature
from service.domain.errors import StorageUnavailable
from service.operators import operator_doors
from service.storage import schema
from service.storage.author_records import SqlAuthorRecords
from service.storage.authors import SqlAuthors
from service.storage.bans import SqlBans
from service.storage.campaigns import SqlCampaigns
from service.storage.comments import SqlComments
from service.storage.database import Base, connection, lone_engine, transaction
from service.storage.events import SqlEvents
from service.storage.migrations import runner
from service.storage.model_registry import SqlModels
from service.storage.pages import SqlPages
from service.storage.people import SqlPeople
from service.storage.sessions import SqlSessions
from service.storage.sites import SqlSites
from service.storage.tally_tables import TALLY
from service.use_cases.model_registry import Activation
from tests.databases import database_app
from tests.stored import ARTEFACT, DAWN, DEMO, RINA, a_comment, a_model, an_event, comment_id, store
from tests.stored_people import a_person, a_session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask


@pytest.fixture(params=["sqlite", "postgresql"])
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of each kind with no table in it."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'a folder with 100%.db'}"
    url: str = request.getfixturevalue("bare_postgres_url")
    return url


@pytest.fixture
def link(bare: str) -> Iterator[Connection]:
    """A connection to a database of each kind, migrated."""
    schema.upgrade(bare)
    engine = lone_engine(bare)
    with engine.connect() as made:
        yield made
    engine.dispose()


def test_the_head_is_alembics() -> None:
    assert ScriptDirectory.from_config(runner.configuration()).get_heads() == [schema.HEAD]


def test_a_database_without_tables_has_no_revision_and_none_is_made_by_asking(bare: str, tmp_path: Path) -> None:
    assert schema.current(bare) is None
    assert not schema.is_current(bare)
    assert not list(tmp_path.iterdir())


def test_an_upgrade_leads_to_the_head_and_may_be_repeated(bare: str) -> None:
    schema.upgrade(bare)
    schema.upgrade(bare)

    assert schema.current(bare) == schema.HEAD
    assert schema.is_current(bare)


_ON_POSTGRESQL = {"ix_event_transaction_id_id", "ix_search_entry_words"}


def test_migrations_make_the_tables_that_the_code_speaks(link: Connection) -> None:
    context = MigrationContext.configure(
        link,
        opts={
            "compare_type": True,
            "include_object": lambda _, name, kind, *__: (
                not (
                    link.dialect.name == "sqlite"
                    # What PostgreSQL alone has, and FTS5's own tables, which the next test compares.
                    and (name in _ON_POSTGRESQL or (kind == "table" and name.startswith("search_word")))
                )
            ),
        },
    )

    assert TALLY.metadata is Base.metadata  # tables of their own modules belong to it too
    assert compare_metadata(context, Base.metadata) == []


def test_migrations_and_tables_make_the_same_database(bare: str, link: Connection) -> None:
    migrated = _made(link)
    link.close()
    runner.downgrade(bare)
    engine = lone_engine(bare)

    Base.metadata.create_all(engine)

    with engine.connect() as fresh:
        made = _made(fresh)
    Base.metadata.drop_all(engine)
    engine.dispose()
    assert made == migrated


def _made(link: Connection) -> object:
    """Return columns with their defaults, constraints and triggers, as the database tells them."""
    seen = inspect(link)
    tables = [name for name in sorted(seen.get_table_names()) if name != "alembic_version"]
    if link.dialect.name == "sqlite":
        triggers = "SELECT name, replace(replace(sql, char(10), ' '), '  ', ' ') FROM sqlite_master"
        triggers += " WHERE type = 'trigger' ORDER BY name"
    else:
        triggers = "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2"
    return (
        {name: [{**column, "type": str(column["type"])} for column in seen.get_columns(name)] for name in tables},
        {name: sorted(map(str, seen.get_check_constraints(name))) for name in tables},
        {name: sorted(map(str, seen.get_foreign_keys(name))) for name in tables},
        {name: sorted(map(str, seen.get_indexes(name))) for name in tables},
        [(row[0], " ".join(row[1].split())) for row in link.exec_driver_sql(triggers)],
    )


def test_migrations_go_down_and_up_with_data_in(bare: str) -> None:
    schema.upgrade(bare)
    with database_app(bare) as app, app.app_context():
        SqlSites().add(DEMO)
        store(SqlPages(), SqlComments(), a_comment())
        SqlEvents().append(an_event())
        SqlPeople().add(a_person(), "a hash", b"an invitation")
        SqlSessions().add(a_session(), b"a hash")
        SqlModels().add(a_model(), ARTEFACT)
        SqlModels().activate(Activation(site=DEMO.id, digest="a" * 64, at=DAWN, before=None))

    runner.downgrade(bare)
    gone = schema.current(bare)
    schema.upgrade(bare)

    assert gone is None
    with database_app(bare) as app, app.app_context():
        assert SqlSites().all() == ()


def test_comments_of_before_are_indexed_by_the_worker_after_going_down_and_up(bare: str) -> None:
    schema.upgrade(bare)
    with database_app(bare) as app, app.app_context():
        SqlSites().add(DEMO)
        store(SqlPages(), SqlComments(), a_comment())
        SqlEvents().append(an_event())
        index = operator_doors().index_comments
        assert (index(), index()) == (1, 0)

    runner.downgrade(bare, "0005")
    schema.upgrade(bare)

    with database_app(bare) as app, app.app_context():
        indexed = operator_doors().index_comments()
        held = connection().exec_driver_sql("SELECT count(*) FROM search_entry").scalar_one()
    assert (indexed, held) == (1, 1)


def test_comments_of_before_are_in_no_campaign_and_outlive_going_back(bare: str) -> None:
    schema.upgrade(bare)
    with database_app(bare) as app, app.app_context():
        SqlSites().add(DEMO)
        with transaction():
            campaign = SqlCampaigns().join(Signature(keys=(1, 2), enough=1, plenty=2), comment_id(1), DEMO.id, DAWN)
            store(SqlPages(), SqlComments(), a_comment(campaign=campaign), a_comment(2))

    runner.downgrade(bare, "0001")
    runner.upgrade(bare, "0002")

    with database_app(bare) as app, app.app_context():
        assert [SqlComments().get(comment_id(number)).campaign for number in (1, 2)] == [None, None]
        assert connection().exec_driver_sql("SELECT count(*) FROM campaign_band").scalar_one() == 0


def test_authors_of_before_outlive_bans_and_trust_being_brought_in_and_taken_away(bare: str) -> None:
    schema.upgrade(bare)
    with database_app(bare) as app, app.app_context():
        SqlSites().add(DEMO)
        with transaction():
            author = SqlAuthors().note(DEMO.id, replace(RINA, domain_key=b"d" * 32), DAWN, approved=0)
            SqlAuthorRecords().trust(author, DAWN)
            SqlBans().add(
                Ban(id=BanId(UUID(int=1)), site=DEMO.id, kind=BanKind.AUTHOR, author=author, by="token:meja", at=DAWN)
            )

    runner.downgrade(bare, "0005")
    runner.upgrade(bare, "0011")

    with database_app(bare) as app, app.app_context():
        record = SqlAuthorRecords().record(author)
        assert (record.domain_key, record.history.trusted, record.history.seen) == (None, False, 1)
        assert SqlBans().holding(DEMO.id, DAWN, None, 9) == ()
        assert SqlSites().get(DEMO.id) == DEMO


def test_processes_that_start_together_migrate_once(bare: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(schema.upgrade, [bare] * 4))

    assert schema.is_current(bare)


def test_a_migration_that_fails_leaves_nothing(bare: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(link: Connection) -> None:
        link.exec_driver_sql("SELECT nothing FROM nowhere")

    monkeypatch.setattr(runner, "_adopt_log", fail)

    with pytest.raises(exc.DBAPIError):
        schema.upgrade(bare)

    assert schema.current(bare) is None


def test_a_database_that_cannot_be_reached_cannot_be_migrated(tmp_path: Path) -> None:
    with pytest.raises(StorageUnavailable):
        schema.upgrade(f"sqlite:///{tmp_path / 'nowhere' / 'saring.db'}")


def test_whether_a_database_is_current_is_told_without_alembic(sqlite_url: str) -> None:
    program = (
        "import sys\nfrom service.storage import schema\n"
        "current = schema.is_current(sys.argv[1])\nsys.exit(not current or 'alembic' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", program, sqlite_url], check=False)  # noqa: S603 - our own words

    assert done.returncode == 0


@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id + 1", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["event", "seal", "activation"])
def test_log_seals_and_activations_only_grow(app: Flask, statement: str, table: str) -> None:
    with app.app_context():
        SqlEvents().append(an_event())
        connection().exec_driver_sql(
            "INSERT INTO seal (first_event, last_event, lines, digest, at) VALUES (1, 1, 1, 'x', '2026-03-14 05:30:00')"
        )
        SqlModels().activate(Activation(site=None, digest="shipped", at=DAWN, before=None))

        with pytest.raises(exc.DBAPIError), transaction():
            connection().exec_driver_sql(statement.format(table))

        assert connection().exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one() == 1  # noqa: S608 - constants


def test_the_log_cannot_be_emptied_on_postgresql(postgres_url: str) -> None:
    with database_app(postgres_url) as app, app.app_context(), pytest.raises(exc.DBAPIError):
        connection().exec_driver_sql("TRUNCATE event")
