"""How many may fail to sign in under a name, and from an address range."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.adapters.rate_limit import WindowLimiter, address_range
from service.domain.errors import TooManyAttempts

if TYPE_CHECKING:
    from service.use_cases.ports import Clock, KeyedHasher

OF_A_NAME = "10/15minute;50/day"
"""Failures under one name from one address range. Elsewhere its owner still gets in: nobody can be locked out."""

OF_A_RANGE = "300/15minute;3000/day"
"""Attempts from one address range under whatever names, so that nobody tries one password on all of them, or has the
service do nothing but hash."""


class SignInLimiter:
    """Implements :class:`service.use_cases.people.Attempts`.

    Each attempt counts before it is known how it ends, so that many at once are no way around; one that succeeds takes
    back what was counted under its name. Neither names nor addresses are kept: marks are keyed hashes, of a day.
    """

    def __init__(
        self,
        *,
        hasher: KeyedHasher,
        clock: Clock,
        redis_url: str = "",
        of_a_name: str = OF_A_NAME,
        of_a_range: str = OF_A_RANGE,
    ) -> None:
        self._hasher = hasher
        self._clock = clock
        self._names = WindowLimiter(of_a_name, hasher=hasher, clock=clock, redis_url=redis_url)
        self._ranges = WindowLimiter(of_a_range, hasher=hasher, clock=clock, redis_url=redis_url)

    def count(self, name: str, client: str) -> None:
        """Count an attempt.

        Raises:
            TooManyAttempts: Too many failed.
        """
        for limiter, mark in ((self._ranges, self._mark(client)), (self._names, self._mark(client, name))):
            if wait := limiter.count(mark):
                raise TooManyAttempts(wait)

    def succeeded(self, name: str, client: str) -> None:
        """Forget the attempts under that name from there."""
        self._names.forget(self._mark(client, name))

    def _mark(self, client: str, *name: str) -> str:
        """Return what an attempt is counted under, today."""
        return self._hasher("sign-in", address_range(client), self._clock.now().date().isoformat(), *name).hex()
