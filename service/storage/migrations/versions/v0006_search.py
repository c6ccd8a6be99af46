"""Keep an index of words. The worker fills it, with the comments of before too."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0006"
down_revision = "0005"

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the table and its index, empty."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "search_entry",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("words", TSVECTOR() if postgresql else sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_search_entry"),
        sa.UniqueConstraint("comment_id", name="uq_search_entry_comment_id"),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name="fk_search_entry_comment_id", ondelete="CASCADE"),
    )
    if postgresql:
        op.create_index("ix_search_entry_words", "search_entry", ["words"], postgresql_using="gin")
        return
    op.execute(
        "CREATE VIRTUAL TABLE search_word USING fts5"
        "(words, content='search_entry', content_rowid='id', tokenize='ascii', detail=none, columnsize=0)"
    )
    op.execute(
        "CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry"
        " BEGIN INSERT INTO search_word (rowid, words) VALUES (new.id, new.words); END"
    )
    op.execute(
        "CREATE TRIGGER search_entry_deleted AFTER DELETE ON search_entry"
        " BEGIN INSERT INTO search_word (search_word, rowid, words) VALUES ('delete', old.id, old.words); END"
    )


def downgrade() -> None:
    """Drop it, and have the worker begin anew if it comes again."""
    if op.get_bind().dialect.name == "sqlite":
        op.drop_table("search_word")
    op.drop_table("search_entry")
    op.execute("DELETE FROM reader_cursor WHERE name = 'index-words'")
