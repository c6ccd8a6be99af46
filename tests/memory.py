"""The storage ports in memory, over one shared store: as the SQL ones behave, without SQL."""

# ruff: noqa: ARG002 - as in the ports' signatures, though nothing here reads the time
from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from uuid import UUID

from service.domain.author import STRANGER, AuthorHistory, AuthorId, SealedEmail
from service.domain.errors import StaleDecision, UnknownComment, UnknownSite
from service.domain.lifecycle import State
from service.domain.page import Page, PageKey
from service.use_cases.queue import QueueItem, QueueOrder, QueueQuery
from service.use_cases.repositories import Answer, DuplicateText, KeyTaken, LogLine, Surroundings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, timedelta

    from service.domain.comment import Comment, CommentId
    from service.domain.event import Event
    from service.domain.site import Site, SiteId
    from service.domain.token import Token, TokenId


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAuthor:
    site: SiteId
    email: SealedEmail
    history: AuthorHistory = STRANGER
    mailed_at: datetime | None = None


@dataclass(slots=True)
class MemoryStore:
    """What is stored. Every value is immutable, so that a shallow copy of each table is a savepoint."""

    sites: dict[SiteId, Site] = field(default_factory=dict)
    pages: dict[tuple[SiteId, PageKey], Page] = field(default_factory=dict)
    authors: dict[AuthorId, KnownAuthor] = field(default_factory=dict)
    comments: dict[CommentId, Comment] = field(default_factory=dict)
    fingerprints: set[tuple[SiteId, PageKey, bytes]] = field(default_factory=set)
    events: list[Event] = field(default_factory=list)
    answers: dict[tuple[SiteId, str], tuple[Answer, datetime]] = field(default_factory=dict)
    tokens: dict[bytes, Token] = field(default_factory=dict)
    cursors: dict[str, int] = field(default_factory=dict)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        before = {name: getattr(self, name).copy() for name in self.__slots__}
        try:
            yield
        except BaseException:
            for name, table in before.items():
                setattr(self, name, table)
            raise


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
            raise StaleDecision
        self.store.sites[site.id] = site


@dataclass(frozen=True, slots=True)
class MemoryPages:
    store: MemoryStore

    def get(self, site: SiteId, key: PageKey) -> Page | None:
        return self.store.pages.get((site, key))

    def note(self, site: SiteId, page: Page, *, published: int) -> None:
        known = self.store.pages.get((site, page.key), Page(key=page.key))
        self.store.pages[site, page.key] = replace(
            known,
            title=known.title or page.title,
            approved=known.approved + published,
            version=known.version + (published != 0),
        )

    def close(self, site: SiteId, key: PageKey, *, closed: bool) -> None:
        self.store.pages[site, key] = replace(self.store.pages.get((site, key), Page(key=key)), closed=closed)


