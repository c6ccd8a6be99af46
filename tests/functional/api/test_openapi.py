"""The description of the API: valid, whole, and true of what the API answers."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from service.api.operations import OPERATIONS
from service.api.problems import error_codes
from service.domain.errors import ModerationError, StorageUnavailable
from service.domain.fields import LIMITS
from service.domain.token import Scope
from tests.fakes import CountingLimiter
from tests.functional.api.driver import DOUBTFUL, NOBODY, ORIGIN, PAGE, a_body

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug.test import TestResponse

    from tests.functional.api.driver import Api

BLUEPRINTS = ("comments.", "moderation.", "health.", "reference.")
COMMENTS = "/api/v1/sites/demo/comments"


@pytest.fixture
def limiter() -> CountingLimiter:
    return CountingLimiter(allowed=3)


@pytest.fixture
def document(api: Api) -> dict[str, Any]:
    return dict(api.call("GET", "/openapi.json").get_json())


def broken(api: Api, door: str) -> None:
    """Let one door find the database away."""

    def away(*_: object) -> None:
        raise StorageUnavailable(timedelta(seconds=5))

    object.__setattr__(api.app.extensions["saring.api"], door, away)


def stale(api: Api) -> TestResponse:
    return api.decide(api.held(), "approve", 7)


def exhausted(api: Api) -> TestResponse:
    return [api.post(text=f"Nomor {number}.") for number in range(4)][-1]


def conflict(api: Api) -> TestResponse:
    return [api.post(key="k", text=f"Nomor {number}.") for number in range(2)][-1]


def listed(api: Api) -> TestResponse:
    api.published()
    return api.listed()


def queued(api: Api) -> TestResponse:
    api.held()
    return api.queue()


def unchanged(api: Api) -> TestResponse:
    return api.listed(headers={"If-None-Match": "*"})


def receipt(api: Api) -> TestResponse:
    return api.call("GET", "/api/v1" + str(api.post().get_json()["receipt"]))


def closed(api: Api) -> TestResponse:
    api.change_site(closed=True)
    return api.post()


def failing(api: Api) -> TestResponse:
    broken(api, "authenticate")
    doors = api.app.extensions["saring.api"]
    object.__setattr__(doors, "probes", {"database": doors.authenticate})
    return api.call("GET", "/readyz")


def away(door: str, ask: Callable[[Api], TestResponse]) -> Callable[[Api], TestResponse]:
    def answer(api: Api) -> TestResponse:
        broken(api, door)
        return ask(api)

    return answer


def form(api: Api, page: str = PAGE, site: str = "demo") -> TestResponse:
    return api.call("GET", f"/api/v1/sites/{site}/form", query_string={"page": page})


def deciding(api: Api, **options: Any) -> TestResponse:  # noqa: ANN401 - as the client takes them
    return api.moderate("POST", f"/{NOBODY}/decisions", **options)


def reader(api: Api) -> str:
    return api.issue_token(scopes=frozenset({Scope.READ}))


def decider(api: Api) -> str:
    return api.issue_token(scopes=frozenset({Scope.DECIDE}))


DECISION = {"action": "approve", "version": 1}

RECIPES: dict[tuple[str, int], Callable[[Api], TestResponse]] = {
    ("submit", 201): lambda api: api.post(),
    ("submit", 202): lambda api: api.post(text=DOUBTFUL),
    ("submit", 400): lambda api: api.post_raw(b"{"),
    ("submit", 403): lambda api: api.post(headers={"Origin": "https://evil.example"}),
    ("submit", 404): lambda api: api.post(site="tidak-ada"),
    ("submit", 413): lambda api: api.post_raw(b"x" * 300_000),
    ("submit", 415): lambda api: api.post_raw(b"{}", "text/plain"),
    ("submit", 422): lambda api: api.post(text=""),
    ("submit", 429): exhausted,
    ("submit", 503): away("submit", lambda api: api.post()),
    ("list_page", 200): listed,
    ("list_page", 304): unchanged,
    ("list_page", 400): lambda api: api.listed(limit=0),
    ("list_page", 404): lambda api: api.listed(site="tidak-ada"),
    ("list_page", 422): lambda api: api.listed(""),
    ("list_page", 503): away("find_page", lambda api: api.listed()),
    ("open_form", 200): form,
    ("open_form", 400): lambda api: form(api, "/\x00"),
    ("open_form", 404): lambda api: form(api, site="tidak-ada"),
    ("open_form", 422): lambda api: form(api, ""),
    ("open_form", 503): away("open_form", form),
    ("show_receipt", 200): receipt,
    ("show_receipt", 404): lambda api: api.call("GET", "/api/v1/sites/demo/receipts/x"),
    ("show_receipt", 503): away("show_receipt", lambda api: api.call("GET", "/api/v1/sites/demo/receipts/x")),
    ("list_queue", 200): queued,
    ("list_queue", 400): lambda api: api.queue(state="x"),
    ("list_queue", 401): lambda api: api.moderate("GET", token="wrong"),
    ("list_queue", 403): lambda api: api.moderate("GET", token=decider(api)),
    ("list_queue", 404): lambda api: api.queue(site="tidak-ada"),
    ("list_queue", 503): away("list_queue", lambda api: api.queue()),
    ("list_campaigns", 200): lambda api: [*(api.post(page=page) for page in ("/satu", "/dua")), api.campaigns()][-1],
    ("list_campaigns", 400): lambda api: api.campaigns(after="x"),
    ("list_campaigns", 401): lambda api: api.campaigns("wrong"),
    ("list_campaigns", 403): lambda api: api.campaigns(decider(api)),
    ("list_campaigns", 404): lambda api: api.campaigns(site="tidak-ada"),
    ("list_campaigns", 503): away("list_campaigns", lambda api: api.campaigns()),
    ("show_comment", 200): lambda api: api.detail(api.held()),
    ("show_comment", 401): lambda api: api.moderate("GET", f"/{NOBODY}", token="wrong"),
    ("show_comment", 403): lambda api: api.moderate("GET", f"/{NOBODY}", token=decider(api)),
    ("show_comment", 404): lambda api: api.detail(NOBODY),
    ("show_comment", 503): away("show_comment", lambda api: api.detail(NOBODY)),
    ("decide", 200): lambda api: api.decide(api.held(), "approve"),
    ("decide", 400): lambda api: deciding(api, json={}),
    ("decide", 401): lambda api: deciding(api, json=DECISION, token="wrong"),
    ("decide", 403): lambda api: deciding(api, json=DECISION, token=reader(api)),
    ("decide", 404): lambda api: deciding(api, json=DECISION),
    ("decide", 409): stale,
    ("decide", 413): lambda api: deciding(api, data=b"x" * 300_000, content_type="application/json"),
    ("decide", 415): lambda api: deciding(api, data=b"{}", content_type="text/plain"),
    ("decide", 503): away("decide", lambda api: deciding(api, json=DECISION)),
    ("live", 200): lambda api: api.call("GET", "/livez"),
    ("ready", 200): lambda api: api.call("GET", "/readyz"),
    ("ready", 503): failing,
    ("metrics", 200): lambda api: api.call("GET", "/metrics"),
    ("openapi_document", 200): lambda api: api.call("GET", "/openapi.json"),
    ("docs", 200): lambda api: api.call("GET", "/docs"),
    ("problems_page", 200): lambda api: api.call("GET", "/problems"),
}
"""By operation and status, how to get that answer."""


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
        if rule.endpoint.startswith(BLUEPRINTS)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    assert routes == {(method, path) for path, methods in document["paths"].items() for method in methods}


def test_every_documented_status_has_a_recipe(document: dict[str, Any]) -> None:
    documented = {(name, int(status)) for name, one in described(document).items() for status in one["responses"]}

    assert documented == set(RECIPES)


@pytest.mark.parametrize(("name", "status"), list(RECIPES), ids=[f"{name} {status}" for name, status in RECIPES])
def test_an_answer_has_its_documented_status_type_headers_and_shape(api: Api, name: str, status: int) -> None:
    document = api.call("GET", "/openapi.json").get_json()
    documented = described(document)[name]["responses"][str(status)]

    response = RECIPES[name, status](api)

    assert response.status_code == status, response.text
    assert set(documented.get("headers", ())) <= set(response.headers.keys())
    assert list(documented.get("content", ())) == ([response.mimetype] if response.data else [])
    if response.is_json or response.mimetype == "application/problem+json":
        (content,) = documented["content"].values()
        schema = {**content["schema"], "components": document["components"]}
        Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(response.get_json())


@pytest.mark.parametrize("name", [one.name for one in OPERATIONS])
def test_an_error_is_documented_with_an_example_that_has_its_shape(document: dict[str, Any], name: str) -> None:
    schema = {"$ref": "#/components/schemas/Problem", "components": document["components"]}
    for status, answer in described(document)[name]["responses"].items():
        for code, example in answer.get("content", {}).get("application/problem+json", {}).get("examples", {}).items():
            Draft202012Validator(schema).validate(example["value"])

            assert (example["value"]["code"], str(example["value"]["status"])) == (code, status)


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


def test_operations_of_moderators_say_that_they_need_a_token(document: dict[str, Any]) -> None:
    with_token = {name for name, one in described(document).items() if one.get("security")}

    assert with_token == {"list_queue", "list_campaigns", "show_comment", "decide"}


def test_the_document_is_written_once(api: Api) -> None:
    first = api.call("GET", "/openapi.json")
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
