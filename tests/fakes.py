"""Fakes of the ports, storage apart, and builders of what tests submit. Each is as simple as its port's promise."""

# ruff: noqa: ARG002 - a fake has its port's signature, whatever it needs of it
from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from service.domain.author import AuthorId, SealedEmail
from service.domain.comment import CommentId
from service.domain.errors import ClassifierUnavailable, TooManyComments, UnknownReceipt
from service.domain.explanation import Explanation, Part
from service.domain.fields import Field, FieldFault
from service.domain.page import PageKey
from service.domain.site import Site, SiteId
from service.domain.submission import Submission
from service.use_cases.attempt import Attempt
from service.use_cases.ports import InvalidEmail
from tests.everywhere import Everywhere

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from service.domain.errors import ModerationError
    from service.domain.fields import FieldProblem
    from service.use_cases import ports

NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
"""When the frozen clock was stopped."""


@dataclass(slots=True)
class FrozenClock:
    """A clock that moves only when it is told to."""

    time: datetime = NOON

    def now(self) -> datetime:
        return self.time

    def advance(self, by: timedelta) -> None:
        self.time += by


@dataclass(slots=True)
class CountedIds:
    """Ids in order: 1, 2, 3 …"""

    last: int = 0

    def __call__(self) -> CommentId:
        self.last += 1
        return CommentId(UUID(int=self.last))


@dataclass(frozen=True, slots=True)
class FixedClassifier(Everywhere):
    """A classifier of one opinion. Its explanation adds up, as the port promises."""

    fixed: float = 0.01
    digest: str | None = "model-1"

    def probability(self, text: str, name: str, url: str | None) -> float:
        return self.fixed

    def explain(self, text: str, name: str, url: str | None) -> Explanation:
        log_odds = math.log(self.fixed / (1 - self.fixed))
        return Explanation(
            bias=-1.0, parts=(Part(text, log_odds + 1.0),), probability=self.fixed, model=self.digest or ""
        )

    def check(self) -> None:
        """Is as well as it can be."""


@dataclass(frozen=True, slots=True)
class SilentClassifier(Everywhere):
    """A classifier that cannot judge."""

    digest: str | None = None

    def probability(self, text: str, name: str, url: str | None) -> float:
        raise ClassifierUnavailable

    def explain(self, text: str, name: str, url: str | None) -> Explanation:
        raise ClassifierUnavailable

    def check(self) -> None:
        raise ClassifierUnavailable


@dataclass(frozen=True, slots=True, kw_only=True)
class Meanwhile(FixedClassifier):
    """An opinion during which something else happens: the classifier works outside the transaction."""

    happens: Callable[[], object]

    def probability(self, text: str, name: str, url: str | None) -> float:
        self.happens()
        return self.fixed


def plain_fold(text: str) -> str:
    """Fold no more than case, so that a test sees what it compares."""
    return text.lower()


def plain_markup(text: str) -> str:
    """Escape what must be, and make one paragraph."""
    return "<p>" + text.replace("&", "&amp;").replace("<", "&lt;") + "</p>"


@dataclass(frozen=True, slots=True)
class PlainSealer:
    """Keeps the address readable, so that a test can find it; refuses what has no ``@``."""

    disposable: frozenset[str] = frozenset({"sekali-pakai.example"})

    def seal(self, site: SiteId, address: str) -> SealedEmail:
        name, at, domain = address.rpartition("@")
        if not at or not name:
            raise InvalidEmail(FieldFault.INVALID_EMAIL)
        if domain == "localhost":
            raise InvalidEmail(FieldFault.RESERVED_DOMAIN)
        return SealedEmail(
            key=f"{site}:{address.lower()}".encode(),
            box=address.encode(),
            disposable=domain in self.disposable,
            domain_key=repr(("domain", (site, domain))).encode(),
        )


@dataclass(frozen=True, slots=True)
class PlainOpener:
    """Opens what :class:`PlainSealer` sealed."""

    def open(self, box: bytes) -> str:
        if b"@" not in box:
            raise ValueError("not sealed here")
        return box.decode()


def plain_hash(purpose: str, *parts: str) -> bytes:
    """Return the parts themselves: nothing collides, and nothing is hidden."""
    return repr((purpose, parts)).encode()


@dataclass(frozen=True, slots=True)
class PlainStamps:
    """Stamps that anyone could read; one of another site or page is none."""

    clock: ports.Clock

    def issue(self, site: SiteId, page: PageKey) -> str:
        return f"{self.clock.now().isoformat()} {site} {page}"

    def age(self, site: SiteId, page: PageKey, stamp: str) -> timedelta | None:
        issued_at, _, place = stamp.partition(" ")
        return self.clock.now() - datetime.fromisoformat(issued_at) if place == f"{site} {page}" else None


