"""The desk for everybody: axe-core finds nothing, in any view, theme or width; what happens is said aloud."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.desk import at_the_desk, item, settled, sought

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.browser.conftest import Service, Watch

VIEWS = ("", "/campaigns", "/second-look", "/history", "/statistics", "/policy", "/people", "/log", "/author")
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}


@pytest.fixture(params=[("light", 1_100), ("dark", 360)], ids=["light and wide", "dark and narrow"])
def seen(browser: Browser, watch: Watch, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A browser in a theme and of a width; axe needs to put its script into the page, which the policy forbids."""
    scheme, width = request.param
    with closing(
        browser.new_context(
            locale="id-ID", color_scheme=scheme, viewport={"width": width, "height": 800}, bypass_csp=True
        )
    ) as context:
        context.on("page", watch.over)
        yield context


def faults(page: Page) -> list[tuple[Any, Any]]:
    """Return what axe-core finds wrong, with where."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found]


def test_nothing_is_wrong_with_any_view(seen: BrowserContext, service: Service) -> None:
    service.submit("Semua orang boleh ikut membaca.", page="/semua")
    wrong = {}
    for view in VIEWS:
        page = at_the_desk(seen, service, view)
        expect(page.locator("#desk")).to_be_visible()
        page.wait_for_load_state("networkidle")
        if found := faults(page):
            wrong[view] = found
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wrong[f"{view} is too wide"] = []
        page.close()

    assert wrong == {}


def test_nothing_is_wrong_with_the_dialogs_and_the_door(seen: BrowserContext, service: Service) -> None:
    service.submit("Dialog pun harus terbaca.", page="/dialog")
    page = seen.new_page()
    page.goto(f"{service.base}/desk")
    expect(page.locator("#door")).to_be_visible()
    assert faults(page) == []
    page.close()

    page = at_the_desk(seen, service)
    settled(page)
    sought(page, "dialog pun harus")
    page.keyboard.press("j")
    page.keyboard.press("e")
    expect(page.locator(".item.is-current caption")).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("?")
    assert faults(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("R")
    expect(page.locator("#reasons")).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("Escape")
    page.locator("#all").click()
    page.get_by_role("button", name="Pratinjau").click()
    expect(page.locator("#bulk .preview")).to_be_visible()
    assert faults(page) == []


def test_nothing_is_wrong_where_the_views_open_up(seen: BrowserContext, service: Service) -> None:
    service.submit("Dicoba untuk semua orang.", page="/buka")
    author = service.found("Dicoba untuk semua orang.")["author"]["id"]
    page = at_the_desk(seen, service, "/policy?site=demo")
    page.set_viewport_size({"width": 360, "height": 800})
    page.get_by_label("Di teks").fill("dicoba untuk\n!!")
    page.locator("[name=aimed]").check()
    page.get_by_role("button", name="Coba dulu").click()
    expect(page.locator("#moves > li").first).to_be_visible()
    assert faults(page) == []

    page = at_the_desk(seen, service, f"/author?id={author}")
    page.locator("[name=kind]").select_option("domain")
    page.locator("#ban .impose").click()
    expect(page.locator("#ban .reach")).to_be_visible()
    assert faults(page) == []

    name = f"Penguji {len(service.ask('/people')['items'])}"
    service.ask("/people", {"name": name, "password": "tiga perahu nelayan", "roles": {"demo": "reader"}})
    page = at_the_desk(seen, service, "/people")
    page.locator("#people button").first.click()
    expect(page.locator("#person")).to_be_visible()
    assert faults(page) == []


def test_what_happened_is_said_to_a_screen_reader(visitor: BrowserContext, service: Service) -> None:
    service.submit("Dengarkan baik-baik.", page="/dengar")
    page = at_the_desk(visitor, service)
    settled(page)
    sought(page, "dengarkan baik")
    said = page.get_by_role("status")

    page.keyboard.press("j")
    page.keyboard.press("a")

    expect(said).to_have_text("Selesai: terbit.")
    assert said.get_attribute("aria-live") == "polite"
    service.decide("Dengarkan baik-baik.", "mark-spam")
    expect(item(page, "Dengarkan").get_by_role("alert")).to_contain_text("Diputuskan oleh token:first: spam.")
