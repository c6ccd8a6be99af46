"""The desk's page. Its script reads and decides through ``/api/v1/moderation`` with the moderator's own token."""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from flask_babel import get_locale, gettext

from service.desk.doors import doors

bp = Blueprint("desk", __name__)

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'none'; "
    # What visitors wrote meets no HTML sink here: the browser itself refuses one.
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
"""Content-Security-Policy of the desk."""


@bp.get("/desk")
def show() -> Response:
    """Show the desk; it is empty until a moderator brings a token."""
    response = Response(
        render_template(
            "desk/desk.html", language=str(get_locale()), languages=doors().languages, sentences=sentences()
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


def sentences() -> dict[str, str]:
    """Return what the script says by itself; the rest stands in the page."""
    return {
        "anonymous": gettext("Anonymous"),
        "confirmed": gettext("confirmed"),
        "unconfirmed": gettext("not confirmed"),
        "seen": gettext("{n} before"),
        "alike": gettext("{n} alike"),
        "approved_n": gettext("{n} approved"),
        "unscored": gettext("not scored"),
        "empty": gettext("Nothing here. Well done."),
        "count": gettext("{n} shown"),
        "refused": gettext("This token opens nothing. Check it, or ask for a new one."),
        "forbidden": gettext("This token may not do that."),
        "unreachable": gettext("The service did not answer. Nothing was changed."),
        "decided": gettext("Done: {state}."),
        "stale": gettext("Somebody decided in the meantime. This is how the comment stands now: {state}."),
        "unexplained": gettext("The classifier cannot explain this comment now."),
        "towards-spam": gettext("towards spam"),
        "towards-genuine": gettext("towards genuine"),
        "reads-as": gettext("reads as {folded}"),
        "in-author": gettext("in the name"),
        "in-url": gettext("in the address"),
        "sum": gettext("adds up to {sum}, a probability of {probability}"),
        "pending": gettext("waiting"),
        "spam": gettext("spam"),
        "approved": gettext("published"),
        "rejected": gettext("declined"),
        "trash": gettext("in the trash"),
        "comment-submitted": gettext("submitted"),
        "comment-decided": gettext("decided"),
        "decision-undone": gettext("undone"),
        **{f"part-{code}": sentence for code, sentence in parts().items()},
    }


def parts() -> dict[str, str]:
    """Return how the parts of a score that are no words are called, by code."""
    return {
        "bias": gettext("where every comment starts"),
        "disguised-letters": gettext("letters in disguise"),
        "disguised-digits": gettext("digits in disguise"),
        "lines-through-letters": gettext("lines through letters"),
        "invisible-characters": gettext("invisible characters"),
        "block-filler": gettext("blocks as filler"),
        "bracketed-letters": gettext("letters in brackets"),
        "share-of-letters-in-disguise": gettext("share of letters in disguise"),
        "letter-spacing": gettext("letters typed apart"),
        "links": gettext("links"),
        "phone-numbers": gettext("phone numbers"),
        "exclamation-marks": gettext("exclamation marks"),
        "share-of-capitals": gettext("how much stands in capitals"),
        "rest": gettext("everything else"),
        "cut": gettext("beyond what is counted"),
    }
