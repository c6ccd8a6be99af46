"""What the use cases need of storage. Nothing here commits; ``Transaction`` does."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime, timedelta

    from service.domain.author import AuthorHistory, AuthorId, SealedEmail
    from service.domain.ban import BanKind
    from service.domain.comment import Comment, CommentId
    from service.domain.kept_evidence import KeptEvidence
    from service.domain.page import Page, PageKey
    from service.domain.site import Site, SiteId
    from service.domain.token import Token, TokenId
    from service.use_cases.queue import QueueItem, QueuePart, QueueQuery


class Transaction(Protocol):
    """All or nothing: everything stored inside one, or none of it."""

    def __call__(self) -> AbstractContextManager[None]:
        """Begin; commit at the end; roll back if anything is raised.

        Raises:
            StorageUnavailable: The database cannot take it now.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A submission, as far as it is looked up what it meets.

    Attributes:
        site: Where it came.
        page: On which page.
        parent: What it answers, if anything.
        email: Its author's address, if there is one.
        fingerprint: Digest of what it says.
        at: When it came: a ban may be over by then.
    """

    site: SiteId
    page: PageKey
    parent: CommentId | None
    email: SealedEmail | None
    fingerprint: bytes
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a submission meets on its page.

    Attributes:
        page: The page, ``None`` if nobody commented there yet.
        parent_public: Whether the parent is a public comment of the page (false if there is no such comment).
        author: What is known of the author.
        duplicate: Whether a comment that reads the same stands on the page, whatever its state.
        bans: What holds against the author or the address's domain, and whether it is told.
    """

    page: Page | None
    parent_public: bool
    author: AuthorHistory
    duplicate: bool
    bans: Mapping[BanKind, bool] = field(default_factory=dict)


class DuplicateText(Exception):
    """Another comment that reads the same reached the page in the meantime."""


class KeyTaken(Exception):
    """Another request with the same idempotency key came first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was answered to a request with an idempotency key.

    Attributes:
        body: Keyed digest of the request.
        comment: The comment it made.
        public: Whether the answer said that it is public.
    """

    body: bytes
    comment: CommentId
    public: bool


class Sites(Protocol):
    """The sites."""

    def get(self, site: SiteId) -> Site:
        """Return a site.

        Raises:
            UnknownSite: There is none of that name.
        """
        ...

    def all(self) -> tuple[Site, ...]:
        """Return every site, by name."""
        ...

    def add(self, site: Site) -> None:
        """Store a new site."""
        ...

    def change(self, site: Site) -> None:
        """Store a site whose version is one more than what is stored.

        Raises:
            StaleSettings: It is not: somebody else changed it.
        """
        ...


class Pages(Protocol):
    """The pages of sites."""

    def find(self, site: SiteId, key: PageKey) -> Page:
        """Return a page, in one round trip; one that nobody commented on has version 0.

        Raises:
            UnknownSite: There is no such site.
        """
        ...

    def note(self, site: SiteId, page: Page, *, published: int) -> None:
        """Make the page known if it is not, and add *published* (-1, 0 or 1) to what is public there.

        A title already stored stays: the first one wins. The version grows where *published* is not 0.
        """
        ...

    def recount(self, published: Mapping[tuple[SiteId, PageKey], int]) -> None:
        """Add to what is public on known pages whose comments changed; their versions grow in any case."""
        ...

    def close(self, site: SiteId, key: PageKey, *, closed: bool) -> None:
        """Close or open a page, making it known if it is not."""
        ...


class Authors(Protocol):
    """Who commented, by the blind index of the address."""

    def note(self, site: SiteId, email: SealedEmail, at: datetime, *, approved: int) -> AuthorId:
        """Count a comment of an author, known or new, and return who it is."""
        ...

    def count_approved(self, changes: Mapping[AuthorId, int]) -> None:
        """Add to the numbers of approved comments of known authors."""
        ...

    def sealed(self, author: AuthorId) -> bytes:
        """Return the sealed box of the author's address."""
        ...

    def claim_mail(self, author: AuthorId, at: datetime, interval: timedelta) -> bool:
        """Claim the confirmation mail of an interval; false if the address had one since, or is proved."""
        ...

    def release_mail(self, author: AuthorId) -> None:
        """Give a claimed mail back that could not be sent."""
        ...

    def confirm(self, author: AuthorId, at: datetime) -> bool:
        """Note that the address was proved; return whether that is news."""
        ...


class Comments(Protocol):
    """The comments."""

    def surroundings(self, arrival: Arrival) -> Surroundings:
        """Return what a submission meets."""
        ...

    def add(self, comment: Comment, fingerprint: bytes | None, evidence: KeptEvidence | None = None) -> None:
        """Store a new comment; its page and author must be known.

        Args:
            comment: The comment.
            fingerprint: Digest of what it says, or ``None`` for one already judged a duplicate.
            evidence: What the rules looked at; ``None`` where none did.

        Raises:
            DuplicateText: The page has a comment with that fingerprint.
        """
        ...

    def get(self, comment: CommentId) -> Comment:
        """Return a comment.

        Raises:
            UnknownComment: There is none of that id.
        """
        ...

    def locked(self, comments: Iterable[CommentId]) -> Mapping[CommentId, Comment]:
        """Return those of some comments that there are; nobody else decides them until the transaction ends."""
        ...

    def decide(self, *comments: Comment) -> None:
        """Store the state of comments whose versions are one more than what is stored (compare and swap).

        Raises:
            StaleDecision: One is not: somebody decided in the meantime. The transaction must not be committed.
        """
        ...

    def public(
        self, site: SiteId, page: PageKey, after: tuple[datetime, CommentId] | None, limit: int
    ) -> tuple[Comment, ...]:
        """Return public comments of a page, oldest first, after a place in that order, *limit* at most."""
        ...

    def queue(self, query: QueueQuery) -> QueuePart:
        """Return comments as moderators see them, in the query's order, ``query.limit`` at most."""
        ...

    def items(
        self, comments: Sequence[CommentId], *, within: frozenset[SiteId] | None, now: datetime
    ) -> tuple[QueueItem, ...]:
        """Return those of some comments that there are as :meth:`item` does, in the order given."""
        ...

    def item(
        self, comment: CommentId, *, within: frozenset[SiteId] | None = None, now: datetime | None = None
    ) -> QueueItem:
        """Return one comment as moderators see it.

        Args:
            comment: Which.
            within: Of its campaign, the part on these sites counts (``None``: all of it).
            now: The claim that holds then is shown (``None``: no claim).

        Raises:
            UnknownComment: There is none of that id.
        """
        ...


class Answers(Protocol):
    """What was answered under idempotency keys."""

    def find(self, site: SiteId, key: str) -> Answer | None:
        """Return what was answered to *key*, ``None`` if it is new."""
        ...

    def remember(self, site: SiteId, key: str, answer: Answer, at: datetime) -> None:
        """Store an answer.

        Raises:
            KeyTaken: The key is not new.
        """
        ...

    def forget_before(self, at: datetime) -> int:
        """Delete older answers; return how many."""
        ...


class Tokens(Protocol):
    """Moderators' tokens, by the hash of their secret."""

    def find(self, secret_hash: bytes) -> Token | None:
        """Return the token of that hash, revoked ones too."""
        ...

    def all(self) -> tuple[Token, ...]:
        """Return every token, newest first."""
        ...

    def add(self, token: Token, secret_hash: bytes) -> None:
        """Store a new token."""
        ...

    def revoke(self, token: TokenId, at: datetime) -> bool:
        """Let a token open nothing from now on; return whether it did before."""
        ...
