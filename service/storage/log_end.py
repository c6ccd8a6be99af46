"""Where the log ends, by the shortest way: all that a poll asks when nothing happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exc

from service.storage.database import db
from service.storage.filtered_log import LATEST

if TYPE_CHECKING:
    from flask import Flask


class LogEnd:
    """Asks the driver itself, on a connection of the pool, outside any request, as ``PageVersions`` does."""

    def __init__(self, app: Flask) -> None:
        with app.app_context():
            self._engine = db.engine
        dialect = self._engine.dialect
        # That one line is wanted is written into the statement, so that there is nothing to bind.
        self._statement = str(LATEST[dialect.name].compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
        self._errors: tuple[type[Exception], ...] = (exc.SQLAlchemyError, dialect.loaded_dbapi.Error)

    def __call__(self) -> int | None:
        """Return the last settled line, 0 if there is none; ``None`` where the database does not answer."""
        try:
            link = self._engine.raw_connection()
            try:
                cursor = link.cursor()
                cursor.execute(self._statement)
                row = cursor.fetchone()
                cursor.close()
            finally:
                link.close()
        except self._errors:
            return None
        return 0 if row is None else int(row[0])
