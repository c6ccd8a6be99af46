"""Ban an author, a mail domain or an address range from a site, for a while or until the ban is lifted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from service.domain.ban import Ban, BanId, BanKind, read_range
from service.domain.errors import MalformedRequest, SharedDomain, UnknownAuthor, UnknownBan
from service.domain.event import Event, EventKind
from service.domain.mail_providers import SHARED_DOMAINS
from service.domain.token import Scope

if TYPE_CHECKING:
    from datetime import datetime

    from service.domain.author import AuthorId
    from service.domain.moderator import Moderator
    from service.domain.site import SiteId
    from service.use_cases.event_log import Events
    from service.use_cases.ports import Clock, CommentIds
    from service.use_cases.repositories import Sites, Transaction
    from service.use_cases.show_author import AuthorRecord, AuthorRecords

MAX_LIMIT = 200
"""Greatest number of bans in one answer."""

MOST_RANGES = 500
"""Ranges that a site may ban at a time: each submission is held against all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BanOrder:
    """What a moderator wants.

    Attributes:
        site: Where.
        kind: By what those concerned are known.
        author: For a ban of an author; for one of a domain, whose domain is meant.
        domain: For a ban of a domain: which one, as typed.
        range: For a ban of a range: which one, as typed.
        hours: How long; ``None``: until it is lifted.
        told: Whether the banned are to be told.
        reason: For the record.
        force: Ban the domain of a big mail provider all the same.
    """

    site: SiteId
    kind: BanKind
    author: AuthorId | None = None
    domain: str | None = None
    range: str | None = None
    hours: int | None = None
    told: bool
    reason: str | None = None
    force: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Whom a ban would meet, as far as is known.

    Attributes:
        authors: Authors of the site; ``None`` for a range, since no sender's address is kept.
        approved: How many of them have approved comments; ``None`` as above.
        shared: Whether it is the domain of a big mail provider.
    """

    authors: int | None = None
    approved: int | None = None
    shared: bool = False


class Bans(Protocol):
    """The bans."""

    def add(self, ban: Ban) -> None:
        """Store a new ban; a range is banned on its site from now on."""
        ...

    def get(self, ban: BanId) -> Ban:
        """Return a ban, in force or over.

        Raises:
            UnknownBan: There is none of that id.
        """
        ...

    def lift(self, ban: Ban, at: datetime) -> bool:
        """Let a ban hold no longer; return whether it was not lifted before."""
        ...

    def holding(self, site: SiteId, at: datetime, after: tuple[datetime, BanId] | None, limit: int) -> tuple[Ban, ...]:
        """Return the bans of a site that hold, newest first, behind a place in that order, *limit* at most."""
        ...


class MailDomains(Protocol):
    """What is needed to know a domain again that nobody kept."""

    def read(self, typed: str) -> str:
        """Return a domain as typed in its one form.

        Raises:
            MalformedRequest: No mail address can have it.
        """
        ...

    def key(self, site: SiteId, domain: str) -> bytes:
        """Return the key of a domain in its one form, by which authors' domains are known on a site."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ImposeBan:
    """Ban, or only look whom a ban would meet."""

    clock: Clock
    new_id: CommentIds
    sites: Sites
    authors: AuthorRecords
    bans: Bans
    domains: MailDomains
    events: Events
    transaction: Transaction

    def __call__(self, order: BanOrder, moderator: Moderator) -> Ban:
        """Ban, and return the ban.

        Raises:
            NotAllowed: The moderator may not decide there.
            UnknownSite, UnknownAuthor: There is none, or it is not open to the moderator.
            MalformedRequest: It is not said who, or not so that it can be.
            SharedDomain: The domain is a big mail provider's, and nobody insisted.
        """
        ban, reach = self._weigh(order, moderator)
        if reach.shared and not order.force:
            raise SharedDomain
        with self.transaction():
            self.bans.add(ban)
            self.events.append(_event(EventKind.AUTHOR_BANNED, ban, moderator, ban.at))
        return ban

    def preview(self, order: BanOrder, moderator: Moderator) -> Reach:
        """Return whom the ban would meet, and change nothing.

        Raises:
            NotAllowed, UnknownSite, UnknownAuthor, MalformedRequest: As for a call.
        """
        return self._weigh(order, moderator)[1]

    def _weigh(self, order: BanOrder, moderator: Moderator) -> tuple[Ban, Reach]:
        """Return the ban that an order asks for, and whom it meets."""
        moderator.require(Scope.DECIDE)
        moderator.site_of(order.site)
        moderator.require(Scope.DECIDE, order.site)
        site = self.sites.get(order.site)
        now = self.clock.now()
        ban = Ban(
            id=BanId(self.new_id()),
            site=order.site,
            kind=order.kind,
            until=None if order.hours is None else now + timedelta(hours=order.hours),
            told=order.told,
            reason=order.reason,
            by=moderator.actor,
            at=now,
        )
        match order:
            case BanOrder(kind=BanKind.AUTHOR, author=author, domain=None, range=None) if author is not None:
                record = self._record(author, order.site)
                return replace(ban, author=author), Reach(authors=1, approved=int(record.history.approved > 0))
            case BanOrder(kind=BanKind.DOMAIN, author=author, domain=None, range=None) if author is not None:
                key = self._record(author, order.site).domain_key
                if key is None:
                    raise MalformedRequest("no-domain", parameter="author")
                return self._of_domain(replace(ban, author=author), key)
            case BanOrder(kind=BanKind.DOMAIN, author=None, domain=str(typed), range=None):
                domain = self.domains.read(typed)
                return self._of_domain(replace(ban, domain=domain), self.domains.key(order.site, domain))
            case BanOrder(kind=BanKind.RANGE, author=None, domain=None, range=str(typed)):
                if sum(one.until is None or one.until > now for one in site.banned_ranges) >= MOST_RANGES:
                    raise MalformedRequest("too-many", parameter="range")
                return replace(ban, range=str(read_range(typed))), Reach()
        raise MalformedRequest("missing", parameter=order.kind)

    def _record(self, author: AuthorId, site: SiteId) -> AuthorRecord:
        """Return what is known of an author of a site."""
        record = self.authors.record(author)
        if record.site != site:
            raise UnknownAuthor(author)
        return record

    def _of_domain(self, ban: Ban, key: bytes) -> tuple[Ban, Reach]:
        """Return the ban of a domain known by its key, and whom it meets."""
        authors, approved = self.authors.at_domain(ban.site, key)
        shared = any(self.domains.key(ban.site, domain) == key for domain in SHARED_DOMAINS)
        return replace(ban, domain_key=key), Reach(authors=authors, approved=approved, shared=shared)


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftBan:
    """End a ban before its time."""

    clock: Clock
    bans: Bans
    events: Events
    transaction: Transaction

    def __call__(self, number: BanId, moderator: Moderator) -> None:
        """Lift a ban.

        Raises:
            NotAllowed: The moderator may not decide there.
            UnknownBan: There is none, it is not open to the moderator, or it was lifted before.
        """
        moderator.require(Scope.DECIDE)
        ban = self.bans.get(number)
        if not moderator.opens(ban.site):
            raise UnknownBan(number)
        moderator.require(Scope.DECIDE, ban.site)
        now = self.clock.now()
        with self.transaction():
            if not self.bans.lift(ban, now):
                raise UnknownBan(number)
            self.events.append(_event(EventKind.BAN_LIFTED, ban, moderator, now))


