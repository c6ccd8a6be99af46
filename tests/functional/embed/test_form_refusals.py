"""A posted form that cannot be taken: each time a page that says so, and nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from service.domain.errors import StorageUnavailable
from service.domain.fields import Field
from tests import memory
from tests.functional.embed.conftest import read_page

if TYPE_CHECKING:
    from service.domain.site import Site
    from tests.functional.embed.conftest import Visitors

FORM = "application/x-www-form-urlencoded"
HOSTILE = """<script>alert(1)</script>"><img src=x onerror=alert(2)>'`{{7*7}}</textarea><svg onload=alert(3)>"""


@pytest.mark.parametrize("content_type", ["text/plain", "application/json", "image/png", ""])
def test_another_content_type_is_a_415_page(visitors: Visitors, content_type: str) -> None:
    response = visitors.client.post("/sites/demo/comments", data=b"comment=x", content_type=content_type)

    assert response.status_code == 415
    assert response.mimetype == "text/html"


@pytest.mark.parametrize("content_type", [FORM, "multipart/form-data; boundary=x"])
def test_too_large_a_form_is_a_413_page_and_is_not_read(visitors: Visitors, content_type: str) -> None:
    response = visitors.client.post(
        "/sites/demo/comments",
        data=b"comment=" + b"a" * 70_000,
        content_type=content_type,
        headers={"Accept-Language": "id"},
    )

    assert response.status_code == 413
    assert "Kembalilah di peramban Anda: tulisan Anda masih ada di formulir." in response.text


def test_a_text_over_the_limit_comes_back_whole(visitors: Visitors) -> None:
    long = "kata " * 2001

    response = visitors.post(visitors.filled(comment=long))

    assert response.status_code == 422
    assert "id: too-long" in response.text
    assert read_page(response).values["comment"] == long


def test_another_sites_page_may_not_post_and_the_text_is_kept(visitors: Visitors) -> None:
    response = visitors.post(visitors.filled(), headers={"Origin": "https://jahat.example"})

    assert response.status_code == 403
    assert "id: origin-not-allowed" in response.text
    assert "Panennya bagus tahun ini." in response.text
    assert not visitors.store.comments


@pytest.mark.parametrize("origin", ["https://kabar.example", "http://localhost"])
def test_the_sites_own_pages_and_the_service_may_post(visitors: Visitors, origin: str) -> None:
    assert visitors.post(visitors.filled(), headers={"Origin": origin}).status_code == 303


def test_who_must_wait_gets_the_form_back_with_429(visitors: Visitors) -> None:
    sent = visitors.filled()
    visitors.limiter.allowed = 0

    response = visitors.post(sent)

    assert response.status_code == 429
    assert response.headers["Retry-After"] == "60"
    assert read_page(response).values == sent


def test_a_page_closed_in_the_meantime_keeps_the_text(visitors: Visitors) -> None:
    sent = visitors.filled()
    visitors.site(closed=True)

    response = visitors.post(sent)

    assert response.status_code == 403
    assert "id: site-closed" in response.text
    assert read_page(response).values["comment"] == sent["comment"]


def test_a_database_that_is_away_keeps_the_text(visitors: Visitors, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = visitors.filled()

    def away(*_: object) -> Site:
        raise StorageUnavailable(timedelta(seconds=5))

    monkeypatch.setattr(memory.MemorySites, "get", away)
    response = visitors.post(sent)

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"
    assert "id: storage-unavailable" in response.text
    assert read_page(response).values["comment"] == sent["comment"]


def test_a_fault_of_ours_is_a_page_whose_log_holds_nothing_of_the_form(
    visitors: Visitors, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    sent = visitors.filled()

    def broken(*_: object) -> Site:
        raise ValueError(sent["email"])

    monkeypatch.setattr(memory.MemorySites, "get", broken)
    response = visitors.post(sent, headers={"Accept-Language": "id"})

    assert response.status_code == 500
    assert "yang Anda tulis masih ada di formulir" in response.text
    assert [record.message for record in caplog.records] == ["page_failed"]
    assert "wayan@" not in str([vars(record) for record in caplog.records])


def test_reading_where_forms_are_sent_is_a_405_page(visitors: Visitors) -> None:
    response = visitors.client.get("/sites/demo/comments")

    assert response.status_code == 405
    assert response.headers["Allow"] == "POST"
    assert response.mimetype == "text/html"


def test_an_unknown_site_takes_nothing(visitors: Visitors) -> None:
    response = visitors.client.post("/sites/tidak-ada/comments", data=urlencode(visitors.filled()), content_type=FORM)

    assert response.status_code == 404
    assert "unknown-site" in response.text


def test_a_site_that_requires_no_address_takes_none(visitors: Visitors) -> None:
    visitors.site(required=frozenset({Field.TEXT}))

    response = visitors.post(visitors.filled(author="", email=""))

    assert response.status_code == 303
    assert not visitors.store.authors


def test_an_address_is_on_no_page_but_the_returned_form(visitors: Visitors) -> None:
    response = visitors.post(visitors.filled(email="penanda@surat.example"), follow_redirects=True)

    assert response.status_code == 200
    assert "penanda" not in response.text
    assert "penanda" not in visitors.open().text
    assert "penanda@surat.example" in visitors.post(visitors.filled(email="penanda@surat.example", author="")).text
