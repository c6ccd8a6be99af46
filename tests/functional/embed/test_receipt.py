"""The receipt, by which an author comes back to a comment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from service.domain.lifecycle import Action
from tests.functional.embed.conftest import read_page

if TYPE_CHECKING:
    from service.domain.comment import Comment
    from tests.functional.embed.conftest import Visitors


def submitted(visitors: Visitors, **changes: str) -> Comment:
    assert visitors.post(visitors.filled(**changes)).status_code == 303
    return next(reversed(visitors.store.comments.values()))


def decide(visitors: Visitors, comment: Comment, action: Action) -> None:
    visitors.store.comments[comment.id] = comment.after(action)


@pytest.mark.parametrize(
    ("action", "sentence"),
    [
        (None, "menunggu tinjauan"),
        (Action.APPROVE, "sudah terbit"),
        (Action.MARK_SPAM, "menunggu tinjauan"),
        (Action.REJECT, "ditolak"),
        (Action.TRASH, "ditolak"),
    ],
    ids=["waiting", "approved", "spam reads as waiting", "rejected", "trash"],
)
def test_it_says_what_became_of_the_comment(visitors: Visitors, action: Action | None, sentence: str) -> None:
    comment = submitted(visitors)
    if action:
        decide(visitors, comment, action)

    response = visitors.client.get(f"/sites/demo/receipts/demo.{comment.id}")

    assert response.status_code == 200
    assert sentence in response.text
    assert "Panennya bagus tahun ini." in response.text


def test_it_shows_the_authors_own_words_as_text(visitors: Visitors) -> None:
    comment = submitted(visitors, comment="<script>alert(1)</script>\nbaris dua")

    response = visitors.client.get(f"/sites/demo/receipts/demo.{comment.id}")

    assert "&lt;script&gt;alert(1)&lt;/script&gt;\nbaris dua" in response.text
    assert "script" not in {tag for tag, _ in read_page(response).elements}


def test_it_is_found_by_no_search_kept_by_no_cache_and_named_to_no_other_page(visitors: Visitors) -> None:
    comment = submitted(visitors)

    response = visitors.client.get(f"/sites/demo/receipts/demo.{comment.id}")

    assert response.headers["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in response.text
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "unsafe" not in response.headers["Content-Security-Policy"]


def test_it_leads_back_to_the_comments_and_the_article(visitors: Visitors) -> None:
    comment = submitted(visitors)

    page = visitors.client.get(f"/sites/demo/receipts/demo.{comment.id}?lang=en").text

    assert "Back to the comments" in page
    assert 'href="https://kabar.example/artikel/panen-kopi"' in page


def test_an_article_elsewhere_is_named_by_its_host(visitors: Visitors) -> None:
    comment = submitted(visitors, page="https://lain.example/kopi")

    assert 'href="https://lain.example/kopi"' in visitors.client.get(f"/sites/demo/receipts/demo.{comment.id}").text


def test_without_known_origin_only_the_comments_are_led_to(visitors: Visitors) -> None:
    visitors.site(origins=())
    comment = submitted(visitors)

    page = visitors.client.get(f"/sites/demo/receipts/demo.{comment.id}").text

    assert "Kembali ke komentar" in page
    assert "Kembali ke artikel" not in page


@pytest.mark.parametrize("receipt", ["demo", "lain.00000000-0000-0000-0000-000000000001", "%3Cscript%3E", "x" * 3000])
def test_what_was_not_signed_here_is_a_404_page(visitors: Visitors, receipt: str) -> None:
    response = visitors.client.get(f"/sites/demo/receipts/{receipt}")

    assert response.status_code == 404
    assert "id: unknown-receipt" in response.text
    assert "<script" not in response.text
