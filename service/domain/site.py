"""A site: whose pages are commented on, and whose rules hold there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NewType
from urllib.parse import urlsplit

from service.domain.fields import Field
from service.domain.policy import Policy
from service.domain.reason import Reason, default_reasons

if TYPE_CHECKING:
    from service.domain.ban import BannedRange

SiteId = NewType("SiteId", str)

SITE_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
"""A site's name: a DNS label (RFC 1035, section 2.3.1, digits first allowed), so that it fits a URL as it is."""

# As browsers send it (RFC 6454, section 6.2): lower case, ASCII, no path, no default port. "null" is nobody's.
ORIGIN = re.compile(r"https?://(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::(?!(?:80|443)$)[0-9]{1,5})?")


def is_origin(text: str) -> bool:
    """Return whether a text is a web origin as browsers send it, its address and port being some that can be."""
    try:
        return ORIGIN.fullmatch(text) is not None and urlsplit(text).port != 0
    except ValueError:
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One site.

    Attributes:
        id: Its name in URLs; never changes.
        title: What people call it.
        language: Language of its forms, a catalogue's name such as ``id``.
        origins: Web origins (scheme://host[:port]) whose pages may post; empty: only the service's own.
        required: Fields that must be filled; the text always is.
        listed_pages_only: Whether comments are taken on pages already known only.
        closed: Whether the site takes no comments.
        policy: Its thresholds and lists.
        own_reasons: The reasons that its owner wrote down; ``None``: the usual ones.
        version: Counts changes, from 1; bans are none.
        banned_ranges: Address ranges that are banned; changed by bans alone.
    """

    id: SiteId
    title: str
    language: str = "id"
    origins: tuple[str, ...] = ()
    required: frozenset[Field] = field(default=frozenset({Field.NAME, Field.EMAIL, Field.TEXT}))
    listed_pages_only: bool = False
    closed: bool = False
    policy: Policy = field(default_factory=Policy)
    own_reasons: tuple[Reason, ...] | None = None
    version: int = 1
    banned_ranges: tuple[BannedRange, ...] = ()

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """What moderators may give as the reason of a decision, in the order that they are offered in."""
        return default_reasons(self.language) if self.own_reasons is None else self.own_reasons

    def knows_reason(self, code: str) -> bool:
        """Return whether moderators may give a reason."""
        return any(reason.code == code for reason in self.reasons)

    def told(self, code: str) -> str:
        """Return what an author reads of a comment rejected for a reason; ``""``: nothing, or no such reason."""
        return next((reason.told for reason in self.reasons if reason.code == code), "")

    @property
    def own_hosts(self) -> frozenset[str]:
        """Hosts (with port) of the site's origins: pages there are known by path alone."""
        return frozenset(urlsplit(origin).netloc for origin in self.origins)

    def admits(self, origin: str | None, own_origin: str) -> bool:
        """Return whether a browser on a page of *origin* may post here.

        Args:
            origin: What the browser says; ``None`` from programs, which no page can drive.
            own_origin: The service's own.
        """
        return origin is None or origin == own_origin or origin in self.origins

    def __post_init__(self) -> None:
        for origin in self.origins:
            if not is_origin(origin):
                raise ValueError(f"not a web origin as browsers send it: {origin!r}")
        if not SITE_ID.fullmatch(self.id):
            raise ValueError(f"not a site name: {self.id!r}")
        if Field.TEXT not in self.required:
            raise ValueError("the text of a comment is always required")
        own = self.own_reasons or ()
        if len({reason.code for reason in own}) < len(own):
            raise ValueError("two reasons have the same code")
