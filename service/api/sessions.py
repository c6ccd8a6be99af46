"""Signing in and out: the shapes on the wire, the operations, and the views."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request
from pydantic import BaseModel, ConfigDict
from pydantic import Field as Described

from service.api import http_errors
from service.api.answers import answer
from service.api.auth import COOKIE, csrf_token, refuse_other_pages, who_asks
from service.api.bodies import json_object
from service.api.doors import doors
from service.api.operation import Answer, Operation, Repeat
from service.api.parsing import read
from service.domain import errors
from service.domain.errors import MalformedRequest
from service.domain.session import LONGEST
from service.domain.token import Scope  # noqa: TC001 - pydantic reads the annotations when it runs

if TYPE_CHECKING:
    from service.domain.moderator import Moderator
    from service.domain.session import Session

bp = Blueprint("sessions", __name__, url_prefix="/api/v1/moderation")

MOST_TYPED = 1000
"""Greatest length of what is typed to sign in, in characters: what is hashed shall not be a book."""


class SignInIn(BaseModel):
    """A name with its password, or a token."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"name": "Rina", "password": "tiga perahu nelayan"}],
            "anyOf": [
                {"required": ["token"], "properties": {"token": {"type": "string"}}},
                {
                    "required": ["name", "password"],
                    "properties": {"name": {"type": "string"}, "password": {"type": "string"}},
                },
            ],
        }
    )

    name: str | None = Described(default=None, max_length=MOST_TYPED)
    password: str | None = Described(default=None, max_length=MOST_TYPED)
    token: str | None = Described(default=None, max_length=MOST_TYPED, description="Instead of the other two.")


class PasswordIn(BaseModel):
    """Somebody's old password, and the one to come."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"old": "tiga perahu nelayan", "new": "empat perahu nelayan"}]}
    )

    old: str = Described(max_length=MOST_TYPED)
    new: str = Described(max_length=MOST_TYPED, description="12 to 128 characters.")


class SessionView(BaseModel):
    """Who asks, and what they may do where."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "actor": "person:Rina",
                    "name": "Rina",
                    "rights": {"demo": ["comments:decide", "comments:read"]},
                    "csrf": "d0b1f2m8fVQ2uG1v8b0lE1cJ8Q4m0m2d3a7k9w5xYzA",
                    "expires_at": "2026-03-15T00:00:00Z",
                }
            ]
        }
    )

    actor: str = Described(description="As the log names them.")
    name: str
    rights: dict[str, list[Scope]] = Described(description="By site; `*` stands for all of them.")
    csrf: str | None = Described(description="To be sent as `X-CSRF-Token` with each write; null with a token.")
    expires_at: datetime | None = Described(description="When the session ends if nothing more is asked.")


_AWAY = errors.StorageUnavailable(timedelta(seconds=1))
_BODY = (MalformedRequest("not-json"), http_errors.BodyTooLarge(), http_errors.UnsupportedMediaType())
_SET_COOKIE = {"Set-Cookie": f"`{COOKIE}`: HttpOnly, SameSite=Strict, and Secure where the request came by https."}

