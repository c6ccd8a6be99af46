"""A second opinion at the desk: given blind and by keyboard, and counted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from service.operators import operator_doors, storage_app
from service.settings import Settings
from tests.browser.desk import enter

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

    from tests.browser.conftest import Service

TEXTS = ("Dilihat dua kali: satu", "Dilihat dua kali: dua")
PASSWORD = "tiga perahu nelayan"


@pytest.fixture
def asked(service: Service) -> Service:
    """The service where another moderator decided two comments that a second one is asked about."""
    settings = Settings(data_dir=service.data)
    for number, text in enumerate(TEXTS):
        service.submit(text, page=f"/pandangan/{number}")
    with storage_app(settings).app_context():
        operators = operator_doors()
        operators.collect_second_looks()  # what other tests decided is nobody's to look at
        [site] = [one for one in operators.sites.all() if one.id == "demo"]
        changed = operators.change_site(replace(site, policy=replace(site.policy, second_opinions=1.0)))
        for text in TEXTS:
            service.decide(text, "approve")
        operators.collect_second_looks()
        operators.change_site(replace(changed, policy=site.policy))
    service.ask("/people", {"name": "Dewi", "password": PASSWORD, "roles": {"demo": "moderator"}})
    return service


def test_two_look_at_the_same_without_seeing_each_other(visitor: BrowserContext, asked: Service) -> None:
    page = visitor.new_page()
    page.goto(f"{asked.base}/desk/second-look")
    enter(page, "Dewi", PASSWORD)
    waiting = page.locator("#queue li")
    first, second = waiting.filter(has_text=TEXTS[0]), waiting.filter(has_text=TEXTS[1])
    expect(first).to_be_visible()
    expect(first).not_to_contain_text("terbit")

    page.keyboard.press("j")
    expect(waiting.first).to_be_focused()
    first.focus()
    page.keyboard.press("a")
    expect(first).to_have_count(0)
    second.focus()
    page.keyboard.press("s")
    expect(second).to_have_count(0)

    expect(page.locator("#by-person tr", has_text="person:Dewi")).to_contain_text("50%")
    expect(page.locator("#agreement")).to_contain_text("sepakat pada 1 dari 2")
    found = asked.ask("/agreement?site=demo")
    assert (found["pairs"], found["agreed"]) == (2, 1)
