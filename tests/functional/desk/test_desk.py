"""The desk's page as it is served; what its script does is for tests/browser."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask, request
from flask_babel import Babel

from models.explain import CUT_CODE, REST_CODE, code_of
from models.ngrams import NAMED
from service.desk import views
from service.desk.doors import DeskDoors
from service.desk.mounting import mount
from service.domain.event import EventKind

if TYPE_CHECKING:
    from flask.testing import FlaskClient

SCRIPTS = Path(views.__file__).resolve().parent.parent / "static" / "desk"


@pytest.fixture
def desk() -> FlaskClient:
    app = Flask("service")
    Babel(app, locale_selector=lambda: request.args.get("lang", "en"))
    mount(app, DeskDoors(languages=("en", "id")))
    return app.test_client()


def test_the_desk_opens_without_a_moderator_and_holds_nothing(desk: FlaskClient) -> None:
    response = desk.get("/desk")

    assert response.status_code == 200
    assert '<html lang="en">' in response.text
    assert 'id="token" name="token" type="password"' in response.text
    assert '<ol id="queue"></ol>' in response.text


PATHS = ("", "/campaigns", "/second-look", "/history", "/statistics", "/policy", "/people", "/log", "/author")


@pytest.mark.parametrize("path", PATHS)
def test_every_view_has_its_script_and_the_elements_that_it_asks_for(desk: FlaskClient, path: str) -> None:
    page = desk.get(f"/desk{path}").text

    [script] = re.findall(r'<script type="module" src="/static/desk/([\w]+\.js)"', page)
    shown = set(re.findall(r'\bid="([\w-]+)"', page))
    for module in modules_of(script):
        asked = set(re.findall(r'\$\("([\w-]+)"\)', (SCRIPTS / module).read_text()))
        assert asked <= shown, module
    assert page.count("<h1>") == 1
    assert page.count('aria-current="page"') == 1


def modules_of(script: str) -> set[str]:
    """Return a script and all that it imports."""
    found: set[str] = set()
    waiting = [script]
    while waiting:
        module = waiting.pop()
        if module not in found:
            found.add(module)
            waiting += re.findall(r'from "\./([\w]+\.js)"', (SCRIPTS / module).read_text())
    return found


def test_every_script_belongs_to_a_view(desk: FlaskClient) -> None:
    pages = [desk.get(f"/desk{path}").text for path in PATHS]
    scripts = [script for page in pages for script in re.findall(r'src="/static/desk/([\w]+\.js)"', page)]

    assert set().union(*map(modules_of, scripts)) == {script.name for script in SCRIPTS.glob("*.js")}


def test_a_view_that_is_none_is_not_found(desk: FlaskClient) -> None:
    assert desk.get("/desk/nix").status_code == 404
    assert desk.get("/desk/author/nix").status_code == 404


def test_a_sign_in_by_another_service_is_offered_where_there_is_one(desk: FlaskClient) -> None:
    app = Flask("service")
    Babel(app, locale_selector=lambda: "en")
    mount(app, DeskDoors(languages=("en",), provider_enabled=True))

    assert 'href="/desk/oidc/start"' in app.test_client().get("/desk").text
    assert "/desk/oidc/start" not in desk.get("/desk").text


def test_its_policy_allows_its_own_scripts_and_no_html_sink(desk: FlaskClient) -> None:
    headers = desk.get("/desk").headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "require-trusted-types-for 'script'" in policy
    assert "unsafe" not in policy
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_it_offers_the_languages_there_are(desk: FlaskClient) -> None:
    page = desk.get("/desk?lang=id").text

    assert '<html lang="id">' in page
    assert '<a href="?lang=id" lang="id" hreflang="id" aria-current="true">ID</a>' in page
    assert '<a href="?lang=en"' in page


def sentences_of(desk: FlaskClient) -> dict[str, str]:
    page = desk.get("/desk").text
    embedded = re.search(r'<script type="application/json" id="sentences">(.*?)</script>', page)
    assert embedded
    found: dict[str, str] = json.loads(unescape(embedded.group(1)))
    return found


def test_whatever_a_score_can_come_from_has_a_name(desk: FlaskClient) -> None:
    named = {key.removeprefix("part-") for key in sentences_of(desk) if key.startswith("part-")}

    assert named == {*map(code_of, NAMED), REST_CODE, CUT_CODE, "bias"}


def test_every_kind_of_event_can_be_chosen_in_the_log(desk: FlaskClient) -> None:
    chosen = re.findall(r'<option value="([\w-]+)">', desk.get("/desk/log").text)

    assert chosen == list(EventKind)


def test_every_sentence_of_the_script_is_handed_to_it(desk: FlaskClient) -> None:
    sentences = sentences_of(desk)

    said = {name for script in SCRIPTS.glob("*.js") for name in re.findall(r'say\("([\w-]+)"', script.read_text())}

    assert said
    assert said <= set(sentences)


def test_the_scripts_have_no_sink_for_html_or_code() -> None:
    for script in SCRIPTS.glob("*.js"):
        text = script.read_text()
        for sink in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "localStorage"):
            assert sink not in text, (script.name, sink)
