"""Show moderators what is known of one author, and trust an author by hand."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from service.domain.errors import UnknownAuthor
from service.domain.event import Event, EventKind
from service.domain.token import Scope

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from service.domain.author import AuthorHistory, AuthorId
    from service.domain.ban import Ban
    from service.domain.lifecycle import State
    from service.domain.moderator import Moderator
    from service.domain.site import SiteId
    from service.use_cases.event_log import Events
    from service.use_cases.ports import Clock
    from service.use_cases.repositories import Sites, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorRecord:
    """What is stored of an author, the address apart.

    Attributes:
        id: A random name, made from nothing.
        site: On which site; the same address elsewhere is another author.
        history: What the rules look at.
        first_seen_at: When the first comment came.
        states: How many comments are in each state, by state; those with none are missing.
        names: What the author called themselves, most often used first, 10 at most.
        domain_key: By which the address's domain is known, ``None`` until the author writes again.
    """

    id: AuthorId
    site: SiteId
    history: AuthorHistory
    first_seen_at: datetime
    states: Mapping[State, int]
    names: tuple[str, ...]
    domain_key: bytes | None = field(default=None, repr=False)


class AuthorRecords(Protocol):
    """What moderators see of authors."""

    def record(self, author: AuthorId) -> AuthorRecord:
        """Return what is known of an author.

        Raises:
            UnknownAuthor: There is none of that id.
        """
        ...

    def bans(self, author: AuthorId, at: datetime) -> tuple[Ban, ...]:
        """Return the bans that hold against an author or the address's domain, newest first, 100 at most."""
        ...

    def trust(self, author: AuthorId, at: datetime | None) -> bool:
        """Note since when an author is trusted by hand, ``None``: not at all; return whether that is news."""
        ...

    def at_domain(self, site: SiteId, key: bytes) -> tuple[int, int]:
        """Return how many authors of a site have an address at a domain, and how many of them approved comments."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenAuthor:
    """An author as moderators see one.

    Attributes:
        record: What is stored.
        trusted: Whether the lesser doubts are lifted now, by approvals or by hand.
        bans: What holds against the author.
    """

    record: AuthorRecord
    trusted: bool
    bans: tuple[Ban, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowAuthor:
    """See what is known of an author."""

    clock: Clock
    sites: Sites
    authors: AuthorRecords

    def __call__(self, author: AuthorId, moderator: Moderator) -> SeenAuthor:
        """Return an author.

        Raises:
            NotAllowed: The moderator may not read there.
            UnknownAuthor: There is none of that id, or not on a site that is open to the moderator.
        """
        record = open_record(self.authors, author, moderator, Scope.READ)
        return SeenAuthor(
            record=record,
            trusted=record.history.is_trusted(self.sites.get(record.site).policy.trusted_after),
            bans=self.authors.bans(author, self.clock.now()),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustAuthor:
    """Trust an author by hand, or no longer."""

    clock: Clock
    sites: Sites
    authors: AuthorRecords
    events: Events
    transaction: Transaction

    def __call__(self, author: AuthorId, moderator: Moderator, *, trusted: bool) -> bool:
        """Note whether an author is trusted by hand, and return whether the lesser doubts are lifted now.

        Trust by hand stands for the approvals that the policy asks for, and not for the proof of the address. Saying it
        twice is saying it once.

        Raises:
            NotAllowed: The moderator may not decide there.
            UnknownAuthor: There is none of that id, or not on a site that is open to the moderator.
        """
        record = open_record(self.authors, author, moderator, Scope.DECIDE)
        now = self.clock.now()
        with self.transaction():
            if self.authors.trust(author, now if trusted else None):
                self.events.append(
                    Event(
                        kind=EventKind.AUTHOR_TRUSTED,
                        site=record.site,
                        comment=None,
                        at=now,
                        actor=moderator.actor,
                        details={"author": str(author), "trusted": trusted},
                    )
                )
        history = replace(record.history, trusted=trusted)
        return history.is_trusted(self.sites.get(record.site).policy.trusted_after)


def open_record(authors: AuthorRecords, author: AuthorId, moderator: Moderator, scope: Scope) -> AuthorRecord:
    """Return what is known of an author whom a moderator may see.

    Raises:
        NotAllowed: The moderator lacks *scope* on the author's site.
        UnknownAuthor: There is none of that id, or not on a site that is open to the moderator.
    """
    moderator.require(scope)
    record = authors.record(author)
    if not moderator.opens(record.site):
        raise UnknownAuthor(author)
    moderator.require(scope, record.site)
    return record
