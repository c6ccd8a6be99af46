"""The schema of a database: which revision it has, and how to bring it up to the one this code speaks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect

from service.storage.database import lone_engine, normalised
from service.storage.revision import HEAD

if TYPE_CHECKING:
    from sqlalchemy import URL

__all__ = ["HEAD", "current", "is_current", "upgrade"]


def upgrade(url: str) -> None:
    """Bring a database up to :data:`HEAD`: all or nothing; safe to repeat, and for several processes at once.

    Raises:
        StorageUnavailable: The database cannot be reached or written to.
    """
    if is_current(url):
        return
    # Alembic costs as much time as the rest of the service to import, and nearly every start finds nothing to do.
    from service.storage.migrations import runner  # noqa: PLC0415 - see the line before

    runner.upgrade(url)


def current(url: str) -> str | None:
    """Return the revision of a database, ``None`` if it has no tables of ours; a missing file is not created.

    Raises:
        StorageUnavailable: The database cannot be reached.
    """
    if _missing(normalised(url)):
        return None
    engine = lone_engine(url)
    try:
        with engine.connect() as link:
            if not inspect(link).has_table("alembic_version"):
                return None
            revision: str | None = link.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one_or_none()
            return revision
    finally:
        engine.dispose()


def is_current(url: str) -> bool:
    """Return whether a database has the revision that this code speaks."""
    return current(url) == HEAD


def _missing(url: URL) -> bool:
    """Return whether the URL names a SQLite file that does not exist."""
    if url.get_backend_name() != "sqlite" or not url.database or url.database.startswith(("file:", ":memory:")):
        return False
    return not Path(url.database).exists()
