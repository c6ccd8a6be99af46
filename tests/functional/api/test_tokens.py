"""Tokens over the API: of one's own sites, shown once, revoked at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.functional.api.desk_person import Browser, browser, events, refused, signed_in
from tests.functional.api.recipes_people import ask

if TYPE_CHECKING:
    from tests.functional.api.driver import Api


@pytest.fixture(autouse=True)
def _second_site(api: Api) -> None:
    api.add_site("kedua")


def tokens_of(one: Browser) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = one.ask("GET", "/tokens").get_json()["items"]
    return items


def test_an_owner_makes_a_token_that_opens_their_site_and_is_shown_once(api: Api) -> None:
    owner, _ = signed_in(api, "Rina", demo="owner")

    made = owner.ask("POST", "/tokens", json={"label": " cadangan ", "site": "demo", "scopes": ["comments:read"]})

    assert made.status_code == 201
    secret = made.get_json()["secret"]
    assert ask(api, "GET", "/comments", token=secret).status_code == 200
    assert ask(api, "GET", "/comments?site=kedua", token=secret).status_code == 404
    [listed] = tokens_of(owner)
    assert (listed["label"], listed["site"], listed["scopes"]) == ("cadangan", "demo", ["comments:read"])
    assert "secret" not in listed
    assert events(api, "token-issued")[-1]["actor"] == "person:Rina"


def test_a_token_of_another_site_or_of_all_is_not_there_for_an_owner_of_one(api: Api) -> None:
    owner, _ = signed_in(api, "Rina", demo="owner")
    api.issue_token("kedua")
    everywhere = ask(api, "GET", "/tokens").get_json()["items"]

    assert tokens_of(owner) == []
    assert len(everywhere) == 2
    for token in everywhere:
        assert refused(owner.ask("DELETE", f"/tokens/{token['id']}")) == (404, "unknown-token", None)
    assert (
        refused(owner.ask("POST", "/tokens", json={"label": "x", "site": "kedua", "scopes": ["comments:read"]}))[0]
        == 404
    )
    assert refused(owner.ask("POST", "/tokens", json={"label": "x", "site": None, "scopes": ["comments:read"]})) == (
        403,
        "not-allowed",
        "people:manage",
    )


def test_a_token_is_revoked_at_once_and_may_be_again(api: Api) -> None:
    owner, _ = signed_in(api, "Rina", demo="owner")
    made = owner.ask("POST", "/tokens", json={"label": "x", "site": "demo", "scopes": ["comments:read"]}).get_json()
    entered = browser(api)
    entered.bring(made["secret"])
    before = ask(api, "GET", "/comments", token=made["secret"]).status_code

    answers = [owner.ask("DELETE", f"/tokens/{made['id']}").status_code for _ in range(2)]

    assert (before, answers) == (200, [204, 204])
    assert ask(api, "GET", "/comments", token=made["secret"]).status_code == 401
    assert entered.ask("GET", "/comments").status_code == 401
    assert tokens_of(owner)[0]["revoked_at"] == "2026-03-14T12:00:00Z"
    assert len(events(api, "token-revoked")) == 1


@pytest.mark.parametrize("scopes", [[], ["all"], "comments:read"])
def test_a_token_that_allows_nothing_known_is_not_made(api: Api, scopes: object) -> None:
    response = ask(api, "POST", "/tokens", json={"label": "x", "site": "demo", "scopes": scopes})

    assert refused(response)[:2] == (400, "malformed-request")


def test_tokens_come_newest_first_in_parts_with_their_last_use(api: Api) -> None:
    secrets = [api.issue_token() for _ in range(3)]
    ask(api, "GET", "/comments", token=secrets[1])

    first = ask(api, "GET", "/tokens?limit=2").get_json()
    second = ask(api, "GET", f"/tokens?limit=2&after={first['next']}").get_json()

    assert [one["last_used_at"] for one in first["items"] + second["items"]] == [
        None,
        "2026-03-14T12:00:00Z",
        None,
        "2026-03-14T12:00:00Z",
    ]
    assert second["next"] is None
    assert refused(ask(api, "GET", f"/people?after={first['next']}"))[:2] == (400, "malformed-request")
