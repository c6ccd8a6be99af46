"""The desk, as a moderator works at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Locator, Page

    from tests.browser.conftest import Service

HOSTILE = "</p><script>alert(1)</script><img src=x onerror=alert(2)> \u202etxet \u202c" + "a" + "\u0300" * 25


def at_the_desk(visitor: BrowserContext, service: Service, token: str | None = None) -> Page:
    page = visitor.new_page()
    page.goto(f"{service.base}/desk")
    page.get_by_label("Token moderator Anda").fill(token or service.token)
    page.get_by_role("button", name="Buka meja").click()
    return page


def settled(page: Page) -> None:
    """Wait until the list is the one last asked for."""
    expect(page.locator("#queue")).to_have_attribute("aria-busy", "false")


def newest_first(page: Page) -> None:
    page.get_by_label("Urutan").select_option("newest")
    settled(page)


def item(page: Page, text: str) -> Locator:
    return page.locator("li.item", has_text=text)


def test_a_flood_under_several_names_says_how_many_are_alike(visitor: BrowserContext, service: Service) -> None:
    for number, brand in enumerate(("MAWAR88", "N A G A 1 3 8", "𝐊𝐔𝐃𝐀𝟕𝟕")):
        service.submit(f"Mungkin kebetulan, iseng di {brand} malamnya traktir sekampung.", page=f"/banjir/{number}")
    state = service.found("Mungkin kebetulan, iseng di MAWAR88 malamnya traktir sekampung.")["state"]
    page = at_the_desk(visitor, service)
    page.locator(f"button[data-state={state}]").click()
    newest_first(page)

    expect(item(page, "MAWAR88").locator(".alike")).to_have_text("3 serupa")


def test_a_waiting_comment_is_approved_with_the_mouse(visitor: BrowserContext, service: Service) -> None:
    service.submit("Meja satu: gerobak perlu jalur sendiri.", page="/meja")
    page = at_the_desk(visitor, service)
    newest_first(page)

    waiting = item(page, "Meja satu")
    expect(waiting.locator(".score")).to_contain_text("%")
    expect(waiting.locator(".rule")).not_to_be_empty()
    waiting.get_by_role("button", name="Setujui").click()

    expect(waiting.locator(".state")).to_have_text("terbit")
    assert service.found("Meja satu: gerobak perlu jalur sendiri.")["state"] == "approved"


def test_keys_walk_the_list_and_decide(visitor: BrowserContext, service: Service) -> None:
    for number in (1, 2, 3):
        service.submit(f"Papan ketik {number}", page=f"/tuts-{number}")
    page = at_the_desk(visitor, service)
    page.get_by_label("Cari").fill("papan ketik")
    page.get_by_label("Cari").press("Enter")
    settled(page)
    expect(page.locator("li.item")).to_have_count(3)
    page.locator("h1").click()

    page.keyboard.press("j")
    expect(item(page, "Papan ketik 1")).to_be_focused()
    page.keyboard.press("a")
    expect(item(page, "Papan ketik 1").locator(".state")).to_have_text("terbit")
    expect(item(page, "Papan ketik 2")).to_be_focused()
    page.keyboard.press("s")
    expect(item(page, "Papan ketik 2").locator(".state")).to_have_text("spam")
    expect(item(page, "Papan ketik 3")).to_be_focused()
    page.keyboard.press("k")
    expect(item(page, "Papan ketik 2")).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("r")
    expect(item(page, "Papan ketik 3").locator(".state")).to_have_text("ditolak")
    page.keyboard.press("u")
    expect(item(page, "Papan ketik 3").locator(".state")).to_have_text("menunggu")
    page.keyboard.press("t")
    expect(item(page, "Papan ketik 3").locator(".state")).to_have_text("di tempat sampah")
    page.keyboard.press("u")
    expect(item(page, "Papan ketik 3").locator(".state")).to_have_text("menunggu")

    assert service.found("Papan ketik 1")["state"] == "approved"
    assert service.found("Papan ketik 2")["state"] == "spam"


def test_a_decision_on_what_has_changed_is_refused_in_sight(visitor: BrowserContext, service: Service) -> None:
    service.submit("Dua moderator sekaligus.", page="/meja")
    page = at_the_desk(visitor, service)
    newest_first(page)
    waiting = item(page, "Dua moderator sekaligus.")
    expect(waiting).to_be_visible()

    service.decide("Dua moderator sekaligus.", "mark-spam")
    waiting.get_by_role("button", name="Setujui").click()

    expect(waiting.locator(".stale")).to_contain_text("Orang lain sudah memutuskan lebih dulu")
    expect(waiting.locator(".state")).to_have_text("spam")
    assert service.found("Dua moderator sekaligus.")["state"] == "spam"
    waiting.get_by_role("button", name="Setujui").click()
    expect(waiting.locator(".state")).to_have_text("terbit")


def test_the_score_is_explained_as_a_sum(visitor: BrowserContext, service: Service) -> None:
    service.submit("Mengapa skornya begitu?", page="/meja")
    page = at_the_desk(visitor, service)
    newest_first(page)
    waiting = item(page, "Mengapa skornya begitu?")

    waiting.locator("summary").click()

    expect(waiting.locator("caption")).to_contain_text("jumlahnya")
    assert waiting.locator("tbody tr").count() >= 2
    expect(waiting.locator(".history li").first).to_contain_text("dikirim")


def test_what_visitors_wrote_is_text(visitor: BrowserContext, service: Service) -> None:
    service.submit(HOSTILE, page="/meja", name="<img src=x onerror=alert(3)>")
    page = at_the_desk(visitor, service)
    newest_first(page)

    text = page.locator(".text", has_text="<script>alert(1)</script>")
    expect(text).to_be_visible()
    assert text.evaluate("node => getComputedStyle(node).unicodeBidi") == "isolate"
    assert text.evaluate("node => getComputedStyle(node).overflowX") != "visible"
    assert page.locator("#queue img, #queue script").count() == 0


def test_a_token_that_opens_nothing_is_said_and_forgotten(visitor: BrowserContext, service: Service) -> None:
    page = at_the_desk(visitor, service, token="saring_bukan")

    expect(page.get_by_text("Token ini tidak membuka apa pun.")).to_be_visible()
    expect(page.get_by_label("Token moderator Anda")).to_be_focused()
    assert page.evaluate("sessionStorage.length") == 0


def test_signing_out_empties_the_desk(visitor: BrowserContext, service: Service) -> None:
    service.submit("Sebelum keluar.", page="/meja")
    page = at_the_desk(visitor, service)
    expect(page.locator("li.item").first).to_be_visible()

    page.get_by_role("button", name="Keluar").click()

    expect(page.locator("li.item")).to_have_count(0)
    assert page.evaluate("sessionStorage.length") == 0
    assert page.evaluate("localStorage.length") == 0


def test_the_desk_fits_a_small_telephone(visitor: BrowserContext, service: Service) -> None:
    service.submit("panjang" * 80, page="/meja", name="Nama" * 20)
    page = visitor.new_page()
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{service.base}/desk")
    page.get_by_label("Token moderator Anda").fill(service.token)
    page.get_by_role("button", name="Buka meja").click()
    expect(page.locator("li.item").first).to_be_visible()

    assert page.evaluate("document.documentElement.scrollWidth") <= 360
