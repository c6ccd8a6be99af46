"""Posting a comment: what is answered when all is well."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from tests.functional.api.driver import DOUBTFUL, GENUINE, PAGE, SPAM, a_body

if TYPE_CHECKING:
    from tests.functional.api.driver import Api


def test_a_genuine_comment_is_public_at_once(api: Api) -> None:
    response = api.post(text=GENUINE)

    assert response.status_code == 201
    assert set(response.get_json()) == {"id", "state", "html", "created_at", "receipt"}
    assert response.get_json()["state"] == "approved"
    assert api.listed().get_json()["comments"][0]["id"] == response.get_json()["id"]


@pytest.mark.parametrize("text", [DOUBTFUL, SPAM])
def test_doubtful_and_spam_are_answered_alike(api: Api, text: str) -> None:
    response = api.post(text=text)

    assert (response.status_code, response.get_json()["state"]) == (202, "pending")
    assert set(response.get_json()) == {"id", "state", "html", "created_at", "receipt"}
    assert api.listed().get_json()["comments"] == []


def test_the_receipt_tells_what_became_of_the_comment(api: Api) -> None:
    answer = api.post(text=DOUBTFUL).get_json()
    receipt = "/api/v1" + answer["receipt"]

    before = api.call("GET", receipt).get_json()
    api.decide(answer["id"], "approve")
    approved = api.call("GET", receipt).get_json()
    api.decide(answer["id"], "reject", 2)
    declined = api.call("GET", receipt).get_json()

    assert before == {
        "id": answer["id"],
        "state": "pending",
        "html": answer["html"],
        "created_at": answer["created_at"],
        "page": PAGE,
        "refusal": None,
    }
    assert (approved["state"], declined["state"]) == ("approved", "declined")


def test_a_receipt_of_spam_says_that_it_waits(api: Api) -> None:
    answer = api.post(text=SPAM).get_json()

    assert api.call("GET", "/api/v1" + answer["receipt"]).get_json()["state"] == "pending"


def test_a_reply_names_its_parent(api: Api) -> None:
    parent = api.published()
    reply = api.published(text="Setuju dengan komentar ini.", parent_id=parent)

    comments = api.listed().get_json()["comments"]

    assert [(one["id"], one["parent_id"]) for one in comments] == [(parent, None), (reply, parent)]


def test_a_public_comment_shows_name_website_and_text_and_nothing_else(api: Api) -> None:
    api.published(author_url="warung.example.com")

    (comment,) = api.listed().get_json()["comments"]

    assert set(comment) == {"id", "parent_id", "author", "html", "created_at", "edited_at"}
    assert comment["author"] == {"name": "Wayan", "url": "https://warung.example.com"}
    assert str(UUID(comment["id"])) == comment["id"]


def test_fields_nobody_asked_for_change_nothing(api: Api) -> None:
    body = a_body(text=DOUBTFUL, state="approved", id=1, site="other", version=9, spam_probability=0, html="<b>")

    response = api.call("POST", "/api/v1/sites/demo/comments", json=body)

    (item,) = api.queue().get_json()["items"]
    assert response.get_json()["state"] == "pending"
    assert (item["site"], item["version"], item["text"]) == ("demo", 1, DOUBTFUL)


def test_the_same_key_and_body_get_the_same_answer_and_store_one_comment(api: Api) -> None:
    stamp = api.stamp()

    first = api.post(key="k-1", stamp=stamp)
    second = api.post(key="k-1", stamp=stamp)

    assert first.status_code == second.status_code == 201
    assert first.get_json() == second.get_json()
    assert api.stored() == 1


def test_a_repeated_request_is_answered_as_it_was_though_a_moderator_decided_since(api: Api) -> None:
    first = api.post(key="k-1", text=DOUBTFUL, stamp="")
    api.decide(first.get_json()["id"], "approve")

    assert api.post(key="k-1", text=DOUBTFUL, stamp="").get_json() == first.get_json()


def test_the_same_key_with_another_body_is_refused(api: Api) -> None:
    api.post(key="k-1")

    response = api.post(key="k-1", text="Sesuatu yang lain sama sekali.")

    assert (response.status_code, response.get_json()["code"]) == (422, "idempotency-conflict")
    assert api.stored() == 1


def test_a_key_belongs_to_its_site(api: Api) -> None:
    api.add_site("kedua")
    first = api.post(key="k-1")

    second = api.post(key="k-1", site="kedua", text="Di situs yang lain.")

    assert second.status_code == 201
    assert first.get_json()["id"] != second.get_json()["id"]


@pytest.mark.parametrize("key", ["", "with blank", "é", "x" * 201])
def test_a_key_is_1_to_200_visible_ascii_characters(api: Api, key: str) -> None:
    response = api.post(key=key)

    assert response.status_code == 400
    assert response.get_json()["reason"] == "not-a-key"
    assert response.get_json()["parameter"] == "Idempotency-Key"
    assert api.stored() == 0


def test_a_filled_trap_files_the_comment_and_the_answer_does_not_tell(api: Api) -> None:
    response = api.post(trap="https://kasino.example")

    assert response.get_json()["state"] == "pending"
    assert api.queue(state="spam").get_json()["items"][0]["rule"] == "trap-filled"


def test_the_stamp_sent_back_says_when_the_form_was_opened(api: Api) -> None:
    form = api.call("GET", "/api/v1/sites/demo/form", query_string={"page": PAGE}).get_json()

    answer = api.post(stamp=form["stamp"]).get_json()

    assert answer["state"] == "pending"
    assert api.detail(answer["id"]).get_json()["rule"] == "form-instant"


def test_a_comment_without_a_stamp_waits(api: Api) -> None:
    answer = api.post(stamp="").get_json()

    assert api.detail(answer["id"]).get_json()["rule"] == "form-stamp-missing"


def test_an_answer_is_kept_by_no_cache(api: Api) -> None:
    assert api.post().headers["Cache-Control"] == "no-store"
