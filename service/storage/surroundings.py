"""What a submission meets: its page, its parent, its author, and the bans that hold. All of it is one question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, case, exists, func, literal_column, or_, select

from service.domain.author import STRANGER, AuthorHistory
from service.domain.ban import NOT_BANNED, BanKind
from service.domain.lifecycle import State
from service.domain.page import Page
from service.storage.ban_tables import BAN
from service.storage.database import connection
from service.storage.prepared import Prepared
from service.storage.tables import AUTHOR, COMMENT, PAGE
from service.use_cases.repositories import Surroundings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement, ScalarSelect

    from service.use_cases.repositories import Arrival

_ON_PAGE = (COMMENT.c.site_id == bindparam("site"), COMMENT.c.page_id == PAGE.c.id)
_HERE = select(literal_column("1").label("one")).subquery()


def _ban(kind: BanKind, *meets: ColumnElement[bool]) -> ScalarSelect[Any]:
    """Return what finds a ban: null for none that holds now, 1 for one that is told, 0 for one that is not."""
    return (
        select(func.max(case((BAN.c.told, literal_column("1")), else_=literal_column("0"))))
        .where(
            BAN.c.site_id == bindparam("site"),
            *meets,
            BAN.c.kind == literal_column(f"'{kind.value}'"),
            BAN.c.lifted_at.is_(None),
            or_(BAN.c.until.is_(None), BAN.c.until > bindparam("now", type_=BAN.c.until.type)),
        )
        .scalar_subquery()
    )


_SURROUNDINGS = Prepared(
    select(
        PAGE.c.title,
        PAGE.c.closed,
        PAGE.c.approved,
        PAGE.c.version,
        exists()
        .where(
            *_ON_PAGE,
            COMMENT.c.id == bindparam("parent", type_=COMMENT.c.id.type),
            COMMENT.c.state == State.APPROVED.value,
        )
        .correlate(PAGE),
        exists().where(*_ON_PAGE, COMMENT.c.fingerprint == bindparam("fingerprint")).correlate(PAGE),
        AUTHOR.c.confirmed_at,
        AUTHOR.c.seen,
        AUTHOR.c.approved,
        AUTHOR.c.trusted_at,
        _ban(BanKind.AUTHOR, BAN.c.author_id == AUTHOR.c.id).correlate(AUTHOR),
        _ban(BanKind.DOMAIN, BAN.c.domain_key == bindparam("domain")),
    ).select_from(
        _HERE.outerjoin(PAGE, (PAGE.c.site_id == bindparam("site")) & (PAGE.c.key == bindparam("page"))).outerjoin(
            AUTHOR, (AUTHOR.c.site_id == bindparam("site")) & (AUTHOR.c.email_key == bindparam("author_key"))
        )
    )
)


def surroundings(arrival: Arrival) -> Surroundings:
    """Return what a submission meets, in one round trip; see :meth:`service.use_cases.repositories.Comments`."""
    email = arrival.email
    sought = {
        "site": arrival.site,
        "page": arrival.page,
        "parent": arrival.parent,
        "author_key": email and email.key,
        "domain": email and email.domain_key,
        "fingerprint": arrival.fingerprint,
        "now": arrival.at,
    }
    row: Any = _SURROUNDINGS.first(connection(), sought)
    title, closed, on_page, version, parent_public, duplicate, confirmed_at, seen, approved, trusted_at = row[:10]
    return Surroundings(
        page=None
        if title is None
        else Page(key=arrival.page, title=title, closed=closed, approved=on_page, version=version),
        parent_public=bool(parent_public),
        author=STRANGER
        if seen is None
        else AuthorHistory(
            confirmed=confirmed_at is not None, seen=seen, approved=approved, trusted=trusted_at is not None
        ),
        duplicate=bool(duplicate),
        bans=_bans(*row[10:]),
    )


def _bans(author: int | None, domain: int | None) -> Mapping[BanKind, bool]:
    """Return the bans that were found, as :func:`_ban` tells of them."""
    if author is None and domain is None:
        return NOT_BANNED
    found = {BanKind.AUTHOR: author, BanKind.DOMAIN: domain}
    return {kind: bool(told) for kind, told in found.items() if told is not None}
