"""Writes the index of words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from service.domain.words import words_of
from service.storage.database import connection
from service.storage.search_tables import SEARCH_ENTRY
from service.storage.tables import COMMENT
from service.storage.upserts import in_both

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.domain.comment import CommentId
    from service.storage.upserts import Insert

_C = COMMENT.c
_FOLDED = select(_C.id, _C.folded).where(_C.id.in_(bindparam("comments", expanding=True)))


def _unless_there(insert: Insert) -> Insert:
    """Leave a comment that is indexed as it is: another worker may have come to it."""
    return insert.on_conflict_do_nothing(index_elements=[SEARCH_ENTRY.c.comment_id])


_ADD = in_both(SEARCH_ENTRY, _unless_there)


class SqlSearchIndex:
    """Implements :class:`service.use_cases.index_comments.SearchIndex`."""

    def add(self, comments: Iterable[CommentId]) -> None:
        """Index comments; see the port."""
        link = connection()
        rows = link.execute(_FOLDED, {"comments": list(comments)}).all()
        if rows:
            # Letters and digits with blanks between are a tsvector as they stand.
            entries = [{"comment_id": number, "words": " ".join(words_of(folded))} for number, folded in rows]
            link.execute(_ADD[link.dialect.name], entries)
