"""What the queue and its counts answer again and again: ETags, parts that go on, searches, the order to learn from."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING, Any

import pytest

from tests.functional.api.driver import DOUBTFUL, PAGE, SPAM

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug.test import TestResponse

    from tests.functional.api.driver import Api


def ask_queue(api: Api, known: str = "", **query: object) -> TestResponse:
    return api.moderate("GET", headers={"If-None-Match": known} if known else {}, query_string=query)


def ask_counts(api: Api, known: str = "", **query: Any) -> TestResponse:  # noqa: ANN401 - any parameter
    return api.counts(headers={"If-None-Match": known} if known else {}, **query)


@pytest.mark.parametrize("ask", [ask_queue, ask_counts])
def test_what_did_not_change_is_not_sent_again_and_what_did_is(api: Api, ask: Callable[..., TestResponse]) -> None:
    comment = api.held()
    first = ask(api)
    known = first.headers["ETag"]

    again = ask(api, known)
    api.decide(comment, "approve")
    changed = ask(api, known)

    assert (first.status_code, again.status_code, changed.status_code) == (200, 304, 200)
    assert (again.data, again.headers["ETag"]) == (b"", known)
    assert changed.headers["ETag"] != known
    assert {one.headers["Cache-Control"] for one in (first, again, changed)} == {"no-store"}


@pytest.mark.parametrize("ask", [ask_queue, ask_counts])
@pytest.mark.parametrize(("named", "status"), [('W/{}, "b"', 304), ('"a", {}', 304), ("*", 304), ('"a"', 200)])
def test_an_etag_is_compared_as_http_has_it(
    api: Api, ask: Callable[..., TestResponse], named: str, status: int
) -> None:
    api.held()
    known = ask(api).headers["ETag"]

    assert ask(api, named.format(known)).status_code == status


def test_an_etag_tells_apart_who_asks_and_for_what(api: Api) -> None:
    api.held()
    api.published()

    tags = {ask_queue(api, state=state).headers["ETag"] for state in ("pending", "approved", "any")}

    assert len(tags) == 3


def test_something_about_an_author_or_page_that_is_shown_changes_the_etag(api: Api) -> None:
    first = api.held()
    known = ask_queue(api).headers["ETag"]

    api.published()  # by the same address, so that the author of what waits was seen twice

    assert ask_queue(api, known).status_code == 200
    assert api.detail(first).get_json()["author"]["seen"] == 2


def test_any_state_lists_all_of_them_in_order(api: Api) -> None:
    held, published = api.held(), api.published()
    spam = api.post(text=SPAM).get_json()["id"]

    items = ask_queue(api, state="any").get_json()["items"]

    assert [item["id"] for item in items] == [held, published, spam]
    assert [item["state"] for item in items] == ["pending", "approved", "spam"]


def test_counts_are_by_state_rule_and_campaign(api: Api) -> None:
    texts = [f"{DOUBTFUL} Kunjungi kedai kami di pelabuhan setiap hari, pembeli {n}." for n in ("satu", "dua")]
    for text, page in zip(texts, ("/a", "/b"), strict=True):
        api.held(text=text, page=page)
    api.published()

    counts = api.counts(site="demo").get_json()

    assert counts["states"] == {"pending": 2, "approved": 1, "spam": 0, "rejected": 0, "trash": 0}
    assert counts["rules"] == [{"rule": "doubtful-probability", "count": 2}]
    assert [(one["count"], one["text"]) for one in counts["campaigns"]] == [(2, min(texts))]
    assert (counts["more"], counts["partly"]) == ([], False)
    assert api.counts(q="tidak ada").get_json()["states"]["pending"] == 0
    assert api.counts(page=PAGE).get_json()["states"] == {**counts["states"], "pending": 0}


def test_a_disguised_word_is_found_by_its_plain_form_and_an_address_never(api: Api) -> None:
    comment = api.held(text="Mungkin g@c0r, mungkin ɡасоr.", author_email="tersembunyi@surat-kabar.com")

    assert [item["id"] for item in ask_queue(api, q="gacor").get_json()["items"]] == [comment]
    assert ask_queue(api, q="ＧＡＣＯＲ").get_json()["items"]
    for words in ("tersembunyi", "surat-kabar", "surat", "tersembunyi@surat-kabar.com"):
        assert ask_queue(api, q=words).get_json()["items"] == []


def test_the_order_to_learn_from_goes_on_from_its_cursor(api: Api) -> None:
    waiting = {api.held(text=f"{DOUBTFUL} Nomor {number}.") for number in range(5)}
    met: list[str] = []
    after = ""
    while True:
        part = ask_queue(api, order="most-to-learn", limit=2, after=after).get_json()
        met += [item["id"] for item in part["items"]]
        if part["next"] is None:
            break
        after = part["next"]

    assert len(met) == 5
    assert set(met) == waiting


@pytest.mark.parametrize(
    "words",
    [
        "",
        "0",
        "0 -",
        "0 - -",
        "0 - - - -",
        "-1 - - -",
        "x - - -",
        "10000000000 - - -",
        f"0 0.5 {'0' * 32}",
        f"0 2 {'0' * 32} - -",
        "0 0.5 x - -",
        f"0 - - x {'0' * 32}",
    ],
)
def test_what_is_no_cursor_of_the_order_to_learn_from_is_refused(api: Api, words: str) -> None:
    cursor = urlsafe_b64encode(f"most-to-learn {words}".encode()).decode().rstrip("=")

    answer = ask_queue(api, order="most-to-learn", after=cursor)

    assert (answer.status_code, answer.get_json()["reason"]) == (400, "not-a-cursor")


def test_a_cursor_of_another_order_is_refused_there(api: Api) -> None:
    for number in range(2):
        api.held(text=f"{DOUBTFUL} Nomor {number}.")
    oldest = ask_queue(api, limit=1).get_json()["next"]
    learning = ask_queue(api, limit=1, order="most-to-learn").get_json()["next"]

    assert ask_queue(api, order="most-to-learn", after=oldest).get_json()["reason"] == "of-another-listing"
    assert ask_queue(api, order="oldest", after=learning).get_json()["reason"] == "of-another-listing"
