"""The table of what was counted behind the log."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - SQLAlchemy reads the annotations when it runs
from typing import TYPE_CHECKING, cast

from sqlalchemy import BigInteger, Date, Text
from sqlalchemy.orm import Mapped, mapped_column

from service.storage.database import Base

if TYPE_CHECKING:
    from sqlalchemy import Table


class TallyRow(Base):
    """One count of a site on a day. All of it follows from the log, so that it refers to nothing."""

    __tablename__ = "tally"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - as SQLAlchemy reads it

    site_id: Mapped[str] = mapped_column(Text, primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    measure: Mapped[str] = mapped_column(Text, primary_key=True)
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    count: Mapped[int] = mapped_column(BigInteger)


TALLY = cast("Table", TallyRow.__table__)
