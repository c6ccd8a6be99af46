"""The moderators' API: the queue, one comment, decisions, and who may see what."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from service.domain.token import Scope
from tests.functional.api.driver import DOUBTFUL, NOBODY, PAGE, SPAM

if TYPE_CHECKING:
    from tests.functional.api.driver import Api


def ids(response: object) -> list[str]:
    """Return the ids of a queue's answer."""
    return [item["id"] for item in response.get_json()["items"]]  # type: ignore[attr-defined] # a test response


def test_an_item_holds_what_a_moderator_needs_and_no_address(api: Api) -> None:
    comment = api.held(author_url="https://warung.example.com", page_title="Panen kopi")

    (item,) = api.queue(site="demo").get_json()["items"]

    created_at, author = item.pop("created_at"), item["author"]["id"]
    assert created_at.startswith("2026-")
    assert item == {
        "id": comment,
        "site": "demo",
        "page": PAGE,
        "page_title": "Panen kopi",
        "parent_id": None,
        "author": {
            "id": author,
            "name": "Wayan",
            "url": "https://warung.example.com",
            "confirmed": False,
            "seen": 1,
            "approved": 0,
        },
        "text": DOUBTFUL,
        "language": "id",
        "state": "pending",
        "version": 1,
        "spam_probability": 0.5,
        "model": "model-1",
        "rule": "doubtful-probability",
        "campaign": None,
        "claim": None,
        "sampled": False,
    }
    assert ids(api.queue(author=author)) == [comment]


def test_the_queue_shows_what_waits_oldest_first_unless_asked_otherwise(api: Api) -> None:
    first = api.held()
    second = api.held(text=f"{DOUBTFUL} Lagi.")
    api.published()

    assert ids(api.queue()) == [first, second]
    assert ids(api.queue(order="newest")) == [second, first]


def test_other_states_are_asked_for_by_name(api: Api) -> None:
    published, spam = api.published(), api.post(text=SPAM).get_json()["id"]

    assert ids(api.queue(state="approved")) == [published]
    assert ids(api.queue(state="spam")) == [spam]
    assert ids(api.queue(state="trash")) == []


@pytest.mark.parametrize("order", ["oldest", "newest", "likely-spam", "likely-genuine", "most-to-learn"])
def test_parts_stay_whole_in_every_order_while_the_queue_moves(api: Api, order: str) -> None:
    waiting = {api.held(text=f"{DOUBTFUL} Nomor {number}.") for number in range(6)}
    seen: list[str] = []
    after = ""

    while True:
        part = api.queue(order=order, limit=2, after=after).get_json()
        seen += [item["id"] for item in part["items"]]
        api.decide(seen[-1], "approve")  # what was seen leaves the queue between the parts
        if part["next"] is None:
            break
        after = part["next"]

    assert len(seen) == 6
    assert set(seen) == waiting


def test_a_cursor_belongs_to_its_order(api: Api) -> None:
    api.held()
    api.held(text=f"{DOUBTFUL} Lagi.")
    cursor = api.queue(limit=1).get_json()["next"]

    response = api.queue(order="likely-spam", after=cursor)

    assert (response.status_code, response.get_json()["reason"]) == (400, "of-another-listing")


def test_words_are_found_in_name_and_text_and_not_in_the_address(api: Api) -> None:
    comment = api.held(author_name="Ketut", author_email="rahasia@surat-kabar.com")

    assert ids(api.queue(q="ketut")) == [comment]
    assert ids(api.queue(q="MUNGKIN")) == [comment]
    assert ids(api.queue(q="rahasia")) == []
    assert ids(api.queue(q="surat-kabar.com")) == []
    assert ids(api.queue(q="%")) == []


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"state": "lost"}, "state"),
        ({"order": "random"}, "order"),
        ({"limit": "many"}, "limit"),
        ({"after": "x"}, "after"),
        ({"q": "a\x00"}, "q"),
        ({"q": "q" * 201}, "q"),
    ],
)
def test_a_parameter_that_cannot_be_read_is_named(api: Api, query: dict[str, str], parameter: str) -> None:
    response = api.queue(**query)

    assert (response.status_code, response.get_json()["parameter"]) == (400, parameter)


def test_a_comment_is_explained_exactly(api: Api) -> None:
    comment = api.held()

    explanation = api.detail(comment).get_json()["explanation"]

    total = explanation["bias"] + sum(part["weight"] for part in explanation["parts"])
    probability = explanation["probability"]
    assert total == pytest.approx(math.log(probability / (1 - probability)), abs=1e-9)


def test_each_part_of_an_explanation_stands_where_it_was_typed_or_has_a_code(api: Api) -> None:
    detail = api.detail(api.held()).get_json()

    word, found = detail["explanation"]["parts"]
    assert detail["text"][word["start"] : word["end"]] == word["text"]
    assert (word["field"], word["folded"], word["code"]) == ("text", word["text"].lower(), None)
    assert {name: found[name] for name in ("text", "code", "field", "start", "end", "folded")} == {
        "text": "links",
        "code": "links",
        "field": None,
        "start": None,
        "end": None,
        "folded": None,
    }
    assert detail["explanation"]["folded"] == detail["text"].lower()


