"""What counts hits, wherever it keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

    from service.adapters.limits_notation import Limit


class CountsAway(Exception):
    """The place where hits are counted is away, slow, or refuses; the message says only how."""


class Counts(Protocol):
    """Hits within moving windows: at no moment more than a limit's amount in the window before it."""

    def hit(self, limits: Sequence[Limit], key: str) -> timedelta | None:
        """Count a hit towards every limit and return ``None``.

        If a limit is reached, nothing is counted towards any, and how long to wait until all have room is returned:
        one who is refused and tries again waits no longer for it.

        Raises:
            CountsAway: It is not known whether the hit was counted.
        """
        ...

    def forget(self, limits: Sequence[Limit], key: str) -> None:
        """Forget what was counted under a key.

        Raises:
            CountsAway: It is not known whether it was forgotten.
        """
        ...
