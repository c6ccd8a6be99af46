"""What came to a site, counted by thousandths of the score: a day of any site is a few thousand rows at most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Integer, Select, and_, bindparam, case, cast, exists, func, literal_column, select

from service.domain.act import ActKind
from service.domain.event import HUMAN, EventKind
from service.domain.lifecycle import State
from service.domain.traffic import BINS, Cell
from service.storage.act_tables import ACT, ACT_ITEM
from service.storage.database import connection
from service.storage.tables import AUTHOR, COMMENT, EVENT

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from service.domain.site import SiteId

_C = COMMENT.c
# Naming every state lets the index of the queue lead to the days.
_OF_SITE = and_(_C.site_id == bindparam("site"), _C.state.in_([state.value for state in State]))
_BEFORE = select(exists().where(_OF_SITE, _C.created_at < bindparam("at", type_=_C.created_at.type)))

# Whether a person decided last. Most comments are at their first version, so that the log is hardly asked.
_LAST_ACTOR = (
    select(case((EVENT.c.kind == EventKind.COMMENT_DECIDED.value, EVENT.c.actor)))
    .where(
        EVENT.c.site_id == _C.site_id,
        EVENT.c.comment_id == _C.id,
        EVENT.c.kind.in_([EventKind.COMMENT_DECIDED.value, EventKind.DECISION_UNDONE.value]),
    )
    .order_by(EVENT.c.id.desc())
    .limit(1)
    .correlate(COMMENT)
    .scalar_subquery()
)
# After an undoing that says nothing; the act that stands again is the one noted at the comment's version.
_STANDING_ACTOR = (
    select(ACT.c.actor)
    .join_from(ACT_ITEM, ACT, ACT.c.id == ACT_ITEM.c.act_id)
    .where(ACT_ITEM.c.comment_id == _C.id, ACT_ITEM.c.version == _C.version, ACT.c.kind != ActKind.UNDO.value)
    .limit(1)
    .correlate(COMMENT)
    .scalar_subquery()
)
_DECIDER = func.coalesce(_LAST_ACTOR, _STANDING_ACTOR)
_SHORTEST = min(map(len, HUMAN))
_STATE = func.coalesce(_C.state_before_trash, _C.state)
DECIDED = case(
    (_C.version == 1, None),
    (_STATE.not_in([State.APPROVED.value, State.SPAM.value]), None),
    (func.substr(_DECIDER, 1, _SHORTEST).in_([human[:_SHORTEST] for human in HUMAN]), _STATE),
    else_=None,
)


def _counts(score: ColumnElement[int]) -> Select[Any]:
    """Return the statement; *score* is the bin in the database's own words."""
    alike = select(
        score.label("bin"),
        _C.rule.label("rule"),
        case((AUTHOR.c.confirmed_at <= _C.created_at, 1), else_=0).label("confirmed"),
        DECIDED.label("decided"),
        _C.spam_probability.label("probability"),
    )
    day = (
        alike.select_from(COMMENT.outerjoin(AUTHOR, AUTHOR.c.id == _C.author_id))
        .where(
            _OF_SITE,
            _C.created_at >= bindparam("since", type_=_C.created_at.type),
            _C.created_at < bindparam("until", type_=_C.created_at.type),
        )
        .subquery()
    )
    kind = (day.c.bin, day.c.rule, day.c.confirmed, day.c.decided)
    return select(*kind, func.count(), func.coalesce(func.sum(day.c.probability), 0.0)).group_by(*kind)


# SQLite may have no FLOOR, and its CAST cuts off; PostgreSQL's CAST rounds.
_SCALED = _C.spam_probability * literal_column(str(float(BINS)))
_COUNTS = {
    "sqlite": _counts(cast(_SCALED, Integer)),
    "postgresql": _counts(cast(func.floor(_SCALED), BigInteger)),
}


class SqlTraffic:
    """Implements :class:`service.use_cases.weigh_thresholds.TrafficCounts`."""

    def began_before(self, site: SiteId, at: datetime) -> bool:
        """Return whether a comment came before a moment."""
        return bool(connection().execute(_BEFORE, {"site": site, "at": at}).scalar_one())

    def between(self, site: SiteId, since: datetime, until: datetime) -> tuple[Cell, ...]:
        """Return what came in [since, until), counted; see the port."""
        link = connection()
        rows = link.execute(_COUNTS[link.dialect.name], {"site": site, "since": since, "until": until})
        return tuple(
            Cell(
                bin=score,
                rule=rule,
                confirmed=bool(confirmed),
                spam=None if decided is None else decided == State.SPAM.value,
                comments=comments,
                mass=mass,
            )
            for score, rule, confirmed, decided, comments, mass in rows
        )
