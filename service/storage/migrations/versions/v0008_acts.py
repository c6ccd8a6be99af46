"""Remember acts, so that they can be undone, bulk acts while they go on, and standing orders."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Create the tables. What was decided before is in no act, and cannot be undone as one."""
    _acts()
    _bulks()
    op.create_table(
        "campaign_order",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("act_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_campaign_order_site_id"),
        sa.PrimaryKeyConstraint("site_id", "campaign_id", name="pk_campaign_order"),
    )
    op.create_index("ix_campaign_order_campaign_id", "campaign_order", ["campaign_id"])
    op.create_index("ix_campaign_order_act_id", "campaign_order", ["act_id"])


def downgrade() -> None:
    """Drop them; comments stay as they were decided."""
    for table in ("campaign_order", "bulk_item", "bulk", "act_item", "act_site", "act"):
        op.drop_table(table)


def _acts() -> None:
    op.create_table(
        "act",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=True),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undoes", sa.Uuid(), nullable=True),
        sa.Column("undone_by", sa.Uuid(), nullable=True),
        sa.Column("through", sa.Uuid(), nullable=True),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("finished", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_act"),
    )
    op.create_table(
        "act_site",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("act_id", sa.Uuid(), nullable=False),
        sa.Column("comments", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_act_site_site_id"),
        sa.PrimaryKeyConstraint("site_id", "act_id", name="pk_act_site"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_act_site_act_id", "act_site", ["act_id"])
    op.create_table(
        "act_item",
        sa.Column("act_id", sa.Uuid(), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("state_before_trash", sa.Text(), nullable=True),
        sa.Column("version_before", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("act_id", "comment_id", name="pk_act_item"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_act_item_comment_id_version", "act_item", ["comment_id", "version"])


def _bulks() -> None:
    op.create_table(
        "bulk",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("reason_code", sa.Text(), nullable=True),
        sa.Column("site_id", sa.Text(), nullable=True),
        sa.Column("campaign_id", sa.Uuid(), nullable=True),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("comments", sa.Integer(), nullable=False),
        sa.Column("act_id", sa.Uuid(), nullable=True),
        sa.Column("through", sa.Uuid(), nullable=True),
        sa.Column("decided", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("inapplicable", sa.Integer(), nullable=False),
        sa.Column("finished", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_bulk"),
    )
    op.create_index("ix_bulk_act_id", "bulk", ["act_id"])
    op.create_index("ix_bulk_expires_at", "bulk", ["expires_at"])
    op.create_table(
        "bulk_item",
        sa.Column("bulk_id", sa.Uuid(), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("bulk_id", "comment_id", name="pk_bulk_item"),
        sqlite_with_rowid=False,
    )
