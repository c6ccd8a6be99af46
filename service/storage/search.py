"""Finds the comments that hold some words by the index of words, where they are few."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, cast, column, func, literal_column, select, table, tuple_
from sqlalchemy.dialects.postgresql import TSQUERY

from service.domain.comment import CommentId
from service.domain.event import EventKind
from service.domain.words import Search
from service.storage.database import connection
from service.storage.queue_filter import conditions, of_words, parameters
from service.storage.search_tables import SEARCH_ENTRY
from service.storage.tables import COMMENT, CURSOR, EVENT
from service.use_cases.index_comments import READER
from service.use_cases.queue import QueueFilter

if TYPE_CHECKING:
    from sqlalchemy import Select

FEW = 2_000
"""Greatest number of hits that are all fetched; some 20 ms. More are met soon enough on the way through a queue.

Of so many among a million, the 20,000 comments that one walk looks at hold 40.
"""

MOST_FRESH = 5_000
"""Greatest number of comments that the index has not come to, which are looked through for each search."""

_E = SEARCH_ENTRY.c
_L = EVENT.c
_WORDS = table("search_word", column("rowid"), column("search_word"))
_HITS = {
    "sqlite": select(_E.comment_id)
    .join_from(_WORDS, SEARCH_ENTRY, _E.id == _WORDS.c.rowid)
    .where(_WORDS.c.search_word.op("MATCH")(bindparam("sought"))),
    "postgresql": select(_E.comment_id).where(_E.words.op("@@")(cast(bindparam("sought"), TSQUERY))),
}


def _fresh() -> dict[str, Select[Any]]:
    """Return the comments that the index has not come to, in each dialect; see ``service.storage.events``."""
    reached = func.coalesce(select(CURSOR.c.event_id).where(CURSOR.c.name == READER).scalar_subquery(), 0)
    of_line = select(_L.transaction_id).where(_L.id <= reached).order_by(_L.id.desc()).limit(1).scalar_subquery()
    place = tuple_(func.coalesce(of_line, literal_column(str(-(2**63)))), reached)
    came = select(_L.comment_id).where(_L.kind == EventKind.COMMENT_SUBMITTED.value).limit(MOST_FRESH + 1)
    return {
        # In the order of an index, so that PostgreSQL takes it.
        "sqlite": came.where(_L.id > reached).order_by(_L.id),
        "postgresql": came.where(tuple_(_L.transaction_id, _L.id) > place).order_by(_L.transaction_id, _L.id),
    }


_FRESH = _fresh()


def found(wanted: QueueFilter) -> dict[str, Any]:
    """Return ``found``, the comments that hold a filter's words, to go with its parameters.

    Nothing where it names no word, where too many hold them, or where the index is too far behind the log: then the
    conditions of the words, which go with it in any case, have to find them alone.
    """
    search = Search.of(wanted.text)
    if not search.begun:
        return {}
    link = connection()
    fresh = link.execute(_FRESH[link.dialect.name]).scalars().all()
    if len(fresh) > MOST_FRESH:
        return {}
    sought = _SOUGHT[link.dialect.name](search)
    hits = link.execute(_HITS[link.dialect.name].limit(FEW + 1), {"sought": sought}).scalars().all()
    if len(hits) > FEW:
        return {}
    if fresh:
        words = of_words(parameters(QueueFilter(text=wanted.text)))
        named = frozenset({"found", *words})
        hold = select(COMMENT.c.id).where(*conditions(named)).limit(FEW + 1)
        more = link.execute(hold, {"found": list(fresh), **words}).scalars().all()
        hits = [*hits, *more]
    return {"found": [CommentId(hit) for hit in hits]} if len(hits) <= FEW else {}


def _as_fts5(search: Search) -> str:
    """Return a query for SQLite: a blank stands for AND."""
    return " ".join([*(f'"{word}"' for word in search.whole), f'"{search.begun}"*'])


def _as_tsquery(search: Search) -> str:
    """Return a query for PostgreSQL."""
    return " & ".join([*(f"'{word}'" for word in search.whole), f"'{search.begun}':*"])


_SOUGHT = {"sqlite": _as_fts5, "postgresql": _as_tsquery}
