"""How other comment services failed, each as a test of ours, through the doors that a stranger uses."""

from __future__ import annotations

import selectors
import socket
from typing import TYPE_CHECKING

import pytest

from tests.functional.api.driver import DOUBTFUL, PAGE, SPAM

if TYPE_CHECKING:
    from tests.functional.api.driver import Api

SCRIPT = "<script>alert(1)</script>"
BREAKOUT = "\"><img src=x onerror=alert(1)>' `"


def everything_public(api: Api) -> str:
    """Return all that readers can see of the page, through every door."""
    form = api.call("GET", f"/sites/demo/form?page={PAGE}")
    return f"{api.listed().text}\n{form.text}"


@pytest.mark.parametrize("text", [SCRIPT, BREAKOUT, "<b>tebal</b>", "&lt;script&gt;", "[x](javascript:alert(1))"])
def test_nothing_rewrites_what_was_made_safe(api: Api, text: str) -> None:
    """WordPress, CVE-2026-93485: a filter after the sanitiser made markup of text again."""
    api.published(text=f"{text} Pasar ikan dibuka lagi.")

    [comment] = api.listed().get_json()["comments"]

    assert comment["html"].count("<") == 2  # <p> and </p>
    assert SCRIPT not in everything_public(api)
    assert "<img" not in everything_public(api)


def test_only_what_is_approved_is_seen_through_any_public_door(api: Api) -> None:
    """WordPress, CVE-2026-66666: comments of private posts stood in the feed."""
    hidden = {state: f"Rahasia {state} {DOUBTFUL}" for state in ("pending", "spam", "reject", "trash")}
    api.held(text=hidden["pending"])
    api.post(text=f"Rahasia spam {SPAM}")
    api.decide(api.held(text=hidden["reject"]), "reject")
    api.decide(api.held(text=hidden["trash"]), "trash")

    public = everything_public(api)

    assert "Rahasia" not in public
    assert api.listed().get_json()["count"] == 0


def test_another_sites_page_cannot_post_in_a_visitors_name(api: Api) -> None:
    """WordPress, CVE-2019-9787: a comment posted across sites became the administrator's."""
    assert api.post(headers={"Origin": "https://jahat.example"}).status_code == 403
    form = {"author": "A", "email": "a@surat-kabar.com", "comment": "Halo semua", "page": PAGE}
    crossed = api.call("POST", "/sites/demo/comments", data=form, headers={"Origin": "https://jahat.example"})

    assert crossed.status_code == 403
    assert api.stored() == 0


def test_an_address_cannot_be_found_out_by_searching(api: Api) -> None:
    """WordPress, CVE-2023-5561: a search over the address column let anyone test addresses."""
    api.held(author_email="penanda@surat-kabar.com")

    for words in ("penanda", "surat-kabar", "penanda@surat-kabar.com"):
        assert api.queue(q=words).get_json()["items"] == []
    assert len(api.queue(q="mungkin").get_json()["items"]) == 1


@pytest.mark.parametrize(
    "url", [f"https://a.example/{BREAKOUT}", "https://a.example/'onmouseover='x", 'https://a.example/"']
)
def test_no_website_can_leave_its_attribute(api: Api, url: str) -> None:
    """Isso, GHSA-9fww-8cpr-q66r: quotes in website and name were left raw."""
    answer = api.post(author_url=url)
    assert answer.status_code == 422

    api.published(author_name="Wayan \"'><b>", text="Nama saya memang aneh, maafkan.")

    page = api.call("GET", f"/sites/demo/form?page={PAGE}").text
    assert "<b>" not in page
    assert "Wayan &#34;&#39;&gt;&lt;b&gt;" in page


def test_limits_hold_without_a_browser(api: Api) -> None:
    """Waline #425: limits of length lived in the browser only."""
    assert api.post(text="a" * 10_001).status_code == 422
    assert api.post(author_name="a" * 101).status_code == 422


def test_no_submitted_address_is_ever_fetched(api: Api) -> None:
    """Artalk, CVE-2026-117565, and Remark42 #1677: the server fetched the page that a stranger named."""
    with socket.create_server(("127.0.0.1", 0)) as lure, selectors.DefaultSelector() as watch:
        watch.register(lure, selectors.EVENT_READ)
        address = f"http://127.0.0.1:{lure.getsockname()[1]}/"

        api.post(page=address, author_url="https://example.org", text=f"Lihat {address} ya, {DOUBTFUL}")
        api.listed(page=address)
        api.call("GET", "/sites/demo/form", query_string={"page": address})

        assert watch.select(timeout=0) == []


def test_hostile_input_reaches_a_moderator_as_text(api: Api) -> None:
    """AnyComment, CVE-2026-103422: a script in a field ran on the administrator's page."""
    comment = api.held(author_name=SCRIPT, text=f"{SCRIPT} {DOUBTFUL}", page_title=SCRIPT)

    answer = api.detail(comment)

    assert answer.mimetype == "application/json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.get_json()["author"]["name"] == SCRIPT
    assert api.post(author_email=f"{SCRIPT}@surat-kabar.com").status_code == 422


def test_looking_changes_nothing(api: Api) -> None:
    """Craft Comments, GHSA-4r8c-pj7x-m5jx: acts on comments by GET."""
    comment = api.held()

    assert api.moderate("GET", f"/{comment}/decisions").status_code == 405
    assert api.detail(comment).get_json()["version"] == 1
