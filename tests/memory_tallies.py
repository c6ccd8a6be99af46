"""What was counted behind the log, in memory."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from service.use_cases.event_log import LogLine

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from service.domain.comment import CommentId
    from service.domain.site import SiteId
    from service.domain.statistics import Tally
    from service.use_cases.tally_log import Histories, Tallies
    from tests.memory_store import MemoryStore


@dataclass(slots=True)
class MemoryTallies:
    store: MemoryStore
    counts: Counter[tuple[SiteId, Tally]] = field(default_factory=Counter)
    line: int = 0

    def reached(self) -> int:
        return self.line

    def advance(self, before: int, line: int) -> bool:
        if self.line != before:
            return False
        self.line = line
        return True

    def add(self, counts: Mapping[tuple[SiteId, Tally], int]) -> None:
        for key, count in counts.items():
            self.counts[key] += count

    def of_site(self, site: SiteId, since: date) -> tuple[Mapping[Tally, int], int]:
        found = {
            tally: count for (one, tally), count in self.counts.items() if one == site and tally.day >= since and count
        }
        return found, self.line

    def of_comments(
        self, site: SiteId, comments: Collection[CommentId], through: int
    ) -> Mapping[CommentId, Sequence[LogLine]]:
        found: dict[CommentId, list[LogLine]] = {}
        for number, event in enumerate(self.store.events[:through], start=1):
            if event.site == site and event.comment is not None and event.comment in comments:
                found.setdefault(event.comment, []).append(LogLine(id=number, event=event))
        return found


if TYPE_CHECKING:
    # It keeps its ports' promises as far as types can tell.
    _: tuple[type[Tallies], type[Histories]] = (MemoryTallies, MemoryTallies)
