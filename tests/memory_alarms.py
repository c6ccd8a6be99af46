"""What alarms need of storage, in memory."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.domain.drift import BINS, EDGES, Day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from service.domain.alarm import Alarm
    from service.domain.comment import Comment
    from service.domain.site import SiteId
    from service.use_cases import check_alarms as ports
    from tests.memory_store import MemoryStore


@dataclass(frozen=True, slots=True)
class MemoryTraffic:
    store: MemoryStore

    def between(self, start: datetime, end: datetime) -> Mapping[SiteId, Day]:
        found: dict[SiteId, Day] = {}
        for comment in self._between(start, end):
            day = found.get(comment.site, Day())
            bins = list(day.scores)
            if comment.spam_probability is not None:
                bins[bisect_right(EDGES, comment.spam_probability)] += 1
            assert len(bins) == BINS
            found[comment.site] = Day(tuple(bins), day.unscored + (comment.spam_probability is None))
        return found

    def texts(self, site: SiteId, start: datetime, end: datetime, limit: int) -> tuple[str, ...]:
        found = [comment for comment in self._between(start, end) if comment.site == site]
        return tuple(comment.text for comment in found[:limit])

    def _between(self, start: datetime, end: datetime) -> list[Comment]:
        found = [comment for comment in self.store.comments.values() if start <= comment.created_at < end]
        return sorted(found, key=lambda comment: (comment.created_at, comment.id))


@dataclass(frozen=True, slots=True)
class MemoryAlarms:
    store: MemoryStore

    def all(self) -> tuple[Alarm, ...]:
        return tuple(sorted(self.store.alarms.values(), key=lambda one: (one.site or "", one.kind)))

    def put(self, alarms: Iterable[Alarm]) -> None:
        self.store.alarms |= {(one.site, one.kind): one for one in alarms}


if TYPE_CHECKING:
    from tests.memory_store import MemoryStore as _Store

    # Each keeps its port's promise as far as types can tell.
    _: tuple[ports.Traffic, ports.Alarms] = (MemoryTraffic(_Store()), MemoryAlarms(_Store()))
