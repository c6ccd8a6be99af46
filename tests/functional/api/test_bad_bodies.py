"""Bodies that cannot be read: each refused with a reason, and nothing stored."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.functional.api.driver import a_body

if TYPE_CHECKING:
    from tests.functional.api.driver import Api

VALID = json.dumps(a_body()).encode()

UNREADABLE = {
    "empty": (b"", "not-json"),
    "no JSON": (b"text=halo", "not-json"),
    "cut off": (VALID[:-1], "not-json"),
    "two values": (VALID + VALID, "not-json"),
    "a byte order mark": (b"\xef\xbb\xbf" + VALID, "not-json"),
    "single quotes": (VALID.replace(b'"', b"'"), "not-json"),
    "a number of 5000 digits": (b'{"text": ' + b"9" * 5000 + b"}", "not-json"),
    "Latin-1": ('{"text": "caf\xe9"}'.encode("latin-1"), "not-utf8"),
    "UTF-16": (VALID.decode().encode("utf-16"), "not-utf8"),
    "a surrogate in UTF-8": (b'{"text": "\xed\xa0\x80"}', "not-utf8"),
    "a list": (b"[1]", "not-an-object"),
    "a string": (b'"halo"', "not-an-object"),
    "null": (b"null", "not-an-object"),
    "a key twice": (b'{"text": "a", "text": "b"}', "duplicate-key"),
    "a key twice further down": (b'{"author": {"name": "a", "name": "b"}}', "duplicate-key"),
    "a key twice, once escaped": (b'{"text": "a", "te\\u0078t": "b"}', "duplicate-key"),
    "NaN": (b'{"text": NaN}', "not-a-finite-number"),
    "Infinity": (b'{"text": -Infinity}', "not-a-finite-number"),
    "a number beyond all floats": (b'{"text": 1e999}', "not-a-finite-number"),
    "21 levels of objects": (b'{"a":' * 21 + b"1" + b"}" * 21, "too-deep"),
    "100000 levels of lists": (b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "too-deep"),
    "100000 open brackets": (b"[" * 100_000, "too-deep"),
    "100000 quotes in a string without an end": (b'{"a' + b'\\"' * 100_000 + b"[" * 21, "not-json"),
}


@pytest.mark.parametrize(("body", "reason"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_body_that_is_no_json_object_is_refused_with_the_reason(api: Api, body: bytes, reason: str) -> None:
    response = api.post_raw(body)

    assert response.status_code == 400
    assert response.mimetype == "application/problem+json"
    assert response.get_json()["code"] == "malformed-request"
    assert response.get_json()["reason"] == reason
    assert api.stored() == 0


@pytest.mark.parametrize("body", [b'{"a":' * 20 + b"1" + b"}" * 20, b'{"text": "' + b"[" * 500 + b'"}'])
def test_20_levels_are_read_and_brackets_in_texts_are_no_levels(api: Api, body: bytes) -> None:
    assert api.post_raw(body).status_code == 422


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""])
def test_another_content_type_is_refused(api: Api, content_type: str) -> None:
    response = api.post_raw(VALID, content_type)

    assert (response.status_code, response.get_json()["code"]) == (415, "unsupported-media-type")
    assert api.stored() == 0


@pytest.mark.parametrize("content_type", ["application/json; charset=utf-8", "APPLICATION/JSON"])
def test_the_content_type_is_read_as_http_defines_it(api: Api, content_type: str) -> None:
    assert api.post_raw(VALID, content_type).status_code == 202


class Unread:
    """A body that must not be read."""

    def read(self, size: int = -1) -> bytes:
        raise AssertionError(f"{size} bytes were read of a body that is too large")


def test_a_body_that_says_it_is_too_large_is_refused_before_it_is_read(api: Api) -> None:
    environ = {"wsgi.input": Unread(), "CONTENT_LENGTH": "3000000", "CONTENT_TYPE": "application/json"}

    response = api.call("POST", "/api/v1/sites/demo/comments", environ_overrides=environ)

    assert (response.status_code, response.get_json()["code"]) == (413, "body-too-large")


class Endless:
    """A chunked body that never ends, and counts what was read of it."""

    def __init__(self) -> None:
        self.given = 0

    def read(self, size: int = -1) -> bytes:
        size = 65_536 if size < 0 else size
        self.given += size
        assert self.given < 3_000_000, "it is read without a bound"
        return b"a" * size

    def readinto(self, buffer: bytearray) -> int:
        chunk = self.read(len(buffer))
        buffer[:] = chunk
        return len(chunk)


def test_a_body_of_unknown_length_is_read_up_to_the_limit_only(api: Api) -> None:
    environ = {"wsgi.input": Endless(), "wsgi.input_terminated": True, "CONTENT_TYPE": "application/json"}
    headers = {"Transfer-Encoding": "chunked"}

    response = api.call("POST", "/api/v1/sites/demo/comments", environ_overrides=environ, headers=headers)

    assert response.status_code == 413, response.text


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "BREW"])
def test_another_method_is_refused_and_the_right_ones_are_named(api: Api, method: str) -> None:
    response = api.call(method, "/api/v1/sites/demo/comments")

    assert (response.status_code, response.get_json()["code"]) == (405, "method-not-allowed")
    assert {"GET", "POST"} <= set(response.headers["Allow"].split(", "))


def test_a_path_that_nothing_answers_is_a_problem_too(api: Api) -> None:
    response = api.call("GET", "/api/v2/comments")

    assert (response.status_code, response.get_json()["code"]) == (404, "not-found")
    assert response.mimetype == "application/problem+json"


def test_a_whole_number_may_be_written_with_a_point_for_json_knows_one_kind(api: Api) -> None:
    comment = api.held()

    assert api.decide(comment, "approve", 1.5).get_json()["reason"] == "wrong-type"
    assert api.decide(comment, "approve", 1.0).status_code == 200
