"""Tokens for programs: the shapes on the wire, the operations, and the views."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from flask import Blueprint, Response, request
from pydantic import BaseModel, ConfigDict
from pydantic import Field as Described

from service.api import http_errors
from service.api.answers import answer
from service.api.auth import asking
from service.api.bodies import json_object
from service.api.cursors import read_word_cursor, write_word_cursor
from service.api.doors import doors
from service.api.filters import site_id
from service.api.inputs import AFTER, SEEN, SITE_NAME, limit
from service.api.operation import Answer, Input, Operation, Repeat
from service.api.parameters import parse_limit
from service.api.parsing import read
from service.domain import errors
from service.domain.person import MAX_NAME
from service.domain.token import Scope, TokenId
from service.use_cases.people import MAX_LIMIT

if TYPE_CHECKING:
    from service.domain.token import Token

bp = Blueprint("tokens", __name__, url_prefix="/api/v1/moderation")


class TokenIn(BaseModel):
    """A token to be made."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"label": "backup", "site": "demo", "scopes": ["comments:read", "comments:decide"]}]
        }
    )

    label: str = Described(
        max_length=MAX_NAME * 4,
        json_schema_extra={"maxLength": MAX_NAME, "pattern": SEEN},
        description="What it is for: in one line, without characters that are not to be seen.",
    )
    site: Annotated[str, SITE_NAME] | None = Described(description="The only site that it opens; null: all of them.")
    scopes: list[Scope] = Described(min_length=1, max_length=20)


class TokenView(BaseModel):
    """A token, without its secret."""

    id: UUID
    label: str
    site: str | None = Described(description="null: all sites.")
    scopes: list[Scope]
    created_at: datetime
    last_used_at: datetime | None = Described(description="To the minute; null if never.")
    revoked_at: datetime | None = Described(description="Since when it opens nothing.")


class IssuedToken(TokenView):
    """A new token. Its secret is told this once."""

    secret: str


class TokenList(BaseModel):
    """A part of the tokens, newest first."""

    items: list[TokenView]
    next: str | None = Described(description="To be sent as `after` for what follows; null at the end.")


_TOKEN = Input(
    name="token",
    place="path",
    schema={"type": "string", "format": "uuid"},
    description="The token's id, not its secret.",
    required=True,
)
_AWAY = errors.StorageUnavailable(timedelta(seconds=1))
_WHO = (errors.NotAuthenticated(), errors.NotAllowed(Scope.PEOPLE))

OPERATIONS = (
    Operation(
        method="get",
        path="/api/v1/moderation/tokens",
        name="list_tokens",
        tag="moderators",
        summary="List the tokens of the sites that you manage, newest first",
        inputs=(AFTER, limit(MAX_LIMIT)),
        answers={200: Answer(description="The tokens.", model=TokenList)},
        errors=(errors.MalformedRequest("not-a-cursor", parameter="after"), *_WHO, _AWAY),
        scope=Scope.PEOPLE,
    ),
    Operation(
        method="post",
        path="/api/v1/moderation/tokens",
        name="issue_token",
        repeat=Repeat.SECRET,
        tag="moderators",
        summary="Make a token; nobody gives what they do not have",
        body=TokenIn,
        answers={201: Answer(description="It is made.", model=IssuedToken)},
        errors=(
            errors.MalformedRequest("unknown-value", parameter="scopes.0"),
            errors.UnknownSite(),
            *_WHO,
            http_errors.BodyTooLarge(),
            http_errors.UnsupportedMediaType(),
            _AWAY,
        ),
        scope=Scope.PEOPLE,
    ),
    Operation(
        method="delete",
        path="/api/v1/moderation/tokens/{token}",
        name="revoke_token",
        tag="moderators",
        summary="Let a token open nothing, at once, nor any session that it opened",
        inputs=(_TOKEN,),
        answers={204: Answer(description="It opens nothing.", media_type=None)},
        errors=(errors.UnknownToken(), *_WHO, _AWAY),
        scope=Scope.PEOPLE,
    ),
)
"""The operations, for the table of all."""


@bp.get("/tokens")
def list_tokens() -> Response:
    """List tokens."""
    moderator = asking()
    tokens, following = doors().moderation.people.list_tokens(
        _before(request.args.get("after", "")), parse_limit(request.args, MAX_LIMIT), moderator
    )
    items = [TokenView.model_validate(_view(token)) for token in tokens]
    return answer(
        TokenList(items=items, next=write_word_cursor(None if following is None else following.hex, "tokens"))
    )


@bp.post("/tokens")
def issue_token() -> Response:
    """Make a token."""
    moderator = asking()
    sent = read(TokenIn, json_object())
    token, secret = doors().moderation.people.issue_token(
        sent.label, None if sent.site is None else site_id(sent.site), frozenset(sent.scopes), moderator
    )
    return answer(IssuedToken.model_validate(_view(token) | {"secret": secret}), 201)


@bp.delete("/tokens/<uuid:token>")
def revoke_token(token: UUID) -> Response:
    """Revoke a token."""
    doors().moderation.people.revoke_token(TokenId(token), asking())
    return Response(status=204, headers={"Cache-Control": "no-store"})


def _view(token: Token) -> dict[str, object]:
    """Return what is shown of a token."""
    return {
        "id": token.id,
        "label": token.label,
        "site": token.site,
        "scopes": sorted(token.scopes),
        "created_at": token.created_at,
        "last_used_at": token.last_used_at,
        "revoked_at": token.revoked_at,
    }


def _before(cursor: str) -> TokenId | None:
    """Return behind which token a list goes on."""
    word = read_word_cursor(cursor, "tokens")
    try:
        return TokenId(UUID(hex=word)) if word else None
    except ValueError as error:
        raise errors.MalformedRequest("not-a-cursor", parameter="after") from error
