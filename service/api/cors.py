"""Which pages of other origins may read answers and post comments (Fetch standard, "CORS protocol").

Public comments are for everybody: reads answer ``*``, and no credentials are ever involved. Posting is for the origins
that the site names, and the service's own.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Response, request

from service.api.doors import doors
from service.api.filters import site_id
from service.domain.errors import ModerationError, OriginNotAllowed

MAX_AGE = 600
"""How long a browser may remember a permission, in seconds; some keep no more (Chromium: two hours)."""

READS = frozenset({"GET", "HEAD"})

_ALLOWED_HEADERS = "Content-Type, Idempotency-Key, If-None-Match, X-Request-Id"
_EXPOSED_HEADERS = "ETag, Retry-After, X-Request-Id"

READ_HEADERS = (("Access-Control-Allow-Origin", "*"), ("Access-Control-Expose-Headers", _EXPOSED_HEADERS))
"""What every read of public comments is answered with."""


def own_origin() -> str:
    """Return the service's own web origin, as visitors know it."""
    parts = urlsplit(doors().public_url or request.host_url)
    return f"{parts.scheme}://{parts.netloc}"


def add_headers(response: Response) -> Response:
    """Let pages of other origins read the answer of a public endpoint, errors included."""
    if request.method in READS:
        response.headers.update(READ_HEADERS)
    elif request.method != "OPTIONS" and (origin := request.headers.get("Origin")):
        response.vary.add("Origin")
        if _admitted(origin):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Expose-Headers"] = _EXPOSED_HEADERS
    return response


def answer_preflight() -> Response | None:
    """Answer a browser that asks whether a page may send a request; leave any other request to its view.

    Raises:
        UnknownSite: There is none of that name.
        OriginNotAllowed: The page is not one of the site's.
    """
    wanted = request.headers.get("Access-Control-Request-Method")
    if request.method != "OPTIONS" or wanted is None:
        return None
    response = Response(status=204)
    response.vary.update(("Origin", "Access-Control-Request-Method"))
    if wanted in READS:
        response.headers["Access-Control-Allow-Origin"] = "*"
    else:
        response.headers["Access-Control-Allow-Origin"] = _checked(request.headers.get("Origin", ""))
    response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST"
    response.headers["Access-Control-Allow-Headers"] = _ALLOWED_HEADERS
    response.headers["Access-Control-Max-Age"] = str(MAX_AGE)
    return response


def _checked(origin: str) -> str:
    """Return the origin if it may post to this request's site."""
    site = doors().sites.get(site_id((request.view_args or {}).get("site", "")))
    if not site.admits(origin, own_origin()):
        raise OriginNotAllowed(site.id)
    return origin


def _admitted(origin: str) -> bool:
    """Return whether a page of *origin* may know what a post to this request's site brought about."""
    try:
        return origin == own_origin() or bool(_checked(origin))
    except ModerationError:
        return False
