"""The notation of limits, such as ``30/minute;300/hour``: the one that the package ``limits`` reads.

It is read here because that package costs each process 9 MiB and a tenth of a second, and only Redis needs it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

DAY = timedelta(days=1)

_UNITS = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": DAY,
}
_SEPARATOR = re.compile(r"[,;|]")
_LIMIT = re.compile(r"\s*(\d{1,9})\s*(?:/|\s+per\s+)\s*(\d{1,5})?\s*([a-z]+?)s?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """So many hits at most in any stretch of time so long; a day is the longest, for then the marks change."""

    amount: int
    window: timedelta


def read_limits(text: str) -> tuple[Limit, ...]:
    """Return the limits of a text, each ``amount/[multiple]unit`` or ``amount per [multiple] unit``.

    Raises:
        ValueError: It holds none, or one that cannot be read, is zero, or is longer than a day.
    """
    return tuple(_read(one) for one in _SEPARATOR.split(text))


def _read(text: str) -> Limit:
    """Return one limit."""
    found = _LIMIT.fullmatch(text)
    if found is None or found[3].lower() not in _UNITS:
        raise ValueError(f"not a limit: {text!r}; write for instance 30/minute;300/hour")
    limit = Limit(amount=int(found[1]), window=int(found[2] or 1) * _UNITS[found[3].lower()])
    if limit.amount == 0 or not timedelta(0) < limit.window <= DAY:
        raise ValueError(f"not a limit: {text!r}; from 1 hit on, in a window from a second to a day")
    return limit
