"""Remember the alarms."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0003"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "alarm",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("threshold", sa.Double(), nullable=False),
        sa.Column("comments_now", sa.BigInteger(), nullable=False),
        sa.Column("comments_before", sa.BigInteger(), nullable=False),
        sa.Column("untold", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("site_id", "kind", name="pk_alarm"),
    )


def downgrade() -> None:
    """Drop it; what it held is found again within the hour."""
    op.drop_table("alarm")
