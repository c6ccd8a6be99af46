"""The form in a browser that runs no script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

    from tests.browser.conftest import Service


def test_a_comment_is_posted_from_the_frame_of_the_article(scriptless: BrowserContext, service: Service) -> None:
    text = "Bus jalur 7 sangat membantu, terima kasih."
    page = scriptless.new_page()
    page.goto(f"{service.base}/demo")
    frame = page.frame_locator("iframe")

    frame.get_by_label("Komentar *").fill(text)
    frame.get_by_label("Nama *").fill("Luh")
    frame.get_by_label("Email *").fill("luh@contoh-surel.com")
    frame.get_by_role("button", name="Kirim Komentar").click()

    expect(frame.get_by_text("menunggu tinjauan")).to_be_visible()
    expect(frame.get_by_text(text)).to_be_visible()

    service.decide(text, "approve")
    page.reload()

    expect(frame.get_by_role("article").get_by_text(text)).to_be_visible()


def test_errors_come_back_with_what_was_typed_and_the_focus(scriptless: BrowserContext, service: Service) -> None:
    page = scriptless.new_page()
    page.goto(f"{service.base}/sites/demo/form?page=/tanpa-skrip")

    page.get_by_label("Komentar *").fill("Baris satu\n  baris dua <b>tebal</b>")
    page.get_by_label("Email *").fill("bukan-alamat")
    page.get_by_role("button", name="Kirim Komentar").click()

    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_count(2)
    expect(page.get_by_label("Komentar *")).to_have_value("Baris satu\n  baris dua <b>tebal</b>")
    expect(page.get_by_label("Email *")).to_have_value("bukan-alamat")
    summary.get_by_role("link").last.click()
    expect(page.get_by_label("Email *")).to_be_focused()

    page.get_by_label("Nama *").fill("Kadek")
    page.get_by_label("Email *").fill("kadek@contoh-surel.com")
    page.get_by_role("button", name="Kirim Komentar").click()
    expect(page.get_by_text("menunggu tinjauan")).to_be_visible()


def test_a_reply_is_posted_by_link(scriptless: BrowserContext, service: Service) -> None:
    where = "/balasan-tanpa-skrip"
    service.submit("Siapa yang memasang lampu?", page=where, name="Oka")
    service.decide("Siapa yang memasang lampu?", "approve")
    page = scriptless.new_page()
    page.goto(f"{service.base}/sites/demo/form?page={where}")

    page.get_by_role("link", name="Balas Oka").click()
    expect(page.get_by_text("Anda membalas Oka.")).to_be_visible()
    page.get_by_label("Komentar *").fill("Pengelola pasar.")
    page.get_by_label("Nama *").fill("Sari")
    page.get_by_label("Email *").fill("sari@contoh-surel.com")
    page.get_by_role("button", name="Kirim Komentar").click()
    expect(page.get_by_text("menunggu tinjauan")).to_be_visible()
    service.decide("Pengelola pasar.", "approve")
    page.get_by_role("link", name="Kembali ke komentar").click()

    expect(page.locator("li li").get_by_text("Pengelola pasar.")).to_be_visible()


def test_nothing_is_wider_than_a_small_telephone(scriptless: BrowserContext, service: Service) -> None:
    where, parent = "/dalam", None
    for number in range(1, 8):
        text = f"Tingkat {number} " + "kata" * 30
        parent = service.submit(text, page=where, parent=parent)
        service.decide(text, "approve")
    page = scriptless.new_page()
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{service.base}/sites/demo/form?page={where}")

    boxes = [box for item in page.locator("article").all() if (box := item.bounding_box())]
    assert max(box["x"] + box["width"] for box in boxes) <= 360
    assert len({round(box["x"]) for box in boxes[4:]}) == 1
    assert min(box["width"] for box in boxes) >= 250
