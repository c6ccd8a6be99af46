"""Several decisions in one call, and what a decision that comes too late is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from service.domain.token import Scope
from tests.functional.api.driver import NOBODY
from tests.functional.api.recipes_decisions import ask

if TYPE_CHECKING:
    from tests.functional.api.driver import Api


def many(api: Api, *decisions: tuple[str, str, int], token: str | None = None) -> list[dict[str, Any]]:
    body = {"decisions": [{"comment": one, "action": action, "version": seen} for one, action, seen in decisions]}
    response = ask(api, "POST", "/decisions", json=body, token=token or api.token)
    assert response.status_code == 200, response.text
    return list(response.get_json()["outcomes"])


def test_each_of_several_decisions_has_its_own_outcome(api: Api) -> None:
    first, second, third = (api.held(text=f"Mungkin nomor {number}.") for number in range(3))
    api.decide(second, "reject")

    outcomes = many(api, (first, "approve", 1), (second, "approve", 1), (NOBODY, "trash", 1), (third, "restore", 1))

    assert [one["comment"] for one in outcomes] == [first, second, NOBODY, third]
    later = api.decide(first, "trash", 2).get_json()
    assert outcomes[0]["decided"] == {**later, "state": "approved", "version": 2, "act": outcomes[0]["decided"]["act"]}
    assert [one["decided"] for one in outcomes[1:]] == [None, None, None]
    assert outcomes[0]["problem"] is None
    codes = [(one["problem"]["status"], one["problem"]["code"]) for one in outcomes[1:]]
    assert codes == [(409, "stale-decision"), (404, "unknown-comment"), (409, "action-not-allowed")]


def test_a_problem_among_outcomes_is_what_the_decision_alone_is_answered(api: Api) -> None:
    comment = api.held()
    api.decide(comment, "reject", reason="Kasar.")

    [outcome] = many(api, (comment, "approve", 1))

    assert outcome["problem"] == api.decide(comment, "approve", 1).get_json()


def test_a_stale_decision_is_told_who_did_what_and_when(api: Api) -> None:
    comment = api.held()
    api.decide(comment, "approve")
    api.decide(comment, "mark-spam", 2)

    problem = api.decide(comment, "reject", 1).get_json()

    assert (problem["version"], problem["state"]) == (3, "spam")
    assert problem["meanwhile"] == {
        "by": "token:first",
        "at": api.clock.now().isoformat().replace("+00:00", "Z"),
        "action": "mark-spam",
    }


def test_comments_of_a_site_that_the_token_does_not_open_are_not_there(api: Api) -> None:
    api.add_site("lain")
    comment = api.held()

    [outcome] = many(api, (comment, "approve", 1), token=api.issue_token("lain"))

    assert outcome["problem"]["code"] == "unknown-comment"
    assert api.detail(comment).get_json()["version"] == 1


def test_every_decision_that_was_carried_out_is_counted(api: Api) -> None:
    comments = [api.held(text=f"Mungkin nomor {number}.") for number in range(3)]

    many(api, *((one, "reject", 1) for one in comments), (NOBODY, "reject", 1))

    assert 'saring_decisions_total{action="reject"} 3.0' in api.call("GET", "/metrics").text


def test_two_hundred_comments_are_decided_in_one_call_and_no_more(api: Api) -> None:
    def body(number: int) -> dict[str, object]:
        one = {"action": "reject", "version": 1, "reason": "x" * 500, "reason_code": "off-topic"}
        return {"decisions": [{"comment": str(UUID(int=place)), **one} for place in range(number)]}

    assert len(ask(api, "POST", "/decisions", json=body(200)).get_json()["outcomes"]) == 200
    refused = ask(api, "POST", "/decisions", json=body(201))

    assert (refused.status_code, refused.get_json()["reason"]) == (400, "too-long")


@pytest.mark.parametrize(
    ("decisions", "reason", "parameter"),
    [
        ([], "missing", "decisions"),
        (None, "wrong-type", "decisions"),
        ([{"comment": NOBODY, "action": "approve", "version": 1}, {}], "missing", "decisions.1.action"),
        ([{"comment": "x", "action": "approve", "version": 1}], "not-an-id", "decisions.0.comment"),
        ([{"comment": NOBODY, "action": "ban", "version": 1}], "unknown-value", "decisions.0.action"),
        ([{"comment": NOBODY, "action": "approve", "version": "1"}], "wrong-type", "decisions.0.version"),
    ],
)
def test_a_body_with_one_bad_decision_changes_nothing(api: Api, decisions: object, reason: str, parameter: str) -> None:
    response = ask(api, "POST", "/decisions", json={"decisions": decisions})

    problem = response.get_json()
    assert (response.status_code, problem["reason"], problem["parameter"]) == (400, reason, parameter)


def test_whoever_may_decide_nowhere_learns_nothing(api: Api) -> None:
    reader = api.issue_token(scopes=frozenset({Scope.READ}))
    body = {"decisions": [{"comment": api.held(), "action": "approve", "version": 1}]}

    response = ask(api, "POST", "/decisions", json=body, token=reader)

    assert (response.status_code, response.get_json()["scope"]) == (403, "comments:decide")