@dataclass(frozen=True, slots=True, kw_only=True)
class ListBans:
    """One page of the bans of a site that hold."""

    clock: Clock
    sites: Sites
    bans: Bans

    def __call__(
        self, site: SiteId | None, after: tuple[datetime, BanId] | None, limit: int, moderator: Moderator
    ) -> tuple[tuple[Ban, ...], tuple[datetime, BanId] | None]:
        """Return bans, newest first, and the place to go on from (``None`` at the end).

        Raises:
            NotAllowed: The moderator may not read there.
            MalformedRequest: No site is named, and several are open.
            UnknownSite: There is no such site, or it is not open to the moderator.
        """
        moderator.require(Scope.READ)
        wanted = moderator.site_of(site)
        if wanted is None:
            raise MalformedRequest("missing", parameter="site")
        moderator.require(Scope.READ, wanted)
        self.sites.get(wanted)
        limit = max(1, min(limit, MAX_LIMIT))
        found = self.bans.holding(wanted, self.clock.now(), after, limit + 1)
        if len(found) <= limit:
            return found, None
        return found[:limit], (found[limit - 1].at, found[limit - 1].id)


def _event(kind: EventKind, ban: Ban, moderator: Moderator, at: datetime) -> Event:
    """Return the line of the log about a ban. It says neither who nor which domain or range: the ban's row does."""
    return Event(
        kind=kind,
        site=ban.site,
        comment=None,
        at=at,
        actor=moderator.actor,
        details={
            "ban": str(ban.id),
            "kind": ban.kind,
            "until": None if ban.until is None else ban.until.isoformat(),
            "told": ban.told,
        },
    )
