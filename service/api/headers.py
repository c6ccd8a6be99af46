"""What every JSON answer tells a browser: that there is nothing in it to run, to guess at or to follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Response

JSON_TYPES = frozenset({"application/json", "application/problem+json"})

JSON_HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ("Referrer-Policy", "no-referrer"),
)
"""What every JSON answer tells a browser."""


def protect(response: Response) -> Response:
    """Add the headers. A page of HTML brings its own policy."""
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    if response.mimetype in JSON_TYPES:
        response.headers.update(JSON_HEADERS)
    return response
