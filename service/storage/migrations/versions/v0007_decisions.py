"""Let sites write down their reasons, and remember what moderators' requests were answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the column, which is empty for the usual reasons, and the table."""
    op.add_column("site", sa.Column("reasons", sa.JSON(), nullable=True))
    op.create_table(
        "write_answer",
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("request", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("headers", sa.JSON(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("actor", "key", name="pk_write_answer"),
    )
    op.create_index("ix_write_answer_at", "write_answer", ["at"])


def downgrade() -> None:
    """Drop both; a site has the usual reasons again, a request that comes again is done again."""
    op.drop_index("ix_write_answer_at", "write_answer")
    op.drop_table("write_answer")
    op.drop_column("site", "reasons")
