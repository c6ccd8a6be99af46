"""Hits within moving windows, counted in this process."""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from service.adapters.limits_notation import Limit
    from service.use_cases.ports import Clock

SWEEP_AFTER = 1000
"""Least number of hits between two sweeps of what has ended."""


class MemoryCounts:
    """Counts in this process.

    The memory storage of ``limits`` starts a thread with each hit that looks through every key: with 5,000 ranges known
    a hit costs 20 ms of processor time. Here a sweep comes only after as many hits as there were windows.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._ends: dict[tuple[Limit, str], deque[datetime]] = {}
        self._until_sweep = SWEEP_AFTER

    def __len__(self) -> int:
        """Return how many windows are kept."""
        return len(self._ends)

    def hit(self, limits: Sequence[Limit], key: str) -> timedelta | None:
        """Count a hit towards every limit, or towards none and return how long to wait."""
        now = self._clock.now()
        with self._lock:
            self._sweep(now)
            windows = [self._window(limit, key, now) for limit in limits]
            waits = [ends[0] - now for limit, ends in zip(limits, windows, strict=True) if len(ends) >= limit.amount]
            if waits:
                return max(waits)
            for limit, ends in zip(limits, windows, strict=True):
                ends.append(now + limit.window)
        return None

    def forget(self, limits: Sequence[Limit], key: str) -> None:
        """Forget what was counted under a key."""
        with self._lock:
            for limit in limits:
                self._ends.pop((limit, key), None)

    def _window(self, limit: Limit, key: str, now: datetime) -> deque[datetime]:
        """Return when each hit of a window leaves it, oldest first."""
        ends = self._ends.setdefault((limit, key), deque())
        while ends and ends[0] <= now:
            ends.popleft()
        return ends

    def _sweep(self, now: datetime) -> None:
        """Forget windows that have ended, now and then."""
        self._until_sweep -= 1
        if self._until_sweep <= 0:
            self._ends = {name: ends for name, ends in self._ends.items() if ends and ends[-1] > now}
            self._until_sweep = max(SWEEP_AFTER, len(self._ends))
