"""The two files that a page embeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, send_from_directory

from service.embed import STATIC

if TYPE_CHECKING:
    from flask import Response

bp = Blueprint("embed_widget", __name__)

MAX_AGE = 300
"""How long a browser keeps the widget without asking, in seconds; after that one 304 is enough."""


@bp.get("/embed.js")
def script() -> Response:
    """Return the widget."""
    return _file("embed.js")


@bp.get("/embed.css")
def stylesheet() -> Response:
    """Return its style, which is the form page's too."""
    return _file("embed.css")


def _file(name: str) -> Response:
    """Return a file for any page's use."""
    response = send_from_directory(STATIC, name, max_age=MAX_AGE)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
