"""Statements of the hot path: compiled once, and on SQLite handed to the driver itself.

There a statement takes the database some 0.01 ms, and SQLAlchemy, which looks it up, sorts its parameters and wraps
what it finds, two to four times as much. On PostgreSQL the round trip outweighs both, and a connection that breaks
needs the care that SQLAlchemy takes of it.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import exc

from service.storage.faults import storage_unavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Connection, Dialect
    from sqlalchemy.sql.compiler import SQLCompiler
    from sqlalchemy.types import TypeEngine

    Processor = Callable[[Any], Any]

_DIALECTS = ("sqlite", "postgresql")


class Prepared:
    """One statement, in the words of each dialect. It has the same parameters each time, and no list among them."""

    __slots__ = ("_constants", "_parameters", "_readers", "_statements", "_text")

    def __init__(self, statements: Mapping[str, Any] | Any) -> None:  # noqa: ANN401 - SQLAlchemy's have no common type
        """Take a statement, or one for each dialect by its name, as ``upserts.in_both`` returns them."""
        self._statements: Mapping[str, Any] = (
            statements if isinstance(statements, dict) else dict.fromkeys(_DIALECTS, statements)
        )
        self._text: str | None = None
        self._parameters: tuple[tuple[str, Processor | None], ...] = ()
        self._constants: Mapping[str, Any] = {}
        self._readers: tuple[tuple[int, Processor], ...] = ()

    def first(self, link: Connection, values: Mapping[str, Any]) -> Sequence[Any] | None:
        """Return the first row, ``None`` if there is none.

        Raises:
            StorageUnavailable: The database cannot serve now.
        """
        if link.dialect.name != "sqlite":
            return link.execute(self._statements[link.dialect.name], values).first()
        cursor = self._sent(link, values)
        try:
            row: Sequence[Any] | None = cursor.fetchone()
        except sqlite3.Error as error:
            raise self._told(error) from error
        finally:
            # It ends the statement: a transaction cannot be committed while one stands half read.
            cursor.close()
        if row is None or not self._readers:
            return row
        read = list(row)
        for place, reader in self._readers:
            read[place] = reader(read[place])
        return tuple(read)

    def run(self, link: Connection, values: Mapping[str, Any]) -> int:
        """Carry out what returns no rows; return how many it changed.

        Raises:
            StorageUnavailable: The database cannot serve now.
        """
        if link.dialect.name != "sqlite":
            return link.execute(self._statements[link.dialect.name], values).rowcount
        cursor = self._sent(link, values)
        changed = cursor.rowcount
        cursor.close()
        return changed

    def _sent(self, link: Connection, values: Mapping[str, Any]) -> sqlite3.Cursor:
        """Have SQLite's driver carry out the statement."""
        if self._text is None:
            self._prepare(link.dialect, values)
        given = {**self._constants, **values}
        parameters = [
            given[name] if processor is None else processor(given[name]) for name, processor in self._parameters
        ]
        driver = cast("sqlite3.Connection", link.connection.driver_connection)
        try:
            return driver.execute(cast("str", self._text), parameters)
        except sqlite3.Error as error:
            raise self._told(error) from error

    def _told(self, error: sqlite3.Error) -> Exception:
        """Return an error as SQLAlchemy and our listener would have raised it."""
        return storage_unavailable(error) or exc.DBAPIError.instance(
            self._text, None, error, sqlite3.Error, hide_parameters=True
        )

    def _prepare(self, dialect: Dialect, values: Mapping[str, Any]) -> None:
        """Compile the statement. Two threads that meet here find the same."""
        statement = self._statements[dialect.name]
        # Of an insert's columns those are named that have a value; the others have their defaults.
        compiled: SQLCompiler = statement.compile(dialect=dialect, column_keys=list(values))
        if compiled.insert_prefetch or compiled.update_prefetch or compiled.post_compile_params:
            raise TypeError("a default of Python's or a list needs SQLAlchemy each time")
        types = {name: parameter.type for parameter, name in compiled.bind_names.items()}
        self._parameters = tuple(
            (name, types[name].dialect_impl(dialect).bind_processor(dialect)) for name in compiled.positiontup or ()
        )
        self._constants = {name: value for name, value in compiled.params.items() if name not in values}
        self._readers = tuple(
            (place, reader)
            for place, column in enumerate(getattr(statement, "exported_columns", ()))
            if (reader := _reader(column.type, dialect)) is not None
        )
        self._text = str(compiled)


def _reader(kind: TypeEngine[Any], dialect: Dialect) -> Processor | None:
    """Return what turns a driver's value into Python's, ``None`` if nothing has to be done."""
    return kind.dialect_impl(dialect).result_processor(dialect, None)
