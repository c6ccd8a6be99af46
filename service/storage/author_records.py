"""Authors as moderators see them: everything but the address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, case, func, or_, select, update

from service.domain.author import AuthorHistory, AuthorId
from service.domain.ban import Ban, BanKind
from service.domain.errors import UnknownAuthor
from service.domain.lifecycle import State
from service.domain.site import SiteId
from service.storage.ban_tables import BAN
from service.storage.bans import ALL_BANS, HOLDS, read_bans
from service.storage.database import connection
from service.storage.tables import AUTHOR, COMMENT
from service.use_cases.show_author import AuthorRecord

if TYPE_CHECKING:
    from datetime import datetime

_C = AUTHOR.c
_MOST_BANS, _MOST_NAMES = 100, 10

_ONE = select(_C.site_id, _C.confirmed_at, _C.seen, _C.approved, _C.trusted_at, _C.first_seen_at, _C.domain_key).where(
    _C.id == bindparam("author")
)
_STATES = (
    select(COMMENT.c.state, func.count())
    .where(COMMENT.c.site_id == bindparam("site"), COMMENT.c.author_id == bindparam("author"))
    .group_by(COMMENT.c.state)
)
_NAMES = (
    select(COMMENT.c.name)
    .where(COMMENT.c.site_id == bindparam("site"), COMMENT.c.author_id == bindparam("author"))
    .group_by(COMMENT.c.name)
    .order_by(func.count().desc(), COMMENT.c.name)
    .limit(_MOST_NAMES)
)
_BANS = (
    ALL_BANS.join(AUTHOR, AUTHOR.c.site_id == BAN.c.site_id)
    .where(
        _C.id == bindparam("author"),
        or_(
            and_(BAN.c.kind == BanKind.AUTHOR.value, BAN.c.author_id == _C.id),
            and_(BAN.c.kind == BanKind.DOMAIN.value, BAN.c.domain_key == _C.domain_key),
        ),
        *HOLDS,
    )
    .order_by(BAN.c.at.desc(), BAN.c.id.desc())
    .limit(_MOST_BANS)
)
_TRUST = (
    update(AUTHOR)
    .where(_C.id == bindparam("author"), _C.trusted_at.is_(None))
    .values(trusted_at=bindparam("at", type_=_C.trusted_at.type))
)
_DISTRUST = update(AUTHOR).where(_C.id == bindparam("author"), _C.trusted_at.is_not(None)).values(trusted_at=None)
_AT_DOMAIN = select(func.count(), func.coalesce(func.sum(case((_C.approved > 0, 1), else_=0)), 0)).where(
    _C.site_id == bindparam("site"), _C.domain_key == bindparam("domain"), _C.domain_key.is_not(None)
)


class SqlAuthorRecords:
    """Implements :class:`service.use_cases.show_author.AuthorRecords`."""

    def record(self, author: AuthorId) -> AuthorRecord:
        """Return what is known of an author; see the port."""
        row = connection().execute(_ONE, {"author": author}).first()
        if row is None:
            raise UnknownAuthor(author)
        site, confirmed_at, seen, approved, trusted_at, first_seen_at, domain_key = row
        theirs = {"site": site, "author": author}
        states = connection().execute(_STATES, theirs)
        return AuthorRecord(
            id=author,
            site=SiteId(site),
            history=AuthorHistory(
                confirmed=confirmed_at is not None, seen=seen, approved=approved, trusted=trusted_at is not None
            ),
            first_seen_at=first_seen_at,
            states={State(state): count for state, count in states},
            names=tuple(connection().execute(_NAMES, theirs).scalars()),
            domain_key=None if domain_key is None else bytes(domain_key),
        )

    def bans(self, author: AuthorId, at: datetime) -> tuple[Ban, ...]:
        """Return the bans that hold against an author; see the port."""
        return read_bans(connection().execute(_BANS, {"author": author, "now": at}))

    def trust(self, author: AuthorId, at: datetime | None) -> bool:
        """Note since when an author is trusted by hand; see the port."""
        if at is None:
            return bool(connection().execute(_DISTRUST, {"author": author}).rowcount)
        return bool(connection().execute(_TRUST, {"author": author, "at": at}).rowcount)

    def at_domain(self, site: SiteId, key: bytes) -> tuple[int, int]:
        """Return how many authors of a site are at a domain; see the port."""
        authors, approved = connection().execute(_AT_DOMAIN, {"site": site, "domain": key}).one()
        return authors, int(approved)
