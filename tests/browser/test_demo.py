"""The widget in an article, as a reader meets it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import Route, expect

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

    from tests.browser.conftest import Service, Watch

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)> \"'><svg/onload=alert(3)> javascript:alert(4)"


def opened(visitor: BrowserContext, service: Service, path: str = "/demo") -> Page:
    page = visitor.new_page()
    page.goto(service.base + path)
    expect(page.get_by_role("heading", name="Tinggalkan Balasan")).to_be_visible()
    return page


def write(page: Page, text: str, *, name: str = "Made", email: str = "made@contoh-surel.com") -> None:
    page.get_by_label("Komentar *").fill(text)
    page.get_by_label("Nama *").fill(name)
    page.get_by_label("Email *").fill(email)


def test_a_comment_waits_is_approved_and_is_read(visitor: BrowserContext, service: Service) -> None:
    text = "Lampu dermaga memang perlu ditambah, apalagi saat hujan."
    page = opened(visitor, service)

    write(page, text)
    page.get_by_role("button", name="Kirim Komentar").click()

    expect(page.get_by_text("Komentar Anda menunggu tinjauan")).to_be_visible()
    expect(page.get_by_label("Komentar *")).to_have_value("")
    with page.expect_popup() as opening:
        page.get_by_role("link", name="Lihat kelanjutannya").click()
    receipt = opening.value
    expect(receipt.get_by_text("menunggu tinjauan")).to_be_visible()
    expect(receipt.get_by_text(text)).to_be_visible()

    service.decide(text, "approve")
    receipt.reload()
    page.reload()

    expect(receipt.get_by_text("sudah terbit")).to_be_visible()
    expect(page.get_by_role("article").get_by_text(text)).to_be_visible()


def test_errors_stand_at_their_fields_and_nothing_typed_is_lost(visitor: BrowserContext, service: Service) -> None:
    page = opened(visitor, service)

    write(page, "Tulisan yang tidak boleh hilang.", name="", email="bukan alamat")
    page.get_by_role("button", name="Kirim Komentar").click()

    summary = page.get_by_role("alert")
    expect(summary).to_be_visible()
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_count(2)
    email = page.get_by_label("Email *")
    expect(email).to_have_attribute("aria-invalid", "true")
    expect(email).to_have_value("bukan alamat")
    described = page.locator(f"#{(email.get_attribute('aria-describedby') or '').split()[0]}")
    expect(described).to_be_visible()
    expect(page.get_by_label("Komentar *")).to_have_value("Tulisan yang tidak boleh hilang.")
    summary.get_by_role("link").last.click()
    expect(email).to_be_focused()


def test_the_keyboard_alone_posts_a_comment(visitor: BrowserContext, service: Service) -> None:
    page = opened(visitor, service)

    page.get_by_label("Komentar *").focus()
    page.keyboard.type("Ditulis tanpa tetikus.")
    for typed in ("Gede", "gede@contoh-surel.com", ""):
        page.keyboard.press("Tab")
        page.keyboard.type(typed)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Kirim Komentar")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.get_by_text("Komentar Anda menunggu tinjauan")).to_be_focused()
    assert service.found("Ditulis tanpa tetikus.")["author"]["name"] == "Gede"


def test_a_draft_outlives_the_page_but_the_address_does_not(visitor: BrowserContext, service: Service) -> None:
    page = opened(visitor, service)

    write(page, "Belum selesai", name="Nyoman", email="nyoman@contoh-surel.com")
    kept = page.evaluate("JSON.stringify(sessionStorage)")
    page.reload()

    expect(page.get_by_label("Komentar *")).to_have_value("Belum selesai")
    expect(page.get_by_label("Nama *")).to_have_value("Nyoman")
    assert "nyoman@" not in kept


def test_a_reply_stands_under_what_it_answers(visitor: BrowserContext, service: Service) -> None:
    service.submit("Pertanyaan tentang es balok.", name="Rai")
    service.decide("Pertanyaan tentang es balok.", "approve")
    page = opened(visitor, service)

    page.get_by_role("button", name="Balas Rai").click()
    expect(page.get_by_text("Anda membalas Rai.")).to_be_visible()
    expect(page.get_by_label("Komentar *")).to_be_focused()
    write(page, "Es balok ada di gudang utara.")
    page.get_by_role("button", name="Kirim Komentar").click()
    expect(page.get_by_text("Komentar Anda menunggu tinjauan")).to_be_visible()
    service.decide("Es balok ada di gudang utara.", "approve")
    page.reload()

    asked = page.locator("li.saring-comment", has_text="Pertanyaan tentang es balok.")
    expect(asked.locator("ol li").get_by_text("Es balok ada di gudang utara.")).to_be_visible()


def test_hostile_comments_are_read_as_text(visitor: BrowserContext, service: Service) -> None:
    service.submit(HOSTILE, name="<img src=x onerror=alert(5)>")
    service.decide(HOSTILE, "approve")

    page = opened(visitor, service)

    expect(page.get_by_text("<script>alert(1)</script>")).to_be_visible()
    expect(page.get_by_text("<img src=x onerror=alert(5)>")).to_be_visible()
    assert page.locator(".saring img, .saring script, .saring svg").count() == 0


def test_html_that_the_service_never_sends_is_not_trusted_either(
    visitor: BrowserContext, service: Service, watch: Watch
) -> None:
    def answer(route: Route) -> None:
        html = (
            '<p onclick="alert(1)" style="color:red">teks <a href="javascript:alert(2)">satu</a> '
            '<a href="https://kabar.example/">dua</a><img src=x onerror=alert(3)><script>alert(4)</script></p>'
        )
        comment = {
            "id": "0198c0de-0000-7000-8000-000000000000",
            "parent_id": None,
            "author": {"name": "X", "url": "javascript:alert(5)"},
            "html": html,
            "created_at": "2026-03-01T00:00:00Z",
            "edited_at": None,
        }
        route.fulfill(json={"comments": [comment], "count": 1, "next": None})

    page = visitor.new_page()
    page.route(re.compile(r"/api/v1/sites/demo/comments\?"), answer)
    page.goto(f"{service.base}/demo")

    shown = page.locator(".saring-text")
    expect(shown).to_have_text("teks satu dua")
    assert shown.locator("a").evaluate_all("links => links.map((link) => link.href)") == ["https://kabar.example/"]
    assert shown.locator("[onclick], [style], img, script").count() == 0
    assert page.locator(".saring-name a").count() == 0
    # The browser says that it blocked what the parsed text held; that it was blocked is what is wanted here.
    watch.faults[:] = [fault for fault in watch.faults if not fault.startswith("console: Executing inline event")]
    watch.faults[:] = [fault for fault in watch.faults if not fault.startswith("console: Applying inline style")]


def test_an_answer_lost_on_the_way_makes_no_second_comment(visitor: BrowserContext, service: Service) -> None:
    text = "Terkirim dua kali, tersimpan sekali."
    keys: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        keys.append(route.request.headers["idempotency-key"])
        if len(keys) == 1:
            route.fetch()
            route.abort("connectionreset")
        else:
            route.continue_()

    page = visitor.new_page()
    page.route(re.compile(r"/api/v1/sites/demo/comments$"), lose_the_first_answer)
    page.goto(f"{service.base}/demo")
    write(page, text)
    page.get_by_role("button", name="Kirim Komentar").click()

    expect(page.get_by_text("Komentar Anda menunggu tinjauan")).to_be_visible()
    assert len(keys) == 2
    assert len(set(keys)) == 1
    assert [item["text"] for item in service.moderate("?site=demo&state=pending&limit=200")["items"]].count(text) == 1


def test_a_service_that_is_away_leaves_a_way_to_the_form(visitor: BrowserContext, service: Service) -> None:
    page = visitor.new_page()
    page.route(re.compile(r"/api/v1/sites/demo/form"), lambda route: route.fulfill(status=503, json={}))
    page.goto(f"{service.base}/demo")

    expect(page.locator(".saring a")).to_have_attribute("href", re.compile(r"/sites/demo/form\?page=%2Fdemo$"))


def test_nothing_is_wider_than_a_small_telephone(visitor: BrowserContext, service: Service) -> None:
    service.submit("panjang" * 60, name="Nama" * 20)
    service.decide("panjang" * 60, "approve")
    page = visitor.new_page()
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{service.base}/demo")
    expect(page.get_by_text("panjang" * 60)).to_be_visible()

    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for target in page.locator(".saring button, .saring input:not([tabindex='-1']), .saring textarea").all():
        box = target.bounding_box()
        assert box
        assert box["height"] >= 44
