"""The log over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from service.api.answers import answer
from service.api.auth import asking
from service.api.doors import doors
from service.api.log import parse_log, render_log
from service.api.log_csv import CSV, write_csv
from service.api.log_verification import parse_after_seal, render_verification
from service.api.operation import JSON
from service.domain.errors import MalformedRequest

if TYPE_CHECKING:
    from service.use_cases.read_log import LogPage

bp = Blueprint("log", __name__, url_prefix="/api/v1/moderation")


@bp.get("/log")
def show_log() -> Response:
    """Read a part of the log."""
    moderator = asking()
    table = _as_table()
    query = parse_log(request.args, table=table)
    page = doors().moderation.log.show(query, moderator)
    if page.next == query.after and not table:
        doors().polls.note(request.environ, page.next)
    response = _table(page) if table else answer(render_log(page))
    response.headers["Vary"] = "Accept"
    return response


@bp.get("/log/verification")
def verify_log() -> Response:
    """Verify a part of the log."""
    moderator = asking()
    return answer(render_verification(doors().moderation.log.verify(parse_after_seal(request.args), moderator)))


def _as_table() -> bool:
    """Return whether a table is asked for: by ``format``, else by what is accepted.

    Raises:
        MalformedRequest: Another format is.
    """
    wanted = request.args.get("format", "")
    if wanted not in {"", "json", "csv"}:
        raise MalformedRequest("unknown-value", parameter="format")
    return wanted == "csv" if wanted else request.accept_mimetypes.best_match([JSON, CSV]) == CSV


def _table(page: LogPage) -> Response:
    """Answer with a table; where there may be more, ``Link`` leads on (RFC 8288)."""
    response = Response("".join(write_csv(page.lines)), content_type=f"{CSV}; charset=utf-8; header=present")
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Disposition"] = 'attachment; filename="log.csv"'
    if page.more:
        following = request.args.copy()
        following.setlist("after", [str(page.next)])
        following.setlist("format", ["csv"])
        response.headers["Link"] = f'<{request.path}?{urlencode(list(following.items(multi=True)))}>; rel="next"'
    return response
