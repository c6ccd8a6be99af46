"""An author proves an address: the button on the receipt, and the page that the mailed link leads to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from service.domain.event import EventKind
from service.domain.fields import Field
from service.embed.doors import EXTENSION
from tests import fakes
from tests.functional.embed.conftest import read_page

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from service.domain.author import AuthorId
    from service.domain.comment import Comment
    from tests.functional.embed.conftest import Visitors

BUTTON = "Konfirmasi alamat Anda"
ON_ITS_WAY = "akan sampai di email Anda"


def submitted(visitors: Visitors, **changes: str) -> Comment:
    assert visitors.post(visitors.filled(**changes)).status_code == 303
    return next(reversed(visitors.store.comments.values()))


def author_of(comment: Comment) -> AuthorId:
    assert comment.author is not None
    return comment.author


def receipt(visitors: Visitors, comment: Comment, query: str = "") -> TestResponse:
    return visitors.client.get(f"/sites/demo/receipts/demo.{comment.id}{query}")


def asked(visitors: Visitors, comment: Comment, query: str = "") -> TestResponse:
    return visitors.client.post(f"/sites/demo/receipts/demo.{comment.id}/confirmation{query}")


def link_of(comment: Comment) -> str:
    return f"/sites/demo/confirmations/{fakes.PlainLinks().issue(fakes.DEMO, author_of(comment))}"


def requests(visitors: Visitors) -> int:
    return sum(event.kind is EventKind.CONFIRMATION_REQUESTED for event in visitors.store.events)


def confirmed(visitors: Visitors, comment: Comment) -> bool:
    return visitors.store.authors[author_of(comment)].history.confirmed


def without_mail(visitors: Visitors) -> None:
    extensions = visitors.client.application.extensions
    doors = extensions[EXTENSION]
    extensions[EXTENSION] = replace(doors, confirmation=replace(doors.confirmation, show_proof=None))


def test_the_receipt_has_a_button_that_is_a_plain_form_without_the_address(visitors: Visitors) -> None:
    comment = submitted(visitors)

    page = receipt(visitors, comment)

    forms = [attributes for tag, attributes in read_page(page).elements if tag == "form"]
    assert [(form["method"], form["action"]) for form in forms] == [
        ("post", f"/sites/demo/receipts/demo.{comment.id}/confirmation")
    ]
    assert read_page(page).values == {}
    assert BUTTON in page.text
    assert "wayan@" not in page.text


def test_the_button_speaks_english_too_and_keeps_speaking_it(visitors: Visitors) -> None:
    comment = submitted(visitors)

    assert "Confirm your address" in receipt(visitors, comment, "?lang=en").text

    answer = asked(visitors, comment, "?lang=en")
    assert answer.headers["Location"] == f"/sites/demo/receipts/demo.{comment.id}?lang=en"
    assert "will reach you by email within a few minutes" in visitors.client.get(answer.headers["Location"]).text


def test_asking_leads_back_to_the_receipt_which_says_that_a_mail_is_on_its_way(visitors: Visitors) -> None:
    comment = submitted(visitors)

    answer = asked(visitors, comment)

    page = visitors.client.get(answer.headers["Location"]).text
    assert answer.status_code == 303
    assert (answer.headers["Cache-Control"], answer.headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert ON_ITS_WAY in page
    assert BUTTON not in page
    assert requests(visitors) == 1


def test_asking_twice_asks_once(visitors: Visitors) -> None:
    comment = submitted(visitors)

    assert [asked(visitors, comment).status_code, asked(visitors, comment).status_code] == [303, 303]

    assert requests(visitors) == 1


def test_where_no_mail_is_sent_there_is_no_button_and_nothing_to_ask(visitors: Visitors) -> None:
    without_mail(visitors)
    comment = submitted(visitors)

    assert BUTTON not in receipt(visitors, comment).text
    assert asked(visitors, comment).status_code == 404
    assert requests(visitors) == 0


def test_a_link_that_was_mailed_still_works_where_no_mail_is_sent_any_more(visitors: Visitors) -> None:
    comment = submitted(visitors)
    without_mail(visitors)

    assert visitors.client.post(link_of(comment)).status_code == 200

    assert confirmed(visitors, comment)


def test_a_comment_without_an_address_has_no_button(visitors: Visitors) -> None:
    visitors.site(required=frozenset({Field.TEXT}))
    comment = submitted(visitors, email="")

    assert BUTTON not in receipt(visitors, comment).text


def test_a_proved_address_has_no_button_any_more(visitors: Visitors) -> None:
    comment = submitted(visitors)
    asked(visitors, comment)
    visitors.client.post(link_of(comment))

    page = receipt(visitors, comment).text

    assert BUTTON not in page
    assert ON_ITS_WAY not in page


def test_the_button_cannot_be_hammered(visitors: Visitors) -> None:
    comment = submitted(visitors)
    visitors.limiter.allowed = 2
    asked(visitors, comment)

    refused = asked(visitors, comment)

    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "60"


@pytest.mark.parametrize("name", ["demo", "lain.00000000-0000-0000-0000-000000000001", "%3Cscript%3E"])
def test_asking_with_a_foreign_receipt_is_a_404_page(visitors: Visitors, name: str) -> None:
    answer = visitors.client.post(f"/sites/demo/receipts/{name}/confirmation")

    assert answer.status_code == 404
    assert "id: unknown-receipt" in answer.text
    assert requests(visitors) == 0


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("path", ["confirmations/x", "receipts/x/confirmation"])
def test_a_site_that_does_not_exist_is_a_404(visitors: Visitors, method: str, path: str) -> None:
    if path.startswith("receipts") and method == "GET":
        assert visitors.client.get("/sites/tiada/receipts/x/confirmation").status_code == 405
    else:
        assert visitors.client.open(f"/sites/tiada/{path}", method=method).status_code == 404


def test_looking_at_the_link_says_what_the_button_does_and_changes_nothing(visitors: Visitors) -> None:
    comment = submitted(visitors)
    events = len(visitors.store.events)

    page = visitors.client.get(link_of(comment))

    forms = [attributes for tag, attributes in read_page(page).elements if tag == "form"]
    assert page.status_code == 200
    assert "Ya, alamat ini milik saya" in page.text
    assert "Kabar Demo" in page.text
    assert [(form["method"], form["action"]) for form in forms] == [("post", link_of(comment))]
    assert not confirmed(visitors, comment)
    assert len(visitors.store.events) == events


def test_answering_the_link_confirms_and_says_so(visitors: Visitors) -> None:
    comment = submitted(visitors)

    page = visitors.client.post(link_of(comment))

    assert page.status_code == 200
    assert "sudah dikonfirmasi" in page.text
    assert confirmed(visitors, comment)


def test_answering_the_link_again_says_the_same_and_logs_nothing_more(visitors: Visitors) -> None:
    comment = submitted(visitors)
    visitors.client.post(link_of(comment))
    events = len(visitors.store.events)

    assert "sudah dikonfirmasi" in visitors.client.post(link_of(comment)).text

    assert len(visitors.store.events) == events


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("link", ["x", "lain.00000000-0000-0000-0000-000000000001", "%3Cscript%3E", "x" * 3000])
def test_a_link_that_is_too_old_or_of_another_site_is_a_clear_404_page(
    visitors: Visitors, method: str, link: str
) -> None:
    page = visitors.client.open(f"/sites/demo/confirmations/{link}", method=method)

    assert page.status_code == 404
    assert "tidak mengonfirmasi alamat apa pun" in page.text
    assert "lewat 7 hari" in page.text
    assert "<script" not in page.text


def test_the_pages_speak_the_language_that_is_asked_for(visitors: Visitors) -> None:
    comment = submitted(visitors)

    page = visitors.client.get(f"{link_of(comment)}?lang=en")

    assert '<html lang="en">' in page.text
    assert "Yes, this address is mine" in page.text
    assert f'action="{link_of(comment)}?lang=en"' in page.text


@pytest.mark.parametrize(("method", "known"), [("GET", True), ("POST", True), ("GET", False), ("POST", False)])
def test_the_pages_are_kept_by_no_cache_found_by_no_search_and_named_to_no_other_page(
    visitors: Visitors, method: str, *, known: bool
) -> None:
    link = link_of(submitted(visitors)) if known else "/sites/demo/confirmations/x"

    page = visitors.client.open(link, method=method)

    policy = page.headers["Content-Security-Policy"]
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert '<meta name="robots" content="noindex">' in page.text
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert policy.endswith("frame-ancestors 'self'")
