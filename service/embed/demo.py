"""An article as a newspaper would print it, with the widget under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort

from service.embed.doors import doors
from service.embed.headers import page as html_page
from service.embed.language import speak

if TYPE_CHECKING:
    from flask import Response

bp = Blueprint("embed_demo", __name__)

SITE = "demo"
"""The site whose widget the article embeds."""


@bp.get("/demo")
def show() -> Response:
    """Show the article, under the strict policy that an embedding page may have."""
    if not doors().demo_enabled:
        abort(404)
    return html_page("embed/demo.html", scripts=True, site=SITE, page="/demo", language=speak("id"))
