"""Bans and authors' records in memory."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from ipaddress import ip_network
from typing import TYPE_CHECKING

from service.domain.ban import BanKind, BannedRange
from service.domain.errors import MalformedRequest, UnknownAuthor, UnknownBan
from service.use_cases.show_author import AuthorRecord

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from service.domain.author import AuthorId
    from service.domain.ban import Ban, BanId
    from service.domain.site import SiteId
    from service.use_cases import ban_authors, show_author
    from service.use_cases.repositories import Arrival
    from tests.memory_store import MemoryStore


@dataclass(frozen=True, slots=True)
class PlainDomains:
    """Takes any domain with a dot, and hides none."""

    def read(self, typed: str) -> str:
        if "." not in typed:
            raise MalformedRequest("not-a-domain", parameter="domain")
        return typed.lower()

    def key(self, site: SiteId, domain: str) -> bytes:
        return repr(("domain", (site, domain))).encode()


@dataclass(frozen=True, slots=True)
class MemoryBans:
    store: MemoryStore

    def add(self, ban: Ban) -> None:
        self.store.bans[ban.id] = ban
        self._copy_ranges(ban, ban.at)

    def get(self, ban: BanId) -> Ban:
        if ban not in self.store.bans:
            raise UnknownBan(ban)
        return self.store.bans[ban]

    def lift(self, ban: Ban, at: datetime) -> bool:
        stored = self.store.bans[ban.id]
        if stored.lifted_at is not None:
            return False
        self.store.bans[ban.id] = replace(stored, lifted_at=at)
        self._copy_ranges(ban, at)
        return True

    def holding(self, site: SiteId, at: datetime, after: tuple[datetime, BanId] | None, limit: int) -> tuple[Ban, ...]:
        found = (ban for ban in _newest_first(self.store) if ban.site == site and ban.holds(at))
        return tuple([ban for ban in found if after is None or (ban.at, ban.id) < after][:limit])

    def _copy_ranges(self, ban: Ban, at: datetime) -> None:
        held = tuple(
            BannedRange(network=ip_network(one.range), until=one.until, told=one.told)
            for one in reversed(_newest_first(self.store))
            if one.site == ban.site and one.range is not None and one.holds(at)
        )
        self.store.sites[ban.site] = replace(self.store.sites[ban.site], banned_ranges=held)


@dataclass(frozen=True, slots=True)
class MemoryAuthorRecords:
    store: MemoryStore

    def record(self, author: AuthorId) -> AuthorRecord:
        if author not in self.store.authors:
            raise UnknownAuthor(author)
        known = self.store.authors[author]
        assert known.first_seen_at is not None, "an author is seen with a comment"
        comments = [comment for comment in self.store.comments.values() if comment.author == author]
        names = Counter(comment.name for comment in comments)
        return AuthorRecord(
            id=author,
            site=known.site,
            history=known.history,
            first_seen_at=known.first_seen_at,
            states=Counter(comment.state for comment in comments),
            names=tuple(sorted(names, key=lambda name: (-names[name], name))[:10]),
            domain_key=known.email.domain_key,
        )

    def bans(self, author: AuthorId, at: datetime) -> tuple[Ban, ...]:
        known = self.store.authors[author]
        return tuple(
            ban
            for ban in _newest_first(self.store)
            if ban.site == known.site and ban.holds(at) and _meets(ban, author, known.email.domain_key)
        )

    def trust(self, author: AuthorId, at: datetime | None) -> bool:
        known = self.store.authors[author]
        self.store.authors[author] = replace(known, history=replace(known.history, trusted=at is not None))
        return known.history.trusted != (at is not None)

    def at_domain(self, site: SiteId, key: bytes) -> tuple[int, int]:
        there = [one for one in self.store.authors.values() if (one.site, one.email.domain_key) == (site, key)]
        return len(there), sum(one.history.approved > 0 for one in there)


def bans_met(store: MemoryStore, arrival: Arrival, author: AuthorId | None) -> Mapping[BanKind, bool]:
    """Return the bans of an author and a domain that an arrival meets."""
    domain = arrival.email.domain_key if arrival.email else None
    met: dict[BanKind, bool] = {}
    for ban in store.bans.values():
        if ban.site == arrival.site and ban.holds(arrival.at) and _meets(ban, author, domain):
            met[ban.kind] = met.get(ban.kind, False) or ban.told
    return met


def _meets(ban: Ban, author: AuthorId | None, domain: bytes | None) -> bool:
    """Return whether a ban is of an author or a domain, where there is one."""
    if ban.kind is BanKind.AUTHOR:
        return author is not None and ban.author == author
    return domain is not None and ban.domain_key == domain


def _newest_first(store: MemoryStore) -> list[Ban]:
    """Return every ban."""
    return sorted(store.bans.values(), key=lambda ban: (ban.at, ban.id), reverse=True)


if TYPE_CHECKING:
    # Each keeps its port's promise as far as types can tell.
    def _(store: MemoryStore) -> tuple[ban_authors.Bans, show_author.AuthorRecords, ban_authors.MailDomains]:
        return MemoryBans(store), MemoryAuthorRecords(store), PlainDomains()
