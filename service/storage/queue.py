"""Comments as moderators see them: every order is an index's, and a page goes on where the last one ended."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, bindparam, func, select

from service.domain.author import STRANGER, AuthorHistory, AuthorId
from service.domain.campaign import CampaignId, Membership
from service.domain.comment import CommentId
from service.domain.errors import UnknownComment
from service.domain.lifecycle import State
from service.domain.page import PageKey
from service.domain.site import SiteId
from service.storage.database import connection
from service.storage.queue_filter import parameters
from service.storage.queue_learning import learning
from service.storage.queue_walk import A_LOOK, MOST_LOOKED_AT, apart, in_order, line_of, walk
from service.storage.search import found
from service.storage.tables import AUTHOR, CAMPAIGN, COMMENT, PAGE
from service.use_cases.learning_order import is_sampled
from service.use_cases.queue import LearningPlace, Place, QueueItem, QueueOrder, QueuePart

if TYPE_CHECKING:
    from sqlalchemy import BindParameter, Row

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
        _C.author_id,
    )
    .join_from(COMMENT, PAGE, PAGE.c.id == _C.page_id)
    .outerjoin(AUTHOR, AUTHOR.c.id == _C.author_id)
)
# Of a campaign, the comments on all sites or on one.
_SIZE = select(func.sum(CAMPAIGN.c.size)).where(CAMPAIGN.c.id == _C.campaign_id).correlate(COMMENT)
_WITHIN: BindParameter[Any] = bindparam("within", expanding=True)
_SIZED = _ALL.add_columns(_SIZE.scalar_subquery())
_SIZED_WITHIN = _ALL.add_columns(_SIZE.where(CAMPAIGN.c.site_id.in_(_WITHIN)).scalar_subquery())
_ONE = tuple(sized.where(_C.id == bindparam("comment")) for sized in (_SIZED, _SIZED_WITHIN))
_SOME = tuple(sized.where(_C.id.in_(bindparam("comments", expanding=True))) for sized in (_SIZED, _SIZED_WITHIN))


def part(query: QueueQuery) -> QueuePart:
    """Return comments in the query's order; see :meth:`service.use_cases.repositories.Comments.queue`."""
    bound = parameters(query)
    if not query.text:
        return _listed(query, bound, (A_LOOK, MOST_LOOKED_AT))
    # Words that many hold fill a page at once. Few that hold them are fetched. Between the two the way is longer.
    first = _listed(query, bound, (A_LOOK,))
    if len(first.items) == query.limit or first.reached is None:
        return first
    few = found(query)
    return _listed(query, bound | few, (MOST_LOOKED_AT,))


def _listed(query: QueueQuery, bound: dict[str, Any], looks: tuple[int, ...]) -> QueuePart:
    """Return a part of the queue, looking at no more rows than *looks* says."""
    after = query.after
    if query.order is QueueOrder.MOST_TO_LEARN:
        here = after if isinstance(after, LearningPlace) else LearningPlace()
        listed, stopped = learning(bound, here, query.limit, looks)
        items = _by_id([comment for comment, _ in listed], query.within)
        chosen = [replace(one, sampled=is_sampled(one.id)) for one in items]
        return QueuePart(items=tuple(chosen), places=tuple(place for _, place in listed), reached=stopped)
    if isinstance(after, Place):
        bound = bound | {"value": after.value, "last": after.comment}
    lines = list(apart(bound))
    if len(lines) > 1:
        line = line_of(query.order, bound, query.limit, looks)
        found_items = _by_id([place.comment for place in line.places], query.within)
        return QueuePart(items=found_items, places=line.places, reached=line.reached)
    rows, reached = walk(_statement, query.order, lines[0], query.limit, looks)
    whole = tuple([_item(row) for row in rows])
    return QueuePart(items=whole, places=tuple([one.place(query.order) for one in whole]), reached=reached)


def _by_id(comments: list[CommentId], within: frozenset[SiteId] | None) -> tuple[QueueItem, ...]:
    """Return comments in the order in which they are named; one that was deleted just now is left out."""
    sought: dict[str, Any] = {"comments": comments}
    if within is not None:
        sought["within"] = sorted(within)
    rows = connection().execute(_SOME[within is not None], sought).all() if comments else ()
    items = {one.id: one for one in map(_item, rows)}
    return tuple(items[comment] for comment in comments if comment in items)


@lru_cache(maxsize=512)
def _statement(order: QueueOrder, named: frozenset[str]) -> Select[Any]:
    """Return the statement for items, with all that is shown of them."""
    return in_order(_SIZED_WITHIN if "within" in named else _SIZED, order, named)


def item(comment: CommentId, within: frozenset[SiteId] | None) -> QueueItem:
    """Return one comment; see :meth:`service.use_cases.repositories.Comments.item`."""
    sought: dict[str, Any] = {"comment": comment}
    if within is not None:
        sought["within"] = sorted(within)
    row = connection().execute(_ONE[within is not None], sought).first()
    if row is None:
        raise UnknownComment(comment)
    return _item(row)


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
        author,
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
        author_id=None if author is None else AuthorId(author),
        campaign=Membership(id=CampaignId(campaign), size=alike) if alike and alike > 1 else None,
    )
