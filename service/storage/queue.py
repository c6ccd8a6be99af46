"""Comments as moderators see them: every order is an index's, and a page goes on where the last one ended."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, bindparam, func, literal_column, select, tuple_

from service.domain.author import STRANGER, AuthorHistory
from service.domain.campaign import CampaignId, Membership
from service.domain.claim import Claim
from service.domain.comment import CommentId
from service.domain.errors import UnknownComment
from service.domain.lifecycle import State
from service.domain.page import PageKey
from service.domain.site import SiteId
from service.storage.database import connection
from service.storage.queue_filter import conditions, parameters
from service.storage.tables import AUTHOR, CAMPAIGN, COMMENT, PAGE
from service.storage.teamwork_tables import CLAIM
from service.use_cases.queue import QueueItem, QueueOrder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import BindParameter, ColumnElement, Row

    from service.use_cases.queue import QueueQuery

_C = COMMENT.c
_ALL = (
    select(
        _C.id,
        _C.site_id,
        PAGE.c.key,
        PAGE.c.title,
        _C.parent_id,
        _C.name,
        _C.url,
        AUTHOR.c.confirmed_at,
        AUTHOR.c.seen,
        AUTHOR.c.approved,
        _C.text,
        _C.language,
        _C.state,
        _C.version,
        _C.spam_probability,
        _C.model,
        _C.rule,
        _C.created_at,
        _C.campaign_id,
        CLAIM.c.actor,
        CLAIM.c.until,
    )
    .join_from(COMMENT, PAGE, PAGE.c.id == _C.page_id)
    .outerjoin(AUTHOR, AUTHOR.c.id == _C.author_id)
    # Nothing is after no moment at all: who names none sees no claims.
    .outerjoin(CLAIM, (CLAIM.c.comment_id == _C.id) & (CLAIM.c.until > bindparam("now")))
)
# Of a campaign, the comments on all sites or on one.
_SIZE = select(func.sum(CAMPAIGN.c.size)).where(CAMPAIGN.c.id == _C.campaign_id).correlate(COMMENT)
_WITHIN: BindParameter[Any] = bindparam("within", expanding=True)
_SIZED = _ALL.add_columns(_SIZE.scalar_subquery())
_SIZED_WITHIN = _ALL.add_columns(_SIZE.where(CAMPAIGN.c.site_id.in_(_WITHIN)).scalar_subquery())
_SOME = tuple(sized.where(_C.id.in_(bindparam("comments", expanding=True))) for sized in (_SIZED, _SIZED_WITHIN))
_BY_CLAIM = {
    "hold_mine": CLAIM.c.actor == bindparam("hold_mine"),
    "hold_taken": CLAIM.c.actor != bindparam("hold_taken"),
}
_HIDDEN = {
    "site": func.coalesce(_C.site_id, _C.site_id) == bindparam("site"),
    "state": func.coalesce(_C.state, _C.state) == bindparam("state"),
}
_DOWNWARDS = {QueueOrder.NEWEST, QueueOrder.LIKELY_SPAM}
_BY_TIME = {QueueOrder.OLDEST, QueueOrder.NEWEST}


def items(query: QueueQuery) -> tuple[QueueItem, ...]:
    """Return comments in the query's order; see :meth:`service.use_cases.repositories.Comments.queue`."""
    sought = _sought(query)
    statement = _statement(query.order, frozenset(sought))
    return tuple([_item(row) for row in connection().execute(statement, sought).all()])


def lock_next(query: QueueQuery) -> tuple[CommentId, ...]:
    """Return the ids of comments in the query's order, locked for this transaction; what is locked is passed over.

    On SQLite the transaction itself is the lock.
    """
    sought = _sought(query)
    found = connection().execute(_next(query.order, frozenset(sought)), sought)
    return tuple([CommentId(number) for number in found.scalars()])


