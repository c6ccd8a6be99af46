"""The widget in a page of another origin, under the strictest policy that lets it run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

    from tests.browser.conftest import Service


@pytest.fixture
def article(visitor: BrowserContext, service: Service) -> Page:
    """An article of the site ``kabar``, which names no language."""
    page = visitor.new_page()
    page.goto(f"{service.elsewhere}/2026/03/pasar?utm_source=surat")
    return page


def test_it_speaks_the_sites_language_where_the_page_names_none(article: Page) -> None:
    expect(article.get_by_role("heading", name="Leave a Reply")).to_be_visible()
    expect(article.get_by_text("Your email address will not be published.")).to_be_visible()


def test_a_comment_is_posted_across_origins(article: Page, service: Service) -> None:
    article.get_by_label("Comment *").fill("Written on another server.")
    article.get_by_label("Name *").fill("Anna")
    article.get_by_label("Email *").fill("anna@contoh-surel.com")
    article.get_by_role("button", name="Post Comment").click()

    expect(article.get_by_text("Your comment waits for review")).to_be_visible()
    (stored,) = service.moderate("?site=kabar&state=pending")["items"]
    assert stored["page"] == "/2026/03/pasar"


def test_errors_reach_another_origin_too(article: Page) -> None:
    article.get_by_label("Email *").fill("anna")
    article.get_by_role("button", name="Post Comment").click()

    expect(article.get_by_role("alert").get_by_role("link")).to_have_count(3)


def test_its_style_arrives(article: Page) -> None:
    button = article.get_by_role("button", name="Post Comment")

    expect(button).to_have_css("min-height", "44px")
