"""What a token opens: its scopes, its site, and receipts beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from service.domain.token import Scope
from tests.functional.api.driver import DOUBTFUL, GENUINE, NOBODY

if TYPE_CHECKING:
    from tests.functional.api.driver import Api


def test_a_moderator_that_reads_cannot_decide(api: Api) -> None:
    comment = api.held()
    reader = api.issue_token(scopes=frozenset({Scope.READ}))

    response = api.decide(comment, "approve", token=reader)

    assert (response.status_code, response.get_json()["code"]) == (403, "not-allowed")
    assert response.get_json()["scope"] == "comments:decide"
    assert "insufficient_scope" in response.headers["WWW-Authenticate"]
    assert api.detail(comment).get_json()["state"] == "pending"


def test_a_moderator_that_decides_cannot_read(api: Api) -> None:
    decider = api.issue_token(scopes=frozenset({Scope.DECIDE}))

    assert api.moderate("GET", token=decider).status_code == 403


def test_a_moderator_of_one_site_sees_nothing_of_another(api: Api) -> None:
    api.add_site("kedua")
    theirs = api.post(site="kedua", text=DOUBTFUL).get_json()["id"]
    ours = api.held()
    token = api.issue_token("demo")

    assert [item["id"] for item in api.moderate("GET", token=token).get_json()["items"]] == [ours]
    other_site = api.moderate("GET", token=token, query_string={"site": "kedua"})
    assert (other_site.status_code, other_site.get_json()["code"]) == (404, "unknown-site")
    assert api.moderate("GET", f"/{theirs}", token=token).status_code == 404
    assert api.decide(theirs, "approve", token=token).status_code == 404
    assert api.detail(theirs).get_json()["state"] == "pending"


def test_a_receipt_opens_on_its_own_site_only(api: Api) -> None:
    api.add_site("kedua")
    receipt = api.post(text=GENUINE).get_json()["receipt"].rpartition("/")[2]

    response = api.call("GET", f"/api/v1/sites/kedua/receipts/{receipt}")

    assert (response.status_code, response.get_json()["code"]) == (404, "unknown-receipt")


@pytest.mark.parametrize("receipt", ["x", "a.b", NOBODY, "%00", "x" * 2000])
def test_a_receipt_that_was_not_signed_here_opens_nothing(api: Api, receipt: str) -> None:
    response = api.call("GET", f"/api/v1/sites/demo/receipts/{receipt}")

    assert (response.status_code, response.get_json()["code"]) == (404, "unknown-receipt")


def test_moderators_answers_are_kept_by_no_cache_and_read_by_no_other_page(api: Api) -> None:
    response = api.moderate("GET", headers={"Origin": "https://evil.example"})

    assert response.headers["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in response.headers
