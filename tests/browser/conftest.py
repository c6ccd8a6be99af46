"""A real service in its own process, and a real browser that watches for what must never happen."""

from __future__ import annotations

import json
import shutil
import urllib.request
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, sync_playwright

from tests.browser.newspaper import newspaper
from tests.served import command, environment_of, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent.name == "browser":
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="there is no Chromium here (chromium, google-chrome)"))


@dataclass(frozen=True, slots=True)
class Service:
    """A running service.

    Attributes:
        base: Where it answers.
        elsewhere: The web origin of another server, whose pages may post to the site ``kabar``.
        token: A moderator's.
        data: The folder of its data.
    """

    base: str
    elsewhere: str
    data: Path
    token: str = field(repr=False)

    def moderate(self, path: str = "", body: dict[str, object] | None = None) -> dict[str, Any]:
        """Ask the moderators' API for comments."""
        return self.ask(f"/comments{path}", body)

    def ask(self, path: str, body: dict[str, object] | None = None, method: str | None = None) -> dict[str, Any]:
        """Ask the moderators' API."""
        request = urllib.request.Request(  # noqa: S310 - always the address of the service under test
            f"{self.base}/api/v1/moderation{path}",
            data=None if body is None else json.dumps(body).encode(),
            method=method,
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - as above
            read: dict[str, Any] = json.loads(answer.read() or b"{}")
            return read

    def found(self, text: str) -> dict[str, Any]:
        """Return the comment of that text, in whichever list it is."""
        for state in ("pending", "spam", "approved", "rejected", "trash"):
            for item in self.moderate(f"?site=demo&state={state}&order=newest&limit=200")["items"]:
                if item["text"] == text:
                    return dict(item)
        raise LookupError(text)

    def decide(self, text: str, action: str) -> None:
        """Decide the comment of that text."""
        item = self.found(text)
        self.moderate(f"/{item['id']}/decisions", {"action": action, "version": item["version"]})

    def submit(  # noqa: PLR0913 - the fields of a comment
        self,
        text: str,
        *,
        page: str = "/demo",
        title: str = "",
        name: str = "Ketut",
        url: str | None = None,
        parent: str | None = None,
    ) -> str:
        """Post a comment as a program would; return its id."""
        body = {
            "page": page,
            "page_title": title,
            "text": text,
            "parent_id": parent,
            "author": {"name": name, "email": "ketut@contoh-surel.com", "url": url},
        }
        request = urllib.request.Request(  # noqa: S310 - as above
            f"{self.base}/api/v1/sites/demo/comments",
            data=json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - as above
            return str(json.load(answer)["id"])


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The service as ``make run`` starts it, with data of its own."""
    with running(tmp_path_factory.mktemp("service")) as service:
        yield service


@contextmanager
def running(folder: Path) -> Iterator[Service]:
    """Run a service with its data in a folder."""
    port, environment = environment_of(
        folder, SARING_RATE_LIMIT_ENABLED="false", SARING_WEB_PROCESSES="1", SARING_WORKER_ENABLED="false"
    )
    base = f"http://127.0.0.1:{port}"
    with newspaper(base) as elsewhere:
        command(environment, "init")
        command(environment, "site", "add", "kabar", "--language", "en", "--origin", elsewhere)
        with served(folder, port, environment):
            token = (folder / "var" / "moderator.token").read_text().strip()
            yield Service(base=base, elsewhere=elsewhere, data=folder / "var", token=token)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Watch:
    """What a page did that none may do. Not slotted: Playwright notes on it which of its methods listen."""

    base: str
    elsewhere: str
    faults: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        page.on("dialog", self._interrupted)
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("console", lambda message: self._said(message.type, message.text))
        page.on("request", lambda request: self._asked(request.url))

    def _interrupted(self, dialog: Dialog) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _said(self, kind: str, text: str) -> None:
        # Chromium also reports each answer of 400 and more, which is no fault of the page.
        if kind == "error" and not text.startswith("Failed to load resource"):
            self.faults.append(f"console: {text}")

    def _asked(self, url: str) -> None:
        if not url.startswith((self.base, self.elsewhere, "data:", "about:")):
            self.faults.append(f"request: {url}")


@pytest.fixture
def watch(service: Service) -> Iterator[Watch]:
    """No dialog, no script error, no violation of the policy, no request to elsewhere: checked after each test."""
    watch = Watch(base=service.base, elsewhere=service.elsewhere)
    yield watch
    assert watch.faults == []


@pytest.fixture
def visitor(browser: Browser, watch: Watch) -> Iterator[BrowserContext]:
    """A browser of its own for each test."""
    with closing(browser.new_context(locale="id-ID", viewport={"width": 1000, "height": 900})) as context:
        context.on("page", watch.over)
        yield context


@pytest.fixture
def scriptless(browser: Browser, watch: Watch) -> Iterator[BrowserContext]:
    """A browser with JavaScript off."""
    with closing(browser.new_context(locale="id-ID", java_script_enabled=False)) as context:
        context.on("page", watch.over)
        yield context
