"""Second opinions over HTTP: shown blind, given once, told as agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from service.domain.policy import Policy
from service.domain.token import Scope
from tests.functional.api.driver import DOUBTFUL

if TYPE_CHECKING:
    from tests.functional.api.driver import Api


def asked_about(api: Api, *actions: str) -> list[str]:
    """Have a colleague decide comments that the moderator is then asked about."""
    api.change_site(policy=Policy(second_opinions=1.0))
    colleague = api.issue_token()
    comments = [api.held(text=f"{DOUBTFUL} Nomor {number}.") for number in range(len(actions))]
    for comment, action in zip(comments, actions, strict=True):
        api.decide(comment, action, token=colleague, reason="Karena begitu.")
    api.collect_second_looks()
    return comments


def waiting(api: Api, **query: object) -> list[str]:
    response = api.moderation("GET", "/second-opinions", query_string=query)
    return [item["id"] for item in response.get_json()["items"]]


def test_who_is_asked_sees_the_comment_and_nothing_that_sways(api: Api) -> None:
    [comment] = asked_about(api, "reject")

    [item] = api.moderation("GET", "/second-opinions").get_json()["items"]

    assert item["text"] == f"{DOUBTFUL} Nomor 0."
    assert set(item) == {
        "id",
        "site",
        "page",
        "page_title",
        "parent_id",
        "author",
        "text",
        "language",
        "created_at",
    }
    assert (item["id"], item["author"]) == (comment, {"name": "Wayan", "url": None})
    assert "Karena" not in str(item)


def test_an_opinion_is_taken_once_and_the_comment_stays_as_it_is(api: Api) -> None:
    [comment] = asked_about(api, "reject")

    given = api.moderation("POST", f"/second-opinions/{comment}", json={"action": "approve"})
    again = api.moderation("POST", f"/second-opinions/{comment}", json={"action": "reject"})

    assert given.status_code == 201
    assert given.get_json() == {
        "comment": comment,
        "action": "approve",
        "reason_code": None,
        "at": given.get_json()["at"],
    }
    assert (again.status_code, again.get_json()["code"]) == (409, "opinion-given")
    assert waiting(api) == []
    detail = api.detail(comment).get_json()
    assert (detail["state"], detail["version"]) == ("rejected", 2)
    assert (detail["history"][-1]["kind"], detail["history"][-1]["details"]["action"]) == ("opinion-given", "approve")


def test_what_one_decided_oneself_is_not_there_to_be_asked_about(api: Api) -> None:
    api.change_site(policy=Policy(second_opinions=1.0))
    comment = api.held()
    api.decide(comment, "approve")
    api.collect_second_looks()

    assert waiting(api) == []
    response = api.moderation("POST", f"/second-opinions/{comment}", json={"action": "approve"})
    assert (response.status_code, response.get_json()["code"]) == (404, "unknown-comment")


def test_what_waits_is_walked_part_by_part(api: Api) -> None:
    comments = asked_about(api, "approve", "reject", "mark-spam")

    first = api.moderation("GET", "/second-opinions", query_string={"limit": 2, "site": "demo"}).get_json()

    assert [item["id"] for item in first["items"]] == comments[:2]
    assert waiting(api, after=first["next"]) == comments[2:]
    cursor = api.moderation("GET", "/second-opinions", query_string={"after": "cGFnZSAwIDA"})
    assert (cursor.status_code, cursor.get_json()["parameter"]) == (400, "after")


def test_agreement_is_told_with_its_interval_and_by_person(api: Api) -> None:
    comments = asked_about(api, "approve", "reject", "mark-spam", "approve")
    for comment, action in zip(comments, ("approve", "reject", "mark-spam", "reject"), strict=True):
        api.moderation("POST", f"/second-opinions/{comment}", json={"action": action, "reason_code": "insult"})

    told = api.moderation("GET", "/agreement", query_string={"site": "demo", "days": 7}).get_json()

    assert (told["site"], told["days"], told["pairs"], told["agreed"], told["share"]) == ("demo", 7, 4, 3, 0.75)
    assert told["low"] < 0.75 < told["high"]
    assert told["kappa"] == pytest.approx(0.6363636)
    assert told["by_reason"] == []
    assert {one["actor"]: (one["pairs"], one["agreed"]) for one in told["by_person"]}["token:a program"] == (4, 3)


def test_without_opinions_there_is_no_share(api: Api) -> None:
    told = api.moderation("GET", "/agreement").get_json()

    assert (told["pairs"], told["share"], told["low"], told["high"], told["kappa"]) == (0, None, None, None, None)


def test_an_installation_without_a_share_asks_about_nothing(api: Api) -> None:
    api.decide(api.held(), "approve", token=api.issue_token())
    api.collect_second_looks()

    assert waiting(api) == []


@pytest.mark.parametrize(
    ("body", "parameter", "reason"),
    [
        ({}, "action", "missing"),
        ({"action": "trash"}, "action", "unknown-value"),
        ({"action": "approve", "reason_code": 7}, "reason_code", "wrong-type"),
    ],
)
def test_an_opinion_that_cannot_be_read_is_refused(
    api: Api, body: dict[str, object], parameter: str, reason: str
) -> None:
    [comment] = asked_about(api, "reject")

    response = api.moderation("POST", f"/second-opinions/{comment}", json=body)

    assert response.status_code == 400
    assert (response.get_json()["parameter"], response.get_json()["reason"]) == (parameter, reason)
    assert waiting(api) == [comment]


def test_an_opinion_for_a_reason_that_the_site_has_not_is_refused(api: Api) -> None:
    [comment] = asked_about(api, "reject")

    response = api.moderation("POST", f"/second-opinions/{comment}", json={"action": "reject", "reason_code": "Kasar!"})

    assert (response.status_code, response.get_json()["code"]) == (422, "unknown-reason")
    assert waiting(api) == [comment]


def test_a_token_that_only_reads_is_asked_about_nothing(api: Api) -> None:
    token = api.issue_token(scopes=frozenset({Scope.READ}))

    assert api.moderation("GET", "/second-opinions", token=token).status_code == 403