@dataclass(frozen=True, slots=True)
class PlainReceipts:
    """Receipts that say what they are for."""

    def issue(self, site: SiteId, comment: CommentId) -> str:
        return f"{site}.{comment}"

    def read(self, site: SiteId, receipt: str) -> CommentId:
        for_site, dot, comment = receipt.partition(".")
        if not dot or for_site != site:
            raise UnknownReceipt
        return CommentId(UUID(comment))


@dataclass(frozen=True, slots=True)
class PlainLinks:
    """Confirmation links that say whose they are."""

    def issue(self, site: SiteId, author: AuthorId) -> str:
        return f"{site}.{author}"

    def read(self, site: SiteId, link: str) -> AuthorId:
        for_site, dot, author = link.partition(".")
        if not dot or for_site != site:
            raise UnknownReceipt
        return AuthorId(UUID(author))


@dataclass(slots=True)
class Outbox:
    """A mail server that keeps what it was given, or is away."""

    sent: list[tuple[str, SiteId, str]] = field(default_factory=list)
    away: bool = False

    def send(self, address: str, site: Site, link: str) -> None:
        if self.away:
            raise OSError("away")
        self.sent.append((address, site.id, link))


@dataclass(slots=True)
class CountingLimiter:
    """Takes so many submissions of a client, then no more."""

    allowed: int = 1000
    hits: dict[tuple[SiteId, str], int] = field(default_factory=dict)

    def hit(self, site: SiteId, client: str) -> None:
        self.hits[site, client] = self.hits.get((site, client), 0) + 1
        if self.hits[site, client] > self.allowed:
            raise TooManyComments(timedelta(seconds=60))


@dataclass(frozen=True, slots=True)
class PlainPhrasebook:
    """Says codes instead of sentences."""

    languages: tuple[str, ...] = ("en", "id")

    def title(self, error: ModerationError, language: str) -> str:
        return f"{language}: {error.code}"

    def problem(self, problem: FieldProblem, language: str) -> str:
        return f"{language}: {problem.code}"


DEMO = SiteId("demo")
ARTICLE = PageKey("/artikel/panen-kopi")


def a_site(**changes: Any) -> Site:  # noqa: ANN401 - any field of a site
    """Return a site that a test may change."""
    return replace(Site(id=DEMO, title="Kabar Demo", origins=("https://kabar.example",)), **changes)


def a_submission(**changes: Any) -> Submission:  # noqa: ANN401 - any field of a submission
    """Return a readable submission that a test may change."""
    plain = Submission(page=ARTICLE, name="Wayan", text="Panennya bagus tahun ini.", language="id")
    return replace(plain, **changes)


def fields(**changes: object) -> dict[Field, object]:
    """Return fields as they come in, changed by the names of :class:`Field` in lower case."""
    plain: dict[Field, object] = {
        Field.PAGE: ARTICLE,
        Field.NAME: "Wayan",
        Field.EMAIL: "wayan@surat.example",
        Field.TEXT: "Panennya bagus tahun ini.",
    }
    return plain | {Field[name.upper()]: value for name, value in changes.items()}


def an_attempt(*, site: SiteId = DEMO, key: str | None = None, origin: str | None = None, **changes: object) -> Attempt:
    """Return a request to store a comment; *changes* are to its fields."""
    return Attempt(
        site=site, fields=fields(**changes), language="id", client="192.0.2.7", origin=origin, own_origin="", key=key
    )


if TYPE_CHECKING:
    # Each fake keeps its port's promise as far as types can tell.
    _: tuple[
        ports.Clock,
        ports.CommentIds,
        ports.SpamClassifier,
        ports.SpamClassifier,
        ports.TextFolder,
        ports.Markup,
        ports.EmailSealer,
        ports.EmailOpener,
        ports.KeyedHasher,
        ports.FormStamps,
        ports.Receipts,
        ports.ConfirmationLinks,
        ports.ConfirmationMails,
        ports.RateLimiter,
        ports.Phrasebook,
    ] = (
        FrozenClock(),
        CountedIds(),
        FixedClassifier(),
        SilentClassifier(),
        plain_fold,
        plain_markup,
        PlainSealer(),
        PlainOpener(),
        plain_hash,
        PlainStamps(FrozenClock()),
        PlainReceipts(),
        PlainLinks(),
        Outbox(),
        CountingLimiter(),
        PlainPhrasebook(),
    )
