"""Comments as moderators see them: every order is an index's, and a page goes on where the last one ended."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, bindparam, func, select

from service.domain.author import STRANGER, AuthorHistory, AuthorId
from service.domain.campaign import CampaignId, Membership
from service.domain.claim import Claim, Hold
from service.domain.comment import CommentId
from service.domain.errors import UnknownComment
from service.domain.lifecycle import State
from service.domain.page import PageKey
from service.domain.site import SiteId
from service.storage.database import connection
from service.storage.queue_filter import conditions, parameters
from service.storage.queue_learning import learning
from service.storage.queue_walk import A_LOOK, MOST_LOOKED_AT, apart, in_order, line_of, sifted, walk
from service.storage.search import found
from service.storage.tables import AUTHOR, CAMPAIGN, COMMENT, PAGE
from service.storage.teamwork_tables import CLAIM
from service.use_cases.learning_order import is_sampled
from service.use_cases.queue import LearningPlace, Place, QueueItem, QueueOrder, QueuePart

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

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


_LIVE = CLAIM.c.until > bindparam("now")
_MINE = select(CLAIM.c.comment_id).where(CLAIM.c.actor == bindparam("asker"), _LIVE)
_TAKEN = select(CLAIM.c.comment_id).where(CLAIM.c.actor != bindparam("asker"), _LIVE)
_NOTHING = QueuePart(items=(), places=())


def part(query: QueueQuery) -> QueuePart:
    """Return comments in the query's order; see :meth:`service.use_cases.repositories.Comments.queue`."""
    bound = parameters(query)
    if query.claimed in {Hold.MINE, Hold.TAKEN}:
        # What is claimed is little, and nothing but the claims may be the way to it.
        held = _claimed(query)
        return _listed(query, bound | {"found": held}, (MOST_LOOKED_AT,)) if held else _NOTHING
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
        items = some([comment for comment, _ in listed], query.within, query.now)
        chosen = [replace(one, sampled=is_sampled(one.id)) for one in items]
        return QueuePart(items=tuple(chosen), places=tuple(place for _, place in listed), reached=stopped)
    if isinstance(after, Place):
        bound = bound | {"value": after.value, "last": after.comment}
    lines = list(apart(bound))
    if len(lines) > 1:
        line = line_of(query.order, bound, query.limit, looks)
        found_items = some([place.comment for place in line.places], query.within, query.now)
        return QueuePart(items=found_items, places=line.places, reached=line.reached)
    rows, reached = walk(_statement, query.order, lines[0], query.limit, looks)
    whole = tuple([_item(row) for row in rows])
    return QueuePart(items=whole, places=tuple([one.place(query.order) for one in whole]), reached=reached)


def _claimed(query: QueueQuery) -> list[CommentId]:
    """Return what is claimed, by whoever asks or by others."""
    held = _MINE if query.claimed is Hold.MINE else _TAKEN
    found_held = connection().execute(held, {"asker": query.asker, "now": query.now}).scalars()
    return [CommentId(number) for number in found_held]


def lock_next(query: QueueQuery) -> tuple[CommentId, ...]:
    """Return the ids of comments in the query's order, locked for this transaction; what is locked is passed over.

    On SQLite the transaction itself is the lock. What no index serves is looked for first, within the bounds of a
    listing, and locked then.
    """
    bound = parameters(query) | {"limit": query.limit}
    named = frozenset(bound)
    if query.order is not QueueOrder.MOST_TO_LEARN and not sifted(query.order, named):
        return tuple([CommentId(number) for number in connection().execute(_next(query.order, named), bound).scalars()])
    listed = [one.id for one in part(query).items]
    locked = set(connection().execute(_LOCKED, bound | {"comments": listed}).scalars()) if listed else set()
    return tuple([one for one in listed if one in locked])


@lru_cache(maxsize=256)
def _next(order: QueueOrder, named: frozenset[str]) -> Select[Any]:
    """Return the statement that locks what a kind of query finds."""
    return in_order(select(_C.id), order, named).with_for_update(of=COMMENT, skip_locked=True)


_LOCKED = (
    select(_C.id)
    .where(_C.id.in_(bindparam("comments", expanding=True)), *conditions(frozenset({"state", "hold_free"})))
    .with_for_update(of=COMMENT, skip_locked=True)
)


def some(
    comments: Sequence[CommentId], within: frozenset[SiteId] | None, now: datetime | None
) -> tuple[QueueItem, ...]:
    """Return comments in the order in which they are named; see :meth:`service.use_cases.repositories.Comments.items`.

    One that was deleted just now is left out.
    """
    if not comments:
        return ()
    sought: dict[str, Any] = {"comments": list(comments), "now": now}
    if within is not None:
        sought["within"] = sorted(within)
    items = {one.id: one for one in map(_item, connection().execute(_SOME[within is not None], sought))}
    return tuple([items[comment] for comment in comments if comment in items])


@lru_cache(maxsize=512)
def _statement(order: QueueOrder, named: frozenset[str]) -> Select[Any]:
    """Return the statement for items, with all that is shown of them."""
    return in_order(_SIZED_WITHIN if "within" in named else _SIZED, order, named)


def item(comment: CommentId, within: frozenset[SiteId] | None, now: datetime | None) -> QueueItem:
    """Return one comment; see :meth:`service.use_cases.repositories.Comments.item`."""
    found_one = some([comment], within, now)
    if not found_one:
        raise UnknownComment(comment)
    return found_one[0]


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
        author_id=None if author is None else AuthorId(author),
        campaign=Membership(id=CampaignId(campaign), size=alike) if alike and alike > 1 else None,
        claim=None if holder is None else Claim(by=holder, until=held_until),
    )
