"""Count what a bulk act passed over because somebody holds it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add the column: with a constant default neither database touches a row."""
    op.add_column("bulk", sa.Column("claimed", sa.Integer(), nullable=False, server_default=sa.text("0")))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("bulk", "claimed")
