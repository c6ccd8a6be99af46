"""The desk, as a moderator works at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.desk import at_the_desk, item, newest_first, settled, sought

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

    from tests.browser.conftest import Service

HOSTILE = "</p><script>alert(1)</script><img src=x onerror=alert(2)> \u202etxet \u202c" + "a" + "\u0300" * 25


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


def at_rest(page: Page) -> None:
    """Wait until every decision has been answered."""
    expect(page.locator('li.item[aria-busy="true"]')).to_have_count(0)


def test_keys_walk_the_list_and_decide(visitor: BrowserContext, service: Service) -> None:
    for number in (1, 2, 3):
        service.submit(f"Papan ketik {number}", page=f"/tuts-{number}")
    page = at_the_desk(visitor, service)
    settled(page)
    sought(page, "papan ketik")
    expect(page.locator("li.item")).to_have_count(3)

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
    page.keyboard.press("w")
    expect(item(page, "Papan ketik 3").locator(".state")).to_have_text("menunggu")
    page.keyboard.press("t")
    expect(item(page, "Papan ketik 3").locator(".state")).to_have_text("di tempat sampah")
    page.keyboard.press("w")
    expect(item(page, "Papan ketik 3").locator(".state")).to_have_text("menunggu")
    at_rest(page)

    assert service.found("Papan ketik 1")["state"] == "approved"
    assert service.found("Papan ketik 2")["state"] == "spam"


def test_u_takes_back_one_decision_after_the_other(visitor: BrowserContext, service: Service) -> None:
    for number in (1, 2):
        service.submit(f"Salah pencet {number}", page=f"/salah-{number}")
    page = at_the_desk(visitor, service)
    settled(page)
    sought(page, "salah pencet")
    for key in "jss":
        page.keyboard.press(key)
    at_rest(page)

    page.keyboard.press("u")
    expect(item(page, "Salah pencet 2").locator(".state")).to_have_text("menunggu")
    expect(item(page, "Salah pencet 1").locator(".state")).to_have_text("spam")
    page.keyboard.press("u")
    expect(item(page, "Salah pencet 1").locator(".state")).to_have_text("menunggu")
    page.keyboard.press("u")

    expect(page.get_by_text("Tidak ada yang bisa dibatalkan.")).to_be_visible()
    assert {service.found(f"Salah pencet {number}")["state"] for number in (1, 2)} == {"pending"}


def test_an_act_concerns_all_that_are_chosen(visitor: BrowserContext, service: Service) -> None:
    for number in range(4):
        service.submit(f"Pilihan nomor {number}", page=f"/pilih-{number}")
    page = at_the_desk(visitor, service)
    settled(page)
    sought(page, "pilihan nomor")
    for key in "jxjjx":
        page.keyboard.press(key)
    expect(page.locator("#chosen")).to_contain_text("2 dipilih")

    page.keyboard.press("r")
    at_rest(page)

    states = [service.found(f"Pilihan nomor {number}")["state"] for number in range(4)]
    assert states == ["rejected", "pending", "rejected", "pending"]


def test_a_refusal_carries_a_reason_that_its_author_reads(visitor: BrowserContext, service: Service) -> None:
    service.submit("Tolong tolak dengan alasan.", page="/alasan-tolak")
    page = at_the_desk(visitor, service)
    settled(page)
    sought(page, "tolong tolak")
    page.keyboard.press("j")
    page.keyboard.press("R")

    dialog = page.locator("#reasons")
    expect(dialog.get_by_role("radio").first).to_be_checked()
    code = dialog.get_by_role("radio").first.input_value()
    dialog.get_by_label("Catatan, hanya untuk moderator").fill("catatan kami")
    dialog.get_by_role("button", name="Tolak").click()
    expect(item(page, "Tolong tolak").locator(".state")).to_have_text("ditolak")
    at_rest(page)

    comment = service.found("Tolong tolak dengan alasan.")
    assert comment["state"] == "rejected"
    history = service.moderate(f"/{comment['id']}")["history"]
    assert history[-1]["details"]["reason_code"] == code
    assert history[-1]["details"]["reason"] == "catatan kami"


def test_slash_searches_and_the_question_mark_tells_the_keys(visitor: BrowserContext, service: Service) -> None:
    page = at_the_desk(visitor, service)
    settled(page)
    page.locator("h1").click()

    page.keyboard.press("/")
    expect(page.get_by_label("Cari")).to_be_focused()
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Tombol")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Tombol")).to_be_hidden()


def test_a_decision_on_what_has_changed_is_refused_in_sight(visitor: BrowserContext, service: Service) -> None:
    service.submit("Dua moderator sekaligus.", page="/meja")
    page = at_the_desk(visitor, service)
    newest_first(page)
    waiting = item(page, "Dua moderator sekaligus.")
    expect(waiting).to_be_visible()

    service.decide("Dua moderator sekaligus.", "mark-spam")
    waiting.get_by_role("button", name="Setujui").click()

    expect(waiting.locator(".stale")).to_contain_text("token:first sudah memutuskan lebih dulu")
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

    text = page.locator(".text", has_text="</p><script>alert(1)</script><img src=x onerror=alert(2)>")
    expect(text).to_be_visible()
    assert text.evaluate("node => getComputedStyle(node).unicodeBidi") == "isolate"
    assert text.evaluate("node => getComputedStyle(node).overflowX") != "visible"
    assert page.locator("#queue img, #queue script").count() == 0


def test_a_token_that_opens_nothing_is_said_and_forgotten(visitor: BrowserContext, service: Service) -> None:
    page = at_the_desk(visitor, service, token="saring_bukan")

    expect(page.get_by_text("Ini tidak membuka apa pun.")).to_be_visible()
    expect(page.locator("#token")).to_have_value("")
    expect(page.locator("#desk")).to_be_hidden()


def test_the_session_is_beyond_the_reach_of_scripts(visitor: BrowserContext, service: Service) -> None:
    page = at_the_desk(visitor, service)
    settled(page)

    [cookie] = [one for one in visitor.cookies() if one["name"] == "saring_session"]
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
    assert page.evaluate("document.cookie") == ""
    assert page.evaluate("sessionStorage.length + localStorage.length") == 0
    page.reload()
    expect(page.locator("#desk")).to_be_visible()


def test_signing_out_empties_the_desk_and_ends_the_session(visitor: BrowserContext, service: Service) -> None:
    service.submit("Sebelum keluar.", page="/meja")
    page = at_the_desk(visitor, service)
    expect(page.locator("li.item").first).to_be_visible()

    page.get_by_role("button", name="Keluar").click()

    expect(page.locator("#door")).to_be_visible()
    expect(page.locator("li.item")).to_have_count(0)
    page.goto(f"{service.base}/desk/campaigns")
    expect(page.locator("#door")).to_be_visible()


def test_the_desk_fits_a_small_telephone(visitor: BrowserContext, service: Service) -> None:
    service.submit("panjang" * 80, page="/meja", name="Nama" * 20)
    page = at_the_desk(visitor, service)
    page.set_viewport_size({"width": 360, "height": 740})
    expect(page.locator("li.item").first).to_be_visible()

    assert page.evaluate("document.documentElement.scrollWidth") <= 360
