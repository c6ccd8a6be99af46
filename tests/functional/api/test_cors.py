"""Which pages of other origins may read and post."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.functional.api.driver import ORIGIN, PAGE

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from tests.functional.api.driver import Api

STRANGERS = ["https://evil.example", "http://kabar.example", "https://kabar.example.evil.example", "null", "*", ""]


def preflight(api: Api, origin: str, method: str = "POST", path: str = "/api/v1/sites/demo/comments") -> TestResponse:
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "content-type",
    }
    return api.call("OPTIONS", path, headers=headers)


def test_any_page_may_read_comments(api: Api) -> None:
    response = api.listed(headers={"Origin": "https://anywhere.example"})

    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in response.headers["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Credentials" not in response.headers


def test_a_304_may_be_read_too(api: Api) -> None:
    etag = api.listed().headers["ETag"]

    assert api.listed(headers={"If-None-Match": etag}).headers["Access-Control-Allow-Origin"] == "*"


def test_a_page_of_the_site_may_post_and_read_the_answer(api: Api) -> None:
    response = api.post(headers={"Origin": ORIGIN})

    assert response.status_code == 201
    assert response.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert "Origin" in response.headers["Vary"]


def test_a_page_of_the_site_may_read_why_a_post_failed(api: Api) -> None:
    response = api.post(text="", headers={"Origin": ORIGIN})

    assert (response.status_code, response.headers["Access-Control-Allow-Origin"]) == (422, ORIGIN)
    assert set(response.headers["Vary"].split(", ")) == {"Origin", "Accept-Language"}


@pytest.mark.parametrize("origin", STRANGERS)
def test_a_page_of_another_origin_may_not_post(api: Api, origin: str) -> None:
    response = api.post(headers={"Origin": origin})

    assert (response.status_code, response.get_json()["code"]) == (403, "origin-not-allowed")
    assert "Access-Control-Allow-Origin" not in response.headers
    assert api.stored() == 0


def test_the_services_own_pages_may_post_to_every_site(api: Api) -> None:
    assert api.post(headers={"Origin": "http://localhost"}).status_code == 201


def test_programs_name_no_origin_and_may_post(api: Api) -> None:
    assert "Access-Control-Allow-Origin" not in api.post().headers


def test_a_page_of_the_site_may_ask_first(api: Api) -> None:
    response = preflight(api, ORIGIN)

    assert response.status_code == 204
    assert response.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert "POST" in response.headers["Access-Control-Allow-Methods"]
    assert {"Content-Type", "Idempotency-Key"} <= set(response.headers["Access-Control-Allow-Headers"].split(", "))
    assert "Origin" in response.headers["Vary"]


@pytest.mark.parametrize("origin", STRANGERS)
def test_a_page_of_another_origin_that_asks_first_is_refused(api: Api, origin: str) -> None:
    response = preflight(api, origin)

    assert (response.status_code, response.get_json()["code"]) == (403, "origin-not-allowed")
    assert "Access-Control-Allow-Origin" not in response.headers


def test_any_page_that_asks_whether_it_may_read_may(api: Api) -> None:
    for path in ("comments", "form", "receipts/x"):
        response = preflight(api, "https://anywhere.example", "GET", f"/api/v1/sites/demo/{path}")

        assert (response.status_code, response.headers["Access-Control-Allow-Origin"]) == (204, "*")


def test_asking_about_a_site_that_does_not_exist_is_a_problem(api: Api) -> None:
    assert preflight(api, ORIGIN, path="/api/v1/sites/tidak-ada/comments").status_code == 404


def test_options_without_a_question_names_the_methods(api: Api) -> None:
    response = api.call("OPTIONS", "/api/v1/sites/demo/form")

    assert response.status_code == 200
    assert "GET" in response.headers["Allow"]


def test_a_form_may_be_opened_from_any_page(api: Api) -> None:
    response = api.call("GET", "/api/v1/sites/demo/form", query_string={"page": PAGE})

    assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "path", ["/api/v1/sites/demo/comments?page=/", "/api/v1/moderation/comments", "/livez", "/nix"]
)
def test_json_answers_cannot_be_run_guessed_at_or_framed(api: Api, path: str) -> None:
    response = api.call("GET", path)

    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
