"""Moderators' tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, select, update

from service.domain.site import SiteId
from service.domain.token import Scope, Token, TokenId
from service.storage.database import connection
from service.storage.tables import TOKEN

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row

_C = TOKEN.c
_ALL = select(_C.id, _C.label, _C.site_id, _C.scopes, _C.created_at, _C.revoked_at)
_ONE = _ALL.where(_C.secret_hash == bindparam("secret"))
_NEWEST = _ALL.order_by(_C.created_at.desc(), _C.id.desc())
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


def _token(row: Row[*tuple[Any, ...]]) -> Token:
    """Return the token of a row."""
    return Token(
        id=TokenId(row.id),
        label=row.label,
        site=None if row.site_id is None else SiteId(row.site_id),
        scopes=frozenset(Scope(scope) for scope in row.scopes.split()),
        created_at=row.created_at,
        revoked_at=row.revoked_at,
    )
