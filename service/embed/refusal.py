"""What is refused, as a page that a person can read, with the right status."""

from __future__ import annotations

import logging
import traceback
from typing import TYPE_CHECKING

from flask_babel import gettext
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestEntityTooLarge, UnsupportedMediaType

from service.domain.errors import (
    Banned,
    Closed,
    InvalidSubmission,
    ModerationError,
    NotFound,
    OriginNotAllowed,
    StorageUnavailable,
    TooManyComments,
)
from service.embed.doors import doors
from service.embed.headers import page
from service.embed.language import select_language

if TYPE_CHECKING:
    from flask import Blueprint, Response

logger = logging.getLogger(__name__)

STATUSES: tuple[tuple[type[ModerationError], int], ...] = (
    (NotFound, 404),
    (InvalidSubmission, 422),
    (OriginNotAllowed, 403),
    (Closed, 403),
    (Banned, 403),
    (TooManyComments, 429),
    (StorageUnavailable, 503),
)


def status_of(error: ModerationError) -> int:
    """Return the HTTP status of an error."""
    return next((status for kind, status in STATUSES if isinstance(error, kind)), 400)


def with_retry(response: Response, error: ModerationError) -> Response:
    """Say when to try again, where the error knows."""
    if isinstance(error, TooManyComments | StorageUnavailable):
        response.headers["Retry-After"] = str(max(1, round(error.retry_after.total_seconds())))
    return response


def install(blueprint: Blueprint) -> None:
    """Let a blueprint answer what it refuses with a page."""
    blueprint.register_error_handler(ModerationError, _refused)
    blueprint.register_error_handler(RequestEntityTooLarge, _too_large)
    blueprint.register_error_handler(UnsupportedMediaType, _wrong_type)
    blueprint.register_error_handler(MethodNotAllowed, _wrong_method)
    blueprint.register_error_handler(Exception, _failed)


def _refused(error: ModerationError) -> Response:
    """Answer an error of the core."""
    language = select_language()
    phrasebook = doors().phrasebook
    sentences = [phrasebook.title(error, language)]
    if isinstance(error, InvalidSubmission):
        sentences = [phrasebook.problem(problem, language) for problem in error.problems]
    return with_retry(_page(status_of(error), sentences, language), error)


def _too_large(error: RequestEntityTooLarge) -> Response:
    """Answer a form that is larger than any comment may be. It was not read, so it cannot be shown again."""
    del error
    response = _page(
        413,
        [
            gettext("What you sent is larger than any comment may be, so it was not read."),
            gettext("Go back in your browser: your text is still in the form. Please shorten it."),
        ],
        select_language(),
    )
    # The unread body would otherwise be taken for the next request.
    response.headers["Connection"] = "close"
    return response


def _wrong_type(error: UnsupportedMediaType) -> Response:
    """Answer what is no form."""
    del error
    return _page(415, [gettext("This address takes what a comment form sends, and nothing else.")], select_language())


def _wrong_method(error: MethodNotAllowed) -> Response:
    """Answer who asks for what can only be sent."""
    response = _page(
        405,
        [gettext("Comments are sent to this address by their form; there is nothing to read here.")],
        select_language(),
    )
    response.headers["Allow"] = ", ".join(error.valid_methods or ())
    return response


def _failed(error: Exception) -> Response | HTTPException:
    """Answer a fault of ours. The log says where it happened and not what it held: that may be what a visitor wrote."""
    if isinstance(error, HTTPException):
        return error
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    logger.error("page_failed", extra={"error": [type(error).__qualname__, *places]})
    return _page(
        500,
        [
            gettext("Something went wrong on our side, and nothing was stored."),
            gettext("Go back in your browser: what you wrote is still in the form. Please try again later."),
        ],
        select_language(),
    )


def _page(status: int, sentences: list[str], language: str) -> Response:
    """Return the page of a refusal."""
    return page("embed/refusal.html", status=status, sentences=sentences, language=language)
