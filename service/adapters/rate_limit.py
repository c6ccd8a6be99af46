"""How many comments an address range may send to a site."""

from __future__ import annotations

import logging
from datetime import timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING

from service.adapters.counts import Counts, CountsAway
from service.adapters.limits_notation import read_limits
from service.adapters.window_counts import MemoryCounts
from service.domain.errors import TooManyComments

if TYPE_CHECKING:
    from service.domain.site import SiteId
    from service.use_cases.ports import Clock, KeyedHasher

logger = logging.getLogger(__name__)

IPV4_PREFIX = 24
"""Length of an IPv4 range's prefix: a provider's customer moves about within it."""

IPV6_PREFIX = 64
"""Length of an IPv6 range's prefix: what one household or one telephone is given (RFC 6177)."""

REDIS_PAUSE = timedelta(seconds=5)
"""How long Redis is not asked again after it failed, so that submissions do not wait for it one by one."""


class NoLimiter:
    """Counts nothing and takes everything."""

    def hit(self, site: SiteId, client: str) -> None:
        """Do nothing."""


class WindowLimiter:
    """Moving windows: at no moment were more than the limit taken in the time before it.

    A range is known by a keyed hash of the site, the range and the day, so that the counts hold no address, and the
    marks of one day cannot be laid beside those of another. A new day (UTC) therefore begins with empty counts. Without
    Redis each process counts for itself. If Redis fails, each counts for itself until it is back: the door never stands
    open.
    """

    def __init__(self, limits: str, *, hasher: KeyedHasher, clock: Clock, redis_url: str = "") -> None:
        """Read the limits.

        Args:
            limits: One or more, such as ``30/minute;300/hour``.
            hasher: Makes the marks.
            clock: Tells the day, and the time where Redis does not.
            redis_url: Where all processes count together, or ``""``.

        Raises:
            ValueError: The limits or the address of Redis cannot be read.
        """
        self._limits = read_limits(limits)
        self._hasher = hasher
        self._clock = clock
        self._memory = MemoryCounts(clock)
        self._redis: Counts | None = _redis_counts(redis_url) if redis_url else None
        self._ask_redis_from = clock.now()
        self._redis_failed = False

    def hit(self, site: SiteId, client: str) -> None:
        """Count one submission from an IP address.

        Raises:
            TooManyComments: Too many came from its range.
        """
        key = self._hasher("client", site, address_range(client), self._clock.now().date().isoformat()).hex()
        if wait := self.count(key):
            raise TooManyComments(wait)

    def forget(self, key: str) -> None:
        """Forget what was counted under a mark."""
        self._memory.forget(self._limits, key)
        if self._redis is not None and self._clock.now() >= self._ask_redis_from:
            try:
                self._redis.forget(self._limits, key)
            except CountsAway as error:
                self._note_failure(error)

    def count(self, key: str) -> timedelta | None:
        """Count a hit where it is to be counted now, and return how long to wait instead, if so."""
        if self._redis is not None and self._clock.now() >= self._ask_redis_from:
            try:
                wait = self._redis.hit(self._limits, key)
            except CountsAway as error:
                self._note_failure(error)
            else:
                self._note_success()
                return wait
        return self._memory.hit(self._limits, key)

    def _note_failure(self, error: CountsAway) -> None:
        """Leave Redis alone for a while; say so once."""
        self._ask_redis_from = self._clock.now() + REDIS_PAUSE
        if not self._redis_failed:
            logger.error("rate_limit_redis_away", extra={"error": str(error)})
        self._redis_failed = True

    def _note_success(self) -> None:
        """Say once that Redis is back."""
        if self._redis_failed:
            logger.info("rate_limit_redis_back")
        self._redis_failed = False


def _redis_counts(url: str) -> Counts:
    """Return counts in Redis."""
    # Here, not above: a process without Redis shall not carry the 15 MiB of its client.
    from service.adapters.redis_counts import RedisCounts  # noqa: PLC0415 - see above

    return RedisCounts(url)


def address_range(client: str) -> str:
    """Return the range of an IP address; what is none shares one range, ``""``."""
    try:
        address: IPv4Address | IPv6Address = ip_address(client)
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is None:
            return str(ip_network((int(address), IPV6_PREFIX), strict=False))
        address = address.ipv4_mapped
    return str(ip_network((int(address), IPV4_PREFIX), strict=False))
