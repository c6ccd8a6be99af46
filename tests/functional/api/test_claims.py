"""Claims over HTTP: take, see, renew, give back, and what others are told meanwhile."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.functional.api.driver import DOUBTFUL, NOBODY

if TYPE_CHECKING:
    from tests.functional.api.driver import Api


def ids(body: dict[str, Any]) -> list[str]:
    return [item["id"] for item in body["items"]]


def waiting(api: Api, count: int) -> list[str]:
    return [api.held(text=f"{DOUBTFUL} Nomor {number}.") for number in range(count)]


def test_two_moderators_take_different_comments_and_see_who_has_which(api: Api) -> None:
    first, second, third = waiting(api, 3)
    other = api.issue_token()

    mine = api.moderation("POST", "/claims", json={"limit": 2}).get_json()
    theirs = api.moderation("POST", "/claims", token=other, json={"limit": 2, "site": "demo"}).get_json()

    assert (ids(mine), ids(theirs)) == ([first, second], [third])
    assert [item["claim"]["until"] for item in mine["items"]] == [mine["until"]] * 2
    assert ids(api.moderation("GET", "/claims").get_json()) == [first, second]
    by = {item["id"]: item["claim"]["by"] for item in api.queue().get_json()["items"]}
    assert by[third] == "token:a program"
    assert by[first] == by[second] != by[third]
    assert [ids(api.queue(claimed=hold).get_json()) for hold in ("free", "mine", "taken")] == [
        [],
        [first, second],
        [third],
    ]
    assert api.detail(third).get_json()["claim"]["by"] == "token:a program"


def test_who_decides_what_another_holds_is_told_who_and_until_when(api: Api) -> None:
    [comment] = waiting(api, 1)
    taken = api.moderation("POST", "/claims", token=api.issue_token(), json={}).get_json()

    response = api.decide(comment, "approve")

    problem = response.get_json()
    assert (response.status_code, problem["code"], problem["by"]) == (409, "claimed", "token:a program")
    assert problem["until"] == taken["until"]
    assert api.detail(comment).get_json()["state"] == "pending"
    api.clock.advance(timedelta(minutes=15))
    assert api.detail(comment).get_json()["claim"] is None
    assert api.decide(comment, "approve").status_code == 200


def test_what_is_decided_or_given_back_is_held_no_longer(api: Api) -> None:
    first, second = waiting(api, 2)
    api.moderation("POST", "/claims", json={"order": "newest"})

    api.decide(first, "reject")
    released = api.moderation("POST", "/claims/releases", json={"comments": [second]})

    assert (released.status_code, released.data) == (204, b"")
    assert api.moderation("GET", "/claims").get_json() == {"items": [], "next": None}


def test_claims_are_renewed_by_whoever_holds_them(api: Api) -> None:
    first, second = waiting(api, 2)
    before = api.moderation("POST", "/claims", json={"limit": 1}).get_json()
    api.clock.advance(timedelta(minutes=14))

    renewed = api.moderation("POST", "/claims/renewals", json={"comments": [first, second]}).get_json()

    assert (renewed["renewed"], renewed["lost"]) == ([first], [second])
    assert renewed["until"] > before["until"]
    assert api.moderation("POST", "/claims/renewals", json={}).get_json()["renewed"] == [first]


def test_what_is_taken_is_filtered_as_the_list_is(api: Api) -> None:
    one, _ = waiting(api, 2)
    spam = api.post(text="Situs gacor, pasti cuan!").get_json()["id"]

    wanted: list[dict[str, object]] = [
        {"q": "nomor 0"},
        {"min_score": 0.9},
        {"state": "spam", "min_score": "0.9", "max_score": 1, "rule": "spam-probability"},
        {"language": "en"},
        {"author": NOBODY},
    ]
    assert [ids(api.moderation("POST", "/claims", json=body).get_json()) for body in wanted] == [
        [one],
        [],
        [spam],
        [],
        [],
    ]


@pytest.mark.parametrize(
    ("path", "body", "parameter", "reason"),
    [
        ("/claims", {"limit": 0}, "limit", "out-of-range"),
        ("/claims", {"limit": 201}, "limit", "out-of-range"),
        ("/claims", {"limit": "5"}, "limit", "wrong-type"),
        ("/claims", {"limit": True}, "limit", "wrong-type"),
        ("/claims", {"order": "random"}, "order", "unknown-value"),
        ("/claims", {"state": "lost"}, "state", "unknown-value"),
        ("/claims", {"author": "x"}, "author", "not-an-id"),
        ("/claims", {"page": 7}, "page", "wrong-type"),
        ("/claims", {"min_score": 2}, "min_score", "out-of-range"),
        ("/claims", {"since": "kemarin"}, "since", "not-a-moment"),
        ("/claims", {"q": "a\x00"}, "q", "control-characters"),
        ("/claims/renewals", {"comments": ["x"]}, "comments.0", "not-an-id"),
        ("/claims/releases", {"comments": "x"}, "comments", "wrong-type"),
        ("/claims/releases", {"comments": [NOBODY] * 201}, "comments", "too-long"),
    ],
)
def test_a_field_that_cannot_be_read_is_named(
    api: Api, path: str, body: dict[str, object], parameter: str, reason: str
) -> None:
    response = api.moderation("POST", path, json=body)

    assert response.status_code == 400, response.text
    assert (response.get_json()["parameter"], response.get_json()["reason"]) == (parameter, reason)
