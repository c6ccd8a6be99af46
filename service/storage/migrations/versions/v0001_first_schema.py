"""Create everything."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_APPEND_ONLY = ("event", "seal")
_TABLES = ("comment", "token", "page", "author", "answer", "site", "seal", "reader_cursor", "event")


def upgrade() -> None:
    """Create tables, indexes and triggers."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    number = "(pg_current_xact_id()::text::bigint)" if postgresql else "0"
    op.create_table(
        "event",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("transaction_id", sa.BigInteger(), server_default=sa.text(number), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
    )
    op.create_index("ix_event_site_id_comment_id_id", "event", ["site_id", "comment_id", "id"])
    op.create_table(
        "reader_cursor",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_reader_cursor"),
    )
    op.create_table(
        "seal",
        sa.Column("id", _SERIAL, nullable=False),
        sa.Column("first_event", sa.BigInteger(), nullable=False),
        sa.Column("last_event", sa.BigInteger(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_seal"),
        sa.UniqueConstraint("last_event", name="uq_seal_last_event"),
    )
    op.create_table(
        "site",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("origins", sa.JSON(), nullable=False),
        sa.Column("required", sa.JSON(), nullable=False),
        sa.Column("listed_pages_only", sa.Boolean(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("policy", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_site"),
    )
    op.create_table(
        "answer",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_answer_site_id"),
        sa.PrimaryKeyConstraint("site_id", "key", name="pk_answer"),
    )
    op.create_index("ix_answer_at", "answer", ["at"])
    op.create_table(
        "author",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("email_key", sa.LargeBinary(), nullable=False),
        sa.Column("email_box", sa.LargeBinary(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("approved", sa.Integer(), nullable=False),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_author_site_id"),
        sa.PrimaryKeyConstraint("id", name="pk_author"),
        sa.UniqueConstraint("site_id", "email_key", name="uq_author_site_id_email_key"),
        sa.UniqueConstraint("site_id", "id", name="uq_author_site_id_id"),
    )
    op.create_table(
        "page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("approved", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_page_site_id"),
        sa.PrimaryKeyConstraint("id", name="pk_page"),
        sa.UniqueConstraint("site_id", "id", name="uq_page_site_id_id"),
        sa.UniqueConstraint("site_id", "key", name="uq_page_site_id_key"),
    )
    op.create_table(
        "token",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("site_id", sa.Text(), nullable=True),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_token_site_id"),
        sa.PrimaryKeyConstraint("id", name="pk_token"),
        sa.UniqueConstraint("secret_hash", name="uq_token_secret_hash"),
    )
    op.create_table(
        "comment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("state_before_trash", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("spam_probability", sa.Double(), nullable=True),
        sa.Column("spam_order", sa.Double(), nullable=False),
        sa.Column("model", sa.Text(), nullable=True),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "(state = 'trash') = (state_before_trash IS NOT NULL)", name="ck_comment_state_before_trash"
        ),
        sa.CheckConstraint("state IN ('pending', 'approved', 'spam', 'rejected', 'trash')", name="ck_comment_state"),
        sa.ForeignKeyConstraint(
            ["site_id", "author_id"], ["author.site_id", "author.id"], name="fk_comment_site_id_author_id"
        ),
        sa.ForeignKeyConstraint(["site_id", "page_id"], ["page.site_id", "page.id"], name="fk_comment_site_id_page_id"),
        sa.PrimaryKeyConstraint("id", name="pk_comment"),
        sa.UniqueConstraint("site_id", "page_id", "fingerprint", name="uq_comment_site_id_page_id_fingerprint"),
    )
    op.create_index("ix_comment_site_id_author_id", "comment", ["site_id", "author_id"])
    op.create_index(
        "ix_comment_site_id_page_id_state_created_at_id", "comment", ["site_id", "page_id", "state", "created_at", "id"]
    )
    op.create_index("ix_comment_site_id_state_created_at_id", "comment", ["site_id", "state", "created_at", "id"])
    op.create_index("ix_comment_site_id_state_spam_order_id", "comment", ["site_id", "state", "spam_order", "id"])
    op.create_index("ix_comment_state_created_at_id", "comment", ["state", "created_at", "id"])
    op.create_index("ix_comment_state_spam_order_id", "comment", ["state", "spam_order", "id"])
    if postgresql:
        op.create_index("ix_event_transaction_id_id", "event", ["transaction_id", "id"])
        _forbid_on_postgresql()
    else:
        _forbid_on_sqlite()


def downgrade() -> None:
    """Drop all of it, and what it holds."""
    for table in _TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION saring_append_only()")


def _forbid_on_postgresql() -> None:
    """Let some tables grow and nothing else."""
    op.execute(
        "CREATE OR REPLACE FUNCTION saring_append_only() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for table in _APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION saring_append_only()"
        )


def _forbid_on_sqlite() -> None:
    """Let some tables grow and nothing else."""
    for table in _APPEND_ONLY:
        for act in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
