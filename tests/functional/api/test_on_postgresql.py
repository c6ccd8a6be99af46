"""The same API on PostgreSQL: the walk from a form to a decision, and what only this database refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.databases import postgres_server, postgres_url
from tests.functional.api.driver import DOUBTFUL, NOBODY, SPAM

if TYPE_CHECKING:
    from tests.functional.api.driver import Api

__all__ = ["postgres_server", "postgres_url"]


@pytest.fixture
def database_url(postgres_url: str) -> str:
    return postgres_url


def test_a_comment_walks_from_the_form_to_the_page(api: Api) -> None:
    published = api.published()
    held = api.post(text=DOUBTFUL, parent_id=published, key="k-1").get_json()
    api.post(text=SPAM)

    assert [item["id"] for item in api.queue(q="mungkin").get_json()["items"]] == [held["id"]]
    assert api.decide(held["id"], "approve", reason="Bukan spam.").get_json()["version"] == 2
    assert api.decide(held["id"], "reject").status_code == 409
    page = api.listed()
    assert [(one["id"], one["parent_id"]) for one in page.get_json()["comments"]] == [
        (published, None),
        (held["id"], published),
    ]
    assert api.listed(headers={"If-None-Match": page.headers["ETag"]}).status_code == 304
    assert [one["kind"] for one in api.detail(held["id"]).get_json()["history"]] == [
        "comment-submitted",
        "comment-decided",
    ]
    assert api.call("GET", "/api/v1" + held["receipt"]).get_json()["state"] == "approved"


@pytest.mark.parametrize("order", ["oldest", "newest", "likely-spam", "likely-genuine"])
def test_the_queue_goes_on_in_every_order(api: Api, order: str) -> None:
    waiting = [api.held(text=f"{DOUBTFUL} Nomor {number}.") for number in range(3)]

    first = api.queue(order=order, limit=2).get_json()
    second = api.queue(order=order, limit=2, after=first["next"]).get_json()

    assert sorted(item["id"] for part in (first, second) for item in part["items"]) == sorted(waiting)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/sites/demo%00/comments?page=/", 404),
        ("/api/v1/sites/demo/comments?page=/%00", 400),
        ("/api/v1/sites/demo/comments?page=/%2500", 200),
        ("/api/v1/sites/demo/form?page=//%00", 400),
        ("/api/v1/sites/demo/receipts/%00", 404),
        ("/api/v1/moderation/comments?q=%00", 400),
        ("/api/v1/moderation/comments?q=%ff", 200),
        ("/api/v1/moderation/comments?site=%00", 404),
    ],
)
def test_nul_which_postgresql_cannot_store_is_refused_before_it_gets_there(api: Api, path: str, status: int) -> None:
    response = api.call("GET", path, headers={"Authorization": f"Bearer {api.token}"})

    assert response.status_code == status


def test_numbers_beyond_a_column_are_refused_or_unequal(api: Api) -> None:
    comment = api.held()

    assert api.decide(comment, "approve", 2**31 - 1).status_code == 409
    assert api.decide(comment, "approve", 2**31).status_code == 400
    assert api.decide(NOBODY, "approve").status_code == 404


def test_a_text_of_every_plane_is_stored_as_typed(api: Api) -> None:
    text = "Aksara Bali \u1b13\u1b44, emoji \U0001f336, dan \U0010fffd"
    comment = api.published(text=text)

    assert api.detail(comment).get_json()["text"] == text
