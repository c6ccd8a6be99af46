"""The storage ports in memory, over one shared store: as the SQL ones behave, without SQL."""

# ruff: noqa: ARG002 - as in the ports' signatures, though nothing here reads the time
from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from service.domain.author import AuthorId, SealedEmail
from service.domain.errors import StaleSettings, UnknownSite, UnknownToken
from service.domain.page import Page, PageKey
from service.use_cases.event_log import LogLine
from service.use_cases.repositories import Answer, KeyTaken
from tests.memory_campaigns import MemoryCampaigns
from tests.memory_comments import MemoryComments
from tests.memory_store import KnownAuthor, MemoryStore

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime, timedelta

    from service.domain.comment import Comment, CommentId
    from service.domain.event import Event
    from service.domain.site import Site, SiteId
    from service.domain.token import Token, TokenId

__all__ = [
    "MemoryAnswers",
    "MemoryAuthors",
    "MemoryCampaigns",
    "MemoryComments",
    "MemoryCursors",
    "MemoryEvents",
    "MemoryPages",
    "MemorySettledEvents",
    "MemorySites",
    "MemoryStore",
    "MemoryTokens",
]


@dataclass(frozen=True, slots=True)
class MemorySites:
    store: MemoryStore

    def get(self, site: SiteId) -> Site:
        if site not in self.store.sites:
            raise UnknownSite(site)
        return self.store.sites[site]

    def all(self) -> tuple[Site, ...]:
        return tuple(sorted(self.store.sites.values(), key=lambda site: site.id))

    def add(self, site: Site) -> None:
        assert site.id not in self.store.sites, "a site's name is unique"
        self.store.sites[site.id] = site

    def change(self, site: Site) -> None:
        stored = self.store.sites.get(site.id)
        if stored is None or stored.version + 1 != site.version:
            raise StaleSettings
        self.store.sites[site.id] = site


@dataclass(frozen=True, slots=True)
class MemoryPages:
    store: MemoryStore

    def find(self, site: SiteId, key: PageKey) -> Page:
        if site not in self.store.sites:
            raise UnknownSite(site)
        return self.store.pages.get((site, key), Page(key=key))

    def note(self, site: SiteId, page: Page, *, published: int) -> None:
        known = self.store.pages.get((site, page.key), Page(key=page.key))
        self.store.pages[site, page.key] = replace(
            known,
            title=known.title or page.title,
            approved=known.approved + published,
            version=known.version + (published != 0),
        )

    def recount(self, published: Mapping[tuple[SiteId, PageKey], int]) -> None:
        for page, change in published.items():
            known = self.store.pages[page]
            self.store.pages[page] = replace(known, approved=known.approved + change, version=known.version + 1)

    def close(self, site: SiteId, key: PageKey, *, closed: bool) -> None:
        self.store.pages[site, key] = replace(self.store.pages.get((site, key), Page(key=key)), closed=closed)


@dataclass(frozen=True, slots=True)
class MemoryAuthors:
    store: MemoryStore

    def note(self, site: SiteId, email: SealedEmail, at: datetime, *, approved: int) -> AuthorId:
        ids = (one for one, known in self.store.authors.items() if (known.site, known.email.key) == (site, email.key))
        author = next(ids, AuthorId(UUID(int=len(self.store.authors) + 1)))
        known = self.store.authors.get(author, KnownAuthor(site=site, email=email, first_seen_at=at))
        history = replace(known.history, seen=known.history.seen + 1, approved=known.history.approved + approved)
        email = replace(known.email, domain_key=email.domain_key)
        self.store.authors[author] = replace(known, history=history, email=email)
        return author

    def count_approved(self, changes: Mapping[AuthorId, int]) -> None:
        for author, change in changes.items():
            known = self.store.authors[author]
            history = replace(known.history, approved=known.history.approved + change)
            self.store.authors[author] = replace(known, history=history)

    def sealed(self, author: AuthorId) -> bytes:
        return self.store.authors[author].email.box

    def claim_mail(self, author: AuthorId, at: datetime, interval: timedelta) -> bool:
        known = self.store.authors[author]
        if known.history.confirmed or (known.mailed_at is not None and known.mailed_at > at - interval):
            return False
        self.store.authors[author] = replace(known, mailed_at=at)
        return True

    def release_mail(self, author: AuthorId) -> None:
        self.store.authors[author] = replace(self.store.authors[author], mailed_at=None)

    def confirm(self, author: AuthorId, at: datetime) -> bool:
        known = self.store.authors[author]
        self.store.authors[author] = replace(known, history=replace(known.history, confirmed=True))
        return not known.history.confirmed


