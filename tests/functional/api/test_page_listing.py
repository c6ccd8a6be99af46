"""Reading a page's public comments: order, parts, and answers that need not be given again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.functional.api.driver import DOUBTFUL, PAGE, SPAM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.functional.api.driver import Api


def walk(api: Api, limit: int) -> Iterator[list[str]]:
    """Yield the ids of each part of the page."""
    after = ""
    while True:
        part = api.listed(after=after, limit=limit).get_json()
        yield [one["id"] for one in part["comments"]]
        if part["next"] is None:
            return
        after = part["next"]


def test_a_page_nobody_commented_on_is_empty(api: Api) -> None:
    assert api.listed("/belum/ada").get_json() == {"comments": [], "count": 0, "next": None}


def test_parts_follow_one_another_oldest_first_without_gap_or_overlap(api: Api) -> None:
    ids = [api.published(text=f"Komentar nomor {number}.") for number in range(7)]

    parts = list(walk(api, 3))

    assert parts == [ids[0:3], ids[3:6], ids[6:7]]


def test_parts_hold_though_comments_were_written_at_the_same_moment(api: Api) -> None:
    stamp = api.stamp()
    ids = [api.published(text=f"Komentar nomor {number}.", stamp=stamp) for number in range(5)]

    assert [one for part in walk(api, 2) for one in part] == ids


def test_a_part_counts_all_comments_of_the_page(api: Api) -> None:
    for number in range(3):
        api.published(text=f"Komentar nomor {number}.")

    assert api.listed(limit=1).get_json()["count"] == 3


def test_only_approved_comments_are_shown(api: Api) -> None:
    api.post(text=DOUBTFUL)
    api.post(text=SPAM)
    rejected = api.published()
    api.decide(rejected, "reject")

    assert api.listed().get_json() == {"comments": [], "count": 0, "next": None}


@pytest.mark.parametrize("limit", ["0", "-1", "x", "1.5", "١"])
def test_a_limit_that_is_no_number_from_1_is_refused(api: Api, limit: str) -> None:
    response = api.listed(limit=limit)

    assert response.status_code == 400
    assert response.get_json()["parameter"] == "limit"


def test_a_limit_above_the_greatest_is_the_greatest(api: Api) -> None:
    assert api.listed(limit=100_000).status_code == 200


@pytest.mark.parametrize(
    "after",
    [
        "x",
        "1",
        "%%%",
        "QQ",
        "a" * 300,
        "cGFnZSAxIDI",
        '"\r\nX: y',
        "cGFnZSA5OTk5OTk5OTk5OTk5OTk5OTk5OTkgMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA",
    ],
)
def test_a_cursor_that_is_not_ours_is_refused(api: Api, after: str) -> None:
    response = api.listed(after=after)

    assert response.status_code == 400
    assert response.get_json()["parameter"] == "after"


def test_a_cursor_of_the_queue_is_none_of_a_page(api: Api) -> None:
    api.held()
    api.held(text=f"{DOUBTFUL} Lagi.")
    cursor = api.queue(limit=1).get_json()["next"]

    assert api.listed(after=cursor).get_json()["reason"] == "of-another-listing"


@pytest.mark.parametrize("page", ["", "javascript:alert(1)", "mailto:a@example.com", "https://", "/" + "p" * 2_000])
def test_an_address_that_is_no_page_is_named(api: Api, page: str) -> None:
    response = api.listed(page)

    assert response.status_code == 422
    assert response.get_json()["faults"] == {"page": ["invalid-page"]}


def test_control_characters_in_an_address_are_refused(api: Api) -> None:
    assert api.listed("//evil\x00.example/a").status_code == 400


def test_the_answer_is_kept_by_anyone_who_asks_again_before_using_it(api: Api) -> None:
    assert api.listed().headers["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_nothing_is_sent_again_while_nothing_changed(api: Api) -> None:
    api.published()
    first = api.listed()

    again = api.listed(headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"]


@pytest.mark.parametrize("form", ["W/{}", '"x", {}', "*"])
def test_the_etag_is_compared_as_http_defines_it(api: Api, form: str) -> None:
    etag = api.listed().headers["ETag"]

    assert api.listed(headers={"If-None-Match": form.format(etag)}).status_code == 304


def test_the_answer_is_new_after_a_decision_either_way(api: Api) -> None:
    comment = api.published()
    before = api.listed()
    api.decide(comment, "reject")
    without = api.listed(headers={"If-None-Match": before.headers["ETag"]})
    api.decide(comment, "approve", 2)
    back = api.listed(headers={"If-None-Match": without.headers["ETag"]})

    assert (without.status_code, without.get_json()["comments"]) == (200, [])
    assert (back.status_code, len(back.get_json()["comments"])) == (200, 1)
    assert len({before.headers["ETag"], without.headers["ETag"], back.headers["ETag"]}) == 3


def test_what_is_not_public_changes_nothing_for_readers(api: Api) -> None:
    before = api.listed()
    api.post(text=SPAM)
    api.clock.advance(timedelta(hours=1))

    assert api.listed(headers={"If-None-Match": before.headers["ETag"]}).status_code == 304


def test_each_part_has_an_etag_of_its_own(api: Api) -> None:
    api.published()
    api.published(text="Komentar kedua.")
    after = api.listed(limit=1).get_json()["next"]

    etags = {api.listed(**query).headers["ETag"] for query in ({}, {"limit": 1}, {"limit": 1, "after": after})}

    assert len(etags) == 3


def test_the_same_answer_is_rendered_once(api: Api) -> None:
    api.published()
    listings = []
    rendered = api.listed().data
    doors = api.app.extensions["saring.api"]
    object.__setattr__(doors, "list_page", lambda *asked: listings.append(asked))

    assert api.listed().data == rendered
    assert listings == []


def test_head_answers_as_get_without_the_body(api: Api) -> None:
    response = api.call("HEAD", "/api/v1/sites/demo/comments", query_string={"page": PAGE})

    assert (response.status_code, response.data) == (200, b"")
    assert response.headers["ETag"] == api.listed().headers["ETag"]
