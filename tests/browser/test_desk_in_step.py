"""Two desks, open at once, stay in step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.desk import at_the_desk, item, settled, sought

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

    from tests.browser.conftest import Service

WITHIN = 3_000
"""Milliseconds after which the other desk shows what happened at this one."""


def test_what_one_decides_the_other_shows(visitor: BrowserContext, service: Service) -> None:
    for number in (1, 2):
        service.submit(f"Dua meja terbuka, nomor {number}.", page=f"/dua-meja-{number}")
    mine = at_the_desk(visitor, service)
    settled(mine)
    theirs = at_the_desk(visitor, service)
    for page in (mine, theirs):
        settled(page)
        sought(page, "dua meja terbuka")
        expect(page.locator("li.item")).to_have_count(2)

    mine.keyboard.press("j")
    mine.keyboard.press("s")

    decided = item(theirs, "nomor 1")
    expect(decided.locator(".state")).to_have_text("spam", timeout=WITHIN)
    expect(decided.locator(".stale")).to_contain_text("Diputuskan oleh token:first")
    expect(item(theirs, "nomor 2").locator(".state")).to_have_text("menunggu")

    mine.keyboard.press("u")

    expect(decided.locator(".state")).to_have_text("menunggu", timeout=WITHIN)


def test_what_comes_is_told_and_shown_when_asked_for(visitor: BrowserContext, service: Service) -> None:
    page = at_the_desk(visitor, service)
    settled(page)
    sought(page, "baru saja tiba")
    expect(page.locator("li.item")).to_have_count(0)

    service.submit("Komentar yang baru saja tiba.", page="/baru")

    page.get_by_role("button", name="baru: tampilkan").click(timeout=WITHIN)
    expect(item(page, "Komentar yang baru saja tiba.")).to_be_visible()
