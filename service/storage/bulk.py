"""Many comments at once, for imports and benchmarks; the rules of the single ones hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, insert, select

from service.storage import comments
from service.storage.database import connection
from service.storage.tables import COMMENT, PAGE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.domain.comment import Comment
    from service.domain.page import PageKey
    from service.domain.site import SiteId

_PAGE_ID = select(PAGE.c.id).where(PAGE.c.site_id == bindparam("site"), PAGE.c.key == bindparam("page"))
_ADD = insert(COMMENT).inline()


def add_comments(batch: Sequence[Comment]) -> None:
    """Store new comments without fingerprints; their pages and authors must be known."""
    pages: dict[tuple[SiteId, PageKey], int] = {}
    rows = []
    for comment in batch:
        row = comments.columns(comment, None)
        place = (row.pop("page_site"), row.pop("page"))
        if place not in pages:
            pages[place] = connection().execute(_PAGE_ID, {"site": place[0], "page": place[1]}).scalar_one()
        rows.append(row | {"page_id": pages[place]})
    if rows:
        connection().execute(_ADD, rows)
