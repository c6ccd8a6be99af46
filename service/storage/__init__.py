"""SQLAlchemy, and the only place that knows SQL: rows in, domain values out."""
