"""The version of a page's public comments, by the shortest way: all that an unchanged read asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, exc, select

from service.storage.database import db
from service.storage.tables import PAGE

if TYPE_CHECKING:
    from flask import Flask

    from service.domain.page import PageKey
    from service.domain.site import SiteId

_VERSION = select(PAGE.c.version).where(PAGE.c.site_id == bindparam("site"), PAGE.c.key == bindparam("page"))


class PageVersions:
    """Asks the driver itself, on a connection of the pool, outside any request: half of the cost is so saved."""

    def __init__(self, app: Flask) -> None:
        with app.app_context():
            self._engine = db.engine
        compiled = _VERSION.compile(dialect=self._engine.dialect)
        self._statement = str(compiled)
        self._order = tuple(compiled.positiontup or ())
        # The driver's own errors are not translated on this way.
        self._errors: tuple[type[Exception], ...] = (exc.SQLAlchemyError, self._engine.dialect.loaded_dbapi.Error)

    def __call__(self, site: SiteId, key: PageKey) -> int | None:
        """Return the version; ``None`` where there is no such page or the database does not answer.

        Whoever gets ``None`` asks again by the long way, which says what is wrong.
        """
        given = {"site": site, "page": key}
        parameters = tuple(given[name] for name in self._order) if self._order else given
        try:
            link = self._engine.raw_connection()
            try:
                cursor = link.cursor()
                cursor.execute(self._statement, parameters)
                row = cursor.fetchone()
                cursor.close()
            finally:
                link.close()
        except self._errors:
            return None
        return None if row is None else int(row[0])
