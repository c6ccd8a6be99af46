"""Hostile input meets the moderator first: whatever is typed into any field stays text."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.desk import at_the_desk, newest_first, settled

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

    from tests.browser.conftest import Service

STRINGS = (
    "<script>alert(1)</script>",
    "</script><script src=https://jahat.example/x.js></script>",
    "<img src=https://jahat.example/p.png onerror=alert(2)>",
    '"><svg/onload=alert(3)>',
    "'-alert(4)-'",
    "javascript:alert(5)",
    "data:text/html,<script>alert(6)</script>",
    "{{ 7 * 7 }} ${7 * 7} {% include 'x' %} #{7}",
    "<iframe srcdoc='<script>alert(7)</script>'>",
    "<style>*{display:none}</style>",
    "<base href=https://jahat.example/><form action=https://jahat.example/><input name=x autofocus onfocus=alert(8)>",
    '<a href="java\tscript:alert(9)">klik</a>',
    "&lt;script&gt;alert(10)&lt;/script&gt; &#60;img src=x&#62;",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(11)>",
    "\u202egnp.rabmag\u202c \u2066\u2067terbalik \u202dkanan",
    ("Z" + "\u0300\u0301\u0302\u0303\u0304" * 6) * 300,
    "\u200b\u200c\u200d\ufeff\u2060 tak terlihat \u00ad",
    "panjang" * 600,
    "@import url(https://jahat.example/x.css);",
    '=HYPERLINK("https://jahat.example")',
    "\ufdfd\ufdfd\ufdfd \U000e0001\U000e0041 \U0001f468\u200d\U0001f469\u200d\U0001f467",
)
URLS = (
    "https://jahat.example/?x=javascript:alert(13)",
    "https://jahat.example/#{{7*7}}${7*7}",
    "https://xn--jahat-\u0430.example/".replace("xn--", ""),
    None,
)
"""Addresses that are taken; those with blanks, brackets or quotation marks, or of another scheme, are refused."""

NAME_LIMIT, TEXT_LIMIT = 60, 9_500


def as_name(string: str) -> str:
    """Return a string as a name that is taken: one with controls, and with directions of its own, is refused."""
    kept = [character for character in string[:NAME_LIMIT] if unicodedata.category(character) not in {"Cc", "Cf"}]
    return "".join(kept[:30]).strip() or "x"


@pytest.mark.parametrize("width", [360, 1_000])
def test_no_string_becomes_script_markup_or_another_layout(
    visitor: BrowserContext, service: Service, width: int
) -> None:
    for number, string in enumerate(STRINGS):
        text = f"Serangan {number} {width} {string}"[:TEXT_LIMIT]
        title, url = as_name(string), URLS[number % len(URLS)]
        service.submit(text, page=f"/serangan/{number}", title=title, name=as_name(string), url=url)
    page = at_the_desk(visitor, service)
    page.set_viewport_size({"width": width, "height": 900})
    newest_first(page)

    for state in ("pending", "spam", "approved"):
        page.locator(f".states [data-state={state}]").click()
        settled(page)
        for item in page.locator("li.item", has_text="Serangan").all():
            item.locator(".why > summary").click()
            expect(item.locator(".history li").first).to_be_visible()
            box = item.bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
            assert box["height"] < 4_000
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator("#queue :is(img, script, iframe, style, svg, form, base, b)").count() == 0
        links = page.locator("#queue a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
        assert all(str(link).startswith("/desk/author?id=") for link in links if link)


def test_reasons_names_and_notes_of_moderators_stay_text(visitor: BrowserContext, service: Service) -> None:
    string = "<img src=x onerror=alert(1)>\u202e\"'</td>"
    service.submit("Catatan yang jahat.", page="/catatan")
    item = service.found("Catatan yang jahat.")
    service.moderate(f"/{item['id']}/decisions", {"action": "reject", "version": item["version"], "reason": string})
    label = "<img src=x onerror=alert(1)>\"'</td>"
    service.ask("/tokens", {"label": label, "site": None, "scopes": ["comments:read"]})
    reasons = service.ask("/sites/demo/reasons")
    hostile = {"code": "jahat", "label": string, "told": string}
    service.ask(
        "/sites/demo/reasons", {"version": reasons["version"], "reasons": [*reasons["reasons"], hostile]}, method="PUT"
    )

    for view in ("/history", "/log", "/people", "/policy?site=demo", "?state=rejected&q=jahat&order=newest"):
        page = at_the_desk(visitor, service, view)
        expect(page.locator("#desk")).to_be_visible()
        page.wait_for_load_state("networkidle")
        assert page.locator("main :is(img, script, iframe)").count() == 0
        page.close()

    page = at_the_desk(visitor, service, "?state=rejected&q=jahat&order=newest")
    settled(page)
    page.locator(".why > summary").first.click()
    expect(page.locator(".history")).to_contain_text("<img src=x onerror=alert(1)>")
