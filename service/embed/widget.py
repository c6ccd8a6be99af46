"""The two files that a page embeds."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

bp = Blueprint("embed_widget", __name__)

MAX_AGE = 300
"""How long a browser keeps the widget without asking, in seconds; after that one 304 is enough."""

STATIC = Path(__file__).resolve().parent.parent / "static"


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """A file as it is sent, plain and compressed; the same for every request, so it is read once a process."""

    plain: bytes = field(repr=False)
    packed: bytes = field(repr=False)
    tag: str


@bp.get("/embed.js")
def script() -> AnyResponse:
    """Return the widget."""
    return _answer("embed.js", "text/javascript")


@bp.get("/embed.css")
def stylesheet() -> AnyResponse:
    """Return its style, which is the form page's too."""
    return _answer("embed.css", "text/css")


@cache
def _read(name: str) -> _File:
    """Read a file."""
    plain = (STATIC / name).read_bytes()
    return _File(plain=plain, packed=gzip.compress(plain, mtime=0), tag=sha256(plain).hexdigest()[:16])


def _answer(name: str, kind: str) -> AnyResponse:
    """Return a file for any page's use, compressed where the browser can read that."""
    file = _read(name)
    packed = request.accept_encodings.quality("gzip") > 0
    response = Response(file.packed if packed else file.plain, content_type=f"{kind}; charset=utf-8")
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.set_etag(f"{file.tag}-gzip" if packed else file.tag)
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = f"public, max-age={MAX_AGE}"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response.make_conditional(request)
