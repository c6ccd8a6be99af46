"""Sites."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, bindparam, cast, insert, select, update

from service.domain.aim import Aim
from service.domain.errors import StaleSettings, UnknownSite
from service.domain.fields import Field
from service.domain.policy import Mode, Policy
from service.domain.reason import Reason
from service.domain.site import Site, SiteId
from service.storage.banned_ranges import read_ranges
from service.storage.database import connection
from service.storage.prepared import Prepared
from service.storage.tables import SITE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeVar

    T = TypeVar("T", Policy, Aim)

_C = SITE.c
_ALL = select(
    _C.id,
    _C.title,
    _C.language,
    cast(_C.origins, Text),
    cast(_C.required, Text),
    _C.listed_pages_only,
    _C.closed,
    cast(_C.policy, Text),
    _C.version,
    cast(_C.reasons, Text),
    _C.banned_ranges,
)
_ONE = Prepared(_ALL.where(_C.id == bindparam("site")))
_VERSION = Prepared(select(_C.version).where(_C.id == bindparam("site")))
_BY_NAME = _ALL.order_by(_C.id)
_INSERT = insert(SITE)
_UPDATE = update(SITE).where(_C.id == bindparam("site"), _C.version == bindparam("before"))

_READ: Mapping[str, Any] = {
    "mode": Mode,
    "fastest_form": lambda seconds: timedelta(seconds=seconds),
    "blocked_names": tuple,
    "blocked_links": tuple,
    "blocked_words": tuple,
    "aim": lambda stored: None if stored is None else _known(Aim, stored),
}


class SqlSites:
    """Implements :class:`service.use_cases.repositories.Sites`."""

    def get(self, site: SiteId) -> Site:
        """Return a site; see the port."""
        row = _ONE.first(connection(), {"site": site})
        if row is None:
            raise UnknownSite(site)
        return _site(*row)

    def all(self) -> tuple[Site, ...]:
        """Return every site, by name."""
        return tuple(_site(*row) for row in connection().execute(_BY_NAME))

    def add(self, site: Site) -> None:
        """Store a new site."""
        connection().execute(_INSERT, {"id": site.id, **_columns(site)})

    def change(self, site: Site) -> None:
        """Store a changed site; see the port."""
        changed = connection().execute(_UPDATE, {"site": site.id, "before": site.version - 1, **_columns(site)})
        if not changed.rowcount:
            now = _VERSION.first(connection(), {"site": site.id})
            raise StaleSettings(now[0] if now else None)


@lru_cache(maxsize=256)
def _site(  # noqa: PLR0913, PLR0917 - the columns of a row, in order
    name: str,
    title: str,
    language: str,
    origins: str,
    required: str,
    listed_pages_only: bool,  # noqa: FBT001 - a column
    closed: bool,  # noqa: FBT001 - a column
    policy: str,
    version: int,
    reasons: str | None,
    banned_ranges: str | None,
) -> Site:
    """Return the site of a row.

    A site is read with every request and hardly ever changes. What is remembered here is not the site but what a row
    means, so it cannot be out of date.
    """
    return Site(
        id=SiteId(name),
        title=title,
        language=language,
        origins=tuple(json.loads(origins)),
        required=frozenset(Field(one) for one in json.loads(required)),
        listed_pages_only=listed_pages_only,
        closed=closed,
        policy=_policy(json.loads(policy)),
        own_reasons=None if reasons is None else tuple(Reason(**one) for one in json.loads(reasons)),
        version=version,
        banned_ranges=read_ranges(banned_ranges) if banned_ranges else (),
    )


def _policy(stored: Mapping[str, Any]) -> Policy:
    """Return a policy. What an older version did not store has its default, what a newer one stored is passed over."""
    return _known(Policy, stored)


def _known(kind: type[T], stored: Mapping[str, Any]) -> T:
    """Return a value made of those of its fields that are stored."""
    names = {one.name for one in fields(kind)} & stored.keys()
    return kind(**{name: _READ.get(name, _same)(stored[name]) for name in names})


def _same(value: float) -> float:
    """Return a number as it is."""
    return value


def _columns(site: Site) -> dict[str, Any]:
    """Return what is stored of a site."""
    policy = {one.name: getattr(site.policy, one.name) for one in fields(Policy)}
    aim = site.policy.aim
    return {
        "title": site.title,
        "language": site.language,
        "origins": list(site.origins),
        "required": sorted(site.required),
        "listed_pages_only": site.listed_pages_only,
        "closed": site.closed,
        "policy": policy | {"fastest_form": site.policy.fastest_form.total_seconds(), "aim": aim and asdict(aim)},
        "version": site.version,
        "reasons": None if site.own_reasons is None else [asdict(one) for one in site.own_reasons],
    }
