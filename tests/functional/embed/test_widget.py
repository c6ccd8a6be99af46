"""The two files that a page embeds, and the demo article that does so."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from service.embed.doors import EXTENSION
from service.embed.labels import labels

if TYPE_CHECKING:
    from tests.functional.embed.conftest import Visitors

LARGEST = 12_000
"""What the widget may weigh, compressed, in bytes."""


def test_the_widget_weighs_no_more_than_twelve_kilobytes(visitors: Visitors) -> None:
    assert len(gzip.compress(visitors.client.get("/embed.js").data)) <= LARGEST


@pytest.mark.parametrize(("path", "kind"), [("/embed.js", "text/javascript"), ("/embed.css", "text/css")])
def test_any_page_may_embed_the_files_and_browsers_ask_again_cheaply(visitors: Visitors, path: str, kind: str) -> None:
    response = visitors.client.get(path)
    again = visitors.client.get(path, headers={"If-None-Match": response.headers["ETag"]})

    assert response.mimetype == kind
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["/embed.js", "/embed.css"])
def test_they_travel_compressed_where_the_browser_can_read_that(visitors: Visitors, path: str) -> None:
    plain = visitors.client.get(path)
    packed = visitors.client.get(path, headers={"Accept-Encoding": "gzip, br"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert packed.headers["Vary"] == "Accept-Encoding"


def test_the_widget_has_no_sink_for_html_or_code(visitors: Visitors) -> None:
    script = visitors.client.get("/embed.js").text

    for sink in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", ".style"):
        assert sink not in script, sink


def test_every_sentence_of_the_widget_is_handed_to_it(visitors: Visitors) -> None:
    script = visitors.client.get("/embed.js").text
    said = set(re.findall(r'say\("(\w+)"', script)) | set(re.findall(r'\? "(\w+)" : "(\w+)"\)', script)[0])

    with visitors.client.application.test_request_context():
        words = labels("id")

    assert said <= set(words)
    assert words["heading"] == "Tinggalkan Balasan"
    assert words["promise"] == "Alamat email Anda tidak akan dipublikasikan."


def test_labels_of_a_language_without_catalogue_are_those_of_the_default(visitors: Visitors) -> None:
    with visitors.client.application.test_request_context():
        assert labels("tlh") == labels("id")


def test_the_demo_is_an_indonesian_article_under_a_strict_policy(visitors: Visitors) -> None:
    response = visitors.client.get("/demo")

    policy = response.headers["Content-Security-Policy"]
    assert '<html lang="id">' in response.text
    assert "Pasar" in response.text
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert 'data-site="demo" data-page="/demo"' in response.text
    assert re.search(
        r"<noscript><iframe[^>]+/sites/demo/form\?page=/demo&amp;lang=id", response.text.replace("%2F", "/")
    )


def test_there_is_no_demo_where_it_is_switched_off(visitors: Visitors) -> None:
    application = visitors.client.application
    application.extensions[EXTENSION] = replace(application.extensions[EXTENSION], demo_enabled=False)

    assert visitors.client.get("/demo").status_code == 404
