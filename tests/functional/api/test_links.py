"""Where the document says that answers lead, they lead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from service.api.operations import OPERATIONS
from tests.functional.api.driver import PAGE, a_body
from tests.functional.api.recipes import RECIPES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.test import TestResponse

    from service.api.links import Link
    from service.api.operation import Operation
    from tests.functional.api.driver import Api


def decided(api: Api) -> TestResponse:
    decision = {"comment": api.held(), "action": "approve", "version": 1}
    return api.moderation("POST", "/decisions", json={"decisions": [decision]})


NAMED = {one.name: one for one in OPERATIONS}
LINKS = [(one, status, link) for one in OPERATIONS for status, answer in one.answers.items() for link in answer.links]

SOURCES = RECIPES | {("decide_many", 200): decided}
"""The answers to go on from: recipes, but for one whose first decision cannot be carried out."""

TYPED: Mapping[str, dict[str, Any]] = {
    "submit": {"text": "Panennya bagus.", "author": {"name": "Wayan", "email": "wayan@surat-kabar.com"}},
    "change_person": {"disabled": False},
    "trust_author": {"trusted": True},
    "change_site": {"title": "Kabar Baru"},
    "try_policy": {"days": 7},
}
"""By operation, what somebody adds to the body that a link gives."""


def said(expression: object, operation: Operation, response: TestResponse) -> Any:  # noqa: ANN401 - any JSON
    """Return what a runtime expression says of an exchange, as far as our links use them; a value is itself."""
    match expression:
        case dict():
            return {name: said(value, operation, response) for name, value in expression.items()}
        case list():
            return [said(value, operation, response) for value in expression]
        case str() if expression.startswith("$"):
            place, _, pointer = expression.partition("#")
            if place.startswith("$request.path."):
                asked = response.request.path.split("/")
                return asked[operation.path.split("/").index("{{{}}}".format(place.removeprefix("$request.path.")))]
            found: Any = response.get_json() if place == "$response.body" else a_body()
            for key in pointer.strip("/").split("/"):
                found = found[int(key) if isinstance(found, list) else key]
            return found
    return expression


def follow(api: Api, link: Link, source: Operation, response: TestResponse) -> TestResponse:
    """Do what a link says, with a page where one must be named."""
    target = NAMED[link.to]
    values = {name: said(expression, source, response) for name, expression in link.parameters.items()}
    places = {one.name: one.place for one in target.inputs}
    path = target.path.format(**{name: str(value).rpartition("/")[2] for name, value in values.items()})
    query = {name: value for name, value in values.items() if places[name] == "query"}
    if places.get("page") == "query" and "page" not in query and target.tag == "public":
        query["page"] = PAGE
    body = TYPED.get(link.to, {}) | (said(link.body or {}, source, response))
    options: dict[str, Any] = {"json": body} if target.body is not None else {}
    headers = {"Authorization": f"Bearer {api.token}"}
    return api.call(target.method.upper(), path, query_string=query, headers=headers, **options)


@pytest.mark.parametrize(
    ("source", "status", "link"), LINKS, ids=[f"{one.name} {status} to {link.to}" for one, status, link in LINKS]
)
def test_a_link_leads_to_what_is_done(api: Api, source: Operation, status: int, link: Link) -> None:
    response = SOURCES[source.name, status](api)

    answer = follow(api, link, source, response)

    assert answer.status_code in NAMED[link.to].answers, answer.text
