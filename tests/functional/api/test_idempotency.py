"""``Idempotency-Key`` on the moderators' writes, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING, Any

import pytest

from service.api.operation import Repeat
from service.api.operations import OPERATIONS
from service.domain.token import Scope
from service.storage.database import connection
from service.storage.events import SqlEvents
from tests.databases import postgres_server, postgres_url
from tests.functional.api.recipes_decisions import REASONS, WRITTEN, ask

if TYPE_CHECKING:
    from pathlib import Path

    from werkzeug.test import TestResponse

    from tests.functional.api.driver import Api

__all__ = ["postgres_server", "postgres_url"]

THREADS = 6
KEY = {"Idempotency-Key": "k-1"}


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Any:  # noqa: ANN401 - as the fixture gives it
    if request.param == "postgresql":
        return request.getfixturevalue("postgres_url")
    folder: Path = request.getfixturevalue("tmp_path")
    file = folder / "saring.db"
    file.write_bytes(request.getfixturevalue("empty_database").read_bytes())
    return f"sqlite:///{file}"


def decided(api: Api, comment: str, **options: Any) -> TestResponse:  # noqa: ANN401 - as the client takes them
    body = {"action": "approve", "version": 1}
    return ask(api, "POST", f"/comments/{comment}/decisions", **{"json": body, "headers": KEY, **options})


def lines(api: Api, kind: str) -> int:
    """Return how many lines of a kind the log has."""
    with api.app.app_context():
        return sum(line.event.kind == kind for line in SqlEvents().after(0, 1000))


def test_a_write_that_comes_again_is_answered_as_before_and_changes_nothing(api: Api) -> None:
    comment = api.held()

    first = decided(api, comment)
    api.decide(comment, "trash", 2)
    second = decided(api, comment)

    assert (second.status_code, second.data) == (first.status_code, first.data) == (200, first.data)
    assert {name: second.headers[name] for name in ("Content-Type", "Cache-Control")} == {
        "Content-Type": "application/json",
        "Cache-Control": "no-store",
    }
    assert lines(api, "comment-decided") == 2


def test_every_kind_of_write_takes_a_key(api: Api) -> None:
    comment = api.held()
    body = {"decisions": [{"comment": comment, "action": "approve", "version": 1}]}

    batches = [ask(api, "POST", "/decisions", json=body, headers=KEY) for _ in range(2)]
    reasons = [ask(api, "PUT", REASONS, json=WRITTEN, headers={"Idempotency-Key": "k-2"}) for _ in range(2)]

    for first, second in (batches, reasons):
        assert (first.status_code, second.status_code, first.data) == (200, 200, second.data)
    assert (lines(api, "comment-decided"), lines(api, "site-changed")) == (1, 1 + 1)


@pytest.mark.parametrize("change", ["body", "path", "rights"])
def test_a_key_with_another_request_is_refused(api: Api, change: str) -> None:
    first, second = api.held(), api.held(text="Mungkin hujan.")
    # Two programs may bear one label, by which the log names them.
    here, everywhere = (api.issue_token(site) for site in ("demo", None))
    decided(api, first, token=here)

    response = {
        "body": lambda: decided(api, first, token=here, json={"action": "reject", "version": 2}),
        "path": lambda: decided(api, second, token=here),
        "rights": lambda: decided(api, first, token=everywhere),
    }[change]()

    assert (response.status_code, response.get_json()["code"]) == (422, "idempotency-conflict")
    assert lines(api, "comment-decided") == 1


def test_an_error_is_not_remembered(api: Api) -> None:
    comment = api.held()
    api.decide(comment, "trash")

    stale = decided(api, comment, json={"action": "restore", "version": 1})
    done = decided(api, comment, json={"action": "restore", "version": 2})

    assert (stale.status_code, done.status_code) == (409, 200)


@pytest.mark.parametrize("key", ["", "dua kata", "x" * 201, "é"])
def test_what_is_no_key_is_refused(api: Api, key: str) -> None:
    response = decided(api, api.held(), headers={"Idempotency-Key": key})

    assert (response.status_code, response.get_json()["parameter"]) == (400, "Idempotency-Key")
    assert lines(api, "comment-decided") == 0


def test_a_key_opens_nothing_to_whoever_is_not_known(api: Api) -> None:
    comment = api.held()
    decided(api, comment)

    assert decided(api, comment, token="wrong").status_code == 401


def test_of_many_at_once_under_one_key_one_changes_something_and_all_are_answered_alike(api: Api) -> None:
    comment = api.held()
    together = Barrier(THREADS)

    def send(_: int) -> tuple[int, bytes]:
        client = api.app.test_client()
        together.wait()
        response = client.post(
            f"/api/v1/moderation/comments/{comment}/decisions",
            json={"action": "approve", "version": 1},
            headers={"Authorization": f"Bearer {api.token}", **KEY},
        )
        return response.status_code, response.data

    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(send, range(THREADS)))

    assert {status for status, _ in answers} == {200}
    assert len({body for _, body in answers}) == 1
    assert lines(api, "comment-decided") == 1


def test_reads_and_requests_without_a_key_go_by(api: Api) -> None:
    api.held()

    assert [ask(api, "GET", "/comments", headers=KEY).status_code for _ in range(2)] == [200, 200]
    with api.app.app_context():
        assert connection().exec_driver_sql("SELECT count(*) FROM write_answer").scalar_one() == 0


def test_rights_that_were_lost_answer_nothing_of_before(api: Api) -> None:
    comment = api.held()
    decided(api, comment, token=api.issue_token("demo"))

    response = decided(api, comment, token=api.issue_token("demo", frozenset({Scope.READ})))

    assert response.get_json()["code"] == "idempotency-conflict"


def test_the_document_shows_the_header_on_every_write_of_the_moderators(api: Api) -> None:
    paths = api.call("GET", "/openapi.json").get_json()["paths"]

    shown = {
        (method, path)
        for path, methods in paths.items()
        for method, one in methods.items()
        if any(parameter["name"] == "Idempotency-Key" for parameter in one["parameters"])
    }

    writes = {
        (method, path)
        for path, methods in paths.items()
        for method, one in methods.items()
        if method != "get" and one["tags"] == ["moderators"]
    } - {(one.method, one.path) for one in OPERATIONS if one.repeat is Repeat.FREE}
    assert shown - {("post", "/api/v1/sites/{site}/comments")} == writes
