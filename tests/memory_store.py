"""What is stored in memory, and the transaction around it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from service.domain.author import STRANGER, AuthorHistory, AuthorId, SealedEmail

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from service.domain.act import Act, ActId, ActItem
    from service.domain.alarm import Alarm, AlarmKind
    from service.domain.ban import Ban, BanId
    from service.domain.campaign import CampaignId
    from service.domain.campaign_order import CampaignOrder
    from service.domain.comment import Comment, CommentId
    from service.domain.event import Event
    from service.domain.kept_evidence import KeptEvidence
    from service.domain.page import Page, PageKey
    from service.domain.person import Person, PersonId
    from service.domain.session import NewSession
    from service.domain.site import Site, SiteId
    from service.domain.token import Token
    from service.use_cases.answer_once import KeptAnswer
    from service.use_cases.bulk import Bulk, BulkId
    from service.use_cases.model_registry import Activation, Artefact, StoredModel
    from service.use_cases.repositories import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAuthor:
    site: SiteId
    email: SealedEmail
    history: AuthorHistory = STRANGER
    mailed_at: datetime | None = None
    first_seen_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPerson:
    person: Person
    password: str | None = None
    invitation: bytes | None = None
    account: bytes | None = None


@dataclass(slots=True)
class MemoryStore:
    """What is stored. Every value is immutable, so that a shallow copy of each table is a savepoint."""

    sites: dict[SiteId, Site] = field(default_factory=dict)
    pages: dict[tuple[SiteId, PageKey], Page] = field(default_factory=dict)
    authors: dict[AuthorId, KnownAuthor] = field(default_factory=dict)
    comments: dict[CommentId, Comment] = field(default_factory=dict)
    evidence: dict[CommentId, KeptEvidence] = field(default_factory=dict)
    fingerprints: set[tuple[SiteId, PageKey, bytes]] = field(default_factory=set)
    events: list[Event] = field(default_factory=list)
    answers: dict[tuple[SiteId, str], tuple[Answer, datetime]] = field(default_factory=dict)
    write_answers: dict[tuple[str, str], tuple[KeptAnswer, datetime]] = field(default_factory=dict)
    tokens: dict[bytes, Token] = field(default_factory=dict)
    people: dict[PersonId, KnownPerson] = field(default_factory=dict)
    sessions: dict[bytes, tuple[NewSession, datetime]] = field(default_factory=dict)
    cursors: dict[str, int] = field(default_factory=dict)
    alarms: dict[tuple[SiteId | None, AlarmKind], Alarm] = field(default_factory=dict)
    models: dict[str, tuple[StoredModel, Artefact]] = field(default_factory=dict)
    activations: list[Activation] = field(default_factory=list)
    bans: dict[BanId, Ban] = field(default_factory=dict)
    bands: set[tuple[int, CampaignId]] = field(default_factory=set)
    acts: dict[ActId, Act] = field(default_factory=dict)
    act_items: dict[tuple[ActId, CommentId], ActItem] = field(default_factory=dict)
    bulks: dict[BulkId, Bulk] = field(default_factory=dict)
    bulk_items: dict[tuple[BulkId, CommentId], int] = field(default_factory=dict)
    orders: dict[tuple[SiteId, CampaignId], CampaignOrder] = field(default_factory=dict)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        before = {name: getattr(self, name).copy() for name in self.__slots__}
        try:
            yield
        except BaseException:
            for name, table in before.items():
                setattr(self, name, table)
            raise
