"""Fields that cannot be used: every one is named, nothing is repaired, nothing is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from service.domain.fields import LIMITS, Field
from tests.functional.api.driver import DEMO, NOBODY, PAGE, a_body

if TYPE_CHECKING:
    from tests.functional.api.driver import Api

WHOLE = {field: str(field).replace(".", "_") for field in Field}
"""By field, the name of the driver's change to it."""

TOO_LONG = {
    Field.NAME: "n" * 101,
    Field.EMAIL: "e" * 243 + "@example.com",
    Field.URL: "https://example.com/" + "u" * 481,
    Field.TEXT: "t" * 10_001,
    Field.PAGE: "/" + "p" * 2_000,
    Field.PAGE_TITLE: "t" * 301,
    Field.PARENT: "0" * 37,
    Field.LANGUAGE: "l" * 36,
    Field.STAMP: "s" * 501,
    Field.TRAP: "t" * 10_001,
}

UNUSABLE = {
    "empty text": (Field.TEXT, "", "missing"),
    "blank text": (Field.TEXT, " \n\t ", "missing"),
    "text of invisible characters": (Field.TEXT, "\u200b\u2060\ufeff\u00ad", "missing"),
    "text of Hangul fillers": (Field.TEXT, "\u3164\u3164", "missing"),
    "text that is null": (Field.TEXT, None, "missing"),
    "text that is a number": (Field.TEXT, 7, "wrong-type"),
    "text that is a list": (Field.TEXT, ["halo"], "wrong-type"),
    "text that is an object": (Field.TEXT, {"halo": 1}, "wrong-type"),
    "text that is true": (Field.TEXT, True, "wrong-type"),
    "a lone surrogate in the text": (Field.TEXT, "halo \ud800", "not-text"),
    "a lone surrogate in the name": (Field.NAME, "Wayan \udfff", "not-text"),
    "NUL in the text": (Field.TEXT, "halo\x00", "control-characters"),
    "NUL in the name": (Field.NAME, "Way\x00an", "control-characters"),
    "NUL in the page": (Field.PAGE, "/a\x00b", "control-characters"),
    "escape in the text": (Field.TEXT, "\x1b[2J", "control-characters"),
    "right-to-left override in the name": (Field.NAME, "Wayan\u202egnirB", "control-characters"),
    "an isolate in the name": (Field.NAME, "\u2066Wayan", "control-characters"),
    "header injection in the name": (Field.NAME, "Wayan\r\nBcc: korban@example.com", "control-characters"),
    "a line separator in the name": (Field.NAME, "Wayan\u2028Putu", "control-characters"),
    "10000 combining marks on one letter": (Field.TEXT, "a" + "\u0301" * 9_999, "too-many-marks"),
    "a blank name": (Field.NAME, " \u200b ", "missing"),
    "a name that is an object": (Field.NAME, {"first": "Wayan"}, "wrong-type"),
    "no address": (Field.EMAIL, None, "missing"),
    "an address that is none": (Field.EMAIL, "bukan-surel", "invalid-email"),
    "an address with a display name": (Field.EMAIL, "Wayan <wayan@example.com>", "invalid-email"),
    "two addresses": (Field.EMAIL, "satu@contoh-surel.com, dua@contoh-surel.com", "invalid-email"),
    "a quoted address": (Field.EMAIL, '"wayan putu"@contoh-surel.com', "invalid-email"),
    "an address of 400 characters": (Field.EMAIL, "a" * 383 + "@contoh-surel.com", "too-long"),
    "an address at an IP literal": (Field.EMAIL, "wayan@[127.0.0.1]", "invalid-email"),
    "an address with header injection": (Field.EMAIL, "a@contoh-surel.com\r\nBcc: b@example.com", "control-characters"),
    "an address on this machine": (Field.EMAIL, "root@localhost", "reserved-domain"),
    "an address in a reserved domain": (Field.EMAIL, "wayan@kantor.invalid", "reserved-domain"),
    "a javascript website": (Field.URL, "javascript:alert(1)", "invalid-url"),
    "a javascript website in disguise": (Field.URL, " JaVaScRiPt:alert(1)//example.com", "invalid-url"),
    "a data website": (Field.URL, "data:text/html,<script>alert(1)</script>", "invalid-url"),
    "a website with a quote": (Field.URL, 'https://example.com/" onmouseover="alert(1)', "invalid-url"),
    "a website with a password": (Field.URL, "https://user:secret@example.com/", "invalid-url"),
    "a website with a line end": (Field.URL, "https://example.com/\r\nX: y", "control-characters"),
    "no page": (Field.PAGE, None, "missing"),
    "a page that is a script": (Field.PAGE, "javascript:alert(1)", "invalid-page"),
    "a page with an impossible port": (Field.PAGE, "https://example.com:99999999/", "invalid-page"),
    "a parent that is no id": (Field.PARENT, "7", "unknown-parent"),
    "a parent that is a number": (Field.PARENT, 7, "wrong-type"),
    "a parent that does not exist": (Field.PARENT, NOBODY, "unknown-parent"),
}


