"""One JSON line for each request: which route, which status, how long. Nothing a visitor wrote, and no address."""

from __future__ import annotations

import logging
import re
import secrets
from time import perf_counter
from typing import TYPE_CHECKING

from flask import g, request

from service.api.doors import doors

if TYPE_CHECKING:
    from flask import Flask, Response

ROUTINE = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods of reads. One that went well is counted, and logged at level DEBUG only: to write it costs as much as it."""

BAD_REQUEST = 400
"""The first status that tells of an error (RFC 9110, section 15)."""

UNMATCHED = "unmatched"
"""Route of a request that no route answers; its path is the client's own words."""

logger = logging.getLogger(__name__)

# What a proxy in front would send; anything longer or livelier is the client's own words and stays out of the log.
_PLAIN_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


def install(app: Flask) -> None:
    """Name, time, count and log every request of the application."""
    app.before_request(begin)
    app.after_request(end)


def begin() -> None:
    """Name the request and start its clock."""
    given = request.headers.get("X-Request-Id", "")
    g.saring_request_id = given if _PLAIN_ID.fullmatch(given) else secrets.token_hex(8)
    g.saring_began = perf_counter()


def end(response: Response) -> Response:
    """Count and log the request that was answered."""
    seconds = perf_counter() - g.saring_began
    route = request.url_rule.rule if request.url_rule is not None else UNMATCHED
    doors().metrics.answered(request.method, route, response.status_code, seconds)
    response.headers["X-Request-Id"] = g.saring_request_id
    routine = request.method in ROUTINE and response.status_code < BAD_REQUEST
    logger.log(
        logging.DEBUG if routine else logging.INFO,
        "request",
        extra={
            "request": g.saring_request_id,
            "route": route,
            "status": response.status_code,
            "ms": round(seconds * 1000, 2),
        },
    )
    return response
