"""The table of what moderators' requests were answered. It refers to nothing: an actor is a token or a person."""

from __future__ import annotations

from typing import cast

from sqlalchemy import JSON, Index, LargeBinary, Table, Text
from sqlalchemy.orm import Mapped, mapped_column

from service.storage.database import Base, Timestamp


class WriteAnswerRow(Base):
    """What was answered to a moderator under an idempotency key; no answer where it held a secret."""

    __tablename__ = "write_answer"
    __table_args__ = (Index(None, "at"),)

    actor: Mapped[str] = mapped_column(Text, primary_key=True)
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    request: Mapped[bytes] = mapped_column(LargeBinary)
    status: Mapped[int | None]
    headers: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    at: Mapped[Timestamp]


WRITE_ANSWER = cast("Table", WriteAnswerRow.__table__)
