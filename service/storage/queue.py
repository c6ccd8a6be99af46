"""Comments as moderators see them: every order is an index's, and a page goes on where the last one ended."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, bindparam, func, literal_column, select, tuple_

from service.domain.author import STRANGER, AuthorHistory
from service.domain.campaign import CampaignId, Membership
from service.domain.comment import CommentId
from service.domain.errors import UnknownComment
from service.domain.lifecycle import State
from service.domain.page import PageKey
from service.domain.site import SiteId
from service.storage.database import connection
from service.storage.queue_filter import conditions, parameters
from service.storage.tables import AUTHOR, CAMPAIGN, COMMENT, PAGE
from service.use_cases.queue import QueueItem, QueueOrder

if TYPE_CHECKING:
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
_DOWNWARDS = {QueueOrder.NEWEST, QueueOrder.LIKELY_SPAM}
_BY_TIME = {QueueOrder.OLDEST, QueueOrder.NEWEST}


def items(query: QueueQuery) -> tuple[QueueItem, ...]:
    """Return comments in the query's order; see :meth:`service.use_cases.repositories.Comments.queue`."""
    sought = parameters(query) | {"limit": query.limit}
    if query.after is not None:
        sought |= {"value": query.after.value, "last": query.after.comment}
    statement = _statement(query.order, frozenset(sought))
    return tuple([_item(row) for row in connection().execute(statement, sought).all()])


def item(comment: CommentId, within: frozenset[SiteId] | None) -> QueueItem:
    """Return one comment; see :meth:`service.use_cases.repositories.Comments.item`."""
    sought: dict[str, Any] = {"comment": comment}
    if within is not None:
        sought["within"] = sorted(within)
    row = connection().execute(_ONE[within is not None], sought).first()
    if row is None:
        raise UnknownComment(comment)
    return _item(row)


@lru_cache(maxsize=256)
def _statement(order: QueueOrder, named: frozenset[str]) -> Select[Any]:
    """Return the statement for one kind of query, by its parameters."""
    value: ColumnElement[Any] = _C.created_at if order in _BY_TIME else _C.spam_order
    if "campaign" in named and order not in _BY_TIME:
        # A sum has no index: a campaign is sorted, instead of a whole queue being gone through for it.
        value = _C.spam_order + literal_column("0.0")
    statement = (_SIZED_WITHIN if "within" in named else _SIZED).where(*conditions(named)).limit(bindparam("limit"))
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
    )