def some(
    comments: Sequence[CommentId], within: frozenset[SiteId] | None, now: datetime | None
) -> tuple[QueueItem, ...]:
    """Return comments in the order given; see :meth:`service.use_cases.repositories.Comments.items`."""
    if not comments:
        return ()
    sought: dict[str, Any] = {"comments": list(comments), "now": now}
    if within is not None:
        sought["within"] = sorted(within)
    found = {one.id: one for one in map(_item, connection().execute(_SOME[within is not None], sought))}
    return tuple([found[one] for one in comments if one in found])


def item(comment: CommentId, within: frozenset[SiteId] | None, now: datetime | None) -> QueueItem:
    """Return one comment; see :meth:`service.use_cases.repositories.Comments.item`."""
    found = some([comment], within, now)
    if not found:
        raise UnknownComment(comment)
    return found[0]


def _sought(query: QueueQuery) -> dict[str, Any]:
    """Return what a query binds."""
    sought = parameters(query) | {"limit": query.limit}
    if query.after is not None:
        sought |= {"value": query.after.value, "last": query.after.comment}
    return sought


@lru_cache(maxsize=256)
def _next(order: QueueOrder, named: frozenset[str]) -> Select[Any]:
    """Return the statement that locks what a kind of query finds."""
    ids = _statement(order, named).with_only_columns(_C.id, maintain_column_froms=True)
    return ids.with_for_update(of=COMMENT, skip_locked=True)


@lru_cache(maxsize=256)
def _statement(order: QueueOrder, named: frozenset[str]) -> Select[Any]:
    """Return the statement for one kind of query, by its parameters."""
    value: ColumnElement[Any] = _C.created_at if order in _BY_TIME else _C.spam_order
    if "campaign" in named and order not in _BY_TIME:
        # A sum has no index: a campaign is sorted, instead of a whole queue being gone through for it.
        value = _C.spam_order + literal_column("0.0")
    met = [*conditions(named)]
    if held := named & _BY_CLAIM.keys():
        # What is claimed is little, too, and nothing but the claims may be the way to it: SQLite would rather go
        # through a state, so that its column is hidden from the indexes, as the order is.
        value = func.coalesce(value, value)
        met = [*conditions(named - _HIDDEN.keys()), *(_BY_CLAIM[name] for name in held)]
        met += [_HIDDEN[name] for name in sorted(named & _HIDDEN.keys())]
    statement = (_SIZED_WITHIN if "within" in named else _SIZED).where(*met).limit(bindparam("limit"))
    if order in _DOWNWARDS:
        statement = statement.order_by(value.desc(), _C.id.desc())
    else:
        statement = statement.order_by(value, _C.id)
    if "last" in named:
        here = tuple_(value, _C.id)
        place = tuple_(bindparam("value", type_=value.type), bindparam("last", type_=_C.id.type))
        statement = statement.where(here < place if order in _DOWNWARDS else here > place)
    return statement


def _item(row: Row[*tuple[Any, ...]]) -> QueueItem:
    """Return the item of a row."""
    (
        number,
        site,
        page,
        page_title,
        parent,
        name,
        url,
        confirmed_at,
        seen,
        approved,
        text,
        language,
        state,
        version,
        spam_probability,
        model,
        rule,
        created_at,
        campaign,
        holder,
        held_until,
        alike,
    ) = row
    history = (
        STRANGER if seen is None else AuthorHistory(confirmed=confirmed_at is not None, seen=seen, approved=approved)
    )
    return QueueItem(
        id=CommentId(number),
        site=SiteId(site),
        page=PageKey(page),
        page_title=page_title,
        parent=None if parent is None else CommentId(parent),
        name=name,
        url=url,
        author=history,
        text=text,
        language=language,
        state=State(state),
        version=version,
        spam_probability=spam_probability,
        model=model,
        rule=rule,
        created_at=created_at,
        campaign=Membership(id=CampaignId(campaign), size=alike) if alike and alike > 1 else None,
        claim=None if holder is None else Claim(by=holder, until=held_until),
    )
