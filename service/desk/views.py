"""The desk's pages. Their scripts read and decide through ``/api/v1/moderation`` as whoever is signed in there."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, abort, render_template
from flask_babel import get_locale, gettext

from service.desk.doors import doors
from service.desk.sentences import sentences
from service.desk.view_sentences import kinds

bp = Blueprint("desk", __name__)

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'none'; "
    # What visitors wrote meets no HTML sink here: the browser itself refuses one.
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
"""Content-Security-Policy of the desk."""


@dataclass(frozen=True, slots=True)
class View:
    """One page of the desk.

    Attributes:
        name: Of its template and its script.
        title: What its link says.
    """

    name: str
    title: str


def views() -> dict[str, View]:
    """Return the views by their last part of the address, in the order of the links to them."""
    return {
        "": View("queue", gettext("Queue")),
        "campaigns": View("campaigns", gettext("Campaigns")),
        "second-look": View("second_look", gettext("Second look")),
        "author": View("author", gettext("Bans")),
        "history": View("history", gettext("History")),
        "statistics": View("statistics", gettext("Statistics")),
        "policy": View("policy", gettext("Policy")),
        "people": View("people", gettext("People and tokens")),
        "log": View("log", gettext("Log")),
    }


@bp.get("/desk")
def show() -> Response:
    """Show the queue; it is empty until somebody signs in."""
    return _page("")


@bp.get("/desk/<view>")
def show_view(view: str) -> Response:
    """Show another view, as empty."""
    if not view or view not in views():
        abort(404)
    return _page(view)


def _page(path: str) -> Response:
    """Return the page of a view."""
    view = views()[path]
    response = Response(
        render_template(
            f"desk/{view.name}.html",
            language=str(get_locale()),
            languages=doors().languages,
            sentences=sentences(),
            kinds=kinds(),
            script=f"{view.name}.js",
            views=[(_address(part), one.title) for part, one in views().items()],
            here=_address(path),
            single_sign_on="/desk/oidc/start" if doors().provider_enabled else "",
        ),
        mimetype="text/html",
    )
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "Accept-Language"
    return response


def _address(path: str) -> str:
    """Return the address of a view."""
    return f"/desk/{path}" if path else "/desk"