@pytest.mark.parametrize(("field", "value", "fault"), UNUSABLE.values(), ids=UNUSABLE)
def test_an_unusable_field_is_named_and_nothing_is_stored(api: Api, field: Field, value: object, fault: str) -> None:
    changes: dict[str, Any] = {"stamp": "", WHOLE[field]: value}

    response = api.post(**changes)

    assert response.status_code == 422
    assert response.mimetype == "application/problem+json"
    assert response.get_json()["code"] == "invalid-submission"
    assert response.get_json()["faults"] == {field: [fault]}
    assert len(response.get_json()["errors"][field]) == 1
    assert api.stored() == 0


@pytest.mark.parametrize(("field", "value"), TOO_LONG.items(), ids=list(TOO_LONG))
def test_one_character_above_a_limit_is_too_much_and_the_limit_is_said(api: Api, field: Field, value: str) -> None:
    assert len(value) == LIMITS[field] + 1

    changes: dict[str, Any] = {"stamp": "", WHOLE[field]: value}

    response = api.post(**changes)

    assert response.status_code == 422
    assert response.get_json()["faults"] == {field: ["too-long"]}
    digits = "".join(character for character in response.get_json()["errors"][field][0] if character.isdigit())
    assert str(LIMITS[field]) in digits
    assert api.stored() == 0


@pytest.mark.parametrize("field", [Field.NAME, Field.TEXT, Field.PAGE_TITLE])
def test_a_field_as_long_as_its_limit_is_taken(api: Api, field: Field) -> None:
    changes: dict[str, Any] = {WHOLE[field]: "é" * LIMITS[field]}

    assert api.post(**changes).status_code in {201, 202}


def test_length_is_counted_after_normalisation(api: Api) -> None:
    assert api.post(author_name="e\u0301" * 100).status_code == 201
    assert api.post(text="a\r\n" * 5_000).status_code == 201


def test_everything_that_is_wrong_is_named_at_once(api: Api) -> None:
    response = api.post(
        stamp="", page="", author_name="", author_email="bukan", author_url="ftp://example.com", text="", parent_id="x"
    )

    assert response.get_json()["faults"] == {
        "author.name": ["missing"],
        "author.email": ["invalid-email"],
        "author.url": ["invalid-url"],
        "text": ["missing"],
        "page": ["missing"],
        "parent_id": ["unknown-parent"],
    }


@pytest.mark.parametrize("author", ["Wayan", 7, ["Wayan"], True])
def test_an_author_that_is_no_object_is_named_field_by_field(api: Api, author: object) -> None:
    body = a_body() | {"author": author}

    response = api.call("POST", "/api/v1/sites/demo/comments", json=body)

    assert response.status_code == 422
    assert set(response.get_json()["faults"]) >= {"author.name", "author.email"}


@pytest.mark.parametrize("body", [{}, {"author": None}, {"author": {}}])
def test_a_body_without_anything_misses_what_the_site_requires(api: Api, body: object) -> None:
    response = api.call("POST", "/api/v1/sites/demo/comments", json=body)

    assert response.get_json()["faults"] == {
        name: ["missing"] for name in ("author.name", "author.email", "text", "page")
    }


def test_what_is_required_is_the_sites_setting(api: Api) -> None:
    api.change_site(required=frozenset({Field.TEXT}))

    assert api.post(author_name=None, author_email=None).status_code == 201


