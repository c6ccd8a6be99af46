"""Tell who asks, by the token they bring; issue and revoke tokens."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.domain.errors import NotAuthenticated
from service.domain.event import Event, EventKind
from service.domain.session import is_due
from service.domain.site import SiteId
from service.domain.token import Scope, Token, TokenId

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from service.domain.moderator import Moderator
    from service.use_cases.event_log import Events
    from service.use_cases.people import Uses
    from service.use_cases.ports import Clock
    from service.use_cases.repositories import Sites, Tokens, Transaction

SECRET_BYTES = 32
"""Entropy of a token. So much chance needs no slow hash: SHA-256 of it cannot be guessed back."""

ALL_SITES = "*"
"""Site of an event that concerns the whole installation; no site can have this name."""

OPERATOR = "operator"
"""Whoever has the command line, as the log names them."""


def secret_hash(secret: str) -> bytes:
    """Return what is stored of a token's secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Authenticate:
    """Find who brings a secret."""

    clock: Clock
    tokens: Tokens
    uses: Uses

    def __call__(self, secret: str) -> Moderator:
        """Return whoever holds the live token of a secret.

        Raises:
            NotAuthenticated: There is none, or it is revoked.
        """
        token = self.tokens.find(secret_hash(secret)) if secret else None
        if token is None or token.revoked_at is not None:
            raise NotAuthenticated
        now = self.clock.now()
        if is_due(token.last_used_at, now):
            self.uses.token(token.id, now)
        return token.moderator


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueToken:
    """Make a token. Its secret is shown once and stored only as a hash."""

    clock: Clock
    new_id: Callable[[], UUID]
    sites: Sites
    tokens: Tokens
    events: Events
    transaction: Transaction

    def __call__(
        self, label: str, site: SiteId | None, scopes: frozenset[Scope], actor: str = OPERATOR
    ) -> tuple[Token, str]:
        """Return a new token and its secret.

        Raises:
            UnknownSite: There is none of that name.
        """
        if site is not None:
            self.sites.get(site)
        secret = "saring_" + secrets.token_urlsafe(SECRET_BYTES)
        now = self.clock.now()
        token = Token(id=TokenId(self.new_id()), label=label, site=site, scopes=scopes, created_at=now)
        with self.transaction():
            self.tokens.add(token, secret_hash(secret))
            self.events.append(_token_event(EventKind.TOKEN_ISSUED, token, self.clock, actor))
        return token, secret


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeToken:
    """Let a token open nothing, at once."""

    clock: Clock
    tokens: Tokens
    events: Events
    transaction: Transaction

    def __call__(self, token: Token, actor: str = OPERATOR) -> bool:
        """Revoke *token*; return whether it was live."""
        with self.transaction():
            was_live = self.tokens.revoke(token.id, self.clock.now())
            if was_live:
                self.events.append(_token_event(EventKind.TOKEN_REVOKED, token, self.clock, actor))
        return was_live


def _token_event(kind: EventKind, token: Token, clock: Clock, actor: str) -> Event:
    """Return the event of a token's birth or end."""
    return Event(
        kind=kind,
        site=token.site or SiteId(ALL_SITES),
        comment=None,
        at=clock.now(),
        actor=actor,
        details={"token": str(token.id), "label": token.label, "scopes": " ".join(sorted(token.scopes))},
    )
