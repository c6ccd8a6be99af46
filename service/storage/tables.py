"""The tables. Rows have no behaviour, and no column holds a plain address of any kind.

Every composite key begins with the site, and so does every index but those of the queue over all sites.
"""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID  # noqa: TC003 - SQLAlchemy reads the annotations when it runs

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql.functions import FunctionElement

from service.storage.append_only import append_only
from service.storage.database import Base, Identifier, Serial, Timestamp


class _CurrentTransaction(FunctionElement[int]):
    """The number of the running transaction, where the database numbers them."""

    inherit_cache = True
    type = BigInteger()


@compiles(_CurrentTransaction)
def _no_number(*_: object, **__: object) -> str:
    """SQLite has one writer at a time: the ids alone are in order."""
    return "0"


@compiles(_CurrentTransaction, "postgresql")
def _number(*_: object, **__: object) -> str:
    """Through text, since PostgreSQL casts xid8 to no number; it stays below 2^63 for ever."""
    return "(pg_current_xact_id()::text::bigint)"


class SiteRow(Base):
    """A site. Its lists and its policy are JSON: they are read whole and never searched."""

    __tablename__ = "site"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    origins: Mapped[list[str]] = mapped_column(JSON)
    required: Mapped[list[str]] = mapped_column(JSON)
    listed_pages_only: Mapped[bool]
    closed: Mapped[bool]
    policy: Mapped[dict[str, Any]] = mapped_column(JSON)
    version: Mapped[int]
    reasons: Mapped[list[dict[str, str]] | None] = mapped_column(JSON(none_as_null=True))
    banned_ranges: Mapped[str | None] = mapped_column(Text)


class PageRow(Base):
    """A page that somebody commented on, or that a site listed."""

    __tablename__ = "page"
    __table_args__ = (UniqueConstraint("site_id", "key"), UniqueConstraint("site_id", "id"))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    site_id: Mapped[str] = mapped_column(ForeignKey("site.id"))
    key: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    closed: Mapped[bool]
    approved: Mapped[int]
    version: Mapped[int]


class AuthorRow(Base):
    """Who holds an address, known by its blind index; the address itself is in a box that no web process can open."""

    __tablename__ = "author"
    __table_args__ = (UniqueConstraint("site_id", "email_key"), UniqueConstraint("site_id", "id"))

    id: Mapped[UUID] = mapped_column(Identifier, primary_key=True)
    site_id: Mapped[str] = mapped_column(ForeignKey("site.id"))
    email_key: Mapped[bytes] = mapped_column(LargeBinary)
    email_box: Mapped[bytes] = mapped_column(LargeBinary)
    confirmed_at: Mapped[Timestamp | None]
    mailed_at: Mapped[Timestamp | None]
    seen: Mapped[int]
    approved: Mapped[int]
    first_seen_at: Mapped[Timestamp]
    domain_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    trusted_at: Mapped[Timestamp | None]


