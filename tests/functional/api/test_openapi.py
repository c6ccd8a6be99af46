"""The description of the API: valid, whole, and true of what the API answers."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from service.adapters.translations import CataloguePhrasebook
from service.api import openapi
from service.api.operations import OPERATIONS
from service.api.problems import error_codes
from service.domain.errors import ModerationError
from service.domain.fields import LIMITS
from tests.fakes import CountingLimiter
from tests.functional.api import recipes_acts
from tests.functional.api.driver import ORIGIN, a_body
from tests.functional.api.recipes import RECIPES
from tests.functional.api.recipes_people import PEOPLE_RECIPES

if TYPE_CHECKING:
    from tests.functional.api.driver import Api

COMMENTS = "/api/v1/sites/demo/comments"


@pytest.fixture
def limiter() -> CountingLimiter:
    return CountingLimiter(allowed=3)


@pytest.fixture
def document() -> dict[str, Any]:
    return as_written()


@cache
def as_written() -> dict[str, Any]:
    """Return the document, which is the same in every application: to write it takes most of a second."""
    return dict(json.loads(openapi.write(CataloguePhrasebook())))


def described(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the operations by name."""
    return {one["operationId"]: one for path in document["paths"].values() for one in path.values()}


def test_the_document_is_valid_openapi_3_1(document: dict[str, Any]) -> None:
    validate(document)

    assert document["openapi"].startswith("3.1")


def test_every_route_is_described_and_every_description_has_a_route(api: Api, document: dict[str, Any]) -> None:
    routes = {
        (method.lower(), re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule))
        for rule in api.app.url_map.iter_rules()
        if rule.rule.startswith("/api/") or rule.endpoint.startswith(("health.", "reference."))
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    assert routes == {(method, path) for path, methods in document["paths"].items() for method in methods}


def test_every_documented_status_has_a_recipe(document: dict[str, Any]) -> None:
    documented = {(name, int(status)) for name, one in described(document).items() for status in one["responses"]}

    assert documented == set(RECIPES)


@pytest.mark.parametrize(("name", "status"), list(RECIPES), ids=[f"{name} {status}" for name, status in RECIPES])
def test_an_answer_has_its_documented_status_type_headers_and_shape(api: Api, name: str, status: int) -> None:
    document = as_written()
    documented = described(document)[name]["responses"][str(status)]

    response = RECIPES[name, status](api)

    assert response.status_code == status, response.text
    assert set(documented.get("headers", ())) <= set(response.headers.keys())
    documented_types = list(documented.get("content", ()))
    assert (response.mimetype in documented_types) if response.data else not documented_types
    if response.is_json or response.mimetype == "application/problem+json":
        content = documented["content"][response.mimetype]
        schema = {**content["schema"], "components": document["components"]}
        Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(response.get_json())


@pytest.mark.parametrize("name", [one.name for one in OPERATIONS])
def test_an_error_is_documented_with_an_example_that_has_its_shape(document: dict[str, Any], name: str) -> None:
    schema = {"$ref": "#/components/schemas/Problem", "components": document["components"]}
    for status, answer in described(document)[name]["responses"].items():
        for code, example in answer.get("content", {}).get("application/problem+json", {}).get("examples", {}).items():
            Draft202012Validator(schema).validate(example["value"])

            assert (example["value"]["code"], str(example["value"]["status"])) == (code, status)


@pytest.mark.parametrize("name", [one.name for one in OPERATIONS])
def test_every_body_and_every_answer_has_examples_of_its_shape(document: dict[str, Any], name: str) -> None:
    operation = described(document)[name]
    answers = [answer for status, answer in operation["responses"].items() if status < "300"]
    for one in (operation.get("requestBody", {}), *answers):
        for content in one.get("content", {}).values():
            named = document["components"]["schemas"].get(content["schema"].get("$ref", "").rpartition("/")[2], {})
            examples = [content["example"]] if "example" in content else named["examples"]
            schema = {**content["schema"], "components": document["components"]}

            assert examples
            for example in examples:
                Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(example)


def test_requests_are_described_by_the_models_that_parse_them(document: dict[str, Any]) -> None:
    submission = document["components"]["schemas"]["SubmissionIn"]
    author = document["components"]["schemas"]["AuthorIn"]

    assert submission["required"] == ["page", "text"]
    limits = {name: one.get("maxLength") for name, one in submission["properties"].items() if name != "author"}
    limits |= {f"author.{name}": one["maxLength"] for name, one in author["properties"].items()}
    assert limits == {str(field): limit for field, limit in LIMITS.items()}


def test_a_body_that_the_document_allows_is_taken(api: Api, document: dict[str, Any]) -> None:
    schema = {"$ref": "#/components/schemas/SubmissionIn", "components": document["components"]}
    body = a_body(author_url="https://example.com", page_title="Panen", parent_id=api.published(), lang="id")

    Draft202012Validator(schema).validate(body)

    assert api.call("POST", COMMENTS, json=body, headers={"Origin": ORIGIN}).status_code == 202


def test_operations_of_moderators_say_that_they_need_a_moderator(document: dict[str, Any]) -> None:
    with_token = {name for name, one in described(document).items() if one.get("security")}

    assert with_token == {
        "list_queue",
        "count_comments",
        "list_campaigns",
        "show_comment",
        "decide",
        "decide_many",
        "list_reasons",
        "change_reasons",
        "show_workload",
        "list_alarms",
        *(name for name, _ in PEOPLE_RECIPES if name != "sign_in"),
        "show_author",
        "trust_author",
        "list_bans",
        "impose_ban",
        "lift_ban",
        "list_sites",
        "show_site",
        "change_site",
        "try_policy",
        "show_log",
        "verify_log",
        "show_statistics",
        *recipes_acts.ASKS,
        "take_claims",
        "list_claims",
        "renew_claims",
        "release_claims",
        "list_second_opinions",
        "give_opinion",
        "show_agreement",
    }


def test_the_document_is_written_once(api: Api) -> None:
    first = api.call("GET", "/openapi.json")
    assert first.get_json() == as_written()
    api.app.extensions["saring.api"].documents["/openapi.json"] = "{}"

    assert first.get_json() != api.call("GET", "/openapi.json").get_json() == {}


def test_the_page_shows_every_operation_without_a_script(api: Api) -> None:
    response = api.call("GET", "/docs")

    assert all(f'id="{one.name}"' in response.text for one in OPERATIONS)
    assert "<script" not in response.text
    assert "script-src" not in response.headers["Content-Security-Policy"]
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")


def codes(error: type[ModerationError]) -> set[str]:
    """Return the codes of an error and all below it."""
    own = {error.code} if "code" in vars(error) else set()
    return own.union(*(codes(below) for below in error.__subclasses__()))


def test_every_error_code_is_explained_where_its_type_leads(api: Api) -> None:
    response = api.call("GET", "/problems")

    assert set(error_codes()) == codes(ModerationError)
    assert all(f'id="{code}"' in response.text for code in error_codes())
    assert api.call("GET", "/nix").get_json()["type"] == "/problems#not-found"


def test_the_codes_that_operations_name_are_those_they_can_raise() -> None:
    named = {error.code for operation in OPERATIONS for error in operation.errors}

    anywhere = {"bad-request", "not-found", "method-not-allowed", "request-refused", "internal-error"}
    assert set(error_codes()) - named == anywhere | {"classifier-unavailable"}


def test_each_operation_is_named_once() -> None:
    names = [operation.name for operation in OPERATIONS]

    assert len(names) == len(set(names))
