"""Runs migrations, each time all or nothing and by one process at a time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config

from service.storage.database import lone_engine

if TYPE_CHECKING:
    from sqlalchemy import Connection

_LOCK = 0x5A121  # any number that nobody else in the database uses


def upgrade(url: str, revision: str = "head") -> None:
    """Bring a database up to a revision; see :func:`service.storage.schema.upgrade`."""
    _run(url, revision, up=True)


def downgrade(url: str, revision: str = "base") -> None:
    """Bring a database down to a revision; what later ones added is lost."""
    _run(url, revision, up=False)


def configuration() -> Config:
    """Return Alembic's configuration, which stands in no file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config


def _run(url: str, revision: str, *, up: bool) -> None:
    """Migrate in one transaction. Both databases can: their DDL is transactional."""
    config = configuration()
    engine = lone_engine(url)
    try:
        with engine.connect() as link:
            _begin(link)
            config.attributes["connection"] = link
            (command.upgrade if up else command.downgrade)(config, revision)
            if up:
                _adopt_log(link)
            link.exec_driver_sql("COMMIT")
    finally:
        engine.dispose()


def _begin(link: Connection) -> None:
    """Begin, behind whoever else migrates, and without the time limits of a request."""
    if link.dialect.name == "sqlite":
        link.exec_driver_sql("BEGIN IMMEDIATE")
        return
    link.exec_driver_sql("BEGIN")
    link.exec_driver_sql("SET LOCAL statement_timeout = 0")
    link.exec_driver_sql("SET LOCAL lock_timeout = 0")
    link.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")


def _adopt_log(link: Connection) -> None:
    """Make a log that was restored into another PostgreSQL readable there.

    Its transactions carry the numbers of the old server, which the new one may not have reached: they would look as if
    they were to come, and be read only when it has. They are moved below zero, in their order.
    """
    if link.dialect.name == "sqlite":
        return
    newest = link.exec_driver_sql(
        "SELECT max(transaction_id) FROM event"
        " HAVING max(transaction_id) >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
    ).scalar_one_or_none()
    if newest is not None:
        link.exec_driver_sql("ALTER TABLE event DISABLE TRIGGER event_append_only")
        link.exec_driver_sql(f"UPDATE event SET transaction_id = transaction_id - {int(newest) + 1}")  # noqa: S608 - a number
        link.exec_driver_sql("ALTER TABLE event ENABLE TRIGGER event_append_only")
