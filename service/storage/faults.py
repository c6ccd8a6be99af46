"""Which errors of a database mean that it cannot serve now, told by code and never by message."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import exc

from service.domain.errors import StorageUnavailable

if TYPE_CHECKING:
    from sqlalchemy.engine import ExceptionContext

RETRY_AFTER = timedelta(seconds=5)
"""When to ask again: a writer that holds a lock has as long to finish as the next one waits for it."""

# https://www.sqlite.org/rescode.html; an extended code keeps its primary one in the lowest byte.
_SQLITE = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
    }
)

# PostgreSQL, appendix A. Classes: connection exception, insufficient resources, operator intervention (shutdown,
# statement timeout), system error. States: read-only transaction, idle for too long (two), serialization failure,
# deadlock, lock not available.
_CLASSES = frozenset({"08", "53", "57", "58"})
_STATES = frozenset({"25006", "25P03", "25P04", "40001", "40P01", "55P03"})

# Classes whose details repeat what was to be stored: data exception and integrity constraint violation.
_TELLTALE = frozenset({"22", "23"})


def storage_unavailable(error: BaseException) -> StorageUnavailable | None:
    """Return what to raise in place of *error* if it says that the database cannot serve now, else ``None``.

    Args:
        error: Of SQLAlchemy or of a driver.
    """
    if isinstance(error, exc.TimeoutError):
        return StorageUnavailable(RETRY_AFTER)
    original = error.orig if isinstance(error, exc.DBAPIError) else error
    if isinstance(original, sqlite3.Error):
        gone = getattr(original, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF in _SQLITE
    else:
        state = getattr(original, "sqlstate", None)
        # Without a state the server said nothing: it was not reached, or the connection broke.
        silent = state is None and isinstance(error, exc.OperationalError)
        gone = silent or (state is not None and (state[:2] in _CLASSES or state in _STATES))
    gone = gone or (isinstance(error, exc.DBAPIError) and error.connection_invalidated)
    return StorageUnavailable(RETRY_AFTER) if gone else None


def translate(context: ExceptionContext) -> StorageUnavailable | None:
    """Turn errors of an engine into the domain's; listens to ``handle_error``."""
    _silence(context)
    return storage_unavailable(context.sqlalchemy_exception or context.original_exception)


def _silence(context: ExceptionContext) -> None:
    """Take what a visitor wrote out of an error: PostgreSQL repeats a refused row in its detail."""
    original = context.original_exception
    state = getattr(original, "sqlstate", None)
    if state is not None and state[:2] in _TELLTALE:
        said = (f"{type(original).__name__} ({state}): {original.diag.message_primary}",)  # type: ignore[attr-defined] # psycopg's
        original.args = said
        if context.sqlalchemy_exception is not None:
            context.sqlalchemy_exception.args = said
