"""What came to a site, newest first, as far as a policy is concerned."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, case, func, literal, select, tuple_

from service.domain.author import AuthorHistory
from service.domain.comment import CommentId
from service.domain.lifecycle import State
from service.domain.trial import Came
from service.storage.database import connection
from service.storage.kept_evidence import read
from service.storage.tables import AUTHOR, COMMENT
from service.storage.traffic import DECIDED, SqlTraffic

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import BindParameter, Row

    from service.domain.site import SiteId

BATCH = 500
"""Comments read at once of each state: so many texts are in memory, and no more."""

_C = COMMENT.c
_SITE: BindParameter[Any] = bindparam("site")
_WHEN = (
    _C.created_at >= bindparam("since", type_=_C.created_at.type),
    _C.created_at < bindparam("until", type_=_C.created_at.type),
)
# One state at a time, in the order of the queue's index: the newest of all states are found without sorting any.
_NEWEST = (
    select(
        _C.id,
        _C.created_at,
        _C.text,
        _C.url,
        _C.folded,
        _C.spam_probability,
        _C.rule,
        DECIDED.label("decided"),
        _C.evidence,
        case((AUTHOR.c.confirmed_at <= _C.created_at, 1), else_=0).label("confirmed"),
        func.coalesce(AUTHOR.c.approved, literal(0)).label("approved"),
        case((AUTHOR.c.trusted_at <= _C.created_at, 1), else_=0).label("trusted"),
    )
    .select_from(COMMENT.outerjoin(AUTHOR, AUTHOR.c.id == _C.author_id))
    .where(_C.site_id == _SITE, _C.state == bindparam("state"), *_WHEN)
    .order_by(_C.created_at.desc(), _C.id.desc())
    .limit(BATCH)
)
_NEXT = _NEWEST.where(
    tuple_(_C.created_at, _C.id)
    < tuple_(bindparam("moment", type_=_C.created_at.type), bindparam("last", type_=_C.id.type))
)
_COUNT = select(func.count()).where(and_(_C.site_id == _SITE, _C.state.in_([state.value for state in State]), *_WHEN))


class SqlTrials(SqlTraffic):
    """Implements :class:`service.use_cases.try_policy.StoredComments`; when a site began is told as for its traffic."""

    def newest(self, site: SiteId, since: datetime, until: datetime) -> Iterator[Came]:
        """Yield what came in [since, until), newest first; see the port."""
        streams = [self._of_state(site, state, since, until) for state in State]
        return heapq.merge(*streams, key=lambda came: (came.created_at, came.id), reverse=True)

    def count(self, site: SiteId, since: datetime, until: datetime) -> int:
        """Return how many came in [since, until)."""
        found = connection().execute(_COUNT, {"site": site, "since": since, "until": until}).scalar_one()
        return int(found)

    def _of_state(self, site: SiteId, state: State, since: datetime, until: datetime) -> Iterator[Came]:
        """Yield the comments of one state, newest first, a batch at a time."""
        sought: dict[str, Any] = {"site": site, "state": state.value, "since": since, "until": until}
        rows = connection().execute(_NEWEST, sought).all()
        while rows:
            yield from map(_came, rows)
            if len(rows) < BATCH:
                return
            sought |= {"moment": rows[-1].created_at, "last": rows[-1].id}
            rows = connection().execute(_NEXT, sought).all()


def _came(row: Row[*tuple[Any, ...]]) -> Came:
    """Return the comment of a row."""
    number, created_at, text, url, folded, spam_probability, rule, decided, evidence, confirmed, approved, trusted = row
    return Came(
        id=CommentId(number),
        created_at=created_at,
        text=text,
        url=url,
        folded=folded,
        spam_probability=spam_probability,
        rule=rule,
        spam=None if decided is None else decided == State.SPAM.value,
        evidence=None if evidence is None else read(evidence),
        author=AuthorHistory(confirmed=bool(confirmed), approved=approved, trusted=bool(trusted)),
    )