def test_the_history_tells_what_happened_to_a_comment(api: Api) -> None:
    comment = api.held()
    api.decide(comment, "approve", reason="Tidak ada yang salah.")

    submitted, decided = api.detail(comment).get_json()["history"]

    assert (submitted["kind"], submitted["actor"]) == ("comment-submitted", "policy")
    assert (decided["kind"], decided["details"]["action"]) == ("comment-decided", "approve")
    assert decided["details"]["reason"] == "Tidak ada yang salah."


def test_a_decision_takes_effect_at_once(api: Api) -> None:
    comment = api.held()

    response = api.decide(comment, "approve")

    assert response.status_code == 200
    assert (response.get_json()["id"], response.get_json()["state"], response.get_json()["version"]) == (
        comment,
        "approved",
        2,
    )
    assert ids(api.queue()) == []
    assert api.listed().get_json()["count"] == 1


@pytest.mark.parametrize("version", [2, 7, 2**31 - 1])
def test_a_decision_on_another_version_is_stale_and_says_which_it_is_now(api: Api, version: int) -> None:
    comment = api.held()

    response = api.decide(comment, "approve", version)

    assert (response.status_code, response.get_json()["code"]) == (409, "stale-decision")
    assert response.get_json()["version"] == 1
    assert api.detail(comment).get_json()["state"] == "pending"


def test_the_second_of_two_decisions_on_one_version_is_stale(api: Api) -> None:
    comment = api.held()
    api.decide(comment, "approve")

    response = api.decide(comment, "mark-spam")

    assert (response.status_code, response.get_json()["version"]) == (409, 2)
    assert api.detail(comment).get_json()["state"] == "approved"


def test_a_step_that_the_state_does_not_have_is_refused(api: Api) -> None:
    comment = api.held()

    response = api.decide(comment, "restore")

    assert (response.status_code, response.get_json()["code"]) == (409, "action-not-allowed")
    assert response.get_json()["state"] == "pending"


def test_a_comment_comes_back_from_the_trash_as_it_was(api: Api) -> None:
    comment = api.published()
    api.decide(comment, "trash")

    assert api.decide(comment, "restore", 2).get_json()["state"] == "approved"


@pytest.mark.parametrize("path", [f"/{NOBODY}", f"/{NOBODY}/decisions"])
def test_an_unknown_comment_is_not_found(api: Api, path: str) -> None:
    body = {"action": "approve", "version": 1}
    response = api.moderate("POST", path, json=body) if path.endswith("decisions") else api.moderate("GET", path)

    assert (response.status_code, response.get_json()["code"]) == (404, "unknown-comment")


@pytest.mark.parametrize(
    ("body", "parameter", "reason"),
    [
        ({"version": 1}, "action", "missing"),
        ({"action": "approve"}, "version", "missing"),
        ({"action": "explode", "version": 1}, "action", "unknown-value"),
        ({"action": 7, "version": 1}, "action", "unknown-value"),
        ({"action": "approve", "version": "1"}, "version", "wrong-type"),
        ({"action": "approve", "version": True}, "version", "wrong-type"),
        ({"action": "approve", "version": 1.5}, "version", "wrong-type"),
        ({"action": "approve", "version": -1}, "version", "out-of-range"),
        ({"action": "approve", "version": 10**30}, "version", "out-of-range"),
        ({"action": "approve", "version": 1, "reason": "r" * 501}, "reason", "too-long"),
        ({"action": "approve", "version": 1, "reason": "a\x00b"}, "reason", "control-characters"),
        ({"action": "approve", "version": 1, "reason": "a\ud800"}, "reason", "not-text"),
        ({"action": "approve", "version": 1, "reason": 7}, "reason", "wrong-type"),
    ],
)
def test_a_decision_that_cannot_be_read_is_refused(
    api: Api, body: dict[str, object], parameter: str, reason: str
) -> None:
    comment = api.held()

    response = api.moderate("POST", f"/{comment}/decisions", json=body)

    assert response.status_code == 400
    assert (response.get_json()["parameter"], response.get_json()["reason"]) == (parameter, reason)
    assert api.detail(comment).get_json()["version"] == 1


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer ", "Bearer wrong", "Basic YTpi", "Token {}", "Bearer é"]
)
def test_without_a_live_token_nothing_is_shown(api: Api, header: str | None) -> None:
    comment = api.held()
    headers = {} if header is None else {"Authorization": header.format(api.token)}

    for method, path in (("GET", ""), ("GET", f"/{comment}"), ("POST", f"/{comment}/decisions")):
        response = api.call(method, f"/api/v1/moderation/comments{path}", headers=headers)

        assert (response.status_code, response.get_json()["code"]) == (401, "not-authenticated")
        assert response.headers["WWW-Authenticate"].startswith("Bearer")
        assert DOUBTFUL not in response.text


def test_a_revoked_token_opens_nothing_at_once(api: Api) -> None:
    with api.app.app_context():
        token, secret = api.operator.issue_token("short", None, frozenset(Scope))
        api.operator.revoke_token(token)

    assert api.moderate("GET", token=secret).status_code == 401
