"""Builders of people, tokens and sessions for tests of storage."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from service.domain.person import Person, PersonId, Role
from service.domain.session import NewSession, SessionId
from service.domain.token import Scope, Token, TokenId
from tests.stored import DAWN, DEMO, HARBOUR

RINA_ID = PersonId(UUID(int=11))


def a_person(number: int = 11, **changes: Any) -> Person:  # noqa: ANN401 - whatever a field takes
    """Return person *number* with some fields changed."""
    values: dict[str, Any] = {
        "id": PersonId(UUID(int=number)),
        "name": "Rina Ü",
        "roles": {DEMO.id: Role.MODERATOR, HARBOUR.id: Role.OWNER},
        "created_at": DAWN,
    }
    return Person(**(values | changes))


def a_token(number: int = 21, **changes: Any) -> Token:  # noqa: ANN401 - as above
    """Return token *number* with some fields changed."""
    values: dict[str, Any] = {
        "id": TokenId(UUID(int=number)),
        "label": "meja",
        "site": DEMO.id,
        "scopes": frozenset({Scope.READ, Scope.DECIDE}),
        "created_at": DAWN,
    }
    return Token(**(values | changes))


def a_session(number: int = 31, **changes: Any) -> NewSession:  # noqa: ANN401 - as above
    """Return session *number*, of :func:`a_person` unless it is of a token."""
    values: dict[str, Any] = {"id": SessionId(UUID(int=number)), "created_at": DAWN}
    if "token" not in changes:
        values["person"] = (RINA_ID, 1)
    return NewSession(**(values | changes))
