"""The tables of acts, of bulk acts between preview and end, and of standing orders for campaigns."""

from __future__ import annotations

from typing import cast
from uuid import UUID  # noqa: TC003 - SQLAlchemy reads the annotations when it runs

from sqlalchemy import ForeignKey, Index, Table, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from service.storage.database import Base, Identifier, Timestamp


class ActRow(Base):
    """What somebody did at once; what it did to how many comments of which site stands in ``act_site``."""

    __tablename__ = "act"

    id: Mapped[UUID] = mapped_column(Identifier, primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    action: Mapped[str | None] = mapped_column(Text)
    actor: Mapped[str] = mapped_column(Text)
    at: Mapped[Timestamp]
    undoes: Mapped[UUID | None] = mapped_column(Identifier)
    undone_by: Mapped[UUID | None] = mapped_column(Identifier)
    through: Mapped[UUID | None] = mapped_column(Identifier)
    changed: Mapped[int]
    finished: Mapped[bool]


class ActSiteRow(Base):
    """How many comments of a site an act changed: by this the acts of a site are listed, newest first."""

    __tablename__ = "act_site"
    __table_args__ = (Index(None, "act_id"), {"sqlite_with_rowid": False})

    site_id: Mapped[str] = mapped_column(ForeignKey("site.id"), primary_key=True)
    act_id: Mapped[UUID] = mapped_column(Identifier, primary_key=True)
    comments: Mapped[int]


class ActItemRow(Base):
    """What an act did to one comment. It refers to nothing, so that a comment can be erased."""

    __tablename__ = "act_item"
    __table_args__ = (Index(None, "comment_id", "version"), {"sqlite_with_rowid": False})

    act_id: Mapped[UUID] = mapped_column(Identifier, primary_key=True)
    comment_id: Mapped[UUID] = mapped_column(Identifier, primary_key=True)
    site_id: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    state_before_trash: Mapped[str | None] = mapped_column(Text)
    version_before: Mapped[int]
    version: Mapped[int]


class BulkRow(Base):
    """A bulk act between its preview and its end."""

    __tablename__ = "bulk"
    __table_args__ = (Index(None, "act_id"), Index(None, "expires_at"))

    id: Mapped[UUID] = mapped_column(Identifier, primary_key=True)
    actor: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    reason_code: Mapped[str | None] = mapped_column(Text)
    site_id: Mapped[str | None] = mapped_column(Text)
    campaign_id: Mapped[UUID | None] = mapped_column(Identifier)
    hours: Mapped[int | None]
    expires_at: Mapped[Timestamp]
    comments: Mapped[int]
    act_id: Mapped[UUID | None] = mapped_column(Identifier)
    through: Mapped[UUID | None] = mapped_column(Identifier)
    decided: Mapped[int]
    changed: Mapped[int]
    inapplicable: Mapped[int]
    finished: Mapped[bool]
    claimed: Mapped[int] = mapped_column(server_default=text("0"))


class BulkItemRow(Base):
    """A comment that a preview froze, in the version that it had."""

    __tablename__ = "bulk_item"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - as SQLAlchemy reads it

    bulk_id: Mapped[UUID] = mapped_column(Identifier, primary_key=True)
    comment_id: Mapped[UUID] = mapped_column(Identifier, primary_key=True)
    version: Mapped[int]


class CampaignOrderRow(Base):
    """What becomes of what still comes to a campaign on a site."""

    __tablename__ = "campaign_order"
    __table_args__ = (Index(None, "campaign_id"), Index(None, "act_id"))

    site_id: Mapped[str] = mapped_column(ForeignKey("site.id"), primary_key=True)
    campaign_id: Mapped[UUID] = mapped_column(Identifier, primary_key=True)
    action: Mapped[str] = mapped_column(Text)
    until: Mapped[Timestamp]
    actor: Mapped[str] = mapped_column(Text)
    act_id: Mapped[UUID] = mapped_column(Identifier)


ACT = cast("Table", ActRow.__table__)
ACT_SITE = cast("Table", ActSiteRow.__table__)
ACT_ITEM = cast("Table", ActItemRow.__table__)
BULK = cast("Table", BulkRow.__table__)
BULK_ITEM = cast("Table", BulkItemRow.__table__)
CAMPAIGN_ORDER = cast("Table", CampaignOrderRow.__table__)
