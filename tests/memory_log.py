"""The log in memory, found by filters, and its seals."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from service.use_cases.event_log import LogLine

if TYPE_CHECKING:
    from datetime import datetime

    from service.domain.event import Event
    from service.use_cases.read_log import FilteredLog, LogFilter
    from service.use_cases.seal_log import Seal
    from tests.memory_store import MemoryStore


@dataclass(frozen=True, slots=True)
class MemoryFilteredLog:
    """All of the log is settled: there is one writer. A line's number is its place."""

    store: MemoryStore
    seals: list[Seal] = field(default_factory=list)

    def latest(self) -> int:
        return len(self.store.events)

    def nth(self, after: int, lines: int) -> int | None:
        return after + lines if after + lines <= len(self.store.events) else None

    def count(self, after: int, most: int) -> int:
        return min(len(self.store.events) - after, most)

    def written_at(self, line: int) -> datetime:
        return self.store.events[line - 1].at

    def between(self, wanted: LogFilter, after: int, through: int, limit: int) -> tuple[LogLine, ...]:
        lines = enumerate(self.store.events[after:through], start=after + 1)
        return tuple([LogLine(id=number, event=event) for number, event in lines if _meets(event, wanted)][:limit])

    def sealed_before(self, at: datetime) -> int:
        return max((seal.last_event for seal in self.seals if seal.at < at), default=0)


def _meets(event: Event, wanted: LogFilter) -> bool:
    """Return whether a line is meant."""
    return (
        (wanted.site is None or event.site == wanted.site)
        and (wanted.within is None or event.site in wanted.within)
        and (not wanted.kinds or event.kind in wanted.kinds)
        and (wanted.actor is None or event.actor == wanted.actor)
        and (wanted.comment is None or event.comment == wanted.comment)
        and (wanted.since is None or event.at >= wanted.since)
        and (wanted.until is None or event.at < wanted.until)
    )


if TYPE_CHECKING:
    # It keeps its port's promise as far as types can tell.
    _: type[FilteredLog] = MemoryFilteredLog
