"""Bans: kept for ever, looked up with every submission (``surroundings``), and ranges copied to their site's row."""

from __future__ import annotations

from ipaddress import ip_network
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, or_, select, tuple_, update

from service.domain.author import AuthorId
from service.domain.ban import Ban, BanId, BanKind, BannedRange
from service.domain.errors import UnknownBan
from service.domain.site import SiteId
from service.storage.ban_tables import BAN
from service.storage.banned_ranges import write_ranges
from service.storage.database import connection
from service.storage.tables import SITE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Row

_C = BAN.c
ALL_BANS = select(
    _C.id,
    _C.site_id,
    _C.kind,
    _C.author_id,
    _C.domain,
    _C.domain_key,
    _C.address_range,
    _C.until,
    _C.told,
    _C.reason,
    _C.by,
    _C.at,
    _C.lifted_at,
)
HOLDS = (_C.lifted_at.is_(None), or_(_C.until.is_(None), _C.until > bindparam("now", type_=_C.until.type)))
"""What a ban in force meets."""

_ONE = ALL_BANS.where(_C.id == bindparam("ban"))
_HOLDING = (
    ALL_BANS.where(_C.site_id == bindparam("site"), *HOLDS)
    .order_by(_C.at.desc(), _C.id.desc())
    .limit(bindparam("limit"))
)
_HOLDING_AFTER = _HOLDING.where(
    tuple_(_C.at, _C.id) < tuple_(bindparam("moment", type_=_C.at.type), bindparam("last", type_=_C.id.type))
)
_INSERT = insert(BAN)
_LIFT = update(BAN).where(_C.id == bindparam("ban"), _C.lifted_at.is_(None)).values(lifted_at=bindparam("lifted"))
# Whoever bans a range has the site's row to themselves, so that of two at once neither is lost; comments may refer to
# it meanwhile.
_LOCK = select(SITE.c.id).where(SITE.c.id == bindparam("site")).with_for_update(key_share=True)
_RANGES = (
    select(_C.address_range, _C.until, _C.told)
    .where(_C.site_id == bindparam("site"), _C.kind == BanKind.RANGE.value, *HOLDS)
    .order_by(_C.at, _C.id)
)
_SET_RANGES = update(SITE).where(SITE.c.id == bindparam("site")).values(banned_ranges=bindparam("ranges"))


class SqlBans:
    """Implements :class:`service.use_cases.ban_authors.Bans`."""

    def add(self, ban: Ban) -> None:
        """Store a new ban; see the port."""
        _lock(ban)
        connection().execute(_INSERT, _columns(ban))
        _copy_ranges(ban, ban.at)

    def get(self, ban: BanId) -> Ban:
        """Return a ban; see the port."""
        row = connection().execute(_ONE, {"ban": ban}).first()
        if row is None:
            raise UnknownBan(ban)
        return read_ban(row)

    def lift(self, ban: Ban, at: datetime) -> bool:
        """Let a ban hold no longer; see the port."""
        _lock(ban)
        lifted = connection().execute(_LIFT, {"ban": ban.id, "lifted": at}).rowcount
        _copy_ranges(ban, at)
        return bool(lifted)

    def holding(self, site: SiteId, at: datetime, after: tuple[datetime, BanId] | None, limit: int) -> tuple[Ban, ...]:
        """Return the bans of a site that hold; see the port."""
        sought: dict[str, Any] = {"site": site, "now": at, "limit": limit}
        if after is None:
            return read_bans(connection().execute(_HOLDING, sought))
        return read_bans(connection().execute(_HOLDING_AFTER, sought | {"moment": after[0], "last": after[1]}))


def read_bans(rows: Iterable[Row[*tuple[Any, ...]]]) -> tuple[Ban, ...]:
    """Return the bans of rows."""
    return tuple([read_ban(row) for row in rows])


def read_ban(row: Row[*tuple[Any, ...]]) -> Ban:
    """Return the ban of a row."""
    number, site, kind, author, domain, domain_key, address_range, until, told, reason, by, at, lifted_at = row
    return Ban(
        id=BanId(number),
        site=SiteId(site),
        kind=BanKind(kind),
        author=None if author is None else AuthorId(author),
        domain=domain,
        domain_key=None if domain_key is None else bytes(domain_key),
        range=address_range,
        until=until,
        told=told,
        reason=reason,
        by=by,
        at=at,
        lifted_at=lifted_at,
    )


def _lock(ban: Ban) -> None:
    """Wait for whoever else bans a range on the site."""
    if ban.kind is BanKind.RANGE:
        connection().execute(_LOCK, {"site": ban.site})


def _copy_ranges(ban: Ban, at: datetime) -> None:
    """Copy the ranges that hold to their site, if they changed."""
    if ban.kind is not BanKind.RANGE:
        return
    rows = connection().execute(_RANGES, {"site": ban.site, "now": at})
    held = [BannedRange(network=ip_network(network), until=until, told=told) for network, until, told in rows]
    connection().execute(_SET_RANGES, {"site": ban.site, "ranges": write_ranges(held)})


def _columns(ban: Ban) -> dict[str, Any]:
    """Return what is stored of a ban."""
    return {
        "id": ban.id,
        "site_id": ban.site,
        "kind": ban.kind.value,
        "author_id": ban.author,
        "domain": ban.domain,
        "domain_key": ban.domain_key,
        "address_range": ban.range,
        "until": ban.until,
        "told": ban.told,
        "reason": ban.reason,
        "by": ban.by,
        "at": ban.at,
        "lifted_at": ban.lifted_at,
    }
