"""What was counted behind the log, and the histories that it is counted from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, literal, null, select, update

from service.domain.comment import CommentId
from service.domain.event import EventKind
from service.domain.statistics import Measure, Tally
from service.storage.database import connection
from service.storage.events import event_lines
from service.storage.filtered_log import LINES, ORDERS
from service.storage.tables import CURSOR, EVENT
from service.storage.tally_tables import TALLY
from service.storage.upserts import in_both

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from service.domain.site import SiteId
    from service.storage.upserts import Insert
    from service.use_cases.event_log import LogLine

READER = "statistics"
"""The name of the cursor."""

_C = TALLY.c
_REACHED = select(CURSOR.c.event_id).where(CURSOR.c.name == READER)
_ADVANCE = (
    update(CURSOR)
    .where(CURSOR.c.name == READER, CURSOR.c.event_id == bindparam("before"))
    .values(event_id=bindparam("line"))
)
# One statement, since between two of them the worker could count.
_OF_SITE = (
    select(_C.day, _C.measure, _C.key, _C.count)
    .where(_C.site_id == bindparam("site"), _C.day >= bindparam("since", type_=_C.day.type), _C.count != 0)
    .union_all(select(null(), literal(""), literal(""), CURSOR.c.event_id).where(CURSOR.c.name == READER))
)
_KINDS = tuple(
    kind.value for kind in (EventKind.COMMENT_SUBMITTED, EventKind.COMMENT_DECIDED, EventKind.DECISION_UNDONE)
)
_HISTORIES = {
    name: LINES.where(
        EVENT.c.site_id == bindparam("site"),
        EVENT.c.comment_id.in_(bindparam("comments", expanding=True)),
        EVENT.c.kind.in_(_KINDS),
        order.here <= order.place("through"),
    ).order_by(EVENT.c.comment_id, EVENT.c.id)
    for name, order in ORDERS.items()
}


def _begin(insert: Insert) -> Insert:
    """Begin at the log's beginning, unless it was begun."""
    return insert.on_conflict_do_nothing()


def _add(insert: Insert) -> Insert:
    """Add to a count."""
    return insert.on_conflict_do_update(
        index_elements=[_C.site_id, _C.day, _C.measure, _C.key], set_={"count": _C.count + insert.excluded.count}
    )


_BEGIN = in_both(CURSOR, _begin)
_ADD = in_both(TALLY, _add)


class SqlTallies:
    """Implements :class:`service.use_cases.tally_log.Tallies` and ``Histories`` there."""

    def reached(self) -> int:
        """Return the last line that is counted."""
        return connection().execute(_REACHED).scalar_one_or_none() or 0

    def advance(self, before: int, line: int) -> bool:
        """Move the cursor if it is where it was; whoever comes second waits for the first, and finds that it is not."""
        link = connection()
        if not before:
            link.execute(_BEGIN[link.dialect.name], {"name": READER, "event_id": 0})
        return bool(link.execute(_ADVANCE, {"before": before, "line": line}).rowcount)

    def add(self, counts: Mapping[tuple[SiteId, Tally], int]) -> None:
        """Add to the counts."""
        link = connection()
        rows = [
            {"site_id": site, "day": tally.day, "measure": tally.measure.value, "key": tally.key, "count": count}
            for (site, tally), count in counts.items()
        ]
        if rows:
            link.execute(_ADD[link.dialect.name], rows)

    def of_site(self, site: SiteId, since: date) -> tuple[Mapping[Tally, int], int]:
        """Return a site's counts from a day on, and up to which line they go."""
        counts: dict[Tally, int] = {}
        reached = 0
        for day, measure, key, count in connection().execute(_OF_SITE, {"site": site, "since": since}):
            if day is None:
                reached = count
            else:
                counts[Tally(day, Measure(measure), key)] = count
        return counts, reached

    def of_comments(
        self, site: SiteId, comments: Collection[CommentId], through: int
    ) -> Mapping[CommentId, Sequence[LogLine]]:
        """Return the lines about comments up to one of the log; see the port."""
        link = connection()
        sought = {"site": site, "comments": list(comments), "through": through}
        found: dict[CommentId, list[LogLine]] = {}
        for line in event_lines(link.execute(_HISTORIES[link.dialect.name], sought)):
            if line.event.comment is not None:
                found.setdefault(CommentId(line.event.comment), []).append(line)
        return found
