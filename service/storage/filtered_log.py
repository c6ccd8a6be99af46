"""The settled part of the log by filters: in the order of :mod:`service.storage.events`, between two of its lines.

A filter is met line by line within a bounded stretch of the log: an index for each would cost every comment its share.
Only a comment's lines have one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, bindparam, func, literal, literal_column, select, true, tuple_

from service.storage.database import connection
from service.storage.events import event_lines
from service.storage.tables import EVENT, SEAL, SITE
from service.use_cases.read_log import Reach

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from service.use_cases.event_log import LogLine
    from service.use_cases.read_log import LogFilter

_C = EVENT.c
_FIRST = -(2**63)
LINES = select(_C.id, _C.kind, _C.site_id, _C.comment_id, _C.at, _C.actor, _C.details)
# From the newest backwards: there is one a minute at most, and what is asked for is mostly of the last days.
_LAST_SEAL = (
    select(SEAL.c.last_event)
    .where(SEAL.c.at < bindparam("at", type_=SEAL.c.at.type))
    .order_by(SEAL.c.id.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class _Order:
    """The order of a log.

    Attributes:
        columns: What it is made of.
        settled: Which lines are.
    """

    columns: tuple[ColumnElement[int], ...]
    settled: ColumnElement[bool]

    def place(self, name: str) -> ColumnElement[Any]:
        """Return the place of the line that a parameter names, or where it would be."""
        line = bindparam(name, type_=_C.id.type)
        if len(self.columns) == 1:
            return line
        known = select(_C.transaction_id).where(_C.id <= line).order_by(_C.id.desc()).limit(1).scalar_subquery()
        return tuple_(func.coalesce(known, _FIRST), line)

    @property
    def here(self) -> ColumnElement[Any]:
        """The place of a line."""
        return self.columns[0] if len(self.columns) == 1 else tuple_(*self.columns)

    @property
    def last(self) -> Select[Any]:
        """The statement for the last line."""
        return select(_C.id).where(self.settled).order_by(*(one.desc() for one in self.columns)).limit(1)

    @property
    def reach(self) -> Select[Any]:
        """The statement for the last line of the next few, and for how many they are."""
        next_few = (
            select(*self.columns, _C.at)
            .where(self.settled, self.here > self.place("after"))
            .order_by(*self.columns)
            .limit(bindparam("lines"))
            .subquery()
        )
        downwards = [next_few.c[one.key or ""].desc() for one in self.columns]
        return select(next_few.c.id, func.count().over(), next_few.c.at).order_by(*downwards).limit(1)


_RUNNING: ColumnElement[int] = literal_column("pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
ORDERS: Mapping[str, _Order] = {
    "sqlite": _Order((_C.id,), true()),
    "postgresql": _Order((_C.transaction_id, _C.id), _C.transaction_id < _RUNNING),
}
LATEST = {name: order.last for name, order in ORDERS.items()}
_REACH = {name: order.reach for name, order in ORDERS.items()}


class SqlFilteredLog:
    """Implements :class:`service.use_cases.read_log.FilteredLog`."""

    def latest(self) -> int:
        """Return the last settled line; see the port."""
        link = connection()
        return link.execute(LATEST[link.dialect.name]).scalar_one_or_none() or 0

    def reach(self, after: int, lines: int) -> Reach | None:
        """Return how far a number of lines go; see the port."""
        link = connection()
        row = link.execute(_REACH[link.dialect.name], {"after": after, "lines": lines}).first()
        return None if row is None else Reach(line=row[0], lines=row[1], at=row[2])

    def between(self, wanted: LogFilter, after: int, through: int, limit: int) -> tuple[LogLine, ...]:
        """Return what meets a filter between two lines; see the port."""
        link = connection()
        bound = dict(_bound(wanted))
        statement = _between(link.dialect.name, frozenset(bound))
        found = link.execute(statement, bound | {"after": after, "through": through, "limit": limit})
        return tuple(event_lines(found))

    def sealed_before(self, at: datetime) -> int:
        """Return the last line under an older seal; see the port."""
        return connection().execute(_LAST_SEAL, {"at": at}).scalar_one_or_none() or 0


_CONDITIONS: Mapping[str, ColumnElement[bool]] = {
    "site": _C.site_id == bindparam("site"),
    "within": _C.site_id.in_(bindparam("within", expanding=True)),
    "kinds": _C.kind.in_(bindparam("kinds", expanding=True)),
    "actor": _C.actor == bindparam("actor"),
    "comment": _C.comment_id == bindparam("comment", type_=_C.comment_id.type),
    "since": _C.at >= bindparam("since", type_=_C.at.type),
    "until": _C.at < bindparam("until", type_=_C.at.type),
}


def _bound(wanted: LogFilter) -> Iterator[tuple[str, Any]]:
    """Yield the parameters of a filter."""
    for name in ("site", "actor", "comment", "since", "until"):
        if getattr(wanted, name) is not None:
            yield name, getattr(wanted, name)
    if wanted.within is not None:
        yield "within", sorted(wanted.within)
    if wanted.kinds:
        yield "kinds", sorted(wanted.kinds)


@lru_cache(maxsize=256)
def _between(dialect: str, named: frozenset[str]) -> Select[Any]:
    """Return the statement for one kind of filter, by its parameters."""
    order = ORDERS[dialect]
    statement = LINES.where(order.settled, order.here > order.place("after"), order.here <= order.place("through"))
    for name in sorted(named):
        statement = statement.where(_CONDITIONS[name])
    columns: tuple[ColumnElement[Any], ...] = order.columns
    if "comment" in named:
        if not named & {"site", "within"}:
            # The index begins with the site.
            statement = statement.where(_C.site_id.in_(select(SITE.c.id)))
        # A sum has no index: the few lines of a comment are found by its own, and sorted.
        columns = tuple(one + literal(0) for one in columns)
    return statement.order_by(*columns).limit(bindparam("limit"))
