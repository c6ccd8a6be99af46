"""Bans: who may not comment on a site, how long, and whether they are told."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from types import MappingProxyType
from typing import TYPE_CHECKING, NewType
from uuid import UUID

from service.domain.errors import MalformedRequest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from service.domain.author import AuthorId
    from service.domain.site import SiteId

BanId = NewType("BanId", UUID)

Network = IPv4Network | IPv6Network

WIDEST_IPV4, WIDEST_IPV6 = 16, 32
"""Shortest prefixes of a range: 65,536 addresses, and what a provider is given as a whole (RFC 6177, section 2)."""

# RFC 4291, section 2.5.5.2: an IPv4 address in the last 32 bits of an IPv6 one.
_MAPPED_PREFIX, _MAPPED = 96, int(IPv6Address("::ffff:0:0"))


class BanKind(StrEnum):
    """By what a ban knows whom it concerns."""

    AUTHOR = "author"
    DOMAIN = "domain"
    RANGE = "range"


NOT_BANNED: Mapping[BanKind, bool] = MappingProxyType({})
"""What holds against almost everybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ban:
    """One ban, in force or over.

    Attributes:
        id: Its name in lists and in the log.
        site: Where it holds.
        kind: By what it knows whom it concerns.
        author: Who is banned, or whose domain was.
        domain: The domain as a moderator typed it, in ASCII; ``None`` where it was taken from an author, unseen.
        domain_key: Keyed hash of the site and the domain, 32 bytes; for bans of a domain only.
        range: The address range in CIDR notation; for bans of a range only.
        until: When it ends by itself; ``None``: not until it is lifted.
        told: Whether the banned are told. Otherwise their comments seem to wait, and are filed.
        reason: For the record, or ``None``.
        by: Who banned, as the log names them.
        at: Since when it holds, in UTC.
        lifted_at: When it was lifted.
    """

    id: BanId
    site: SiteId
    kind: BanKind
    author: AuthorId | None = None
    domain: str | None = None
    domain_key: bytes | None = field(default=None, repr=False)
    range: str | None = None
    until: datetime | None = None
    told: bool = False
    reason: str | None = None
    by: str
    at: datetime
    lifted_at: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Return whether the ban is in force at a moment."""
        return self.lifted_at is None and (self.until is None or self.until > at)


@dataclass(frozen=True, slots=True)
class BannedRange:
    """A ban of an address range, as much of it as a submission is held against.

    Attributes:
        network: The range.
        until: When the ban ends by itself, if it does.
        told: Whether the banned are told.
        first, last: The range as numbers of 128 bits. To compare with them is five times as fast as to ask the network,
            and a submission is compared with all ranges of its site.
    """

    network: Network
    until: datetime | None
    told: bool
    first: int = field(init=False, repr=False, compare=False)
    last: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "first", _number(self.network.network_address))
        object.__setattr__(self, "last", _number(self.network.broadcast_address))


def read_range(typed: str) -> Network:
    """Return the range that a moderator typed in CIDR notation; one address is a range, too.

    Raises:
        MalformedRequest: No range, or one so wide that half a country might be behind it.
    """
    try:
        network: Network = ip_network(typed.strip(), strict=False)
    except ValueError as error:
        raise MalformedRequest("not-a-range", parameter="range") from error
    if isinstance(network, IPv6Network) and network.network_address.ipv4_mapped is not None:
        # Visitors are known by the plain form, so that a ban of the mapped one would meet nobody.
        network = IPv4Network((int(network.network_address.ipv4_mapped), network.prefixlen - _MAPPED_PREFIX))
    widest = WIDEST_IPV4 if isinstance(network, IPv4Network) else WIDEST_IPV6
    if network.prefixlen < widest:
        raise MalformedRequest("too-wide", parameter="range")
    return network


def banned_by_range(ranges: Iterable[BannedRange], client: str, at: datetime) -> bool | None:
    """Return whether a sender is banned and told so; ``None`` if not banned. What is no IP address is in no range."""
    try:
        number = _number(ip_address(client))
    except ValueError:
        return None
    told = [one.told for one in ranges if one.first <= number <= one.last and (one.until is None or one.until > at)]
    return any(told) if told else None


def _number(address: IPv4Address | IPv6Address) -> int:
    """Return an address as a number of 128 bits, the same for an IPv4 address in either form."""
    return int(address) + _MAPPED if isinstance(address, IPv4Address) else int(address)
