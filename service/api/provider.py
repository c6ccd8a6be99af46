"""Signing in through an identity provider: to it, and back with its word. Pages, not JSON: a browser is sent about."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from flask import Blueprint, Response, redirect, render_template, request
from flask_babel import get_locale

from service.api.doors import doors
from service.api.http_errors import NoSuchRoute
from service.api.sessions import set_cookie
from service.domain.errors import NotAuthenticated
from service.use_cases.sign_in_by_provider import IdentityUnknown

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as WerkzeugResponse

    from service.api.people_doors import ProviderDoors

logger = logging.getLogger(__name__)

bp = Blueprint("provider", __name__, url_prefix="/desk/oidc")

JOURNEY = "saring_journey"
"""Cookie of who is at the provider. It comes back with them from another site, so it cannot be SameSite=Strict."""

JOURNEY_LASTS = 600
"""How long somebody may stay at the provider, in seconds."""

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Content-Security-Policy of the page between: there is nothing in it to run."""


@bp.get("/start")
def start() -> WerkzeugResponse:
    """Send the browser to the provider."""
    try:
        url, kept = _provider().start(_callback())
    except IdentityUnknown as error:
        return _failed(error)
    response = redirect(url, 303)
    response.headers["Cache-Control"] = "no-store"
    response.set_cookie(
        JOURNEY,
        kept,
        max_age=JOURNEY_LASTS,
        path=bp.url_prefix or "/",
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
    )
    return response


@bp.get("/callback")
def callback() -> WerkzeugResponse:
    """Let in whom the provider vouches for.

    The session's cookie is for no navigation that another site began, and this one is: hence a page that goes on to the
    desk by itself.
    """
    provider = _provider()
    try:
        identity = provider.finish(_callback(), request.cookies.get(JOURNEY, ""), request.args.to_dict())
        _, secret = provider.sign_in(identity)
    except (IdentityUnknown, NotAuthenticated) as error:
        return _failed(error)
    response = _page("entered", 200)
    response.headers["Refresh"] = "0; url=/desk"
    set_cookie(response, secret)
    return response


def _provider() -> ProviderDoors:
    """Return the provider.

    Raises:
        NoSuchRoute: There is none.
    """
    provider = doors().moderation.people.provider
    if provider is None:
        raise NoSuchRoute
    return provider


def _callback() -> str:
    """Return where the provider sends the browser back to, as it must know beforehand."""
    return f"{(doors().public_url or request.host_url).rstrip('/')}{bp.url_prefix}/callback"


def _failed(error: Exception) -> Response:
    """Say that somebody stays out; the log says why, the page does not."""
    logger.warning("provider_refused", extra={"why": str(error) or type(error).__name__})
    return _page("refused", 403)


def _page(outcome: str, status: int) -> Response:
    """Return the page that says what came of it; the journey ends there."""
    response = Response(
        render_template("desk/oidc.html", outcome=outcome, language=str(get_locale())), status, mimetype="text/html"
    )
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response.delete_cookie(JOURNEY, path=bp.url_prefix or "/", httponly=True, samesite="Lax", secure=request.is_secure)
    return response
