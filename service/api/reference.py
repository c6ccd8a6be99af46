"""The API's description, for programs and as pages for people."""

from __future__ import annotations

import json
import re
from http import HTTPStatus

from flask import Blueprint, Response, render_template
from markupsafe import Markup, escape

from service.api.problems import error_codes

bp = Blueprint("reference", __name__)

_PAGE_POLICY = "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


@bp.get("/openapi.json")
def openapi_document() -> Response:
    """Show the OpenAPI document. Pages of other origins may read it, as tools that show such documents do."""
    response = Response(_document(), mimetype="application/json")
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


@bp.get("/docs")
def docs() -> Response:
    """Show the OpenAPI document as a page without a script."""
    return _page("api/docs.html", api=json.loads(_document()), prose=_prose)


@bp.get("/problems")
def problems_page() -> Response:
    """Show what each error code means."""
    return _page("api/problems.html", codes=error_codes())


def _document() -> str:
    """Return the OpenAPI document."""
    # What writes it takes 10 MB and a quarter of a second to load, which a process that is never asked can save.
    from service.api.openapi import document  # noqa: PLC0415 - see the line before

    return document()


def _prose(text: str | None) -> Markup:
    """Return a description for a page, with what stands between backticks as code."""
    # What is marked safe was escaped just before, and no backtick can come out of that.
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text or "")))  # noqa: S704 - see the line before


def _page(template: str, **values: object) -> Response:
    """Render a page that nothing can be made to run in."""
    response = Response(render_template(template, **values), HTTPStatus.OK, mimetype="text/html")
    response.headers["Content-Security-Policy"] = _PAGE_POLICY
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "public, max-age=300"
    return response
