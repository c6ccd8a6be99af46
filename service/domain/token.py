"""Who may do what: tokens for programs, scoped by site and act."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NewType
from uuid import UUID

from service.domain.errors import NotAllowed, UnknownSite

if TYPE_CHECKING:
    from datetime import datetime

    from service.domain.site import SiteId

TokenId = NewType("TokenId", UUID)


class Scope(StrEnum):
    """An act that a token may allow."""

    READ = "comments:read"
    DECIDE = "comments:decide"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A live or revoked token, without its secret.

    Attributes:
        id: Its name in lists and logs.
        label: What its owner calls it.
        site: The only site it opens, or ``None`` for all.
        scopes: What it allows.
        revoked_at: Since when it opens nothing.
    """

    id: TokenId
    label: str
    site: SiteId | None
    scopes: frozenset[Scope]
    created_at: datetime
    revoked_at: datetime | None = None

    def require(self, scope: Scope) -> None:
        """Raise :class:`NotAllowed` unless the token has *scope*."""
        if scope not in self.scopes:
            raise NotAllowed(scope)

    def opens(self, site: SiteId) -> bool:
        """Return whether the token opens *site*."""
        return self.site is None or self.site == site

    def site_of(self, asked: SiteId | None) -> SiteId | None:
        """Return which site a question is about: the one asked for, else the token's own; ``None``: all of them.

        Raises:
            UnknownSite: The token does not open the one asked for, so that it does not exist for whoever holds it.
        """
        site = asked or self.site
        if site is not None and not self.opens(site):
            raise UnknownSite(site)
        return site
