"""Authors and bans at the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.desk import at_the_desk

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

    from tests.browser.conftest import Service

HOSTILE = "<img src=x onerror=alert(1)>"


def test_an_author_is_trusted_by_hand_once_their_address_is_proved(visitor: BrowserContext, service: Service) -> None:
    service.submit("Siapa yang menulis ini?", page="/penulis", name=HOSTILE)
    author = service.found("Siapa yang menulis ini?")["author"]["id"]
    page = at_the_desk(visitor, service, f"/author?id={author}")

    expect(page.locator("#facts")).to_contain_text(HOSTILE)
    expect(page.locator("#facts")).to_contain_text("belum dikonfirmasi")
    page.get_by_role("button", name="Percayai penulis ini").click()

    expect(page.locator("#facts")).to_contain_text("baru berlaku setelah alamatnya terbukti")
    assert service.ask(f"/authors/{author}")["trusted"] is True
    page.locator("#trust").click()
    expect(page.locator("#facts")).to_contain_text("tidak dipercaya")


def test_a_domain_is_banned_after_a_look_at_whom_it_meets(visitor: BrowserContext, service: Service) -> None:
    service.submit("Domain ini perlu dilihat dulu.", page="/domain")
    author = service.found("Domain ini perlu dilihat dulu.")["author"]["id"]
    page = at_the_desk(visitor, service, f"/author?id={author}")
    expect(page.locator("#ban")).to_be_visible()

    page.get_by_label("Siapa yang diblokir").select_option("domain")
    page.locator("#ban").get_by_role("button", name="Blokir", exact=True).click()
    expect(page.locator("#ban .reach")).to_contain_text("penulis di sini")
    assert service.ask(f"/authors/{author}")["bans"] == []
    page.get_by_role("button", name="Tetap blokir").click()

    own = page.locator("#own-bans li")
    expect(own).to_have_count(1)
    expect(own).to_contain_text("sampai dicabut · diam-diam")
    [ban] = service.ask(f"/authors/{author}")["bans"]
    assert (ban["kind"], ban["told"]) == ("domain", False)
    own.get_by_role("button", name="Cabut").click()
    expect(own).to_have_count(0)


def test_a_range_of_addresses_is_banned_for_a_while_on_a_site(visitor: BrowserContext, service: Service) -> None:
    page = at_the_desk(visitor, service, "/author?site=kabar")
    expect(page.get_by_text("Tidak ada yang diblokir di sini.")).to_be_visible()

    page.get_by_label("Siapa yang diblokir").select_option("range")
    page.locator("[name=range]").fill("198.51.100.0/24")
    page.get_by_label("Untuk berapa jam").fill("12")
    page.get_by_label("Catatan, hanya untuk moderator").fill(HOSTILE)
    page.get_by_label("Beri tahu mereka").check()
    page.locator("#ban").get_by_role("button", name="Blokir", exact=True).click()
    expect(page.locator("#ban .reach")).to_contain_text("tidak dapat diketahui")
    page.get_by_role("button", name="Tetap blokir").click()

    shown = page.locator("#bans li")
    expect(shown).to_contain_text("198.51.100.0/24")
    expect(shown).to_contain_text(HOSTILE)
    [ban] = service.ask("/bans?site=kabar")["items"]
    assert (ban["range"], ban["told"], ban["reason"]) == ("198.51.100.0/24", True, HOSTILE)
    shown.get_by_role("button", name="Cabut").click()
    expect(shown).to_have_count(0)
