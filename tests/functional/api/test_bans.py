"""Bans over the API, from a moderator's order to what a visitor meets."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from service.settings import Settings
from service.storage.database import connection
from tests.functional.api.driver import DEMO, NOBODY
from tests.functional.api.recipes_authors import author_of, ban, ban_author, ban_domain, bans, lift, show

if TYPE_CHECKING:
    from pathlib import Path

    from werkzeug.test import TestResponse

    from tests.functional.api.driver import Api

SECOND = "Yang kedua, juga tentang panen kopi tahun ini."
HERE = "127.0.0.0/24"


def impose(api: Api, way: str, author: str, **changes: Any) -> TestResponse:  # noqa: ANN401 - any JSON
    """Ban the author of comments posted here, in one of three ways."""
    if way == "author":
        return ban_author(api, author, **changes)
    if way == "domain":
        return ban_domain(api, "surat-kabar.com", **changes)
    return ban(api, range=HERE, **changes)


@pytest.mark.parametrize("way", ["author", "domain", "range"])
def test_a_silent_ban_answers_like_a_comment_that_waits_and_files_it(api: Api, way: str) -> None:
    author = author_of(api, api.published())
    waits = api.post(text="Mungkin begitu, mungkin juga tidak, siapa yang tahu.", author_email="lain@pos-harian.com")
    imposed = impose(api, way, author, told=False)

    filed = api.post(text=SECOND)

    assert imposed.status_code == 201
    assert (filed.status_code, waits.status_code) == (202, 202)
    assert list(filed.get_json()) == list(waits.get_json())
    assert list(filed.headers.keys()) == list(waits.headers.keys())
    assert filed.get_json()["state"] == waits.get_json()["state"] == "pending"
    assert api.call("GET", "/api/v1" + filed.get_json()["receipt"]).get_json()["state"] == "pending"
    detail = api.detail(filed.get_json()["id"]).get_json()
    assert (detail["state"], detail["rule"]) == ("spam", f"banned-{way}")
    assert api.decide(filed.get_json()["id"], "approve").status_code == 200


@pytest.mark.parametrize("way", ["author", "domain", "range"])
def test_a_ban_that_is_told_refuses_with_a_sentence_and_stores_nothing(api: Api, way: str) -> None:
    author = author_of(api, api.published())
    impose(api, way, author, told=True)
    before = api.stored()

    refused = api.post(text=SECOND, lang="id")

    assert (refused.status_code, refused.get_json()["code"]) == (403, "banned")
    assert (
        refused.get_json()["title"]
        == "Saat ini Anda tidak dapat berkomentar di situs ini. Komentar Anda tidak dikirim."
    )
    assert api.stored() == before


@pytest.mark.parametrize("way", ["author", "domain", "range"])
def test_a_ban_ends_with_its_hours_or_when_it_is_lifted(api: Api, way: str) -> None:
    author = author_of(api, api.published())
    impose(api, way, author, told=True, hours=2)
    number = impose(api, way, author, told=True).get_json()["id"]
    assert api.post(text=SECOND).status_code == 403

    assert lift(api, number).status_code == 204
    timed = api.post(text=SECOND).status_code
    api.clock.advance(timedelta(hours=2))

    assert (timed, api.post(text=SECOND).status_code) == (403, 201)
    assert bans(api).get_json()["items"] == []
    assert lift(api, number).status_code == 404


def test_a_ban_meets_nobody_else_and_no_other_site(api: Api) -> None:
    api.add_site("kedua")
    author = author_of(api, api.published())
    ban_author(api, author, told=True)
    ban_domain(api, "surat-kabar.com", told=True)

    assert api.post(author_email="lain@pos-harian.com", text=SECOND).status_code == 201
    assert api.post(site="kedua", text=SECOND).status_code == 201
    assert api.post(author_email="baru@surat-kabar.com", text=SECOND).status_code == 403
    assert api.post(author_email="WAYAN@Surat-Kabar.COM", text=SECOND).status_code == 403


def test_a_ban_is_shown_as_it_was_ordered_and_nothing_shows_a_domain_that_nobody_typed(api: Api) -> None:
    author = author_of(api, api.published())

    imposed = ban_domain(api, None, author=author, hours=24, told=False, reason="iklan")

    assert imposed.status_code == 201
    assert imposed.get_json() == {
        "id": imposed.get_json()["id"],
        "site": DEMO,
        "kind": "domain",
        "author": author,
        "domain": None,
        "range": None,
        "until": "2026-03-15T12:01:00Z",
        "told": False,
        "reason": "iklan",
        "by": "token:first",
        "at": "2026-03-14T12:01:00Z",
    }
    assert bans(api).get_json() == {"items": [imposed.get_json()], "next": None}
    assert show(api, author).get_json()["bans"] == [imposed.get_json()]
    assert "surat-kabar" not in imposed.text + bans(api).text + show(api, author).text


def test_a_domain_is_found_as_it_is_typed(api: Api) -> None:
    api.published(author_email="sari@xn--mnchen-3ya.com")

    typed = ban_domain(api, " @München.COM ", dry_run=True)

    assert (typed.status_code, typed.get_json()) == (200, {"authors": 1, "approved": 1, "shared": False})
    assert ban_domain(api, "@München.COM").get_json()["domain"] == "xn--mnchen-3ya.com"


def test_a_preview_counts_whom_a_ban_would_meet_and_changes_nothing(api: Api) -> None:
    author = author_of(api, api.published())
    api.held(author_email="sari@surat-kabar.com")

    assert ban_domain(api, "surat-kabar.com", dry_run=True).get_json() == {"authors": 2, "approved": 1, "shared": False}
    assert ban_author(api, author, dry_run=True).get_json() == {"authors": 1, "approved": 1, "shared": False}
    assert ban(api, dry_run=True).get_json() == {"authors": None, "approved": None, "shared": False}
    assert bans(api).get_json()["items"] == []


def test_a_big_mail_providers_domain_needs_somebody_who_insists(api: Api) -> None:
    refused = ban_domain(api, "Gmail.com")

    assert (refused.status_code, refused.get_json()["code"]) == (409, "shared-domain")
    assert ban_domain(api, "gmail.com", dry_run=True).get_json()["shared"]
    assert ban_domain(api, "gmail.com", force=True).status_code == 201


@pytest.mark.parametrize(
    ("changes", "reason", "parameter"),
    [
        ({"kind": "nama"}, "unknown-value", "kind"),
        ({"kind": "author"}, "missing", "author"),
        ({"kind": "author", "author": "x"}, "not-an-id", "author"),
        ({"kind": "domain", "range": None, "domain": "tanpa titik"}, "not-a-domain", "domain"),
        ({"kind": "domain", "range": None, "domain": "a" * 300 + ".com"}, "too-long", "domain"),
        ({"range": "0.0.0.0/0"}, "too-wide", "range"),
        ({"range": "semua"}, "not-a-range", "range"),
        ({"hours": 0}, "out-of-range", "hours"),
        ({"hours": 87_601}, "out-of-range", "hours"),
        ({"hours": "2"}, "wrong-type", "hours"),
        ({"told": None}, "wrong-type", "told"),
        ({"reason": "a" * 501}, "too-long", "reason"),
        ({"reason": "a\x00b"}, "control-characters", "reason"),
    ],
)
def test_an_order_that_cannot_be_read_is_refused_by_name(
    api: Api, changes: dict[str, Any], reason: str, parameter: str
) -> None:
    response = ban(api, **changes)

    assert response.status_code == 400, response.text
    assert (response.get_json()["reason"], response.get_json()["parameter"]) == (reason, parameter)


def test_bans_are_listed_in_pages(api: Api) -> None:
    for third in range(3):
        api.clock.advance(timedelta(minutes=1))
        ban(api, range=f"198.51.{third}.0/24")

    first = bans(api, limit=2).get_json()
    rest = bans(api, limit=2, after=first["next"]).get_json()

    ranges = [one["range"] for one in first["items"] + rest["items"]]
    assert ranges == ["198.51.2.0/24", "198.51.1.0/24", "198.51.0.0/24"]
    assert rest["next"] is None
    assert bans(api, after=api.queue(limit=1).get_json()["next"] or "x").get_json()["reason"] == "not-a-cursor"


def test_a_moderator_of_another_site_finds_neither_author_nor_ban(api: Api) -> None:
    api.add_site("kedua")
    author, number = author_of(api, api.published()), ban(api).get_json()["id"]
    theirs = api.issue_token("kedua")

    assert show(api, author, theirs).get_json()["code"] == "unknown-author"
    assert lift(api, number, theirs).get_json()["code"] == "unknown-ban"
    assert ban(api, token=theirs).get_json()["code"] == "unknown-site"
    assert bans(api, token=theirs).get_json()["code"] == "unknown-site"
    stranger = ban(api, token=theirs, site="kedua", kind="author", author=author, range=None)
    assert stranger.get_json()["code"] == "unknown-author"


@pytest.fixture
def settings(tmp_path: Path, database_url: str, request: pytest.FixtureRequest) -> Settings:
    return Settings(data_dir=tmp_path, database_url=database_url, trusted_proxies=getattr(request, "param", 0))


def test_a_header_that_nobody_vouches_for_moves_no_sender(api: Api) -> None:
    ban(api, range=HERE, told=True)
    lies = {"X-Forwarded-For": "203.0.113.9", "Forwarded": "for=203.0.113.9", "X-Real-IP": "203.0.113.9"}

    assert api.post(headers=lies).status_code == 403


@pytest.mark.parametrize("settings", [1], indirect=True)
def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_saw(api: Api) -> None:
    ban(api, range="203.0.113.0/24", told=True)

    def status(forwarded: str) -> int:
        return api.post(headers={"X-Forwarded-For": forwarded}, text=f"Dari {forwarded}.").status_code

    assert status("203.0.113.9") == 403
    assert status("192.0.2.1, 203.0.113.9") == 403
    assert status("203.0.113.9, 192.0.2.1") == 201


def test_neither_the_log_nor_the_bans_hold_an_address_or_an_authors_domain(api: Api) -> None:
    author = author_of(api, api.published())
    ban_domain(api, None, author=author)
    ban_author(api, author)
    api.post(text=SECOND)

    with api.app.app_context():
        stored = "".join(
            repr(connection().execute(text(f"SELECT * FROM {table}")).all())  # noqa: S608 - constants
            for table in ("ban", "event", "author", "site")
        )
    assert "surat-kabar" not in stored
    assert "127.0.0.1" not in stored


def test_an_author_of_nowhere_is_unknown(api: Api) -> None:
    assert ban_author(api, NOBODY).get_json()["code"] == "unknown-author"
