"""Pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, case, select

from service.domain.page import Page, PageKey
from service.storage.database import connection
from service.storage.tables import PAGE
from service.storage.upserts import in_both

if TYPE_CHECKING:
    from service.domain.site import SiteId
    from service.storage.upserts import Insert

_C = PAGE.c
_ONE = select(_C.title, _C.closed, _C.approved, _C.version).where(
    _C.site_id == bindparam("site"), _C.key == bindparam("page")
)


def _note(insert: Insert) -> Insert:
    """Count what is public; of the titles the first stays."""
    return insert.on_conflict_do_update(
        index_elements=[_C.site_id, _C.key],
        set_={
            "title": case((_C.title == "", insert.excluded.title), else_=_C.title),
            "approved": _C.approved + insert.excluded.approved,
            "version": _C.version + insert.excluded.version,
        },
    )


def _close(insert: Insert) -> Insert:
    """Change whether comments are taken and nothing else."""
    return insert.on_conflict_do_update(index_elements=[_C.site_id, _C.key], set_={"closed": insert.excluded.closed})


_NOTE = in_both(PAGE, _note)
_CLOSE = in_both(PAGE, _close)


class SqlPages:
    """Implements :class:`service.use_cases.repositories.Pages`."""

    def get(self, site: SiteId, key: PageKey) -> Page | None:
        """Return a page, ``None`` if it is not known (yet)."""
        row = connection().execute(_ONE, {"site": site, "page": key}).first()
        if row is None:
            return None
        title, closed, approved, version = row
        return Page(key=key, title=title, closed=closed, approved=approved, version=version)

    def note(self, site: SiteId, page: Page, *, published: int) -> None:
        """Make the page known and count what is public; see the port."""
        link = connection()
        link.execute(
            _NOTE[link.dialect.name],
            {
                "site_id": site,
                "key": page.key,
                "title": page.title,
                "closed": False,
                "approved": published,
                "version": int(published != 0),
            },
        )

    def close(self, site: SiteId, key: PageKey, *, closed: bool) -> None:
        """Close or open a page, making it known if it is not."""
        link = connection()
        link.execute(
            _CLOSE[link.dialect.name],
            {"site_id": site, "key": key, "title": "", "closed": closed, "approved": 0, "version": 0},
        )
