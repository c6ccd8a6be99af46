"""Who asks, in tests: a token that opens one site and allows everything, unless a test says otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from service.domain.token import Scope, Token, TokenId
from tests.fakes import DEMO, NOON

if TYPE_CHECKING:
    from service.domain.moderator import Moderator
    from service.domain.site import SiteId

EVERYTHING = frozenset(Scope)


def a_token(*, site: SiteId | None = DEMO, scopes: frozenset[Scope] = EVERYTHING) -> Token:
    return Token(id=TokenId(UUID(int=1)), label="meja", site=site, scopes=scopes, created_at=NOON)


def a_moderator(*, site: SiteId | None = DEMO, scopes: frozenset[Scope] = EVERYTHING) -> Moderator:
    return a_token(site=site, scopes=scopes).moderator
