"""How far each reader of the log has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from service.storage.database import connection
from service.storage.tables import CURSOR
from service.storage.upserts import in_both

if TYPE_CHECKING:
    from service.storage.upserts import Insert

_C = CURSOR.c
_ONE = select(_C.event_id).where(_C.name == bindparam("reader"))


def _move(insert: Insert) -> Insert:
    """Replace where the reader was."""
    return insert.on_conflict_do_update(index_elements=[_C.name], set_={"event_id": insert.excluded.event_id})


_MOVE = in_both(CURSOR, _move)


class SqlCursors:
    """Remembers the last line that a reader is done with."""

    def get(self, name: str) -> int:
        """Return the number of that line, 0 if there is none."""
        return connection().execute(_ONE, {"reader": name}).scalar_one_or_none() or 0

    def move(self, name: str, line: int) -> None:
        """Note that a reader is done with *line* and all before it."""
        link = connection()
        link.execute(_MOVE[link.dialect.name], {"name": name, "event_id": line})
