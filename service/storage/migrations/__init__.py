"""Alembic: how a database comes to have the tables that this code speaks."""
