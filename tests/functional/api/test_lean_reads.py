"""The lean path of an unchanged page gives the long way's answer, and leaves to it whatever it is not sure of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from service.api.lean_reads import LeanReads
from tests.functional.api.driver import DEMO, PAGE

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

    from tests.functional.api.driver import Api

LISTING = f"/api/v1/sites/{DEMO}/comments?page={PAGE}"


def answers(api: Api, path: str, **headers: str) -> tuple[TestResponse, TestResponse]:
    """Return what is answered with the lean path and without it."""
    lean = api.call("GET", path, headers=headers)
    with_lean = api.app.wsgi_app
    api.app.wsgi_app = long_way(api.app)  # type: ignore[method-assign] # and put back in the next line but one
    long = api.call("GET", path, headers=headers)
    api.app.wsgi_app = with_lean  # type: ignore[method-assign] # as above
    return lean, long


def long_way(app: Flask) -> Any:  # noqa: ANN401 - whatever stands there
    application: Any = app.wsgi_app
    while not isinstance(application, LeanReads):
        application = vars(application)["app"]
    return application._application  # noqa: SLF001 - what the lean path stands before


def told(response: TestResponse) -> tuple[int, bytes, dict[str, str]]:
    headers = dict(response.headers)
    assert headers.pop("X-Request-Id")
    return response.status_code, response.data, headers


@pytest.fixture
def page(api: Api) -> Api:
    assert api.post().status_code == 201
    assert api.call("GET", LISTING).status_code == 200
    return api


@pytest.mark.parametrize("more", ["", "&limit=1", "&limit=50", "&limit=999"])
def test_a_page_rendered_before_is_answered_alike_to_the_last_header(page: Api, more: str) -> None:
    page.call("GET", LISTING + more)

    lean, long = answers(page, LISTING + more)

    assert told(lean) == told(long)
    assert lean.json is not None
    assert lean.json["count"] == 1


def test_an_unchanged_page_is_answered_alike(page: Api) -> None:
    etag = page.call("GET", LISTING).headers["ETag"]

    lean, long = answers(page, LISTING, **{"If-None-Match": etag})

    assert told(lean) == told(long)
    assert (lean.status_code, lean.data) == (304, b"")


def test_a_page_that_changed_is_never_answered_from_memory(page: Api) -> None:
    before = page.call("GET", LISTING)
    assert page.post(text="Satu lagi dari saya, semoga pasar ikannya segera dibuka kembali.").status_code == 201

    after = page.call("GET", LISTING, headers={"If-None-Match": before.headers["ETag"]})

    assert (after.status_code, after.json and after.json["count"]) == (200, 2)


@pytest.mark.parametrize(
    "path",
    [
        f"/api/v1/sites/tidak-ada/comments?page={PAGE}",
        f"/api/v1/sites/{DEMO}/comments?page=/baru",
        f"/api/v1/sites/{DEMO}/comments",
        f"{LISTING}&limit=0",
        f"{LISTING}&limit=x",
        f"{LISTING}&after=x",
        f"{LISTING}/?utm_source=x",
        f"/api/v1/sites/{DEMO}/comments?page=//lain.example/",
        f"/api/v1/sites/{DEMO}/comments?page=https://kabar.example{PAGE}",
        f"/api/v1/sites/{DEMO}/comments?page=/%00",
        f"/api/v1/sites/{DEMO}/comments?page={PAGE}//",
    ],
)
def test_every_other_request_is_answered_as_without_it(page: Api, path: str) -> None:
    lean, long = answers(page, path)

    assert told(lean) == told(long)


def test_what_it_answers_is_counted(page: Api) -> None:
    line = 'saring_requests_total{method="GET",route="/api/v1/sites/<site>/comments",status="200"}'

    def counted() -> float:
        text = page.call("GET", "/metrics").text
        return next(float(found.rpartition(" ")[2]) for found in text.splitlines() if found.startswith(line))

    before = counted()
    page.call("GET", LISTING)

    assert counted() == before + 1


def test_a_database_that_is_away_is_told_by_the_long_way(page: Api) -> None:
    with page.app.app_context():
        page.operator.sites.all()
    versions = page.app.extensions["saring.api"].page_version
    versions._statement = "SELECT nothing FROM nowhere"  # noqa: SLF001 - how a database fails on this way
    try:
        lean, long = answers(page, LISTING)
    finally:
        versions._statement = type(versions)(page.app)._statement  # noqa: SLF001 - as above

    assert told(lean) == told(long)
