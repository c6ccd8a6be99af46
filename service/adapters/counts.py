"""What counts hits, wherever it keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import timedelta

    from service.adapters.limits_notation import Limit


class CountsAway(Exception):
    """The place where hits are counted is away, slow, or refuses; the message says only how."""


class Counts(Protocol):
    """Hits within moving windows: at no moment more than a limit's amount in the window before it."""

    def hit(self, limit: Limit, key: str) -> timedelta | None:
        """Count a hit and return ``None``; or, if *limit* is reached, count nothing and return how long to wait.

        Raises:
            CountsAway: Nothing was counted.
        """
        ...
