"""Hits within moving windows, counted in Redis, where every process of every machine sees them."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING

from limits import RateLimitItemPerSecond
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter
from redis import RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from service.adapters.counts import CountsAway

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.adapters.limits_notation import Limit

TIMEOUT_SECONDS = 0.25
"""How long a submission waits for Redis."""

LEAST_WAIT = timedelta(milliseconds=1)
"""What is answered if there is room again, or the last room was taken, between two questions to Redis."""


class RedisCounts:
    """Counts in Redis by the scripts of ``limits``, which tells the time by itself."""

    def __init__(self, url: str) -> None:
        """Prepare; nothing is connected yet.

        Args:
            url: As redis-py reads it: ``redis://``, ``rediss://`` or ``unix://``.
        """
        storage = storage_from_string(
            f"redis+{url}" if url.startswith("unix://") else url,
            socket_timeout=TIMEOUT_SECONDS,
            socket_connect_timeout=TIMEOUT_SECONDS,
            # By itself redis-py tries again for seconds, and an author would wait for it.
            retry=Retry(NoBackoff(), 0),  # type: ignore[arg-type] # handed on to redis-py, whatever its type
            key_prefix="saring:limit",
        )
        self._strategy = MovingWindowRateLimiter(storage)

    def hit(self, limits: Sequence[Limit], key: str) -> timedelta | None:
        """Count a hit towards every limit, or towards none and return how long to wait.

        Of hits that come at the same moment a few may be counted towards one limit and refused by another.

        Raises:
            CountsAway: It is not known whether the hit was counted.
        """
        items = _items(limits)
        try:
            windows = [self._strategy.get_window_stats(item, key) for item in items]
            full = [window.reset_time for window in windows if window.remaining <= 0]
            if not full and all(self._strategy.hit(item, key) for item in items):
                return None
        except (RedisError, OSError) as error:
            raise CountsAway(type(error).__qualname__) from error
        return max(timedelta(seconds=max(full, default=0.0) - time.time()), LEAST_WAIT)

    def forget(self, limits: Sequence[Limit], key: str) -> None:
        """Forget what was counted under a key.

        Raises:
            CountsAway: It is not known whether it was forgotten.
        """
        try:
            for item in _items(limits):
                self._strategy.clear(item, key)
        except (RedisError, OSError) as error:
            raise CountsAway(type(error).__qualname__) from error


def _items(limits: Sequence[Limit]) -> list[RateLimitItemPerSecond]:
    """Return limits as ``limits`` has them."""
    return [RateLimitItemPerSecond(limit.amount, int(limit.window.total_seconds())) for limit in limits]
