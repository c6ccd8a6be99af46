"""What happens to an error that a view lets through."""

from __future__ import annotations

import logging
import traceback
from typing import TYPE_CHECKING

from flask import Response, g
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from service.api.answers import answer_problem
from service.api.doors import doors
from service.api.http_errors import InternalError
from service.api.language import error_language
from service.api.problems import headers, problem, refusal, status_of
from service.domain.errors import ModerationError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from werkzeug.wrappers import Response as WerkzeugResponse

logger = logging.getLogger(__name__)


def install(app: Flask) -> None:
    """Answer every error of the application with a problem; a blueprint may have its own answers."""
    app.register_error_handler(ModerationError, refused)
    app.register_error_handler(HTTPException, refused_by_framework)
    app.register_error_handler(Exception, failed)


def refused(error: ModerationError) -> Response:
    """Answer an error of the tree."""
    return _answer(error, status_of(type(error)))


def refused_by_framework(error: HTTPException) -> WerkzeugResponse:
    """Answer an error of Werkzeug's; a redirect goes through as it is."""
    if error.code is None or error.code < 400:  # noqa: PLR2004 - the first status of errors
        return error.get_response()
    response = _answer(refusal(error.code), error.code)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


def failed(error: Exception) -> Response:
    """Answer a fault of ours: the answer says nothing of it, the log where it happened but not what it held."""
    logger.error("request_failed", extra={"request": g.get("saring_request_id", ""), "error": [*_lines(error)]})
    return _answer(InternalError(), status_of(InternalError))


def _answer(error: ModerationError, status: int) -> Response:
    """Return the problem of an error."""
    response = answer_problem(problem(error, doors().phrasebook, error_language(), status))
    response.headers.update(headers(error))
    response.headers["Vary"] = "Accept-Language"
    return response


def _lines(error: BaseException) -> Iterator[str]:
    """Yield the types and places of an error and its causes. Messages can hold what a visitor wrote; none is kept."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        yield from _lines(cause)
    yield type(error).__qualname__
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {frame.filename}:{frame.lineno} {frame.name}"