@dataclass(frozen=True, slots=True)
class MemoryAuthors:
    store: MemoryStore

    def note(self, site: SiteId, email: SealedEmail, at: datetime, *, approved: int) -> AuthorId:
        ids = (one for one, known in self.store.authors.items() if (known.site, known.email.key) == (site, email.key))
        author = next(ids, AuthorId(UUID(int=len(self.store.authors) + 1)))
        known = self.store.authors.get(author, KnownAuthor(site=site, email=email))
        history = replace(known.history, seen=known.history.seen + 1, approved=known.history.approved + approved)
        self.store.authors[author] = replace(known, history=history)
        return author

    def count_approved(self, author: AuthorId, change: int) -> None:
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
class MemoryComments:
    store: MemoryStore

    def surroundings(
        self, site: SiteId, page: PageKey, parent: CommentId | None, author_key: bytes | None, fingerprint: bytes
    ) -> Surroundings:
        above = self.store.comments.get(parent) if parent else None
        known = (known for known in self.store.authors.values() if (known.site, known.email.key) == (site, author_key))
        return Surroundings(
            page=self.store.pages.get((site, page)),
            parent_public=above is not None and (above.site, above.page, above.state) == (site, page, State.APPROVED),
            author=next((author.history for author in known), STRANGER),
            duplicate=(site, page, fingerprint) in self.store.fingerprints,
        )

    def add(self, comment: Comment, fingerprint: bytes | None) -> None:
        assert (comment.site, comment.page) in self.store.pages, "its page must be known"
        assert comment.author is None or comment.author in self.store.authors, "its author must be known"
        assert comment.id not in self.store.comments, "an id is unique"
        if fingerprint is not None:
            mark = (comment.site, comment.page, fingerprint)
            if mark in self.store.fingerprints:
                raise DuplicateText
            self.store.fingerprints.add(mark)
        self.store.comments[comment.id] = comment

    def get(self, comment: CommentId) -> Comment:
        if comment not in self.store.comments:
            raise UnknownComment(comment)
        return self.store.comments[comment]

    def decide(self, comment: Comment) -> None:
        stored = self.store.comments.get(comment.id)
        if stored is None or stored.version + 1 != comment.version:
            raise StaleDecision
        self.store.comments[comment.id] = replace(
            stored, state=comment.state, state_before_trash=comment.state_before_trash, version=comment.version
        )

    def public(
        self, site: SiteId, page: PageKey, after: tuple[datetime, CommentId] | None, limit: int
    ) -> tuple[Comment, ...]:
        found = (
            comment
            for comment in self.store.comments.values()
            if (comment.site, comment.page, comment.state) == (site, page, State.APPROVED)
            and (after is None or (comment.created_at, comment.id) > after)
        )
        return tuple(sorted(found, key=lambda comment: (comment.created_at, comment.id))[:limit])

    def queue(self, query: QueueQuery) -> tuple[QueueItem, ...]:
        found = [
            self._item(comment)
            for comment in self.store.comments.values()
            if comment.state is query.state
            and query.site in {None, comment.site}
            and all(word in comment.folded for word in query.text.split())
        ]
        downwards = query.order in {QueueOrder.NEWEST, QueueOrder.LIKELY_SPAM}

        def place(item: QueueItem) -> tuple[float, CommentId]:
            return _place(item.place(query.order).value), item.id

        found.sort(key=place, reverse=downwards)
        if query.after is not None:
            after = (_place(query.after.value), query.after.comment)
            found = [item for item in found if (place(item) < after if downwards else place(item) > after)]
        return tuple(found[: query.limit])

    def item(self, comment: CommentId) -> QueueItem:
        return self._item(self.get(comment))

    def _item(self, comment: Comment) -> QueueItem:
        return QueueItem(
            id=comment.id,
            site=comment.site,
            page=comment.page,
            page_title=self.store.pages[comment.site, comment.page].title,
            parent=comment.parent,
            name=comment.name,
            url=comment.url,
            author=self.store.authors[comment.author].history if comment.author else STRANGER,
            text=comment.text,
            language=comment.language,
            state=comment.state,
            version=comment.version,
            spam_probability=comment.spam_probability,
            model=comment.model,
            rule=comment.rule,
            created_at=comment.created_at,
        )


def _place(value: datetime | float) -> float:
    """Return a place's value as a number, so that the two kinds sort alike."""
    return value if isinstance(value, float | int) else value.timestamp()


@dataclass(frozen=True, slots=True)
class MemoryEvents:
    store: MemoryStore

    def append(self, event: Event) -> None:
        self.store.events.append(event)

    def of_comment(self, site: SiteId, comment: CommentId) -> tuple[Event, ...]:
        return tuple(event for event in self.store.events if (event.site, event.comment) == (site, comment))


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

    def revoke(self, token: TokenId, at: datetime) -> bool:
        for secret_hash, stored in self.store.tokens.items():
            if stored.id == token and stored.revoked_at is None:
                self.store.tokens[secret_hash] = replace(stored, revoked_at=at)
                return True
        return False


if TYPE_CHECKING:
    from service.use_cases import repositories

    # Each keeps its port's promise as far as types can tell.
    _: tuple[
        repositories.Transaction,
        repositories.Sites,
        repositories.Pages,
        repositories.Authors,
        repositories.Comments,
        repositories.Events,
        repositories.Answers,
        repositories.Tokens,
        repositories.SettledEvents,
        repositories.Cursors,
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
    )
