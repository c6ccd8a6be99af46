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
    assert 'id="token" type="password"' in response.text
    assert '<ol id="queue"></ol>' in response.text


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
