"""Lines of the log as a table: CSV (RFC 4180) that a spreadsheet opens without running anything in it."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from service.use_cases.event_log import LogLine

CSV = "text/csv"

COLUMNS = ("id", "at", "kind", "site", "comment", "actor", "details")
"""The table's head; ``details`` is JSON."""

# A cell that begins so is a formula to a spreadsheet (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(lines: Iterable[LogLine], *, head: bool = True) -> Iterator[str]:
    """Yield a table's rows, each with its end of line; its head first, if wanted."""
    row = io.StringIO()
    writer = csv.writer(row)
    if head:
        writer.writerow(COLUMNS)
    for line in lines:
        writer.writerow([defused(cell) for cell in _cells(line)])
        yield row.getvalue()
        row.seek(0)
        row.truncate()
    yield row.getvalue()


def defused(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: what begins like one gets an apostrophe before it."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _cells(line: LogLine) -> tuple[str, ...]:
    """Return a line's cells in the order of :data:`COLUMNS`."""
    event = line.event
    return (
        str(line.id),
        event.at.isoformat(),
        event.kind,
        event.site,
        "" if event.comment is None else str(event.comment),
        event.actor,
        json.dumps(dict(event.details), ensure_ascii=False, sort_keys=True),
    )
