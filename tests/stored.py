"""Values for tests of storage: two sites, and builders of what is stored there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from service.domain.aim import Aim
from service.domain.author import SealedEmail
from service.domain.comment import Comment, CommentId
from service.domain.event import Event, EventKind
from service.domain.fields import Field
from service.domain.lifecycle import State
from service.domain.page import Page, PageKey
from service.domain.policy import Mode, Policy
from service.domain.site import Site, SiteId
from service.use_cases.model_registry import Artefact, Kind, StoredModel
from service.use_cases.repositories import Arrival

if TYPE_CHECKING:
    from service.use_cases.repositories import Comments, Pages

DAWN = datetime(2026, 3, 14, 5, 30, 0, 123456, tzinfo=UTC)
"""When the first comment was written; each next one a minute later."""

DEMO = Site(id=SiteId("demo"), title="Kabar Pelabuhan")
HARBOUR = Site(
    id=SiteId("harbour"),
    title="Harbour News “Ü”",
    language="en",
    origins=("https://harbour.example", "http://localhost:8080"),
    required=frozenset({Field.TEXT, Field.EMAIL}),
    listed_pages_only=True,
    closed=True,
    policy=Policy(
        mode=Mode.PUBLISH_ALL_BUT_SPAM,
        spam_probability=0.75,
        doubtful_probability=0.1 + 0.2,
        links_allowed=0,
        fastest_form=timedelta(seconds=1, microseconds=500_000),
        blocked_names=("gratis sekali",),
        blocked_links=("spam.example",),
        blocked_words=("ramuan ajaib", "naga"),
        aim=Aim(read_per_day=20, cost_ratio=10, strangers=0.25, followed="2026-03-13"),
    ),
)
ARTICLE = Page(key=PageKey("/2026/feri-baru"), title="Feri baru berlayar")
ARTEFACT = Artefact(manifest=b'{"digest": "a"}', weights=bytes(range(256)))
RINA = SealedEmail(key=bytes(range(32)), box=b"a sealed box")


def comment_id(number: int) -> CommentId:
    return CommentId(UUID(int=number))


def a_comment(number: int = 1, **changes: Any) -> Comment:  # noqa: ANN401 - whatever a field takes
    """Return comment *number* with some fields changed."""
    values: dict[str, Any] = {
        "id": comment_id(number),
        "site": DEMO.id,
        "page": ARTICLE.key,
        "parent": None,
        "name": "Rina",
        "url": None,
        "author": None,
        "text": f"Komentar nomor {number} tentang feri.",
        "html": f"<p>Komentar nomor {number} tentang feri.</p>",
        "folded": f"rina\nkomentar nomor {number} tentang feri.",
        "language": "id",
        "state": State.PENDING,
        "spam_probability": 0.25,
        "model": "a-model",
        "rule": "first-comment",
        "created_at": DAWN + timedelta(minutes=number),
    }
    return Comment(**(values | changes))


def fingerprint(number: int) -> bytes:
    return number.to_bytes(32, "big")


def an_arrival(**changes: Any) -> Arrival:  # noqa: ANN401 - whatever a field takes
    """Return a submission of nobody to the article, with some fields changed."""
    values: dict[str, Any] = {
        "site": DEMO.id,
        "page": ARTICLE.key,
        "parent": None,
        "email": None,
        "fingerprint": fingerprint(1),
        "at": DAWN,
    }
    return Arrival(**(values | changes))


def an_event(number: int = 1, **changes: Any) -> Event:  # noqa: ANN401 - whatever a field takes
    """Return the event of comment *number* with some fields changed."""
    values: dict[str, Any] = {
        "kind": EventKind.COMMENT_SUBMITTED,
        "site": DEMO.id,
        "comment": comment_id(number),
        "at": DAWN + timedelta(minutes=number),
        "actor": "policy",
        "details": {"state": "pending", "spam_probability": 0.1 + 0.2, "model": None, "version": 1},
    }
    return Event(**(values | changes))


def a_model(**changes: Any) -> StoredModel:  # noqa: ANN401 - whatever a field takes
    """Return a stored model with some fields changed."""
    values: dict[str, Any] = {
        "digest": "a" * 64,
        "kind": Kind.TRAINED,
        "site": DEMO.id,
        "created_at": DAWN,
        "learned_through": 7,
        "report": {"spam": 30, "replay": {"chance": 0.1 + 0.2}, "refusals": []},
    }
    return StoredModel(**(values | changes))


def store(pages: Pages, comments: Comments, *new: Comment) -> None:
    """Store comments with their pages."""
    for comment in new:
        pages.note(comment.site, Page(key=comment.page, title="Feri baru berlayar"), published=0)
        comments.add(comment, None)
