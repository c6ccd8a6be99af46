"""Keep classifiers that were trained here, and which of them is live."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create two tables, one of which only grows."""
    op.create_table(
        "model",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("site_id", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("learned_through", sa.BigInteger(), nullable=False),
        sa.Column("manifest", sa.LargeBinary(), nullable=False),
        sa.Column("weights", sa.LargeBinary(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_model_site_id"),
        sa.PrimaryKeyConstraint("digest", name="pk_model"),
    )
    op.create_table(
        "activation",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("site_id", sa.Text(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_activation_site_id"),
        sa.PrimaryKeyConstraint("id", name="pk_activation"),
    )
    op.create_index("ix_activation_site_id_id", "activation", ["site_id", "id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER activation_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON activation"
            " FOR EACH STATEMENT EXECUTE FUNCTION saring_append_only()"
        )
        return
    for act in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER activation_no_{act} BEFORE {act.upper()} ON activation"
            " BEGIN SELECT RAISE(ABORT, 'activation is append-only'); END"
        )


def downgrade() -> None:
    """Drop both, and with them every trained model: the one that ships is live again."""
    op.drop_table("activation")
    op.drop_table("model")