class CommentRow(Base):
    """A comment. ``spam_order`` is the probability with 1 for none: what the queue is ordered by."""

    __tablename__ = "comment"
    __table_args__ = (
        ForeignKeyConstraint(["site_id", "page_id"], ["page.site_id", "page.id"]),
        ForeignKeyConstraint(["site_id", "author_id"], ["author.site_id", "author.id"]),
        UniqueConstraint("site_id", "page_id", "fingerprint"),
        CheckConstraint("state IN ('pending', 'approved', 'spam', 'rejected', 'trash')", name="state"),
        CheckConstraint("(state = 'trash') = (state_before_trash IS NOT NULL)", name="state_before_trash"),
        Index(None, "site_id", "page_id", "state", "created_at", "id"),
        Index(None, "site_id", "author_id"),
        Index(None, "site_id", "state", "created_at", "id"),
        Index(None, "site_id", "state", "spam_order", "id"),
        Index(None, "state", "created_at", "id"),
        Index(None, "state", "spam_order", "id"),
        Index(None, "campaign_id", "state", "created_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(Identifier, primary_key=True)
    site_id: Mapped[str] = mapped_column(Text)
    page_id: Mapped[int]
    parent_id: Mapped[UUID | None] = mapped_column(Identifier)
    author_id: Mapped[UUID | None] = mapped_column(Identifier)
    name: Mapped[str] = mapped_column(Text)
    url: Mapped[str | None] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    folded: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    state_before_trash: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int]
    spam_probability: Mapped[float | None] = mapped_column(Double)
    spam_order: Mapped[float] = mapped_column(Double)
    model: Mapped[str | None] = mapped_column(Text)
    rule: Mapped[str] = mapped_column(Text)
    created_at: Mapped[Timestamp]
    edited_at: Mapped[Timestamp | None]
    fingerprint: Mapped[bytes | None] = mapped_column(LargeBinary)
    campaign_id: Mapped[UUID | None] = mapped_column(Identifier)
    evidence: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class CampaignRow(Base):
    """What came to one site of a campaign that has more than one comment; its id is that of the first of them all."""

    __tablename__ = "campaign"
    __table_args__ = (Index(None, "last_seen", "id"), Index(None, "site_id", "last_seen", "id"))

    id: Mapped[UUID] = mapped_column(Identifier, primary_key=True)
    site_id: Mapped[str] = mapped_column(ForeignKey("site.id"), primary_key=True)
    size: Mapped[int]
    first_seen: Mapped[Timestamp]
    last_seen: Mapped[Timestamp]


class CampaignBandRow(Base):
    """A key by which variants find a campaign. It refers to nothing: a comment that is alone founded one, too."""

    __tablename__ = "campaign_band"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - as SQLAlchemy reads it

    key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    campaign_id: Mapped[UUID] = mapped_column(Identifier, primary_key=True)


class EventRow(Base):
    """A line of the log. It refers to nothing, since it outlives everything."""

    __tablename__ = "event"
    __table_args__ = (
        Index(None, "site_id", "comment_id", "id"),
        Index(None, "transaction_id", "id").ddl_if(dialect="postgresql"),
    )

    id: Mapped[Serial]
    site_id: Mapped[str] = mapped_column(Text)
    comment_id: Mapped[UUID | None] = mapped_column(Identifier)
    kind: Mapped[str] = mapped_column(Text)
    at: Mapped[Timestamp]
    actor: Mapped[str] = mapped_column(Text)
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    transaction_id: Mapped[int] = mapped_column(BigInteger, server_default=_CurrentTransaction())


class SealRow(Base):
    """A digest over the lines of the log since the seal before."""

    __tablename__ = "seal"

    id: Mapped[Serial]
    first_event: Mapped[int] = mapped_column(BigInteger)
    last_event: Mapped[int] = mapped_column(BigInteger, unique=True)
    lines: Mapped[int]
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[Timestamp]


class AnswerRow(Base):
    """What was answered under an idempotency key."""

    __tablename__ = "answer"
    __table_args__ = (Index(None, "at"),)

    site_id: Mapped[str] = mapped_column(ForeignKey("site.id"), primary_key=True)
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    comment_id: Mapped[UUID] = mapped_column(Identifier)
    public: Mapped[bool]
    at: Mapped[Timestamp]


class TokenRow(Base):
    """A moderator's token, without its secret."""

    __tablename__ = "token"
    __table_args__ = (Index(None, "site_id", "id"),)

    id: Mapped[UUID] = mapped_column(Identifier, primary_key=True)
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    label: Mapped[str] = mapped_column(Text)
    site_id: Mapped[str | None] = mapped_column(ForeignKey("site.id"))
    scopes: Mapped[str] = mapped_column(Text)
    created_at: Mapped[Timestamp]
    revoked_at: Mapped[Timestamp | None]
    last_used_at: Mapped[Timestamp | None]


class ModelRow(Base):
    """A classifier trained here or brought in, with its bytes: several machines share it."""

    __tablename__ = "model"

    digest: Mapped[str] = mapped_column(Text, primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    site_id: Mapped[str | None] = mapped_column(ForeignKey("site.id"))
    created_at: Mapped[Timestamp]
    learned_through: Mapped[int] = mapped_column(BigInteger)
    manifest: Mapped[bytes] = mapped_column(LargeBinary)
    weights: Mapped[bytes] = mapped_column(LargeBinary)
    report: Mapped[dict[str, Any]] = mapped_column(JSON)


class ActivationRow(Base):
    """A classifier goes live on a site, or on all; the newest one of each holds."""

    __tablename__ = "activation"
    __table_args__ = (Index(None, "site_id", "id"),)

    id: Mapped[Serial]
    site_id: Mapped[str | None] = mapped_column(ForeignKey("site.id"))
    digest: Mapped[str | None] = mapped_column(Text)
    at: Mapped[Timestamp]
    before: Mapped[int | None] = mapped_column(BigInteger)


class CursorRow(Base):
    """How far a reader of the log has come."""

    __tablename__ = "reader_cursor"

    name: Mapped[str] = mapped_column(Text, primary_key=True)
    event_id: Mapped[int] = mapped_column(BigInteger)


class AlarmRow(Base):
    """One thing that is watched, as it was found last; ``*`` stands for all sites together, so it refers to none."""

    __tablename__ = "alarm"

    site_id: Mapped[str] = mapped_column(Text, primary_key=True)
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    raised_at: Mapped[Timestamp | None]
    checked_at: Mapped[Timestamp]
    value: Mapped[float | None] = mapped_column(Double)
    threshold: Mapped[float] = mapped_column(Double)
    comments_now: Mapped[int] = mapped_column(BigInteger)
    comments_before: Mapped[int] = mapped_column(BigInteger)
    untold: Mapped[str | None] = mapped_column(Text)


# Statements are made of the tables themselves: the unit of work is not used, and costs as much as a read.
SITE = cast("Table", SiteRow.__table__)
PAGE = cast("Table", PageRow.__table__)
AUTHOR = cast("Table", AuthorRow.__table__)
COMMENT = cast("Table", CommentRow.__table__)
CAMPAIGN = cast("Table", CampaignRow.__table__)
CAMPAIGN_BAND = cast("Table", CampaignBandRow.__table__)
EVENT = cast("Table", EventRow.__table__)
SEAL = cast("Table", SealRow.__table__)
ANSWER = cast("Table", AnswerRow.__table__)
TOKEN = cast("Table", TokenRow.__table__)
MODEL = cast("Table", ModelRow.__table__)
ACTIVATION = cast("Table", ActivationRow.__table__)
CURSOR = cast("Table", CursorRow.__table__)
ALARM = cast("Table", AlarmRow.__table__)

append_only(EVENT)
append_only(SEAL)
append_only(ACTIVATION)
