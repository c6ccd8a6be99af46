"""Let authors be trusted and banned. Of authors known before, the domain is hashed when they write again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_DOMAINS = "ix_author_site_id_domain_key"


def upgrade() -> None:
    """Add the table, the columns and their index."""
    op.add_column("site", sa.Column("banned_ranges", sa.Text(), nullable=True))
    op.add_column("author", sa.Column("domain_key", sa.LargeBinary(), nullable=True))
    op.add_column("author", sa.Column("trusted_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(_DOMAINS, "author", ["site_id", "domain_key"])
    op.create_table(
        "ban",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("domain", sa.Text(), nullable=True),
        sa.Column("domain_key", sa.LargeBinary(), nullable=True),
        sa.Column("address_range", sa.Text(), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('author', 'domain', 'range')", name="ck_ban_kind"),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_ban_site_id"),
        sa.ForeignKeyConstraint(
            ["site_id", "author_id"], ["author.site_id", "author.id"], name="fk_ban_site_id_author_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_ban"),
    )
    op.create_index("ix_ban_site_id_author_id", "ban", ["site_id", "author_id"])
    op.create_index("ix_ban_site_id_domain_key", "ban", ["site_id", "domain_key"])
    op.create_index("ix_ban_site_id_at_id", "ban", ["site_id", "at", "id"])


def downgrade() -> None:
    """Drop them: who was banned or trusted is forgotten; comments and authors stay."""
    op.drop_table("ban")
    op.drop_index(_DOMAINS, "author")
    op.drop_column("author", "trusted_at")
    op.drop_column("author", "domain_key")
    op.drop_column("site", "banned_ranges")
