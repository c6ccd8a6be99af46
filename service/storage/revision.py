"""The revision of the schema that this code speaks; nothing heavy is imported to know it."""

HEAD = "0014"
"""Alembic's newest revision, as the table ``alembic_version`` holds it."""
