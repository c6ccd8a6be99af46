"""A posted form: what becomes of it, and how it comes back with errors."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.functional.embed.conftest import read_page

if TYPE_CHECKING:
    from tests.functional.embed.conftest import Visitors

FORM = "application/x-www-form-urlencoded"
HOSTILE = """<script>alert(1)</script>"><img src=x onerror=alert(2)>'`{{7*7}}</textarea><svg onload=alert(3)>"""


def test_a_good_form_leads_to_its_receipt(visitors: Visitors) -> None:
    response = visitors.post(visitors.filled())

    assert response.status_code == 303
    (comment,) = visitors.store.comments.values()
    assert response.location == f"/sites/demo/receipts/demo.{comment.id}"
    assert comment.text == "Panennya bagus tahun ini."
    assert comment.language == "id"


def test_the_language_asked_for_goes_on_to_the_receipt(visitors: Visitors) -> None:
    response = visitors.post(visitors.filled(lang="en"))

    assert response.location.endswith("?lang=en")
    assert [comment.language for comment in visitors.store.comments.values()] == ["en"]


def test_lines_end_as_in_json(visitors: Visitors) -> None:
    visitors.post(visitors.filled(comment="Baris satu\r\nbaris dua"))

    assert [comment.text for comment in visitors.store.comments.values()] == ["Baris satu\nbaris dua"]


def test_a_bad_field_brings_the_form_back_as_it_was_sent(visitors: Visitors) -> None:
    sent = visitors.filled(email="salah", url="kebun.example", comment="  Baris satu\n\n<b>dua</b> & tiga  ")

    response = visitors.post(sent)

    assert response.status_code == 422
    returned = read_page(response).values
    assert returned == sent
    assert not visitors.store.comments


def test_each_error_stands_at_its_field_and_in_a_summary_that_takes_the_focus(visitors: Visitors) -> None:
    response = visitors.post(visitors.filled(email="salah", author=""))

    page = response.text
    (email,) = [attrs for tag, attrs in read_page(response).elements if tag == "input" and attrs.get("name") == "email"]
    assert email["aria-invalid"] == "true"
    assert email["aria-describedby"] == "email-error promise"
    assert '<p class="saring-error" id="email-error">id: invalid-email</p>' in page
    assert '<p class="saring-error" id="author-error">id: missing</p>' in page
    assert re.search(r'<div class="saring-summary" role="alert" tabindex="-1" autofocus', page)
    assert '<a href="#email" target="_self">id: invalid-email</a>' in page
    assert '<a href="#author" target="_self">id: missing</a>' in page
    assert "<title>Kesalahan: Tinggalkan Balasan" in page


def test_the_summary_names_the_errors_in_the_order_of_the_fields(visitors: Visitors) -> None:
    response = visitors.post({**visitors.filled(author="", email="", comment=""), "page": ""})

    assert re.findall(r'<li>(?:<a href="#(\w+)")?', response.text) == ["", "comment", "author", "email"]


def test_a_returned_form_is_kept_by_no_cache(visitors: Visitors) -> None:
    assert visitors.post(visitors.filled(email="salah")).headers["Cache-Control"] == "no-store"


def test_a_mended_form_posts_with_the_stamp_it_was_opened_with(visitors: Visitors) -> None:
    opened = visitors.filled(email="salah")
    visitors.clock.advance(timedelta(minutes=5))

    returned = read_page(visitors.post(opened)).values
    response = visitors.post({**returned, "email": "wayan@surat.example"})

    assert returned["stamp"] == opened["stamp"]
    assert response.status_code == 303


def test_a_form_opened_yesterday_still_posts(visitors: Visitors) -> None:
    sent = visitors.filled()
    visitors.clock.advance(timedelta(days=1))

    assert visitors.post(sent).status_code == 303


def test_a_form_sent_twice_is_one_comment(visitors: Visitors) -> None:
    sent = visitors.filled()

    first, second = visitors.post(sent), visitors.post(sent)

    assert first.location == second.location
    assert len(visitors.store.comments) == 1


def test_a_form_used_again_for_other_words_is_another_comment(visitors: Visitors) -> None:
    sent = visitors.filled()

    visitors.post(sent)
    response = visitors.post({**sent, "comment": "Satu hal lagi."})

    assert response.status_code == 303
    assert len(visitors.store.comments) == 2


