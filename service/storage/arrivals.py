"""What came in, counted by the database: along the queue's indexes over (state, time), so that a day costs a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, bindparam, case, func, select, union_all

from service.domain.drift import BINS, EDGES, Day
from service.domain.lifecycle import State
from service.domain.site import SiteId
from service.storage.database import connection
from service.storage.tables import COMMENT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

_C = COMMENT.c
_STATES = tuple(state.value for state in State)
_START = bindparam("start", type_=_C.created_at.type)
_END = bindparam("end", type_=_C.created_at.type)
_IN_TIME = (_C.created_at >= _START, _C.created_at < _END)
_UNSCORED = -1
_BIN = case(
    (_C.spam_probability.is_(None), _UNSCORED),
    *((_C.spam_probability < edge, number) for number, edge in enumerate(EDGES)),
    else_=BINS - 1,
)
# The state is named, though every state is wanted, since the indexes begin with it.
_COUNTS = (
    select(_C.site_id, _BIN.label("bin"), func.count().label("comments"))
    .where(_C.state.in_(_STATES), *_IN_TIME)
    .group_by(_C.site_id, "bin")
)


def _first_of(state: str) -> Select[Any]:
    """Return the statement for the first comments of one state, which reads no more of the index than it returns."""
    first = (
        select(_C.created_at, _C.id, _C.text)
        .where(_C.site_id == bindparam("site"), _C.state == state, *_IN_TIME)
        .order_by(_C.created_at, _C.id)
        .limit(bindparam("most"))
        .subquery()
    )
    return select(first)


_OF_ALL_STATES = union_all(*map(_first_of, _STATES)).subquery()
_TEXTS = (
    select(_OF_ALL_STATES.c.text).order_by(_OF_ALL_STATES.c.created_at, _OF_ALL_STATES.c.id).limit(bindparam("most"))
)


class SqlArrivals:
    """Implements :class:`service.use_cases.check_alarms.Traffic`."""

    def between(self, start: datetime, end: datetime) -> Mapping[SiteId, Day]:
        """Return what each site got in that time; see the port."""
        counts: dict[SiteId, list[int]] = {}
        for site, number, comments in connection().execute(_COUNTS, {"start": start, "end": end}):
            # Place -1 is the last one: that of comments without a score.
            counts.setdefault(SiteId(site), [0] * (BINS + 1))[number] = comments
        return {site: Day(tuple(bins[:BINS]), bins[_UNSCORED]) for site, bins in counts.items()}

    def texts(self, site: SiteId, start: datetime, end: datetime, limit: int) -> tuple[str, ...]:
        """Return the texts of the first comments of a site in that time; see the port."""
        sought = {"site": site, "start": start, "end": end, "most": limit}
        return tuple(connection().execute(_TEXTS, sought).scalars())
