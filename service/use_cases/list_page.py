"""Read the public comments of a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.domain.errors import InvalidSubmission
from service.domain.fields import LIMITS, Field, FieldFault, FieldProblem
from service.domain.page import canonical_page

if TYPE_CHECKING:
    from datetime import datetime

    from service.domain.comment import Comment, CommentId
    from service.domain.page import Page, PageKey
    from service.domain.site import Site, SiteId
    from service.use_cases.repositories import Comments, Pages, Sites

MAX_LIMIT = 100
"""Greatest number of comments in one answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeePage:
    """Find the site and the page that an address names."""

    sites: Sites
    pages: Pages

    def __call__(self, site: SiteId, address: str) -> tuple[Site, Page]:
        """Return the site and the page; a page nobody commented on has version 0.

        Raises:
            UnknownSite: There is none of that name.
            InvalidSubmission: The address is none of a page.
        """
        found = self.sites.get(site)
        return found, self.pages.find(site, _key(address, found.own_hosts))


@dataclass(frozen=True, slots=True, kw_only=True)
class FindPage:
    """Find the page that an address names, for a reader: the lean way, which asks for the site only if it must."""

    sites: Sites
    pages: Pages

    def __call__(self, site: SiteId, address: str) -> Page:
        """Return the page with the version of what is public on it; raises as :class:`SeePage` does."""
        named_by_path = address.startswith("/") and not address.startswith("//")
        own_hosts: frozenset[str] = frozenset() if named_by_path else self.sites.get(site).own_hosts
        return self.pages.find(site, _key(address, own_hosts))


def _key(address: str, own_hosts: frozenset[str]) -> PageKey:
    """Return the key of a page, or say that the address is none."""
    invalid = InvalidSubmission((FieldProblem(field=Field.PAGE, code=FieldFault.INVALID_PAGE),))
    if not address or len(address) > LIMITS[Field.PAGE]:
        raise invalid
    try:
        return canonical_page(address, own_hosts)
    except ValueError as error:
        raise invalid from error


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
