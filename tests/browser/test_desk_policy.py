"""A site's settings at the desk: tried on what came, saved, and what is odd about them told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.desk import at_the_desk

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

    from tests.browser.conftest import Service

SITE = "/policy?site=kabar"


def opened(visitor: BrowserContext, service: Service) -> Page:
    """Open the settings of the site that no other test counts on."""
    page = at_the_desk(visitor, service, SITE)
    expect(page.locator("#policy")).to_be_visible()
    expect(page.get_by_label("Ditahan mulai skor ini").first).not_to_have_value("")
    return page


def policy(service: Service, site: str = "kabar") -> dict[str, object]:
    return dict(service.ask(f"/sites/{site}")["policy"])


def test_only_what_was_touched_is_saved_and_what_is_odd_is_told(visitor: BrowserContext, service: Service) -> None:
    page = opened(visitor, service)
    before = policy(service)

    page.get_by_label("Tautan yang diperbolehkan").fill("0")
    page.get_by_label("Di teks").fill("!!\nsitus gacor")
    page.locator("#policy").get_by_role("button", name="Simpan").click()

    expect(page.get_by_text("“!!” tidak akan pernah cocok")).to_be_visible()
    assert policy(service) == before | {"links_allowed": 0, "blocked_words": ["!!", "situs gacor"]}


def test_what_cannot_be_is_named_at_its_field(visitor: BrowserContext, service: Service) -> None:
    page = opened(visitor, service)
    words = page.get_by_label("Di nama")

    words.fill("a" * 201)
    page.locator("#policy").get_by_role("button", name="Simpan").click()

    expect(page.locator("#faults")).to_contain_text("Di nama (1)")
    expect(words).to_have_attribute("aria-invalid", "true")
    page.get_by_role("button", name="Buang perubahan saya").click()
    expect(words).to_have_value("")
    expect(page.locator("#faults")).to_be_hidden()


def test_thresholds_can_follow_an_aim(visitor: BrowserContext, service: Service) -> None:
    page = opened(visitor, service)

    page.get_by_label("Biarkan ambang mengikuti sasaran").check()
    page.get_by_label("Komentar yang dibaca per hari").fill("25")
    page.locator("#policy").get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Tersimpan.")).to_be_visible()

    aim = policy(service)["aim"]
    assert isinstance(aim, dict)
    assert (aim["read_per_day"], aim["cost_ratio"]) == (25, 3)
    page.get_by_label("Biarkan ambang mengikuti sasaran").uncheck()
    page.locator("#policy").get_by_role("button", name="Simpan").click()
    expect(page.locator("#notice")).to_have_text("Tersimpan.")
    page.reload()
    expect(page.get_by_label("Biarkan ambang mengikuti sasaran")).not_to_be_checked()


def test_a_trial_shows_who_would_have_gone_another_way_and_changes_nothing(
    visitor: BrowserContext, service: Service
) -> None:
    service.submit("Perahu nelayan <b>berlabuh</b> pukul lima.", page="/coba")
    page = at_the_desk(visitor, service, "/policy?site=demo")
    expect(page.get_by_label("Ditahan mulai skor ini").first).not_to_have_value("")
    before = policy(service, "demo")

    page.get_by_label("Di teks").fill("perahu nelayan")
    page.get_by_role("button", name="Coba dulu").click()

    trial = page.locator("#trial")
    expect(trial.locator("h3").first).to_contain_text("menjadi “masuk spam”")
    expect(trial.locator("table")).to_contain_text("Dibaca per hari")
    expect(trial.locator(".text", has_text="Perahu nelayan <b>berlabuh</b>")).to_have_count(1)
    assert policy(service, "demo") == before


def test_the_reasons_of_a_site_are_edited_in_place(visitor: BrowserContext, service: Service) -> None:
    page = opened(visitor, service)
    reasons = page.locator("#reasons")
    expect(reasons.locator(".reason").first).to_be_visible()

    reasons.get_by_role("button", name="Satu lagi").click()
    fresh = reasons.locator(".reason").last
    fresh.get_by_label("Kode").fill("salah-kamar")
    fresh.get_by_label("Bagi moderator").fill("Salah <i>kamar</i>")
    fresh.get_by_label("Dikatakan kepada penulis").fill("Silakan kirim di halaman yang tepat.")
    reasons.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Tersimpan.")).to_be_visible()

    assert service.ask("/sites/kabar/reasons")["reasons"][-1] == {
        "code": "salah-kamar",
        "label": "Salah <i>kamar</i>",
        "told": "Silakan kirim di halaman yang tepat.",
    }
    reasons.get_by_role("button", name="Kembali ke alasan bawaan").click()
    expect(reasons.locator("input[name=code]").last).not_to_have_value("salah-kamar")
