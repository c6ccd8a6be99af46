"""``Idempotency-Key`` on every write of the moderators' API, in one place: their views know nothing of it.

A keyed request runs inside a transaction around all of its view's own, in which its answer is stored, too. What an
operation makes of a key, its :class:`service.api.operation.Repeat` says.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Response, make_response, request

from service.api.auth import asking
from service.api.doors import doors
from service.api.operation import Input, Repeat
from service.api.parameters import idempotency_key
from service.domain.errors import AnswerNotKept, IdempotencyConflict, MalformedRequest
from service.use_cases.answer_once import KeyedWrite, WriteAnswer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from flask import Flask
    from flask.typing import ResponseReturnValue, RouteCallable

    from service.api.operation import Operation
    from service.domain.errors import ModerationError

PREFIX = "/api/v1/moderation/"
"""Where the moderators' API is."""

KEY = "Idempotency-Key"
"""The header (draft-ietf-httpapi-idempotency-key-header), without that draft's quotes."""

KEY_SCHEMA = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[\\x21-\\x7e]+$"}
"""What it holds: visible ASCII."""

WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})

# Those that say something about the answer itself; the others every answer is given anew.
_KEPT_HEADERS = ("Content-Type", "Cache-Control", "ETag", "Location")
_IN_ANGLES = re.compile(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>")
_NOT_A_KEY = MalformedRequest("not-a-key", parameter=KEY)


class _Refused(Exception):
    """A view answered an error without raising one."""

    def __init__(self, response: Response) -> None:
        super().__init__(response.status)
        self.response = response


def with_keys(*operations: Operation) -> tuple[Operation, ...]:
    """Return operations, described with the header where it means something."""
    return tuple(_with_key(one) if _takes_key(one) else one for one in operations)


def install(app: Flask, operations: Iterable[Operation]) -> None:
    """Have every write of the moderators that an application has by now done once a key."""
    repeats = {(one.method.upper(), one.path): one.repeat for one in operations}
    endpoints: dict[str, dict[str, Repeat]] = {}
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith(PREFIX):
            path = _IN_ANGLES.sub(r"{\1}", rule.rule)
            for method in WRITES & (rule.methods or set()):
                told = endpoints.setdefault(rule.endpoint, {})
                told[method] = repeats.get((method, path), Repeat.ANSWERED)
    for endpoint, told in endpoints.items():
        app.view_functions[endpoint] = _once(app.view_functions[endpoint], told)


def _once(view: RouteCallable, repeats: Mapping[str, Repeat]) -> RouteCallable:
    """Return a view that does what is asked under a key once."""
    call: Callable[..., ResponseReturnValue] = view  # type: ignore[assignment] # ours are no coroutines

    @wraps(view)
    def answered(**arguments: object) -> ResponseReturnValue:
        repeat = repeats.get(request.method, Repeat.FREE)
        key = None if repeat is Repeat.FREE else idempotency_key(request.headers.get(KEY))
        if key is None:
            return call(**arguments)
        sent = KeyedWrite(
            moderator=asking(),
            key=key,
            method=request.method,
            path=request.full_path,
            body=request.get_data(),  # kept by the request, so that the view reads it, too
            secret=repeat is Repeat.SECRET,
        )
        made: list[tuple[WriteAnswer, Response]] = []

        def write() -> WriteAnswer:
            response = make_response(call(**arguments))
            made.append((_answer(response), response))
            return made[-1][0]

        try:
            given = doors().moderation.decisions.once(sent, write)
        except _Refused as refused:
            return refused.response
        return next((response for answer, response in made if answer is given), None) or _response(given)

    return answered


def _answer(response: Response) -> WriteAnswer:
    """Return what is remembered of a response.

    Raises:
        _Refused: It is an error; what its view did is undone.
    """
    if response.status_code >= HTTPStatus.BAD_REQUEST:
        raise _Refused(response)
    kept = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
    return WriteAnswer(status=response.status_code, headers=kept, body=response.get_data())


def _response(given: WriteAnswer) -> Response:
    """Return the response to a request that came before."""
    response = Response(given.body, given.status)
    response.headers.pop("Content-Type", None)
    response.headers.update(given.headers)
    return response


def _takes_key(operation: Operation) -> bool:
    """Return whether a key means something to an operation."""
    writes = operation.path.startswith(PREFIX) and operation.method.upper() in WRITES
    return writes and operation.repeat is not Repeat.FREE


def _with_key(operation: Operation) -> Operation:
    """Return an operation with the header, and with what can be wrong about it."""
    wrong: list[ModerationError] = [IdempotencyConflict()]
    if operation.repeat is Repeat.SECRET:
        wrong.append(AnswerNotKept())
    if not any(isinstance(one, MalformedRequest) for one in operation.errors):
        wrong.append(_NOT_A_KEY)
    description = "The same key with the same request does it once and gets the same answer, for two days."
    header = Input(name=KEY, place="header", schema=KEY_SCHEMA, description=description)
    return replace(operation, inputs=(*operation.inputs, header), errors=(*operation.errors, *wrong))
