"""Decisions that are asked about, and what was said; read by indexes, in the order in which they were made."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, bindparam, delete, exists, func, select, tuple_, update

from service.domain.comment import CommentId
from service.domain.event import EventKind
from service.domain.lifecycle import Action
from service.domain.page import PageKey
from service.domain.second_opinion import Pairs
from service.domain.site import SiteId
from service.storage.database import connection
from service.storage.tables import COMMENT, EVENT, PAGE
from service.storage.teamwork_tables import SECOND_LOOK
from service.storage.upserts import in_both
from service.use_cases.second_opinions import BlindItem

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from service.storage.upserts import Insert
    from service.use_cases.second_opinions import Look, LookQuery, Opinion

_C = SECOND_LOOK.c
_DECISION = ("decided_by", "decided", "reason_code", "decided_at")
_SITE = _C.site_id == bindparam("site")
_WITHIN = _C.site_id.in_(bindparam("within", expanding=True))
_WAITS = _C.waiting.is_(True)
# Whoever once decided on a comment knows what was decided, whatever others did since.
_NOT_THEIRS = ~exists().where(
    EVENT.c.site_id == _C.site_id,
    EVENT.c.comment_id == _C.comment_id,
    EVENT.c.kind == EventKind.COMMENT_DECIDED.value,
    EVENT.c.actor == bindparam("asker"),
).correlate(SECOND_LOOK)
_BLIND = (
    select(
        _C.comment_id,
        _C.site_id,
        PAGE.c.key,
        PAGE.c.title,
        COMMENT.c.parent_id,
        COMMENT.c.name,
        COMMENT.c.url,
        COMMENT.c.text,
        COMMENT.c.language,
        COMMENT.c.created_at,
        _C.decided_at,
    )
    .join_from(SECOND_LOOK, COMMENT, COMMENT.c.id == _C.comment_id)
    .join(PAGE, PAGE.c.id == COMMENT.c.page_id)
    .where(_WAITS, _NOT_THEIRS)
    .order_by(_C.decided_at, _C.comment_id)
    .limit(bindparam("limit"))
)
_ASKED = select(_C.site_id).where(_C.comment_id == bindparam("comment"), _NOT_THEIRS)
_GIVE = (
    update(SECOND_LOOK)
    .where(_C.comment_id == bindparam("comment"), _WAITS)
    .values(
        waiting=False, given_by=bindparam("by"), given=bindparam("opinion"), given_at=bindparam("at", _C.given_at.type)
    )
)
_GROUPS = (_C.decided_by, _C.decided, _C.reason_code, _C.given_by, _C.given)
_PAIRS = select(*_GROUPS, func.count()).where(_C.given_at >= bindparam("since")).group_by(*_GROUPS)
_WITHDRAW = delete(SECOND_LOOK).where(_C.comment_id.in_(bindparam("comments", expanding=True)), _WAITS)
_FORGET = delete(SECOND_LOOK).where(_WAITS, _C.decided_at < bindparam("before"))


def _while_it_waits(insert: Insert) -> Insert:
    """Put a newer decision in the place of one that still waits, and touch no opinion."""
    return insert.on_conflict_do_update(
        index_elements=[_C.comment_id],
        set_={name: insert.excluded[name] for name in _DECISION},
        where=_WAITS,
    )


_PUT = in_both(SECOND_LOOK, _while_it_waits)


class SqlSecondLooks:
    """Implements :class:`service.use_cases.second_opinions.SecondLooks`."""

    def put(self, looks: Sequence[Look]) -> None:
        """Have decisions wait; see the port."""
        if not looks:
            return
        link = connection()
        rows = [
            {
                "comment_id": look.comment,
                "site_id": look.site,
                "decided_by": look.by,
                "decided": look.action.value,
                "reason_code": look.reason_code,
                "decided_at": look.at,
                "waiting": True,
            }
            for look in looks
        ]
        link.execute(_PUT[link.dialect.name], rows)

    def withdraw(self, comments: Collection[CommentId]) -> None:
        """Ask no more about comments that still wait."""
        if comments:
            connection().execute(_WITHDRAW, {"comments": list(comments)})

    def waiting(self, query: LookQuery) -> tuple[BlindItem, ...]:
        """Return what waits for who asks; see the port."""
        sought: dict[str, Any] = {"asker": query.asker, "limit": query.limit}
        if query.site is not None:
            sought["site"] = query.site
        elif query.within is not None:
            sought["within"] = sorted(query.within)
        if query.after is not None:
            sought |= {"moment": query.after[0], "last": query.after[1]}
        rows = connection().execute(_statement(frozenset(sought)), sought)
        return tuple(
            BlindItem(
                id=CommentId(number),
                site=SiteId(site),
                page=PageKey(page),
                page_title=title,
                parent=None if parent is None else CommentId(parent),
                name=name,
                url=url,
                text=text,
                language=language,
                created_at=created_at,
                decided_at=decided_at,
            )
            for number, site, page, title, parent, name, url, text, language, created_at, decided_at in rows
        )

    def asked(self, comment: CommentId, asker: str) -> SiteId | None:
        """Return on which site an actor is asked about a comment; see the port."""
        site = connection().execute(_ASKED, {"comment": comment, "asker": asker}).scalar_one_or_none()
        return None if site is None else SiteId(site)

    def give(self, opinion: Opinion, by: str, at: datetime) -> bool:
        """Store an opinion on what waits; false if it waits no more.

        The decision's reason stays: it is by that reason that agreement is told. The opinion's is in the log.
        """
        given = {"comment": opinion.comment, "by": by, "opinion": opinion.action.value, "at": at}
        return bool(connection().execute(_GIVE, given).rowcount)

    def pairs(self, site: SiteId | None, within: frozenset[SiteId] | None, since: datetime) -> tuple[Pairs, ...]:
        """Return decisions with the opinions given since, counted; see the port."""
        sought: dict[str, Any] = {"since": since}
        statement = _PAIRS
        if site is not None:
            statement, sought = statement.where(_SITE), sought | {"site": site}
        elif within is not None:
            statement, sought = statement.where(_WITHIN), sought | {"within": sorted(within)}
        return tuple(
            Pairs(
                decided_by=by,
                decided=Action(decided),
                reason_code=code,
                given_by=other,
                given=Action(given),
                count=count,
            )
            for by, decided, code, other, given, count in connection().execute(statement, sought)
        )

    def forget(self, before: datetime) -> int:
        """Delete what waits since before a moment; return how many."""
        return connection().execute(_FORGET, {"before": before}).rowcount


@lru_cache(maxsize=16)
def _statement(named: frozenset[str]) -> Select[Any]:
    """Return the statement for what waits, by its parameters."""
    statement: Select[Any] = _BLIND
    if "site" in named:
        statement = statement.where(_SITE)
    if "within" in named:
        statement = statement.where(_WITHIN)
    if "last" in named:
        place = tuple_(bindparam("moment", type_=_C.decided_at.type), bindparam("last", type_=_C.comment_id.type))
        statement = statement.where(tuple_(_C.decided_at, _C.comment_id) > place)
    return statement
