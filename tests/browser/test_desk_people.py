"""People and tokens at the desk."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.desk import at_the_desk, enter

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator, Page

    from tests.browser.conftest import Service, Watch

PASSWORD = "tiga perahu nelayan"


def person(page: Page, name: str) -> Locator:
    return page.locator("#people tr", has_text=name)


def add(service: Service, name: str, **roles: str) -> None:
    service.ask("/people", {"name": name, "password": PASSWORD, "roles": {**roles}})


def test_somebody_is_added_and_signs_in_by_their_password(
    browser: Browser, visitor: BrowserContext, service: Service, watch: Watch
) -> None:
    page = at_the_desk(visitor, service, "/people")
    form = page.locator("#add-person")
    form.get_by_label("Nama").fill("Rina")
    form.get_by_label("Kata sandi").fill(PASSWORD)
    form.get_by_label("Situs").select_option("demo")
    form.get_by_label("Peran").select_option("reader")
    form.get_by_role("button", name="Tambah").click()
    expect(person(page, "Rina")).to_contain_text("demo: pembaca")

    with closing(browser.new_context(locale="id-ID")) as other:
        other.on("page", watch.over)
        page = other.new_page()
        page.goto(f"{service.base}/desk/people")
        enter(page, "Rina", PASSWORD)
        expect(page.locator("#who")).to_have_text("Rina")
        expect(page.locator("#not-yours")).to_be_visible()
        expect(page.locator("#manage")).to_be_hidden()
        expect(page.locator("#own")).to_be_visible()


def test_roles_change_site_by_site_and_somebody_is_locked_out(visitor: BrowserContext, service: Service) -> None:
    add(service, "Budi", demo="reader")
    page = at_the_desk(visitor, service, "/people")

    person(page, "Budi").get_by_role("button", name="Ubah").click()
    dialog = page.get_by_role("dialog", name="Budi")
    dialog.get_by_label("Peran").select_option("moderator")
    dialog.get_by_role("button", name="Peran di situs lain").click()
    dialog.get_by_label("Situs").last.select_option("kabar")
    dialog.get_by_label("Peran").last.select_option("owner")
    dialog.get_by_label("Dikunci").check()
    dialog.get_by_role("button", name="Simpan").click()

    expect(dialog).to_be_hidden()
    expect(person(page, "Budi")).to_contain_text("demo: moderator")
    expect(person(page, "Budi")).to_contain_text("dikunci")
    [found] = [one for one in service.ask("/people")["items"] if one["name"] == "Budi"]
    assert (found["roles"], found["disabled"]) == ({"demo": "moderator", "kabar": "owner"}, True)


def test_a_token_shows_its_secret_once_and_is_revoked(visitor: BrowserContext, service: Service) -> None:
    page = at_the_desk(visitor, service, "/people")
    form = page.locator("#add-token")
    form.get_by_label("Untuk apa").fill("cadangan harian")
    form.get_by_label("Situs").select_option("kabar")
    form.get_by_role("button", name="Terbitkan").click()

    expect(page.locator("#secret code")).to_contain_text("saring_")
    line = page.locator("#tokens tr", has_text="cadangan harian")
    expect(line).to_contain_text("kabar")
    expect(line).to_contain_text("baca komentar")
    line.get_by_role("button", name="Cabut").click()
    expect(line).to_contain_text("dicabut")
    page.reload()
    expect(line).to_be_visible()
    expect(page.locator("#secret")).to_be_hidden()


def test_ones_own_password_changes_and_the_session_goes_on(visitor: BrowserContext, service: Service) -> None:
    add(service, "Sari", demo="owner")
    page = visitor.new_page()
    page.goto(f"{service.base}/desk/people")
    enter(page, "Sari", PASSWORD)

    page.locator("#own [name=old]").fill(PASSWORD)
    page.locator("#own [name=new]").fill("empat perahu nelayan")
    page.locator("#own").get_by_role("button", name="Simpan").click()
    expect(page.locator("#notice")).to_have_text("Tersimpan.")

    page.get_by_label("Untuk apa").fill("setelah ganti sandi")
    page.get_by_role("button", name="Terbitkan").click()
    expect(page.locator("#secret code")).to_be_visible()