def test_an_address_that_is_not_required_must_still_be_one(api: Api) -> None:
    api.change_site(required=frozenset({Field.TEXT}))

    assert api.post(author_email="bukan-surel").get_json()["faults"] == {"author.email": ["invalid-email"]}


def test_a_parent_on_another_page_is_unknown(api: Api) -> None:
    elsewhere = api.published(page="/berita/lain")

    assert api.post(parent_id=elsewhere).get_json()["faults"] == {"parent_id": ["unknown-parent"]}


def test_a_parent_on_another_site_is_unknown(api: Api) -> None:
    api.add_site("kedua")
    elsewhere = api.published(site="kedua")

    assert api.post(parent_id=elsewhere).get_json()["faults"] == {"parent_id": ["unknown-parent"]}


@pytest.mark.parametrize("action", [None, "reject", "mark-spam", "trash"])
def test_a_parent_that_readers_do_not_see_is_unknown(api: Api, action: str | None) -> None:
    parent = api.held()
    if action:
        api.decide(parent, action)

    assert api.post(parent_id=parent).get_json()["faults"] == {"parent_id": ["unknown-parent"]}


@pytest.mark.parametrize("name", ["tidak-ada", "DEMO", "demo%00", "..", "a" * 64, "demo'--", "%F0%9F%8C%B6"])
def test_a_site_that_does_not_exist_is_unknown(api: Api, name: str) -> None:
    for method, path in (("POST", "comments"), ("GET", "comments?page=/"), ("GET", "form?page=/")):
        response = api.call(method, f"/api/v1/sites/{name}/{path}", json=a_body() if method == "POST" else None)

        assert (response.status_code, response.get_json()["code"]) == (404, "unknown-site")


def test_a_closed_site_takes_no_comments(api: Api) -> None:
    api.change_site(closed=True)

    response = api.post()

    assert (response.status_code, response.get_json()["code"]) == (403, "site-closed")
    assert api.stored() == 0


def test_a_closed_page_takes_no_comments_and_still_shows_them(api: Api) -> None:
    comment = api.published()
    api.close_page()

    response = api.post(text="Masih sempat?")

    assert (response.status_code, response.get_json()["code"]) == (403, "page-closed")
    assert [one["id"] for one in api.listed().get_json()["comments"]] == [comment]
    assert api.call("GET", f"/api/v1/sites/{DEMO}/form", query_string={"page": PAGE}).get_json()["closed"] is True


def test_a_site_that_lists_its_pages_takes_comments_on_those_only(api: Api) -> None:
    api.published()
    api.change_site(listed_pages_only=True)

    response = api.post(page="/halaman/baru")

    assert (response.status_code, response.get_json()["code"]) == (404, "unknown-page")
    assert api.post(text="Halaman ini sudah dikenal.").status_code == 201


SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&"


def test_script_is_stored_as_typed_and_shown_as_text(api: Api) -> None:
    comment = api.published(author_name=SCRIPT, page_title=SCRIPT, text=SCRIPT)

    (shown,) = api.listed().get_json()["comments"]
    item = api.detail(comment).get_json()

    assert (item["text"], item["author"]["name"], item["page_title"]) == (SCRIPT, SCRIPT, SCRIPT)
    assert "<script" not in shown["html"]
    assert "<img" not in shown["html"]
    assert "&lt;script&gt;" in shown["html"]


def test_links_in_a_text_are_marked_as_the_visitors_own(api: Api) -> None:
    api.published(text="Lihat https://example.com/a?b=1&c=2 dan javascript:alert(1)")

    (shown,) = api.listed().get_json()["comments"]

    assert 'href="https://example.com/a?b=1&amp;c=2"' in shown["html"]
    assert 'rel="ugc nofollow noopener"' in shown["html"]
    assert 'href="javascript' not in shown["html"]


def test_a_page_is_the_same_however_its_address_is_written(api: Api) -> None:
    comment = api.published(page=f"https://kabar.example{PAGE}/?utm_source=x#komentar")

    assert [one["id"] for one in api.listed(PAGE).get_json()["comments"]] == [comment]
    assert [one["id"] for one in api.listed(f"http://www.kabar.example{PAGE}").get_json()["comments"]] == [comment]
