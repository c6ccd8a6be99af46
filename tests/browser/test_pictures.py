"""The pictures of the documentation: taken anew where ``SARING_SCREENSHOTS=1`` asks for it, into ``docs/images``."""

from __future__ import annotations

import os
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import running
from tests.browser.desk import at_the_desk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.browser.conftest import Service, Watch

pytestmark = pytest.mark.skipif(
    os.environ.get("SARING_SCREENSHOTS") != "1", reason="pictures are taken with SARING_SCREENSHOTS=1"
)

IMAGES = Path(__file__).parents[2] / "docs" / "images"
WHERE = "/demo"
WAITING = "Harga cumi pagi ini berapa ya?"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service of its own, where other tests have written nothing."""
    with running(tmp_path_factory.mktemp("pictures")) as service:
        yield service


@pytest.fixture(scope="module")
def told(service: Service) -> Service:
    """The service with some comments under the article, and some that wait."""
    told = [
        ("Dewi Lestari", "Akhirnya lantainya kering. Terima kasih untuk semua yang mengurusnya!", None),
        ("Pak Harun", "Tolong tarif parkir gerobak juga ditempel di pintu, seperti harga es balok.", None),
        ("Made", "Setuju. Minggu lalu saya ditarik dua kali.", 1),
        ("Bu Tini", "Kalau lampunya sudah menyala semua, saya mau kembali berjualan malam.", None),
    ]
    ids: list[str] = []
    for name, text, parent in told:
        ids.append(service.submit(text, page=WHERE, name=name, parent=None if parent is None else ids[parent]))
        if service.found(text)["state"] != "approved":
            service.decide(text, "approve")
    service.submit("Apakah bus jalur 7 berhenti juga di gerbang timur?", page=WHERE, name="Ratna")
    service.submit("Modal receh jadi sultan, gacor tiap hari, cek bio!", page=WHERE, name="Cuan88")
    service.submit(WAITING, page=WHERE, name="Joko")
    for number, name in enumerate(("Rina", "Agus", "𝐁𝐔𝐋𝐀𝐍")):
        service.submit("Pengen punya perahu baru kayak 𝐁𝐔𝐋𝐀𝐍𝟓𝟓, nabung dulu ah", page=f"/pasar/{number}", name=name)
    return service


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1000, 360])
def test_article_form_and_errors(browser: Browser, told: Service, watch: Watch, scheme: str, width: int) -> None:
    with _opened(browser, watch, scheme, width) as (context, name):
        page = context.new_page()
        page.goto(told.base + WHERE)
        expect(page.get_by_text("Bu Tini")).to_be_visible()
        _picture(page, f"demo-{name}")

        page.get_by_label("Komentar *").fill("Lampu di dermaga timur masih mati sampai tadi malam.")
        page.get_by_label("Email *").fill("ratna@")
        page.get_by_role("button", name="Kirim Komentar").click()
        expect(page.get_by_role("alert")).to_be_focused()
        page.locator("form.saring-form").screenshot(path=IMAGES / f"errors-{name}.png")

        page.goto(f"{told.base}/sites/demo/form?page={WHERE}")
        page.get_by_label("Email *").fill("ratna@")
        page.get_by_role("button", name="Kirim Komentar").click()
        expect(page.get_by_role("alert")).to_be_focused()
        _picture(page, f"form-{name}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1000, 360])
def test_every_view_of_the_desk(browser: Browser, told: Service, watch: Watch, scheme: str, width: int) -> None:
    with _opened(browser, watch, scheme, width) as (context, name):
        page = at_the_desk(context, told)
        page.locator("li.item").last.wait_for()
        page.locator("li.item .why > summary").first.click()
        expect(page.locator(".history li").first).to_be_visible()
        _picture(page, f"desk-{name}")
        page.locator("#all").click()
        page.get_by_role("button", name="Pratinjau").click()
        expect(page.locator("#bulk .preview")).to_be_visible()
        page.screenshot(path=IMAGES / f"desk-bulk-{name}.png")
        page.close()
        for view in ("campaigns", "second-look", "history", "statistics", "policy", "people", "log"):
            page = at_the_desk(context, told, f"/{view}")
            expect(page.locator("#desk")).to_be_visible()
            page.wait_for_load_state("networkidle")
            _picture(page, f"desk-{view}-{name}")
            page.close()
        author = told.found(WAITING)["author"]["id"]
        page = at_the_desk(context, told, f"/author?id={author}")
        expect(page.locator("#facts dd").first).to_be_visible()
        _picture(page, f"desk-author-{name}")


@contextmanager
def _opened(browser: Browser, watch: Watch, scheme: str, width: int) -> Iterator[tuple[BrowserContext, str]]:
    """Open a browser of a width in a theme, with the name that its pictures have."""
    theme: Literal["dark", "light"] = "dark" if scheme == "dark" else "light"
    with closing(
        browser.new_context(locale="id-ID", viewport={"width": width, "height": 900}, color_scheme=theme)
    ) as context:
        context.on("page", watch.over)
        yield context, f"{'telephone' if width < 500 else 'page'}-{scheme}"


def _picture(page: Page, name: str) -> None:
    """Write a picture of the whole page."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=IMAGES / f"{name}.png", full_page=True)
