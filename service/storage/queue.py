"""Comments as moderators see them: every order is an index's, and a page goes on where the last one ended."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, bindparam, select, tuple_

from service.domain.author import STRANGER, AuthorHistory
from service.domain.comment import CommentId
from service.domain.errors import UnknownComment
from service.domain.lifecycle import State
from service.domain.page import PageKey
from service.domain.site import SiteId
from service.storage.database import connection
from service.storage.tables import AUTHOR, COMMENT, PAGE
from service.use_cases.queue import QueueItem, QueueOrder

if TYPE_CHECKING:
    from sqlalchemy import Row

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
    )
    .join_from(COMMENT, PAGE, PAGE.c.id == _C.page_id)
    .outerjoin(AUTHOR, AUTHOR.c.id == _C.author_id)
)
_ONE = _ALL.where(_C.id == bindparam("comment"))
_DOWNWARDS = {QueueOrder.NEWEST, QueueOrder.LIKELY_SPAM}
_BY_TIME = {QueueOrder.OLDEST, QueueOrder.NEWEST}


def items(query: QueueQuery) -> tuple[QueueItem, ...]:
    """Return comments in the query's order; see :meth:`service.use_cases.repositories.Comments.queue`."""
    words = query.text.split()
    sought: dict[str, Any] = {"state": query.state.value, "limit": query.limit}
    sought |= {f"word_{number}": _pattern(word) for number, word in enumerate(words)}
    if query.site is not None:
        sought["site"] = query.site
    if query.after is not None:
        sought |= {"value": query.after.value, "last": query.after.comment}
    statement = _statement(query.order, len(words), of_site=query.site is not None, goes_on=query.after is not None)
    return tuple([_item(row) for row in connection().execute(statement, sought).all()])


def item(comment: CommentId) -> QueueItem:
    """Return one comment; see :meth:`service.use_cases.repositories.Comments.item`."""
    row = connection().execute(_ONE, {"comment": comment}).first()
    if row is None:
        raise UnknownComment(comment)
    return _item(row)


@lru_cache(maxsize=256)
def _statement(order: QueueOrder, words: int, *, of_site: bool, goes_on: bool) -> Select[Any]:
    """Return the statement for one kind of query, with so many words to be contained."""
    value = _C.created_at if order in _BY_TIME else _C.spam_order
    statement = _ALL.where(_C.state == bindparam("state")).limit(bindparam("limit"))
    if of_site:
        statement = statement.where(_C.site_id == bindparam("site"))
    for number in range(words):
        statement = statement.where(_C.folded.like(bindparam(f"word_{number}"), escape="\\"))
    if order in _DOWNWARDS:
        statement = statement.order_by(value.desc(), _C.id.desc())
    else:
        statement = statement.order_by(value, _C.id)
    if goes_on:
        here = tuple_(value, _C.id)
        place = tuple_(bindparam("value", type_=value.type), bindparam("last", type_=_C.id.type))
        statement = statement.where(here < place if order in _DOWNWARDS else here > place)
    return statement


def _pattern(word: str) -> str:
    """Return a LIKE pattern for texts that contain *word* as it is."""
    return "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"


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
    )
