"""Who may do what: tokens for programs, scoped by site and act."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NewType
from uuid import UUID

from service.domain.moderator import Moderator

if TYPE_CHECKING:
    from datetime import datetime

    from service.domain.site import SiteId

TokenId = NewType("TokenId", UUID)


class Scope(StrEnum):
    """What a token, or a person's role, may allow."""

    READ = "comments:read"
    DECIDE = "comments:decide"
    MANAGE = "site:manage"
    PEOPLE = "people:manage"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A live or revoked token, without its secret.

    Attributes:
        id: Its name in lists and logs.
        label: What its owner calls it.
        site: The only site it opens, or ``None`` for all.
        scopes: What it allows.
        revoked_at: Since when it opens nothing.
        last_used_at: When it was last brought, to the minute.
    """

    id: TokenId
    label: str
    site: SiteId | None
    scopes: frozenset[Scope]
    created_at: datetime
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None

    @property
    def moderator(self) -> Moderator:
        """Whoever brings this token."""
        return Moderator(actor=f"token:{self.label}", rights={self.site: self.scopes})
