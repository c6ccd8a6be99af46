"""The table of what is watched."""

from __future__ import annotations

from typing import cast

from sqlalchemy import BigInteger, Double, Table, Text
from sqlalchemy.orm import Mapped, mapped_column

from service.storage.database import Base, Timestamp


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


ALARM = cast("Table", AlarmRow.__table__)
