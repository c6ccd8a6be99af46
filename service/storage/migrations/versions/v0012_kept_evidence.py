"""Keep with each comment what the rules looked at. Comments of before have nothing there, which is allowed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add the column: without a default neither database touches a row."""
    op.add_column("comment", sa.Column("evidence", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Drop it; comments stay."""
    op.drop_column("comment", "evidence")
