"""Moderators' tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import bindparam, insert, select, update

from service.domain.errors import UnknownToken
from service.domain.site import SiteId
from service.domain.token import Scope, Token, TokenId
from service.storage.database import connection
from service.storage.tables import TOKEN

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row

_C = TOKEN.c
_ALL = select(_C.id, _C.label, _C.site_id, _C.scopes, _C.created_at, _C.revoked_at, _C.last_used_at)
_ONE = _ALL.where(_C.secret_hash == bindparam("secret"))
_NEWEST = _ALL.order_by(_C.created_at.desc(), _C.id.desc())
_BY_ID = _ALL.where(_C.id == bindparam("token"))
_PART = _ALL.where(_C.id < bindparam("before")).order_by(_C.id.desc()).limit(bindparam("limit"))
_PART_OF_SITES = _PART.where(_C.site_id.in_(bindparam("sites", expanding=True)))
_BEFORE_ALL = UUID(int=2**128 - 1)
_INSERT = insert(TOKEN)
_REVOKE = update(TOKEN).where(_C.id == bindparam("token"), _C.revoked_at.is_(None)).values(revoked_at=bindparam("now"))


class SqlTokens:
    """Implements :class:`service.use_cases.repositories.Tokens`."""

    def find(self, secret_hash: bytes) -> Token | None:
        """Return the token of that hash, revoked ones too."""
        row = connection().execute(_ONE, {"secret": secret_hash}).first()
        return None if row is None else _token(row)

    def all(self) -> tuple[Token, ...]:
        """Return every token, newest first."""
        return tuple(_token(row) for row in connection().execute(_NEWEST))

    def listed(self, within: frozenset[SiteId] | None, before: TokenId | None, limit: int) -> tuple[Token, ...]:
        """Return tokens of the sites *within* (``None``: all, and those of all sites), newest first: as ids go."""
        values = {"before": before or _BEFORE_ALL, "limit": limit}
        if within is None:
            return tuple(_token(row) for row in connection().execute(_PART, values))
        return tuple(_token(row) for row in connection().execute(_PART_OF_SITES, values | {"sites": sorted(within)}))

    def get(self, token: TokenId) -> Token:
        """Return a token.

        Raises:
            UnknownToken: There is none of that id.
        """
        row = connection().execute(_BY_ID, {"token": token}).first()
        if row is None:
            raise UnknownToken
        return _token(row)

    def add(self, token: Token, secret_hash: bytes) -> None:
        """Store a new token."""
        connection().execute(
            _INSERT,
            {
                "id": token.id,
                "secret_hash": secret_hash,
                "label": token.label,
                "site_id": token.site,
                "scopes": " ".join(sorted(token.scopes)),
                "created_at": token.created_at,
                "revoked_at": token.revoked_at,
            },
        )

    def revoke(self, token: TokenId, at: datetime) -> bool:
        """Let a token open nothing from now on; return whether it did before."""
        return bool(connection().execute(_REVOKE, {"token": token, "now": at}).rowcount)


def site_of(column: str | None) -> SiteId | None:
    """Return which site a token opens; ``None``: all."""
    return None if column is None else SiteId(column)


def scopes_of(column: str) -> frozenset[Scope]:
    """Return what a token allows."""
    return frozenset(Scope(scope) for scope in column.split())


def _token(row: Row[*tuple[Any, ...]]) -> Token:
    """Return the token of a row."""
    return Token(
        id=TokenId(row.id),
        label=row.label,
        site=site_of(row.site_id),
        scopes=scopes_of(row.scopes),
        created_at=row.created_at,
        revoked_at=row.revoked_at,
        last_used_at=row.last_used_at,
    )