def test_a_filled_trap_is_no_error_and_no_loss(visitors: Visitors) -> None:
    response = visitors.post(visitors.filled(topic="murah"))

    assert response.status_code == 303
    assert [comment.rule for comment in visitors.store.comments.values()] == ["trap-filled"]


def test_a_missing_stamp_holds_the_comment(visitors: Visitors) -> None:
    response = visitors.post({**visitors.filled(), "stamp": ""})

    assert response.status_code == 303
    assert [comment.rule for comment in visitors.store.comments.values()] == ["form-stamp-missing"]


def test_the_form_of_wordpress_posts_here_unchanged(visitors: Visitors) -> None:
    response = visitors.post(
        {
            "author": "Komang",
            "email": "komang@surat.example",
            "url": "",
            "comment": "Dari tema lama.",
            "submit": "Kirim Komentar",
            "comment_post_ID": "42",
            "comment_parent": "0",
            "wp-comment-cookies-consent": "yes",
        }
    )

    assert response.status_code == 303
    (comment,) = visitors.store.comments.values()
    assert comment.page == "/?p=42"
    assert comment.parent is None


def test_the_parent_of_wordpress_is_a_reply(visitors: Visitors) -> None:
    first = visitors.published()

    visitors.post({**visitors.filled(comment="Setuju."), "comment_parent": str(first.id)})

    assert [one.parent for one in visitors.store.comments.values() if one.text == "Setuju."] == [first.id]


def test_an_unknown_parent_is_an_error_with_nothing_lost(visitors: Visitors) -> None:
    response = visitors.post(visitors.filled(parent_id="00000000-0000-0000-0000-00000000ffff"))

    assert response.status_code == 422
    assert "id: unknown-parent" in response.text
    assert "Panennya bagus tahun ini." in response.text


def test_a_bad_page_is_an_error_with_nothing_lost(visitors: Visitors) -> None:
    response = visitors.post({**visitors.filled(), "page": "javascript:alert(1)"})

    assert response.status_code == 422
    assert "id: invalid-page" in response.text
    assert "Panennya bagus tahun ini." in response.text


@pytest.mark.parametrize("name", ["author", "email", "url", "comment", "topic", "stamp", "once", "lang", "page"])
def test_hostile_input_stays_text_in_a_returned_form(visitors: Visitors, name: str) -> None:
    sent = {**visitors.filled(), "email": "salah", name: HOSTILE}

    response = visitors.post(sent)

    parsed = read_page(response)
    assert response.status_code == 422
    assert "<script" not in response.text
    assert {tag for tag, _ in parsed.elements} & {"img", "svg", "script"} == set()
    assert not [attrs for _, attrs in parsed.elements if any(key.startswith("on") for key in attrs)]
    if name != "lang":
        assert parsed.values[name] == HOSTILE


@pytest.mark.parametrize("name", ["author", "comment"])
def test_hostile_input_stays_text_among_the_comments(visitors: Visitors, name: str) -> None:
    visitors.published(**{name: HOSTILE[:90]})

    parsed = read_page(visitors.open())

    assert {tag for tag, _ in parsed.elements} & {"img", "svg", "script"} == set()


def test_a_website_that_is_a_script_is_refused(visitors: Visitors) -> None:
    response = visitors.post(visitors.filled(url="javascript:alert(1)"))

    assert response.status_code == 422
    assert "id: invalid-url" in response.text


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (b"author=Jos%E9&comment=Caf%e9", {"author": "José", "comment": "Café"}),
        (b"author=Jos\xe9&comment=x", {"author": "José", "comment": "x"}),
        (b"author=%ZZ%&comment=100%+benar", {"author": "%ZZ%", "comment": "100% benar"}),
        (b"comment=%ED%A0%80&author=x", {"author": "x"}),
        (b"&&=&comment&=x&author=%00", {"author": "\x00"}),
        (b"\xff\xfe%", {}),
        (b"", {}),
    ],
    ids=["latin-1", "raw bytes", "broken escapes", "surrogate", "empty pairs", "noise", "nothing"],
)
def test_what_is_not_utf_8_comes_back_readable(visitors: Visitors, body: bytes, shown: dict[str, str]) -> None:
    response = visitors.client.post("/sites/demo/comments", data=body, content_type=FORM)

    assert response.status_code == 422
    returned = read_page(response).values
    assert {name: returned[name] for name in shown} == shown


def test_a_multipart_form_posts_as_well(visitors: Visitors) -> None:
    response = visitors.post(visitors.filled(), content_type="multipart/form-data")

    assert response.status_code == 303
