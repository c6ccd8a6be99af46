"""Claims: what makes them exclusive is the table's key, what makes them quick is that nobody waits for a lock."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, bindparam, delete, func, select, update

from service.domain.claim import Claim
from service.domain.comment import CommentId
from service.storage import queue
from service.storage.database import connection
from service.storage.tables import COMMENT
from service.storage.teamwork_tables import CLAIM
from service.storage.upserts import in_both

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from sqlalchemy import Delete
    from sqlalchemy.sql.dml import ReturningUpdate

    from service.domain.site import SiteId
    from service.storage.upserts import Insert
    from service.use_cases.queue import QueueQuery

_C = CLAIM.c
_LIVE = _C.until > bindparam("now")
_CONDITIONS: Mapping[str, ColumnElement[bool]] = {
    "by": _C.actor == bindparam("by"),
    "now": _LIVE,
    "comments": _C.comment_id.in_(bindparam("comments", expanding=True)),
    "sites": _C.site_id.in_(bindparam("sites", expanding=True)),
}
_COUNT = select(func.count()).where(_CONDITIONS["by"], _LIVE)
_STANDING = select(_C.comment_id, _C.actor, _C.until).where(_CONDITIONS["comments"], _LIVE)
_FORGET = delete(CLAIM).where(_C.until <= bindparam("now"))
_FOUND = select(
    COMMENT.c.id,
    COMMENT.c.site_id,
    bindparam("by", type_=_C.actor.type),
    bindparam("new_until", type_=_C.until.type),
).where(COMMENT.c.id.in_(bindparam("comments", expanding=True)))


def _where_free(insert: Insert) -> Insert:
    """Claim comments, in the place of claims that are over and of no others, and return those that were free."""
    return (
        insert.from_select([_C.comment_id, _C.site_id, _C.actor, _C.until], _FOUND)
        .on_conflict_do_update(
            index_elements=[_C.comment_id],
            set_={"actor": insert.excluded.actor, "until": insert.excluded.until},
            where=_C.until <= bindparam("now", type_=_C.until.type),
        )
        .returning(_C.comment_id)  # type: ignore[return-value] # an insert that returns is one all the same
    )


_TAKE = in_both(CLAIM, _where_free)


class SqlClaims:
    """Implements :class:`service.use_cases.claim_comments.Claims`."""

    def take(self, query: QueueQuery, by: str, until: datetime) -> tuple[CommentId, ...]:
        """Claim comments; see the port.

        On PostgreSQL the comments are locked on the way, and what others have locked is skipped, so that claimers that
        come together each find their own. One that looked before another's claim was committed, and locked after, may
        still hold a comment that is claimed by then; the key refuses it, and the next round looks for another.
        """
        link = connection()
        taken: list[CommentId] = []
        while (wanted := query.limit - len(taken)) > 0:
            found = queue.lock_next(replace(query, limit=wanted))
            if not found:
                break
            row = {"comments": found, "by": by, "new_until": until, "now": query.now}
            free = set(link.execute(_TAKE[link.dialect.name], row).scalars())
            taken += [one for one in found if one in free]
        return tuple(taken)

    def standing(self, comments: Iterable[CommentId], now: datetime) -> Mapping[CommentId, Claim]:
        """Return the claims that hold; see the port."""
        found = connection().execute(_STANDING, {"comments": list(comments), "now": now})
        return {CommentId(number): Claim(by=actor, until=until) for number, actor, until in found}

    def count(self, by: str, now: datetime) -> int:
        """Return how many comments an actor holds."""
        return connection().execute(_COUNT, {"by": by, "now": now}).scalar_one()

    def renew(
        self,
        by: str,
        now: datetime,
        until: datetime,
        comments: Collection[CommentId] | None = None,
        sites: frozenset[SiteId] | None = None,
    ) -> tuple[CommentId, ...]:
        """Have an actor's claims hold longer; see the port."""
        sought = _sought(by=by, now=now, comments=comments, sites=sites)
        renewed = connection().execute(_renew(frozenset(sought)), sought | {"new_until": until})
        return tuple(sorted(CommentId(number) for number in renewed.scalars()))

    def release(self, by: str, comments: Collection[CommentId] | None = None) -> None:
        """End an actor's claims; see the port."""
        sought = _sought(by=by, comments=comments)
        connection().execute(_end(frozenset(sought)), sought)

    def end(self, comments: Collection[CommentId]) -> None:
        """End the claims on comments, whoever holds them."""
        sought = _sought(comments=comments)
        connection().execute(_end(frozenset(sought)), sought)

    def forget(self, now: datetime) -> int:
        """Delete claims that are over; return how many."""
        return connection().execute(_FORGET, {"now": now}).rowcount


def _sought(**asked: object) -> dict[str, Any]:
    """Return what is bound: what is asked, collections as lists."""
    plain = {name: one for name, one in asked.items() if one is not None}
    return {name: list(one) if isinstance(one, set | frozenset | tuple) else one for name, one in plain.items()}


@lru_cache(maxsize=16)
def _renew(named: frozenset[str]) -> ReturningUpdate[Any]:
    """Return the statement that moves the end of claims, by its conditions."""
    return update(CLAIM).where(_those(named)).values(until=bindparam("new_until")).returning(_C.comment_id)


@lru_cache(maxsize=16)
def _end(named: frozenset[str]) -> Delete:
    """Return the statement that ends claims, by its conditions."""
    return delete(CLAIM).where(_those(named))


def _those(named: frozenset[str]) -> ColumnElement[bool]:
    """Return the condition of claims, locked in the order of their comments: no two statements wait for each other."""
    found = select(_C.comment_id).where(*(_CONDITIONS[name] for name in sorted(named))).order_by(_C.comment_id)
    return _C.comment_id.in_(found.with_for_update())
