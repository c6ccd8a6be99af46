"""The database: one connection a request, explicit transactions, and rows that share naming and column types."""

from __future__ import annotations

import select
import sqlite3
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from flask import g
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    BigInteger,
    DateTime,
    Dialect,
    Integer,
    MetaData,
    TypeDecorator,
    Uuid,
    create_engine,
    event,
    exc,
    text,
)
from sqlalchemy.engine import make_url
from sqlalchemy.orm import DeclarativeBase, mapped_column

from service.storage.faults import storage_unavailable, translate
from service.storage.prepared import Prepared

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask
    from sqlalchemy import URL, Connection, Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
    from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

    from service.storage.enclosing import Whole

LOCK_WAIT_SECONDS = 5
"""How long a writer waits for another, and a statement or a connection at most takes."""

_IDLE_SECONDS = 10
_RETRY_SECONDS = 0.01
_COMMIT = Prepared(text("COMMIT"))
_BEGIN = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "BEGIN"}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware and in UTC in Python; ISO text on SQLite, ``timestamptz`` on PostgreSQL."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - inherited
        """Return the moment in UTC.

        Raises:
            ValueError: It is naive: nobody knows when it is.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:  # noqa: ARG002 - inherited
        """Return what turns a driver's value into a moment in UTC: one call a value, they are read by the hundred."""
        if dialect.name == "sqlite":
            return lambda iso: None if iso is None else datetime.fromisoformat(iso + "+00:00")
        return lambda moment: None if moment is None else moment.astimezone(UTC)


class Identifier(Uuid[UUID]):
    """A UUID: 32 hexadecimal digits on SQLite, in whose order the ids are, and ``uuid`` on PostgreSQL."""

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], UUID | None] | None:
        """Return what turns a driver's value into an id.

        SQLAlchemy's own way has ``UUID`` look for the braces and hyphens that are not there, which takes twice as long.
        """
        if dialect.name == "sqlite":
            return lambda digits: None if digits is None else UUID(int=int(digits, 16))
        return super().result_processor(dialect, coltype)  # type: ignore[no-any-return, no-untyped-call] # untyped there


class Base(DeclarativeBase):
    """What every row is."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


Timestamp = Annotated[datetime, mapped_column(UtcDateTime())]
# SQLite numbers rows by itself only where the type is exactly INTEGER.
Serial = Annotated[int, mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)]

db = SQLAlchemy(model_class=Base, disable_autonaming=True)


def configure(app: Flask, url: str) -> None:
    """Give an application its database.

    Args:
        app: The application.
        url: SQLAlchemy's URL of a SQLite file or a PostgreSQL database.
    """
    target = normalised(url)
    app.config["SQLALCHEMY_DATABASE_URI"] = target
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(target)
    db.init_app(app)
    app.teardown_appcontext(_release)
    with app.app_context():
        prepare(db.engine)


def normalised(url: str) -> URL:
    """Return a URL with the driver that is used here; ``postgres://`` is a common alias."""
    target = make_url(url)
    return target.set(drivername="postgresql+psycopg") if target.drivername in {"postgres", "postgresql"} else target


def engine_options(url: URL) -> dict[str, Any]:
    """Return the options of an engine.

    The drivers run in autocommit mode: a lone read then needs no BEGIN and no ROLLBACK, and :func:`transaction` says
    BEGIN itself. Parameters are never shown in errors, they are what visitors wrote.
    """
    options: dict[str, Any] = {"isolation_level": "AUTOCOMMIT", "hide_parameters": True}
    if url.get_backend_name() == "sqlite":
        return options | {"connect_args": {"timeout": LOCK_WAIT_SECONDS, "cached_statements": 256}}
    limits = {
        "timezone": "UTC",
        "statement_timeout": LOCK_WAIT_SECONDS * 1000,
        "lock_timeout": LOCK_WAIT_SECONDS * 1000,
        "idle_in_transaction_session_timeout": _IDLE_SECONDS * 1000,
    }
    # What the URL says comes last and so wins.
    settings = [*(f"-c {name}={value}" for name, value in limits.items()), *_given_options(url)]
    return options | {
        "pool_size": 5,
        "pool_timeout": LOCK_WAIT_SECONDS,
        "connect_args": {
            "options": " ".join(settings),
            "connect_timeout": LOCK_WAIT_SECONDS,
            "application_name": "saring",
        },
    }


