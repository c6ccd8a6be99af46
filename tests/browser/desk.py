"""A moderator at the desk, for tests: how they come in, and how a list is found again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Locator, Page

    from tests.browser.conftest import Service


def at_the_desk(visitor: BrowserContext, service: Service, view: str = "", token: str | None = None) -> Page:
    """Open a view of the desk, signing in with a token where this browser has no session yet."""
    page = visitor.new_page()
    page.goto(f"{service.base}/desk{view}")
    expect(page.locator("#door:not([hidden]), #desk:not([hidden])")).to_have_count(1)
    if page.locator("#door").is_visible():
        page.locator("#door summary").click()
        page.get_by_label("Token moderator Anda").fill(token or service.token)
        page.get_by_role("button", name="Buka meja").click()
    return page


def enter(page: Page, name: str, password: str) -> None:
    """Sign in as a person."""
    page.locator("#name").fill(name)
    page.locator("#password").fill(password)
    page.get_by_role("button", name="Buka meja").click()


def settled(page: Page) -> None:
    """Wait until the list is the one last asked for."""
    expect(page.locator("#queue")).to_have_attribute("aria-busy", "false")


def newest_first(page: Page) -> None:
    settled(page)
    page.get_by_label("Urutan").select_option("newest")
    settled(page)


def sought(page: Page, words: str) -> None:
    """Search for words."""
    page.get_by_label("Cari").fill(words)
    page.get_by_label("Cari").press("Enter")
    settled(page)
    page.locator("h1").click()


def item(page: Page, text: str) -> Locator:
    return page.locator("li.item", has_text=text)