@dataclass(frozen=True, slots=True)
class MemoryEvents:
    store: MemoryStore

    def append(self, *events: Event) -> None:
        for event in events:
            self.store.events.append(event)

    def of_comment(self, site: SiteId, comment: CommentId) -> tuple[Event, ...]:
        return tuple(event for event in self.store.events if (event.site, event.comment) == (site, comment))

    def latest(self, comments: Iterable[Comment]) -> Mapping[CommentId, Event]:
        about = {(comment.site, comment.id) for comment in comments}
        return {
            event.comment: event
            for event in self.store.events
            if event.comment is not None and (event.site, event.comment) in about and "version" in event.details
        }


@dataclass(frozen=True, slots=True)
class MemorySettledEvents:
    """All of the log is settled: there is one writer."""

    store: MemoryStore

    def after(self, line: int, limit: int) -> tuple[LogLine, ...]:
        lines = enumerate(self.store.events[line : line + limit], start=line + 1)
        return tuple(LogLine(id=number, event=event) for number, event in lines)


@dataclass(frozen=True, slots=True)
class MemoryCursors:
    store: MemoryStore

    def get(self, name: str) -> int:
        return self.store.cursors.get(name, 0)

    def move(self, name: str, line: int) -> None:
        self.store.cursors[name] = line


@dataclass(frozen=True, slots=True)
class MemoryAnswers:
    store: MemoryStore

    def find(self, site: SiteId, key: str) -> Answer | None:
        found = self.store.answers.get((site, key))
        return found[0] if found else None

    def remember(self, site: SiteId, key: str, answer: Answer, at: datetime) -> None:
        if (site, key) in self.store.answers:
            raise KeyTaken
        self.store.answers[site, key] = (answer, at)

    def forget_before(self, at: datetime) -> int:
        old = [name for name, (_, remembered_at) in self.store.answers.items() if remembered_at < at]
        for name in old:
            del self.store.answers[name]
        return len(old)


@dataclass(frozen=True, slots=True)
class MemoryTokens:
    store: MemoryStore

    def find(self, secret_hash: bytes) -> Token | None:
        return self.store.tokens.get(secret_hash)

    def all(self) -> tuple[Token, ...]:
        return tuple(sorted(self.store.tokens.values(), key=lambda token: (token.created_at, token.id), reverse=True))

    def add(self, token: Token, secret_hash: bytes) -> None:
        assert secret_hash not in self.store.tokens, "a secret is unique"
        self.store.tokens[secret_hash] = token

    def listed(self, within: frozenset[SiteId] | None, before: TokenId | None, limit: int) -> tuple[Token, ...]:
        found = [one for one in self.store.tokens.values() if within is None or one.site in within]
        older = [one for one in found if before is None or one.id < before]
        return tuple(sorted(older, key=lambda token: token.id, reverse=True)[:limit])

    def get(self, token: TokenId) -> Token:
        for stored in self.store.tokens.values():
            if stored.id == token:
                return stored
        raise UnknownToken

    def revoke(self, token: TokenId, at: datetime) -> bool:
        for secret_hash, stored in self.store.tokens.items():
            if stored.id == token and stored.revoked_at is None:
                self.store.tokens[secret_hash] = replace(stored, revoked_at=at)
                return True
        return False


if TYPE_CHECKING:
    from service.use_cases import event_log, repositories
    from service.use_cases.campaigns import Campaigns

    # Each keeps its port's promise as far as types can tell.
    _: tuple[
        repositories.Transaction,
        repositories.Sites,
        repositories.Pages,
        repositories.Authors,
        repositories.Comments,
        event_log.Events,
        repositories.Answers,
        repositories.Tokens,
        event_log.SettledEvents,
        event_log.Cursors,
        Campaigns,
    ] = (
        MemoryStore().transaction,
        MemorySites(MemoryStore()),
        MemoryPages(MemoryStore()),
        MemoryAuthors(MemoryStore()),
        MemoryComments(MemoryStore()),
        MemoryEvents(MemoryStore()),
        MemoryAnswers(MemoryStore()),
        MemoryTokens(MemoryStore()),
        MemorySettledEvents(MemoryStore()),
        MemoryCursors(MemoryStore()),
        MemoryCampaigns(MemoryStore()),
    )
