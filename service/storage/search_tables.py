"""The index of words: a row for each comment that the worker came to, and what the database makes of the words.

On PostgreSQL ``words`` is a ``tsvector`` under a GIN index. On SQLite it is text, and triggers keep a FTS5 table of it,
``search_word``, whose rowid is ``search_entry.id``: a comment's own rowid may change with every VACUUM, its key being
an id. A comment that is deleted takes its words along.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from uuid import UUID  # noqa: TC003 - SQLAlchemy reads the annotations when it runs

from sqlalchemy import DDL, ForeignKey, Index, Text, event
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from service.storage.database import Base, Identifier, Serial

if TYPE_CHECKING:
    from sqlalchemy import Table

# A word is what lies between blanks, whatever it is made of: domain/words.py has parted them already. The places of
# words are not kept, since nobody looks for phrases; that makes the index a third smaller.
_INDEX = """
CREATE VIRTUAL TABLE search_word
USING fts5(words, content='search_entry', content_rowid='id', tokenize='ascii', detail=none, columnsize=0)
"""
_ADDED = """
CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry
BEGIN INSERT INTO search_word (rowid, words) VALUES (new.id, new.words); END
"""
_DELETED = """
CREATE TRIGGER search_entry_deleted AFTER DELETE ON search_entry
BEGIN INSERT INTO search_word (search_word, rowid, words) VALUES ('delete', old.id, old.words); END
"""


class SearchEntryRow(Base):
    """The words of one comment, with blanks between."""

    __tablename__ = "search_entry"
    __table_args__ = (Index("ix_search_entry_words", "words", postgresql_using="gin").ddl_if(dialect="postgresql"),)

    id: Mapped[Serial]
    comment_id: Mapped[UUID] = mapped_column(Identifier, ForeignKey("comment.id", ondelete="CASCADE"), unique=True)
    words: Mapped[str] = mapped_column(Text().with_variant(TSVECTOR(), "postgresql"))


SEARCH_ENTRY = cast("Table", SearchEntryRow.__table__)

for _moment, _statement in (
    ("after_create", _INDEX),
    ("after_create", _ADDED),
    ("after_create", _DELETED),
    ("before_drop", "DROP TABLE search_word"),
):
    _ddl = DDL(_statement)  # type: ignore[no-untyped-call] # untyped there
    event.listen(SEARCH_ENTRY, _moment, _ddl.execute_if(dialect="sqlite"))
