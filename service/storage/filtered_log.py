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
    def behind(self) -> Select[Any]:
        """The statement for the numbers of the lines behind a line; the index of the order has them."""
        return select(_C.id).where(self.settled, self.here > self.place("after")).order_by(*self.columns)


_RUNNING: ColumnElement[int] = literal_column("pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
ORDERS: Mapping[str, _Order] = {
    "sqlite": _Order((_C.id,), true()),
    "postgresql": _Order((_C.transaction_id, _C.id), _C.transaction_id < _RUNNING),
}
LATEST = {name: order.last for name, order in ORDERS.items()}
_NTH = {name: order.behind.offset(bindparam("skipped")).limit(1) for name, order in ORDERS.items()}
_COUNT = {
    name: select(func.count()).select_from(order.behind.limit(bindparam("most")).subquery())
    for name, order in ORDERS.items()
}
_WRITTEN_AT = select(_C.at).where(_C.id == bindparam("line"))


class SqlFilteredLog:
    """Implements :class:`service.use_cases.read_log.FilteredLog`."""

    def latest(self) -> int:
        """Return the last settled line; see the port."""
        link = connection()
        return link.execute(LATEST[link.dialect.name]).scalar_one_or_none() or 0

    def nth(self, after: int, lines: int) -> int | None:
        """Return the line so many lines behind another; see the port."""
        link = connection()
        found: int | None = link.execute(
            _NTH[link.dialect.name], {"after": after, "skipped": lines - 1}
        ).scalar_one_or_none()
        return found

    def count(self, after: int, most: int) -> int:
        """Return how many lines are behind a line; see the port."""
        link = connection()
        counted: int = link.execute(_COUNT[link.dialect.name], {"after": after, "most": most}).scalar_one()
        return counted

    def written_at(self, line: int) -> datetime:
        """Return when a line was written."""
        at: datetime = connection().execute(_WRITTEN_AT, {"line": line}).scalar_one()
        return at

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


_CONDITIONS: dict[str, ColumnElement[bool]] = {
    "site": _C.site_id == bindparam("site"),
    "within": _C.site_id.in_(bindparam("within", expanding=True)),
    "kinds": _C.kind.in_(bindparam("kinds", expanding=True)),
    "actor": _C.actor == bindparam("actor"),
    "comment": _C.comment_id == bindparam("comment", type_=_C.comment_id.type),
    "since": _C.at >= bindparam("since", type_=_C.at.type),
    "until": _C.at < bindparam("until", type_=_C.at.type),
}


_SITE_AS_IT_IS = _C.site_id + literal("")  # a sum has no index
_WITHOUT_INDEX: dict[str, ColumnElement[bool]] = {
    "site": bindparam("site") == _SITE_AS_IT_IS,
    "within": _SITE_AS_IT_IS.in_(bindparam("within", expanding=True)),
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
    # A comment's lines are found by their index; all else is gone through in order, where a site's would mislead.
    conditions = _CONDITIONS if "comment" in named else _CONDITIONS | _WITHOUT_INDEX
    for name in sorted(named):
        statement = statement.where(conditions[name])
    columns: tuple[ColumnElement[Any], ...] = order.columns
    if "comment" in named:
        if not named & {"site", "within"}:
            # The index begins with the site.
            statement = statement.where(_C.site_id.in_(select(SITE.c.id)))
        # A sum has no index: the few lines of a comment are found by its own, and sorted.
        columns = tuple(one + literal(0) for one in columns)
    return statement.order_by(*columns).limit(bindparam("limit"))
