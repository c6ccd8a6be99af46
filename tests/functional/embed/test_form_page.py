"""The form page as it opens."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from service.domain.fields import Field
from tests import fakes

if TYPE_CHECKING:
    from tests.functional.embed.conftest import Visitors


def elements(page: str, name: str) -> list[str]:
    return re.findall(rf"<{name}\b[^>]*>", page)


def test_the_form_opens_in_the_language_of_the_site(visitors: Visitors) -> None:
    page = visitors.open().text

    assert '<html lang="id">' in page
    assert "Tinggalkan Balasan" in page
    assert "Alamat email Anda tidak akan dipublikasikan. Ruas yang wajib ditandai *" in page


def test_an_english_site_speaks_english(visitors: Visitors) -> None:
    visitors.site(language="en")

    page = visitors.open().text

    assert "Leave a Reply" in page
    assert "Your email address will not be published. Required fields are marked *" in page


def test_the_address_may_ask_for_another_language_and_the_form_keeps_it(visitors: Visitors) -> None:
    page = visitors.open(lang="en-GB").text

    assert '<html lang="en">' in page
    assert '<input type="hidden" name="lang" value="en">' in page


def test_a_language_without_catalogue_leaves_that_of_the_site(visitors: Visitors) -> None:
    assert '<html lang="id">' in visitors.open(lang="tlh").text


@pytest.mark.parametrize(
    ("name", "complete"), [("author", "name"), ("email", "email"), ("url", "url")], ids=["name", "email", "website"]
)
def test_each_input_has_its_label_and_tells_the_browser_what_it_is(
    visitors: Visitors, name: str, complete: str
) -> None:
    page = visitors.open().text

    (tag,) = [one for one in elements(page, "input") if f'name="{name}"' in one]
    assert f'id="{name}"' in tag
    assert f'autocomplete="{complete}"' in tag
    assert f'<label for="{name}">' in page


def test_required_inputs_are_those_of_the_site(visitors: Visitors) -> None:
    visitors.site(required=frozenset({Field.TEXT, Field.NAME}))

    page = visitors.open().text

    tags = elements(page, "input") + elements(page, "textarea")
    assert {
        found.group(1) for tag in tags if tag.endswith(" required>") and (found := re.search(r'name="(\w+)"', tag))
    } == {"comment", "author"}
    assert page.count('<span class="saring-star">*</span>') == 2


def test_hidden_inputs_name_the_page_and_carry_a_stamp(visitors: Visitors) -> None:
    hidden = dict(re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', visitors.open().text))

    assert hidden["page"] == fakes.ARTICLE
    assert hidden["stamp"]
    assert len(hidden["once"]) >= 16


def test_the_trap_is_out_of_reach_of_people(visitors: Visitors) -> None:
    page = visitors.open().text

    (trap,) = [tag for tag in elements(page, "input") if 'name="topic"' in tag]
    assert 'tabindex="-1"' in trap
    assert 'autocomplete="off"' in trap
    assert 'type="text"' in trap
    assert '<div class="saring-trap" aria-hidden="true">' in page


def test_no_script_runs_on_the_form_and_only_the_site_may_frame_it(visitors: Visitors) -> None:
    response = visitors.open()

    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy
    assert policy.endswith("frame-ancestors 'self' https://kabar.example")
    assert "<script" not in response.text
    assert "style=" not in response.text
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_the_form_lets_the_browser_name_its_origin(visitors: Visitors) -> None:
    assert visitors.open().headers["Referrer-Policy"] == "same-origin"


def test_a_closed_page_shows_its_comments_and_no_form(visitors: Visitors) -> None:
    visitors.published(comment="Sebelum ditutup.")
    visitors.site(closed=True)

    page = visitors.open().text

    assert "Sebelum ditutup." in page
    assert "Komentar di sini sudah ditutup." in page
    assert "<form" not in page
    assert "Balas</a>" not in page


def test_an_unknown_site_is_a_page_that_says_so(visitors: Visitors) -> None:
    response = visitors.client.get("/sites/tidak-ada/form?page=/a&lang=id")

    assert response.status_code == 404
    assert response.mimetype == "text/html"
    assert "id: unknown-site" in response.text


@pytest.mark.parametrize("page", ["", "javascript:alert(1)", "/" + "a" * 3000, "http://[::1"])
def test_what_is_no_page_is_refused_with_a_page(visitors: Visitors, page: str) -> None:
    response = visitors.open(page=page)

    assert response.status_code == 422
    assert "id: invalid-page" in response.text


def test_comments_stand_in_threads(visitors: Visitors) -> None:
    first = visitors.published(comment="Awal.", author="Ayu")
    second = visitors.published(comment="Jawaban.", author="Bagus", parent_id=str(first.id))

    page = visitors.open().text

    outer = page.index(f'id="comment-{first.id}"')
    inner = page.index(f'id="comment-{second.id}"')
    assert "</li>" not in page[outer:inner]
    assert page[outer:inner].count('<ol class="saring-list">') == 1
    assert "Komentar</h2>" not in page
    assert "Komentar (" in page


def test_a_reply_is_begun_by_a_link(visitors: Visitors) -> None:
    comment = visitors.published(author="Ayu")
    link = f"/sites/demo/form?page=/artikel/panen-kopi&amp;parent={comment.id}#respond"

    listed = visitors.open().text
    page = visitors.open(parent=str(comment.id)).text

    assert link in listed.replace("%2F", "/")
    assert f'<input type="hidden" name="parent_id" value="{comment.id}">' in page
    assert "Anda membalas Ayu." in page
    assert "Batalkan balasan" in page


@pytest.mark.parametrize("parent", ["", "0", "bukan-id", '"><script>', "00000000-0000-0000-0000-00000000ffff"])
def test_a_reply_to_nothing_is_a_comment_of_its_own(visitors: Visitors, parent: str) -> None:
    assert "parent_id" not in visitors.open(parent=parent).text


def test_threads_deeper_than_five_levels_go_on_beside_each_other(visitors: Visitors) -> None:
    parent = ""
    for number in range(1, 9):
        parent = str(visitors.published(comment=f"Tingkat {number}", author=f"Nama{number}", parent_id=parent).id)

    page = visitors.open().text

    assert page.count('<ol class="saring-list">') == 5
    assert "membalas Nama5" in page
    assert "membalas Nama4" not in page


def test_a_thread_of_three_hundred_replies_is_shown(visitors: Visitors) -> None:
    visitors.published_many(300, chained=True)

    assert "Nomor 299." in visitors.open().text


def test_more_comments_than_one_page_shows_go_on_behind_a_link(visitors: Visitors) -> None:
    visitors.published_many(502)

    first = visitors.open().text
    link = re.search(r'class="saring-more" href="([^"]+)"', first)
    assert link
    second = visitors.client.get(link.group(1).replace("&amp;", "&")).text

    assert "Nomor 499." in first
    assert "Nomor 500." not in first
    assert "Nomor 499." not in second
    assert "Nomor 501." in second


@pytest.mark.parametrize("after", ["x", "2026-01-01~y", "~", "2026-01-01T00:00:00~" + "0" * 32, "\u0000"])
def test_an_unreadable_place_begins_at_the_beginning(visitors: Visitors, after: str) -> None:
    visitors.published(comment="Yang pertama.")

    assert "Yang pertama." in visitors.open(after=after).text
