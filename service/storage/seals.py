"""The log's seals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from service.storage.database import connection
from service.storage.tables import SEAL
from service.use_cases.seal_log import Seal

if TYPE_CHECKING:
    from sqlalchemy import Row

_C = SEAL.c
_ALL = select(_C.first_event, _C.last_event, _C.lines, _C.digest, _C.at).order_by(_C.id)
_LAST = select(_C.first_event, _C.last_event, _C.lines, _C.digest, _C.at).order_by(_C.id.desc()).limit(1)
_INSERT = insert(SEAL).inline()


class SqlSeals:
    """Implements :class:`service.use_cases.seal_log.Seals`."""

    def last(self) -> Seal | None:
        """Return the newest seal, ``None`` if there is none yet."""
        row = connection().execute(_LAST).first()
        return None if row is None else _seal(row)

    def add(self, seal: Seal) -> None:
        """Store a new seal."""
        connection().execute(
            _INSERT,
            {
                "first_event": seal.first_event,
                "last_event": seal.last_event,
                "lines": seal.lines,
                "digest": seal.digest,
                "at": seal.at,
            },
        )

    def all(self) -> tuple[Seal, ...]:
        """Return every seal, oldest first."""
        return tuple(_seal(row) for row in connection().execute(_ALL))


def _seal(row: Row[*tuple[Any, ...]]) -> Seal:
    """Return the seal of a row."""
    return Seal(
        first_event=row.first_event,
        last_event=row.last_event,
        lines=row.lines,
        digest=bytes(row.digest),
        at=row.at,
    )
