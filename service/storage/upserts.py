"""INSERT … ON CONFLICT in both dialects, which SQLAlchemy keeps apart though they read alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Table

Insert = postgresql.Insert | sqlite.Insert


def in_both(table: Table, complete: Callable[[Insert], Insert]) -> Mapping[str, Insert]:
    """Return an insert into *table*, completed alike, by the name of the dialect."""
    return {
        "postgresql": complete(postgresql.insert(table)),
        "sqlite": complete(sqlite.insert(table)),
    }
