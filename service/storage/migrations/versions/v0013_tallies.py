"""Count what came and what was decided behind the log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Create the table, empty: the worker counts what the log holds already."""
    op.create_table(
        "tally",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("site_id", "day", "measure", "key", name="pk_tally"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop it, and have the next one begin at the log's beginning."""
    op.drop_table("tally")
    op.execute("DELETE FROM reader_cursor WHERE name = 'statistics'")
