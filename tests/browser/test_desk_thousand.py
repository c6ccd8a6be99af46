"""A thousand comments decided by keyboard in one go: none lost, none twice."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import running
from tests.browser.desk import at_the_desk, settled
from tests.served import environment_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserContext

    from tests.browser.conftest import Service

MANY = 1_000
AT_ONCE = 20
"""Keys struck without a look at the page."""

KEYS = {"a": "approved", "s": "spam", "r": "rejected", "t": "trash"}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service with a thousand comments that wait."""
    folder = tmp_path_factory.mktemp("flooded")
    with running(folder) as service:
        _, environment = environment_of(folder)
        fill = [sys.executable, "-m", "benchmarks.fill", "--rows", str(MANY)]
        subprocess.run(fill, env=environment, check=True, capture_output=True)  # noqa: S603 - our own command
        yield service


def test_a_thousand_are_decided_in_one_go(visitor: BrowserContext, service: Service) -> None:
    page = at_the_desk(visitor, service)
    settled(page)
    expected = {key: MANY // len(KEYS) for key in KEYS}
    page.keyboard.press("j")

    for number in range(MANY):
        if number % AT_ONCE == 0:
            page.locator("li.item:not(.is-done)").nth(min(AT_ONCE, MANY - number) - 1).wait_for(state="attached")
        page.keyboard.press("asrt"[number % 4])
    expect(page.locator('li.item[aria-busy="true"]')).to_have_count(0, timeout=60_000)

    decided = {key: states(service)[state] for key, state in KEYS.items()}
    assert decided == expected
    assert states(service)["pending"] == 0
    versions = {item["version"] for state in KEYS.values() for item in every(service, state)}
    assert versions == {2}


def states(service: Service) -> dict[str, int]:
    """Return how many comments stand in each state."""
    counts: dict[str, int] = service.ask("/counts?site=demo")["states"]
    return counts


def every(service: Service, state: str) -> list[dict[str, object]]:
    """Return all comments of a state."""
    found: list[dict[str, object]] = []
    after = ""
    while True:
        page = service.moderate(f"?site=demo&state={state}&limit=200&after={after}")
        found += page["items"]
        after = page["next"]
        if not after:
            return found