OPERATIONS = (
    Operation(
        method="post",
        path="/api/v1/moderation/session",
        name="sign_in",
        repeat=Repeat.FREE,
        tag="moderators",
        summary="Sign in, with a password or a token, for a page that goes by the cookie",
        body=SignInIn,
        answers={200: Answer(description="Who signed in.", model=SessionView, headers=_SET_COOKIE)},
        errors=(
            errors.WrongPassword(),
            errors.NotAuthenticated(),
            errors.TooManyAttempts(timedelta(minutes=10)),
            *_BODY,
            _AWAY,
        ),
    ),
    Operation(
        method="get",
        path="/api/v1/moderation/session",
        name="show_session",
        tag="moderators",
        summary="See who asks, and what they may do where",
        answers={200: Answer(description="Who asks.", model=SessionView)},
        errors=(errors.NotAuthenticated(), _AWAY),
        authenticated=True,
    ),
    Operation(
        method="delete",
        path="/api/v1/moderation/session",
        name="sign_out",
        repeat=Repeat.FREE,
        tag="moderators",
        summary="Sign out; a token that comes with the request stays as it is",
        answers={204: Answer(description="The session has ended.", media_type=None)},
        errors=(errors.NotAuthenticated(), _AWAY),
        authenticated=True,
    ),
    Operation(
        method="post",
        path="/api/v1/moderation/session/password",
        name="change_own_password",
        repeat=Repeat.FREE,
        tag="moderators",
        summary="Change one's own password; every session of before ends, and this one goes on under another cookie",
        body=PasswordIn,
        answers={204: Answer(description="It is changed.", media_type=None, headers=_SET_COOKIE)},
        errors=(
            errors.WrongPassword(),
            errors.NotAuthenticated(),
            errors.UnknownPerson(),
            errors.TooManyAttempts(timedelta(minutes=10)),
            *_BODY,
            _AWAY,
        ),
        authenticated=True,
    ),
)
"""The operations, for the table of all."""


@bp.post("/session")
def sign_in() -> Response:
    """Let somebody in; a session that the browser still had ends."""
    refuse_other_pages()
    sent = read(SignInIn, json_object())
    if sent.token is not None:
        session, secret = doors().moderation.people.bring_token(sent.token)
    else:
        name, password = _given(sent.name, "name"), _given(sent.password, "password")
        session, secret = doors().moderation.people.sign_in(name, password, request.remote_addr or "")
    _end_former()
    response = answer(render_session(session.moderator, session, secret))
    set_cookie(response, secret)
    return response


@bp.get("/session")
def show_session() -> Response:
    """Say who asks."""
    who = who_asks()
    return answer(render_session(who.moderator, who.session, request.cookies.get(COOKIE, "")))


@bp.delete("/session")
def sign_out() -> Response:
    """End the session."""
    session = who_asks().session
    if session is not None:
        doors().moderation.people.sign_out(session.id)
    response = _nothing()
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="Strict", secure=request.is_secure)
    return response


@bp.post("/session/password")
def change_own_password() -> Response:
    """Change the password of whoever asks, and go on under a new session."""
    session = who_asks().session
    sent = read(PasswordIn, json_object())
    person = None if session is None else session.person
    _, secret = doors().moderation.people.change_password(person, sent.old, sent.new, request.remote_addr or "")
    response = _nothing()
    set_cookie(response, secret)
    return response


def render_session(moderator: Moderator, session: Session | None, secret: str) -> SessionView:
    """Render who asks; the secret of a session only makes what its writes must prove."""
    return SessionView(
        actor=moderator.actor,
        name=moderator.actor.partition(":")[2] if session is None else session.name,
        rights={site or "*": sorted(scopes) for site, scopes in moderator.rights.items()},
        csrf=None if session is None else csrf_token(secret),
        expires_at=None if session is None else session.expires_at,
    )


def set_cookie(response: Response, secret: str) -> None:
    """Have the browser bring the secret of a session to us, and to nobody else."""
    response.set_cookie(
        COOKIE,
        secret,
        max_age=LONGEST,
        path="/",
        httponly=True,
        samesite="Strict",
        secure=request.is_secure,
    )


def _end_former() -> None:
    """End the session that the browser brought, if there is one."""
    try:
        former = doors().moderation.people.resume(request.cookies.get(COOKIE, ""))
    except errors.NotAuthenticated:
        return
    doors().moderation.people.sign_out(former.id)


def _given(value: str | None, parameter: str) -> str:
    """Return what must have been sent."""
    if value is None:
        raise MalformedRequest("missing", parameter=parameter)
    return value


def _nothing() -> Response:
    """Return an answer without a body, which no cache keeps."""
    return Response(status=204, headers={"Cache-Control": "no-store"})
