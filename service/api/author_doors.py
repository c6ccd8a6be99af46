"""What the moderators' API needs to deal with authors: each use case as what it is called with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from service.domain.author import AuthorId
    from service.domain.ban import Ban, BanId
    from service.domain.moderator import Moderator
    from service.domain.site import SiteId
    from service.use_cases.ban_authors import BanOrder, Reach
    from service.use_cases.show_author import SeenAuthor


class Trusting(Protocol):
    """Trusts an author by hand, or no longer."""

    def __call__(self, author: AuthorId, moderator: Moderator, *, trusted: bool) -> bool:
        """Note it, and return whether the lesser doubts are lifted now."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorDoors:
    """All that moderators do about authors.

    Attributes:
        show: Shows one author.
        trust: Trusts one by hand, or no longer.
        list_bans: Lists the bans of a site that hold.
        impose: Bans.
        preview: Says whom a ban would meet.
        lift: Ends a ban.
    """

    show: Callable[[AuthorId, Moderator], SeenAuthor]
    trust: Trusting
    list_bans: Callable[
        [SiteId | None, tuple[datetime, BanId] | None, int, Moderator],
        tuple[tuple[Ban, ...], tuple[datetime, BanId] | None],
    ]
    impose: Callable[[BanOrder, Moderator], Ban]
    preview: Callable[[BanOrder, Moderator], Reach]
    lift: Callable[[BanId, Moderator], None]
