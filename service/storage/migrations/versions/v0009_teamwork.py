"""Let moderators work together: who has taken which comment, and what waits for a second opinion."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Create the tables; none of what is stored is touched."""
    op.create_table(
        "claim",
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name="fk_claim_comment_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("comment_id", name="pk_claim"),
    )
    op.create_index("ix_claim_actor_until", "claim", ["actor", "until"])
    op.create_index("ix_claim_until", "claim", ["until"])
    op.create_table(
        "second_look",
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided", sa.Text(), nullable=False),
        sa.Column("reason_code", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waiting", sa.Boolean(), nullable=False),
        sa.Column("given_by", sa.Text(), nullable=True),
        sa.Column("given", sa.Text(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("waiting = (given_at IS NULL)", name="ck_second_look_waiting"),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name="fk_second_look_comment_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("comment_id", name="pk_second_look"),
    )
    for columns in (
        ["site_id", "waiting", "decided_at", "comment_id"],
        ["waiting", "decided_at", "comment_id"],
        ["site_id", "given_at"],
        ["given_at"],
    ):
        op.create_index(f"ix_second_look_{'_'.join(columns)}", "second_look", columns)


def downgrade() -> None:
    """Drop them: claims are over in a quarter of an hour, and the log keeps the opinions."""
    op.drop_table("second_look")
    op.drop_table("claim")
