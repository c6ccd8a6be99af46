"""Pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, case, select, update

from service.domain.errors import UnknownSite
from service.domain.page import Page, PageKey
from service.storage.database import connection
from service.storage.prepared import Prepared
from service.storage.tables import PAGE, SITE
from service.storage.upserts import in_both

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.domain.site import SiteId
    from service.storage.upserts import Insert

_C = PAGE.c
_FIND = (
    select(_C.title, _C.closed, _C.approved, _C.version)
    .select_from(SITE.outerjoin(PAGE, (_C.site_id == SITE.c.id) & (_C.key == bindparam("page"))))
    .where(SITE.c.id == bindparam("site"))
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


_RECOUNT = (
    update(PAGE)
    .where(_C.site_id == bindparam("site"), _C.key == bindparam("page"))
    .values(approved=_C.approved + bindparam("change"), version=_C.version + 1)
)
_NOTE = Prepared(in_both(PAGE, _note))
_CLOSE = in_both(PAGE, _close)


class SqlPages:
    """Implements :class:`service.use_cases.repositories.Pages`."""

    def find(self, site: SiteId, key: PageKey) -> Page:
        """Return a page, known or not; see the port."""
        row = connection().execute(_FIND, {"site": site, "page": key}).first()
        if row is None:
            raise UnknownSite(site)
        title, closed, approved, version = row
        if title is None:
            return Page(key=key)
        return Page(key=key, title=title, closed=closed, approved=approved, version=version)

    def note(self, site: SiteId, page: Page, *, published: int) -> None:
        """Make the page known and count what is public; see the port."""
        _NOTE.run(
            connection(),
            {
                "site_id": site,
                "key": page.key,
                "title": page.title,
                "closed": False,
                "approved": published,
                "version": int(published != 0),
            },
        )

    def recount(self, published: Mapping[tuple[SiteId, PageKey], int]) -> None:
        """Count what is public on pages whose comments changed; see the port."""
        # In one order, so that two batches never wait for each other crosswise.
        changes = [{"site": site, "page": key, "change": change} for (site, key), change in sorted(published.items())]
        if changes:
            connection().execute(_RECOUNT, changes)

    def close(self, site: SiteId, key: PageKey, *, closed: bool) -> None:
        """Close or open a page, making it known if it is not."""
        link = connection()
        link.execute(
            _CLOSE[link.dialect.name],
            {"site_id": site, "key": key, "title": "", "closed": closed, "approved": 0, "version": 0},
        )
