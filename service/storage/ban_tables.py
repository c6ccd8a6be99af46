"""The table of bans, and the index that counts a domain's authors. No address is in it, and no author's domain."""

from __future__ import annotations

from typing import cast
from uuid import UUID  # noqa: TC003 - SQLAlchemy reads the annotations when it runs

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, LargeBinary, Table, Text
from sqlalchemy.orm import Mapped, mapped_column

from service.storage.database import Base, Identifier, Timestamp
from service.storage.tables import AUTHOR


class BanRow(Base):
    """A ban, in force or over."""

    __tablename__ = "ban"
    __table_args__ = (
        ForeignKeyConstraint(["site_id", "author_id"], ["author.site_id", "author.id"]),
        CheckConstraint("kind IN ('author', 'domain', 'range')", name="kind"),
        Index(None, "site_id", "author_id"),
        Index(None, "site_id", "domain_key"),
        Index(None, "site_id", "at", "id"),
    )

    id: Mapped[UUID] = mapped_column(Identifier, primary_key=True)
    site_id: Mapped[str] = mapped_column(ForeignKey("site.id"))
    kind: Mapped[str] = mapped_column(Text)
    author_id: Mapped[UUID | None] = mapped_column(Identifier)
    domain: Mapped[str | None] = mapped_column(Text)
    domain_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    address_range: Mapped[str | None] = mapped_column(Text)
    until: Mapped[Timestamp | None]
    told: Mapped[bool]
    reason: Mapped[str | None] = mapped_column(Text)
    by: Mapped[str] = mapped_column(Text)
    at: Mapped[Timestamp]
    lifted_at: Mapped[Timestamp | None]


BAN = cast("Table", BanRow.__table__)

Index(None, AUTHOR.c.site_id, AUTHOR.c.domain_key)
