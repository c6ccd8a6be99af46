"""The log's seals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, select

from service.storage.database import connection
from service.storage.tables import SEAL
from service.use_cases.seal_log import Seal

if TYPE_CHECKING:
    from sqlalchemy import Row

_C = SEAL.c
_ALL = select(_C.first_event, _C.last_event, _C.lines, _C.digest, _C.at).order_by(_C.id)
_LAST = select(_C.first_event, _C.last_event, _C.lines, _C.digest, _C.at).order_by(_C.id.desc()).limit(1)
_NUMBERED = select(_C.id, _C.first_event, _C.last_event, _C.lines, _C.digest, _C.at)
_BEHIND = _NUMBERED.where(_C.id > bindparam("number")).order_by(_C.id).limit(bindparam("limit"))
_UP_TO = _NUMBERED.where(_C.id <= bindparam("number")).order_by(_C.id.desc()).limit(1)
_LAST_NUMBER = select(_C.id).order_by(_C.id.desc()).limit(1)
_INSERT = insert(SEAL).inline()


class SqlSeals:
    """Implements :class:`service.use_cases.seal_log.Seals` and ``NumberedSeals``, for verification in parts."""

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

    def behind(self, number: int, limit: int) -> tuple[tuple[int, Seal], ...]:
        """Return the next seals with their numbers; see :class:`service.use_cases.verify_part.NumberedSeals`."""
        rows = connection().execute(_BEHIND, {"number": number, "limit": limit})
        return tuple((row.id, _seal(row)) for row in rows)

    def up_to(self, number: int) -> Seal | None:
        """Return the seal of a number, or the one before; see the port."""
        row = connection().execute(_UP_TO, {"number": number}).first()
        return None if row is None else _seal(row)

    def last_number(self) -> int:
        """Return the number of the newest seal; see the port."""
        return connection().execute(_LAST_NUMBER).scalar_one_or_none() or 0


def _seal(row: Row[*tuple[Any, ...]]) -> Seal:
    """Return the seal of a row."""
    return Seal(
        first_event=row.first_event,
        last_event=row.last_event,
        lines=row.lines,
        digest=bytes(row.digest),
        at=row.at,
    )
