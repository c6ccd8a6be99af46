"""Triggers that let a table grow and nothing else."""

from __future__ import annotations

from sqlalchemy import DDL, Table, event

_SQLITE = """
CREATE TRIGGER {table}_no_{act} BEFORE {ACT} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""

_FUNCTION = """
CREATE OR REPLACE FUNCTION saring_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME; END $$
"""

_POSTGRESQL = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION saring_append_only()
"""


def append_only(table: Table) -> None:
    """Have the table's triggers made with it."""
    for act in ("update", "delete"):
        ddl = DDL(_SQLITE.format(table=table.name, act=act, ACT=act.upper()))  # type: ignore[no-untyped-call] # untyped there
        event.listen(table, "after_create", ddl.execute_if(dialect="sqlite"))
    for statement in (_FUNCTION, _POSTGRESQL.format(table=table.name)):
        ddl = DDL(statement)  # type: ignore[no-untyped-call] # as above
        event.listen(table, "after_create", ddl.execute_if(dialect="postgresql"))
