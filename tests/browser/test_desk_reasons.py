"""What a score comes from, marked at the desk in what the visitor wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.desk import at_the_desk, item, newest_first

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Locator

    from tests.browser.conftest import Service

BRAND = "𝐁𝐔𝐋𝐀𝐍𝟓𝟓"
HOSTILE = "<img src=x onerror=alert(1)> \u202egacor slot\u202c " + "a" + "\u0300" * 25 + " <b>tebal</b>"


def explained(visitor: BrowserContext, service: Service, text: str, *, has: str, name: str = "Ketut") -> Locator:
    """Submit a comment and open its reasons at the desk."""
    service.submit(text, page="/alasan", name=name)
    page = at_the_desk(visitor, service)
    page.locator(f".states [data-state={service.found(text)['state']}]").click()
    newest_first(page)
    found = item(page, has)
    found.locator("summary").click()
    expect(found.locator("tbody tr").first).to_be_visible()
    return found


def test_a_disguised_brand_is_marked_where_it_was_typed_and_read_beside_it(
    visitor: BrowserContext, service: Service
) -> None:
    text = f"🔥 Kemarin saya coba di {BRAND} ya"
    found = explained(visitor, service, text, has="Kemarin saya coba")

    brand = found.locator(".text mark", has_text=BRAND)
    expect(brand).to_have_count(1)
    expect(brand).to_have_text(BRAND)
    expect(brand).to_have_class("towards-spam")
    assert "terbaca bulan55" in (brand.get_attribute("title") or "")
    assert brand.get_attribute("aria-description") == brand.get_attribute("title")
    assert found.locator(".text").text_content() == text
    expect(found.locator(".folded")).to_have_text("🔥 kemarin saya coba di bulan55 ya")
    expect(found.locator("tr", has_text=BRAND)).to_contain_text("bulan55")
    expect(found.locator("table")).to_contain_text("huruf samaran")

    found.locator("summary").click()
    expect(found.locator("mark")).to_have_count(0)
    expect(found.locator(".reading")).to_be_hidden()
    assert found.locator(".text").text_content() == text


def test_what_is_typed_as_it_reads_is_shown_once(visitor: BrowserContext, service: Service) -> None:
    found = explained(visitor, service, "Lampu dermaga sudah menyala lagi", has="Lampu dermaga")

    expect(found.locator(".reading")).to_be_hidden()


@pytest.mark.parametrize("width", [360, 1000])
def test_marked_text_stays_text_and_in_its_place(visitor: BrowserContext, service: Service, width: int) -> None:
    text = f"{HOSTILE} {width} {'panjang' * 40}"
    found = explained(visitor, service, text, has=f"{width} panjang", name="<b>Gacor</b> Slot")
    found.page.set_viewport_size({"width": width, "height": 800})

    assert found.locator(".text").text_content() == text
    assert found.locator(".name").text_content() == "<b>Gacor</b> Slot"
    assert found.locator("img, b, script").count() == 0
    assert found.locator(".folded").evaluate("node => getComputedStyle(node).unicodeBidi") == "isolate"
    assert found.locator("mark").count() > 0
    assert found.page.evaluate("document.documentElement.scrollWidth") <= width
