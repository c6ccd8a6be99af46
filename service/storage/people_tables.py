"""The tables of people and sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from uuid import UUID  # noqa: TC003 - SQLAlchemy reads the annotations when it runs

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from service.storage.database import Base, Identifier, Timestamp

if TYPE_CHECKING:
    from sqlalchemy import Table

EVERYWHERE = "*"
"""Stands for all sites in a membership; no site can have this name."""


class PersonRow(Base):
    """Somebody who moderates. What the identity provider calls them is there only as keyed digests."""

    __tablename__ = "person"

    id: Mapped[UUID] = mapped_column(Identifier, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    name_key: Mapped[str] = mapped_column(Text, unique=True)
    password: Mapped[str | None] = mapped_column(Text)
    disabled: Mapped[bool]
    version: Mapped[int]
    created_at: Mapped[Timestamp]
    last_seen_at: Mapped[Timestamp | None]
    invitation: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    account: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)


class MembershipRow(Base):
    """What somebody is on a site, or on all; ``*`` refers to no site, so the column does not either."""

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint("role IN ('owner', 'moderator', 'reader')", name="role"),
        Index(None, "person_id"),
    )

    site_id: Mapped[str] = mapped_column(Text, primary_key=True)
    person_id: Mapped[UUID] = mapped_column(Identifier, ForeignKey("person.id"), primary_key=True)
    role: Mapped[str] = mapped_column(Text)


class SessionRow(Base):
    """A sign-in, without its secret: of a person as of a version, or of a token."""

    __tablename__ = "session"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (token_id IS NULL)", name="stands_on_one"),
        CheckConstraint("(person_id IS NULL) = (person_version IS NULL)", name="person_version"),
        Index(None, "created_at"),
    )

    id: Mapped[UUID] = mapped_column(Identifier, primary_key=True)
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    person_id: Mapped[UUID | None] = mapped_column(Identifier, ForeignKey("person.id"))
    person_version: Mapped[int | None]
    token_id: Mapped[UUID | None] = mapped_column(Identifier, ForeignKey("token.id"))
    created_at: Mapped[Timestamp]
    last_used_at: Mapped[Timestamp]


PERSON = cast("Table", PersonRow.__table__)
MEMBERSHIP = cast("Table", MembershipRow.__table__)
SESSION = cast("Table", SessionRow.__table__)
