"""Read the public comments of a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.domain.errors import InvalidSubmission
from service.domain.fields import LIMITS, Field, FieldFault, FieldProblem
from service.domain.page import Page, canonical_page

if TYPE_CHECKING:
    from datetime import datetime

    from service.domain.comment import Comment, CommentId
    from service.domain.site import Site, SiteId
    from service.use_cases.repositories import Comments, Pages, Sites

MAX_LIMIT = 100
"""Greatest number of comments in one answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeePage:
    """Find the page that an address names, with the version of what is public on it."""

    sites: Sites
    pages: Pages

    def __call__(self, site: SiteId, address: str) -> tuple[Site, Page]:
        """Return the site and the page; a page nobody commented on has version 0.

        Raises:
            UnknownSite: There is none of that name.
            InvalidSubmission: The address is none of a page.
        """
        found = self.sites.get(site)
        if not address or len(address) > LIMITS[Field.PAGE]:
            raise InvalidSubmission((FieldProblem(field=Field.PAGE, code=FieldFault.INVALID_PAGE),))
        try:
            key = canonical_page(address, found.own_hosts)
        except ValueError as error:
            raise InvalidSubmission((FieldProblem(field=Field.PAGE, code=FieldFault.INVALID_PAGE),)) from error
        return found, self.pages.get(site, key) or Page(key=key)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """List a page's public comments."""

    comments: Comments

    def __call__(
        self, site: SiteId, page: Page, after: tuple[datetime, CommentId] | None, limit: int
    ) -> tuple[tuple[Comment, ...], tuple[datetime, CommentId] | None]:
        """Return comments, oldest first, and the place to go on from (``None`` at the end)."""
        limit = max(1, min(limit, MAX_LIMIT))
        found = self.comments.public(site, page.key, after, limit + 1)
        if len(found) <= limit:
            return found, None
        last = found[limit - 1]
        return found[:limit], (last.created_at, last.id)
