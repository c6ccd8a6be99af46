"""Who wrote: an address that stays sealed, and what is known of the one who holds it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NewType
from uuid import UUID

AuthorId = NewType("AuthorId", UUID)


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedEmail:
    """An address that can be compared and stored, and opened only with a key the web process lacks.

    Attributes:
        key: Keyed hash of the site and the normalised address (a blind index), 32 bytes.
        box: The address in a sealed box.
        disposable: Whether its domain is on the list of throw-away providers.
        domain_key: Keyed hash of the site and the domain, 32 bytes, by which a domain is banned unseen.
    """

    key: bytes = field(repr=False)
    box: bytes = field(repr=False)
    disposable: bool = False
    domain_key: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorHistory:
    """What a moderator may know of an author.

    Attributes:
        confirmed: The address was proved by a link that was mailed to it.
        seen: Comments under this address on this site so far.
        approved: How many of them are approved now.
        trusted: A moderator said that this author is to be trusted; it counts once the address is proved.
    """

    confirmed: bool = False
    seen: int = 0
    approved: int = 0
    trusted: bool = False

    def is_trusted(self, after: int) -> bool:
        """Return whether the lesser doubts are lifted: from *after* approved comments on, or at a moderator's word.

        An address that nobody proved earns nothing either way: anyone may have typed it.
        """
        return self.confirmed and (self.trusted or self.approved >= after)


STRANGER = AuthorHistory()