def _given_options(url: URL) -> tuple[str, ...]:
    """Return the server settings that a URL carries."""
    given = url.query.get("options", ())
    return (given,) if isinstance(given, str) else given


def prepare(engine: Engine) -> None:
    """Have an engine set up its connections, look at them before use, and speak the domain's errors."""
    event.listen(engine, "handle_error", translate)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
    else:
        event.listen(engine, "checkout", _check_socket)


def lone_engine(url: str) -> Engine:
    """Return an engine outside any application, prepared alike: for migrations."""
    target = normalised(url)
    engine = create_engine(target, **engine_options(target))
    prepare(engine)
    return engine


def connection() -> Connection:
    """Return the connection of this application context; it goes back to the pool when the context ends.

    It stands in for ``db.session``: nothing here uses the unit of work, whose set-up and end cost more than a read.

    Raises:
        StorageUnavailable: The database cannot be reached, or all connections are in use.
    """
    held: Connection | None = g.get("saring_connection")
    if held is None:
        try:
            held = g.saring_connection = db.engine.connect()
        except exc.TimeoutError as error:
            raise storage_unavailable(error) or error from error
    return held


@contextmanager
def transaction() -> Iterator[None]:
    """All or nothing; implements :class:`service.use_cases.repositories.Transaction`.

    On SQLite it takes the write lock at once: one that read first and asked for the lock later could be refused
    half-way, without waiting, because another wrote in between. Earlier reads of the request stand outside.
    Inside ``enclosing`` it is a part of a greater one, which commits them all.

    Raises:
        StorageUnavailable: The database cannot take it now; nothing was stored.
        RuntimeError: A transaction is open already.
    """
    link = connection()
    if "saring_transaction" in g:
        raise RuntimeError("a transaction is open already")
    whole: Whole | None = g.get("saring_whole")
    g.saring_transaction = True
    try:
        with _alone(link) if whole is None else whole.part(link):
            yield
    finally:
        g.pop("saring_transaction")


@contextmanager
def _alone(link: Connection) -> Iterator[None]:
    """Begin and commit, or roll back."""
    begin(link)
    try:
        yield
        _COMMIT.run(link, {})
    except BaseException:
        roll_back(link)
        raise


def begin(link: Connection) -> None:
    """Begin a transaction; on SQLite with the write lock."""
    link.exec_driver_sql(_BEGIN[link.dialect.name])


def roll_back(link: Connection) -> None:
    """Undo what was not committed, and drop a connection that cannot."""
    try:
        link.rollback()
    except Exception:  # noqa: BLE001 - whatever it was, what made us roll back matters more and is about to be raised
        link.invalidate()


def _release(_: BaseException | None) -> None:
    """Give the connection back to the pool, which rolls back what a dead request left open."""
    held: Connection | None = g.pop("saring_connection", None)
    if held is not None:
        held.close()


def _set_up_sqlite(driver: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """Set what SQLite forgets between connections.

    WAL lets readers read while one writes; with synchronous FULL a commit survives a power cut.
    """
    cursor = driver.cursor()
    _switch_to_wal(cursor)
    for setting in ("synchronous = FULL", "foreign_keys = ON", "temp_store = MEMORY"):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()


def _switch_to_wal(cursor: DBAPICursor) -> None:
    """Have the file keep its journal as WAL, which it does from the first time on.

    Two processes that open a new file together meet here, and SQLite itself does not wait in this one place.
    """
    latest = time.monotonic() + LOCK_WAIT_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > latest:
                raise
            time.sleep(_RETRY_SECONDS)
        else:
            return


def _check_socket(driver: DBAPIConnection, _: ConnectionPoolEntry, __: PoolProxiedConnection) -> None:
    """Refuse a connection that the server closed while it was idle.

    An idle connection has nothing to read but its end; to look costs a system call, to ping a round trip.
    """
    poll = select.poll()
    poll.register(driver.fileno(), select.POLLIN)
    if poll.poll(0):
        raise exc.DisconnectionError
