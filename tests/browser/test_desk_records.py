"""What was done and what came of it, at the desk: history, campaigns, statistics, log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.desk import at_the_desk

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

    from tests.browser.conftest import Service


def test_an_act_is_undone_from_the_history(visitor: BrowserContext, service: Service) -> None:
    service.submit("Riwayat ini dibatalkan.", page="/riwayat")
    service.decide("Riwayat ini dibatalkan.", "reject")
    page = at_the_desk(visitor, service, "/history?site=demo")
    newest = page.locator("#list tr").first
    expect(newest).to_contain_text("Tolak")

    newest.get_by_role("button", name="Batalkan").click()

    expect(page.locator("#notice")).to_have_text("Dibatalkan: 1.")
    expect(page.locator("#list tr").first).to_contain_text("dibatalkan")
    expect(page.locator("#list tr").nth(1).get_by_role("button")).to_have_count(0)
    assert service.found("Riwayat ini dibatalkan.")["state"] != "rejected"


def test_a_campaign_is_decided_with_what_still_comes_until_the_order_ends(
    visitor: BrowserContext, service: Service
) -> None:
    for number in range(3):
        service.submit(
            f"Lowongan kerja dari rumah, hubungi admin sekarang juga ya kak {number}", page=f"/loker/{number}"
        )
    page = at_the_desk(visitor, service, "/campaigns?site=demo")
    campaign = page.locator("#list > li", has_text="Lowongan kerja dari rumah")
    expect(campaign).to_contain_text("3 serupa")

    campaign.get_by_role("button", name="Putuskan semuanya").click()
    dialog = page.locator("#bulk")
    dialog.get_by_label("Yang dilakukan").select_option("mark-spam")
    dialog.locator("[name=hours]").fill("2")
    dialog.get_by_role("button", name="Pratinjau").click()
    dialog.locator(".commit").click()
    expect(dialog.locator(".done")).to_contain_text("Selesai")
    dialog.get_by_role("button", name="Tutup").click()

    expect(campaign.locator(".order")).to_contain_text("Spam (token:first)")
    campaign.get_by_role("button", name="Akhiri perintah ini").click()
    expect(campaign.locator(".order")).to_be_hidden()


def test_statistics_are_a_picture_and_a_table_of_the_same_numbers(visitor: BrowserContext, service: Service) -> None:
    service.submit("Ikut dihitung.", page="/hitung")
    service.decide("Ikut dihitung.", "approve")
    page = at_the_desk(visitor, service, "/statistics?site=demo")

    came = page.locator("#came")
    expect(came.get_by_role("img", name="Yang datang")).to_be_visible()
    expect(came.locator("rect").first).to_be_visible()
    total = sum(sum(day["came"].values()) for day in service.ask("/statistics?site=demo&days=30")["days"])
    assert sum(int(number) for number in came.locator(".legend strong").all_text_contents()) == total
    came.locator("summary").click()
    expect(came.locator("tbody tr")).to_have_count(30)
    page.get_by_label("Hari").select_option("7")
    expect(came.locator("tbody tr")).to_have_count(7)
    expect(page.locator("#figures")).to_contain_text("Waktu sampai diputuskan")
    expect(page.locator("#rules tr").first).to_be_visible()


def test_the_log_is_sought_taken_as_a_table_and_verified(visitor: BrowserContext, service: Service) -> None:
    service.submit("Tercatat selamanya.", page="/catatan")
    comment = service.found("Tercatat selamanya.")["id"]
    service.decide("Tercatat selamanya.", "reject")
    page = at_the_desk(visitor, service, "/log")
    lines = page.locator("#list tr")
    expect(lines.first).to_be_visible()

    page.locator("[name=comment]").fill(comment)
    page.locator("[name=comment]").press("Enter")
    expect(lines).to_have_count(2)
    page.locator("[name=kind]").select_option("comment-decided")
    expect(lines).to_have_count(1)
    expect(lines).to_contain_text("token:first")
    expect(lines).to_contain_text("action: reject")

    with page.expect_download() as downloading:
        page.get_by_role("link", name="CSV").click()
    assert comment in downloading.value.path().read_text()
    page.get_by_role("button", name="Periksa segel").click()
    expect(page.locator("#verified")).to_contain_text("Utuh")
    page.locator("[name=actor]").fill("person:nobody")
    page.locator("[name=actor]").press("Enter")
    expect(page.get_by_text("Tidak ada yang seperti itu pada hari-hari ini.")).to_be_visible()
