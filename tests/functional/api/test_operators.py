"""What operators see: counts and log lines, without a word of a visitor's."""

from __future__ import annotations

import io
import json
import logging
from typing import TYPE_CHECKING

import pytest

from service import json_log
from service.api.metrics import Metrics
from tests.functional.api.driver import DOUBTFUL, PAGE, SPAM

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.functional.api.driver import Api


def test_submissions_and_decisions_are_counted_by_what_became_of_them(api: Api) -> None:
    api.published()
    api.decide(api.held(), "approve")
    api.post(text=SPAM)
    api.post(text="")

    page = api.call("GET", "/metrics").text

    assert 'saring_submissions_total{rule="ordinary",state="approved"} 1.0' in page
    assert 'saring_submissions_total{rule="doubtful-probability",state="pending"} 1.0' in page
    assert 'saring_submissions_total{rule="spam-probability",state="spam"} 1.0' in page
    assert 'saring_submissions_refused_total{code="invalid-submission"} 1.0' in page
    assert 'saring_decisions_total{action="approve"} 1.0' in page
    assert 'saring_spam_probability_bucket{le="0.5"} 2.0' in page
    assert 'saring_ready{probe="classifier"} 1.0' in page


def test_requests_are_counted_by_route_and_never_by_what_a_client_wrote(api: Api) -> None:
    api.listed("/rahasia/halaman")
    api.call("GET", "/rahasia/alamat")
    api.call("RAHASIA", "/livez")

    page = api.call("GET", "/metrics").text

    route = "/api/v1/sites/<site>/comments"
    assert f'saring_requests_total{{method="GET",route="{route}",status="200"}} 1.0' in page
    assert 'saring_requests_total{method="GET",route="unmatched",status="404"} 1.0' in page
    assert 'method="other",route="unmatched",status="405"' in page
    assert "rahasia" not in page.lower()


def test_several_processes_count_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files of two processes, as prometheus_client writes them, are added up."""
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))

    page = Metrics().page({"database": True}).decode()

    assert 'saring_ready{probe="database"} 1.0' in page
    assert "saring_requests_total{" not in page  # nothing was written there by this process


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the service logs, as it is written."""
    service = logging.getLogger("service")
    before = (service.handlers, service.level, service.propagate)
    json_log.configure("INFO")
    written = io.StringIO()
    (handler,) = service.handlers
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(written)
    yield written
    service.handlers, service.level, service.propagate = before


def test_each_write_and_each_error_is_one_line_of_json(api: Api, log: io.StringIO) -> None:
    api.post(headers={"X-Request-Id": "abc-123"})
    api.listed(after="no cursor", headers={"X-Request-Id": "abc-124"})

    posted, refused = (json.loads(line) for line in log.getvalue().splitlines())
    assert {"time", "ms"} <= set(posted)
    assert (posted["event"], posted["level"], posted["request"]) == ("request", "INFO", "abc-123")
    assert (posted["route"], posted["status"]) == ("/api/v1/sites/<site>/comments", 201)
    assert (refused["level"], refused["request"], refused["status"]) == ("INFO", "abc-124", 400)


def test_a_read_that_went_well_is_logged_only_where_details_are_wanted(api: Api, log: io.StringIO) -> None:
    api.listed()
    assert log.getvalue() == ""

    logging.getLogger("service").setLevel("DEBUG")
    api.listed()
    (line,) = log.getvalue().splitlines()
    assert (json.loads(line)["level"], json.loads(line)["status"]) == ("DEBUG", 200)


def test_no_line_holds_what_a_visitor_wrote(api: Api, log: io.StringIO) -> None:
    api.post(author_name="Rahasia", author_email="rahasia@contoh-surel.com", text="rahasia sekali", page="/rahasia")
    api.post(author_name="Rahasia", author_email="rahasia", text="", page="/rahasia")
    api.listed("/rahasia", after="rahasia")
    api.call("GET", "/rahasia?rahasia=rahasia", headers={"User-Agent": "rahasia", "Referer": "http://rahasia"})
    api.queue(q="rahasia")

    assert len(log.getvalue().splitlines()) >= 4
    assert "rahasia" not in log.getvalue().lower()
    assert "127.0.0.1" not in log.getvalue()
    assert api.token not in log.getvalue()


@pytest.mark.parametrize("given", ["", "a b", 'a"b', "a" * 65, "<script>", "ä"])
def test_a_request_id_that_is_not_plain_is_replaced(api: Api, given: str) -> None:
    response = api.call("GET", "/livez", headers={"X-Request-Id": given})

    assert response.headers["X-Request-Id"] != given
    assert response.headers["X-Request-Id"].isalnum()


def test_a_plain_request_id_comes_back(api: Api) -> None:
    assert api.listed(PAGE, headers={"X-Request-Id": "req-1"}).headers["X-Request-Id"] == "req-1"


def test_the_metrics_page_is_in_prometheus_text_format(api: Api) -> None:
    response = api.call("GET", "/metrics")

    assert response.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert DOUBTFUL not in response.text
