"""Give comments their campaigns. What was stored before stays in none."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_INDEX = "ix_comment_campaign_id_state_created_at_id"


def upgrade() -> None:
    """Add the tables, the column and its index."""
    op.create_table(
        "campaign",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_campaign_site_id"),
        sa.PrimaryKeyConstraint("id", "site_id", name="pk_campaign"),
    )
    op.create_index("ix_campaign_last_seen_id", "campaign", ["last_seen", "id"])
    op.create_index("ix_campaign_site_id_last_seen_id", "campaign", ["site_id", "last_seen", "id"])
    op.create_table(
        "campaign_band",
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("key", "campaign_id", name="pk_campaign_band"),
        sqlite_with_rowid=False,
    )
    op.add_column("comment", sa.Column("campaign_id", sa.Uuid(), nullable=True))
    op.create_index(_INDEX, "comment", ["campaign_id", "state", "created_at", "id"])


def downgrade() -> None:
    """Drop them; comments stay."""
    op.drop_index(_INDEX, "comment")
    op.drop_column("comment", "campaign_id")
    op.drop_table("campaign_band")
    op.drop_table("campaign")
