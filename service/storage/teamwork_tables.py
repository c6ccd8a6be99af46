"""The tables of moderators who work together: who has taken which comment, and what waits for a second opinion."""

from __future__ import annotations

from typing import cast
from uuid import UUID  # noqa: TC003 - SQLAlchemy reads the annotations when it runs

from sqlalchemy import CheckConstraint, ForeignKey, Index, Table, Text
from sqlalchemy.orm import Mapped, mapped_column

from service.storage.database import Base, Identifier, Timestamp


class ClaimRow(Base):
    """Somebody has taken a comment. Its key is the comment's alone: no comment can be taken by two."""

    __tablename__ = "claim"
    __table_args__ = (Index(None, "actor", "until"), Index(None, "until"))

    comment_id: Mapped[UUID] = mapped_column(Identifier, ForeignKey("comment.id", ondelete="CASCADE"), primary_key=True)
    site_id: Mapped[str] = mapped_column(Text)
    actor: Mapped[str] = mapped_column(Text)
    until: Mapped[Timestamp]


class SecondLookRow(Base):
    """A decision that a second moderator is asked about without being told it, and what they said."""

    __tablename__ = "second_look"
    __table_args__ = (
        CheckConstraint("waiting = (given_at IS NULL)", name="waiting"),
        Index(None, "site_id", "waiting", "decided_at", "comment_id"),
        Index(None, "waiting", "decided_at", "comment_id"),
        Index(None, "site_id", "given_at"),
        Index(None, "given_at"),
    )

    comment_id: Mapped[UUID] = mapped_column(Identifier, ForeignKey("comment.id", ondelete="CASCADE"), primary_key=True)
    site_id: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[str] = mapped_column(Text)
    decided: Mapped[str] = mapped_column(Text)
    reason_code: Mapped[str | None] = mapped_column(Text)
    decided_at: Mapped[Timestamp]
    waiting: Mapped[bool]
    given_by: Mapped[str | None] = mapped_column(Text)
    given: Mapped[str | None] = mapped_column(Text)
    given_at: Mapped[Timestamp | None]


CLAIM = cast("Table", ClaimRow.__table__)
SECOND_LOOK = cast("Table", SecondLookRow.__table__)
