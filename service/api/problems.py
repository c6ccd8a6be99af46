"""The one translation of errors to HTTP: status, headers and ``application/problem+json`` (RFC 9457)."""

from __future__ import annotations

import math
from dataclasses import asdict
from http import HTTPStatus
from typing import TYPE_CHECKING

from service.api import http_errors
from service.api.schemas import MeanwhileView, Problem
from service.domain import errors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import timedelta

    from service.domain.errors import ModerationError
    from service.domain.fields import FieldProblem
    from service.use_cases.ports import Phrasebook

TYPE_BASE = "/problems#"
"""Where each code is explained."""

STATUSES: dict[type[ModerationError], HTTPStatus] = {
    errors.InvalidSubmission: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.MalformedRequest: HTTPStatus.BAD_REQUEST,
    errors.NotFound: HTTPStatus.NOT_FOUND,
    errors.Closed: HTTPStatus.FORBIDDEN,
    errors.UnknownReason: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.Banned: HTTPStatus.FORBIDDEN,
    errors.SharedDomain: HTTPStatus.CONFLICT,
    errors.TooManyMatches: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.IdempotencyConflict: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.AnswerNotKept: HTTPStatus.CONFLICT,
    errors.TooManyComments: HTTPStatus.TOO_MANY_REQUESTS,
    errors.OriginNotAllowed: HTTPStatus.FORBIDDEN,
    errors.NotAuthenticated: HTTPStatus.UNAUTHORIZED,
    errors.NotAllowed: HTTPStatus.FORBIDDEN,
    errors.TooManyAttempts: HTTPStatus.TOO_MANY_REQUESTS,
    errors.CrossSiteWrite: HTTPStatus.FORBIDDEN,
    errors.NameTaken: HTTPStatus.CONFLICT,
    errors.LastOwner: HTTPStatus.CONFLICT,
    errors.ActionNotAllowed: HTTPStatus.CONFLICT,
    errors.StaleDecision: HTTPStatus.CONFLICT,
    errors.ClassifierUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.StorageUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    http_errors.BadRequest: HTTPStatus.BAD_REQUEST,
    http_errors.NoSuchRoute: HTTPStatus.NOT_FOUND,
    http_errors.MethodNotAllowed: HTTPStatus.METHOD_NOT_ALLOWED,
    http_errors.BodyTooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    http_errors.UnsupportedMediaType: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    http_errors.OtherRefusal: HTTPStatus.BAD_REQUEST,
    http_errors.InternalError: HTTPStatus.INTERNAL_SERVER_ERROR,
}
"""The status of each error, or of the nearest error above it in the tree."""

_REFUSALS: dict[int, type[http_errors.HttpRefusal]] = {
    STATUSES[refusal]: refusal
    for refusal in (
        http_errors.BadRequest,
        http_errors.NoSuchRoute,
        http_errors.MethodNotAllowed,
        http_errors.BodyTooLarge,
        http_errors.UnsupportedMediaType,
    )
}


def error_codes() -> dict[str, tuple[HTTPStatus, str]]:
    """Return every code an answer can bear, with its status and the first sentence of its documentation."""
    return {
        error.code: (status_of(error), (error.__doc__ or "").partition("\n")[0])
        for error in sorted(_with_codes(errors.ModerationError), key=lambda error: error.code)
    }


def status_of(error: type[ModerationError]) -> HTTPStatus:
    """Return the status of an error.

    Raises:
        LookupError: The error was given none.
    """
    for ancestor in error.__mro__:
        if ancestor in STATUSES:
            return STATUSES[ancestor]
    raise LookupError(error.__name__)


def refusal(status: int) -> ModerationError:
    """Return the error that stands for a status of the framework's own."""
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return http_errors.InternalError()
    return _REFUSALS.get(status, http_errors.OtherRefusal)()


def problem(error: ModerationError, phrasebook: Phrasebook, language: str, status: int | None = None) -> Problem:
    """Return what an answer says about an error.

    Args:
        error: What was raised.
        phrasebook: Words it.
        language: In which language.
        status: HTTP status where it is not the error's own.
    """
    return Problem(
        type=TYPE_BASE + error.code,
        title=phrasebook.title(error, language),
        status=status or status_of(type(error)),
        code=error.code,
    ).model_copy(update=_details(error, phrasebook, language))


def headers(error: ModerationError) -> dict[str, str]:
    """Return the headers that an error asks for."""
    match error:
        case errors.TooManyComments() | errors.TooManyAttempts() | errors.StorageUnavailable():
            return {"Retry-After": str(_seconds(error.retry_after))}
        case errors.ClassifierUnavailable():
            return {"Retry-After": "60"}
        case errors.NotAllowed():
            return {"WWW-Authenticate": f'Bearer realm="saring", error="insufficient_scope", scope="{error.scope}"'}
        case errors.NotAuthenticated():
            return {"WWW-Authenticate": 'Bearer realm="saring"'}
        case _:
            return {}


def _details(error: ModerationError, phrasebook: Phrasebook, language: str) -> dict[str, object]:
    """Return what an error has to say beyond its code."""
    details: dict[str, object] = {}
    match error:
        case errors.InvalidSubmission():
            details["errors"] = _by_field(error, lambda one: phrasebook.problem(one, language))
            details["faults"] = _by_field(error, lambda one: one.code.value)
        case errors.MalformedRequest():
            details |= {"reason": error.reason, "parameter": error.parameter}
        case errors.NotAllowed():
            details["scope"] = str(error.scope)
        case errors.ActionNotAllowed():
            details["state"] = error.state
        case errors.TooManyMatches():
            details["limit"] = error.limit
        case errors.StaleDecision():
            details |= {"version": error.version, "state": error.state}
            details["meanwhile"] = error.meanwhile and MeanwhileView(**asdict(error.meanwhile))
        case errors.UnknownReason():
            details["parameter"] = "reason_code"
        case errors.TooManyComments() | errors.TooManyAttempts() | errors.StorageUnavailable():
            details["retry_after"] = _seconds(error.retry_after)
    return details


def _by_field(error: errors.InvalidSubmission, say: Callable[[FieldProblem], str]) -> dict[str, list[str]]:
    """Return what is to be said of each field that has a problem."""
    said: dict[str, list[str]] = {}
    for one in error.problems:
        said.setdefault(one.field, []).append(say(one))
    return said


def _seconds(wait: timedelta) -> int:
    """Return whole seconds, never too few."""
    return max(1, math.ceil(wait.total_seconds()))


def _with_codes(error: type[ModerationError]) -> Iterator[type[ModerationError]]:
    """Yield every error of the tree that is raised under a code of its own."""
    if "code" in vars(error):
        yield error
    for below in error.__subclasses__():
        yield from _with_codes(below)
