"""The body of a request, read once: strict JSON (RFC 8259, I-JSON's stricter reading), bounded in size and depth."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, NoReturn

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType

from service.domain.errors import MalformedRequest

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_DEPTH = 20
"""Deepest nesting of objects and arrays; what the API takes needs 2."""

_LARGEST_EXACT = 2**53 - 1  # RFC 8259, section 6

# A string, skipped as a whole so that brackets in it do not count, or a bracket. A string may lack its end: were it not
# taken then, each quote in it would be tried as the beginning of another, and the time grow with the square.
_STRING_OR_BRACKET = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]', re.DOTALL)


def json_object() -> Mapping[str, object]:
    """Return the JSON object that is the request's body.

    Raises:
        UnsupportedMediaType: It does not say that it is ``application/json``.
        RequestEntityTooLarge: It is longer than ``MAX_CONTENT_LENGTH``; no more of it was read.
        MalformedRequest: It is not a JSON object.
    """
    if request.mimetype != "application/json":
        raise UnsupportedMediaType
    body = request.get_data(cache=False)
    # Of a body whose length nobody told, Werkzeug reads as much as is allowed and drops the rest without a word.
    if request.content_length is None and len(body) == request.max_content_length:
        raise RequestEntityTooLarge
    return read_object(body)


def read_object(body: bytes) -> Mapping[str, object]:
    """Return the JSON object written in *body*.

    Raises:
        MalformedRequest: With the reason ``not-utf8``, ``not-json``, ``too-deep``, ``duplicate-key``,
            ``not-a-finite-number`` or ``not-an-object``.
    """
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise MalformedRequest("not-utf8") from error
    if _depth(text) > MAX_DEPTH:
        raise MalformedRequest("too-deep")
    try:
        value = _DECODER.decode(text)
    except ValueError as error:  # also of integers with more digits than Python converts
        raise MalformedRequest("not-json") from error
    if not isinstance(value, dict):
        raise MalformedRequest("not-an-object")
    return value


def _depth(text: str) -> int:
    """Return the greatest depth of brackets in JSON, or in anything that looks like it, counted without recursion."""
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return 0
    depth = deepest = 0
    for match in _STRING_OR_BRACKET.finditer(text):
        token = match[0]
        if token in {"[", "{"}:
            depth += 1
            deepest = max(deepest, depth)
        elif token in {"]", "}"}:
            depth -= 1
    return deepest


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return an object whose names are unique: two readers would else read two different things."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise MalformedRequest("duplicate-key")
    return found


def _finite(digits: str) -> float:
    """Return a number that is one: ``1e999`` is infinite to Python.

    JSON has one kind of number, so ``3.0`` is as whole as ``3``; beyond what a double holds exactly it is none.
    """
    number = float(digits)
    if not math.isfinite(number):
        raise MalformedRequest("not-a-finite-number")
    return int(number) if number.is_integer() and abs(number) <= _LARGEST_EXACT else number


def _no_number(name: str) -> NoReturn:
    """Refuse ``NaN``, ``Infinity`` and ``-Infinity``, which JSON does not have."""
    raise MalformedRequest("not-a-finite-number") from ValueError(name)


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_float=_finite, parse_constant=_no_number)
