"""What a keyed write does is stored with its answer or not at all, whatever its view is like; on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from flask import Response, jsonify

from service.api import error_handlers, idempotency
from service.api.doors import EXTENSION
from service.api.operation import Answer, Operation, Repeat
from service.domain.errors import StaleDecision
from service.domain.event import Event, EventKind
from service.domain.site import SiteId
from service.operators import storage_app
from service.storage.database import connection, db, transaction
from service.storage.events import SqlEvents
from tests.databases import postgres_server, postgres_url
from tests.fakes import NOON

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask import Flask
    from werkzeug.test import TestResponse

    from service.settings import Settings
    from tests.functional.api.driver import Api

__all__ = ["postgres_server", "postgres_url"]

KEY = {"Idempotency-Key": "k-1"}


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Any:  # noqa: ANN401 - as the fixture gives it
    if request.param == "postgresql":
        return request.getfixturevalue("postgres_url")
    folder: Path = request.getfixturevalue("tmp_path")
    file = folder / "saring.db"
    file.write_bytes(request.getfixturevalue("empty_database").read_bytes())
    return f"sqlite:///{file}"


def note(*, fail: bool = False) -> None:
    """Write a line to the log in a transaction, which may then fail."""
    with transaction():
        SqlEvents().append(
            Event(kind=EventKind.SITE_CHANGED, site=SiteId("kedua"), comment=None, at=NOON, actor="token:first")
        )
        if fail:
            raise StaleDecision(2)


def written(api: Api) -> int:
    with api.app.app_context():
        rows = connection().exec_driver_sql("SELECT count(*) FROM event WHERE site_id = 'kedua'")
        return int(rows.scalar_one())


def two_parts() -> Response:
    note()
    note()
    return jsonify(done=True)


def second_fails() -> Response:
    note()
    note(fail=True)
    return jsonify(done=True)


def second_is_given_up() -> Response:
    """Go on without the second part, as one may who knows what failed there."""
    note()
    try:
        note(fail=True)
    except StaleDecision:
        note()
    return jsonify(done=True)


def first_is_given_up() -> Response:
    try:
        note(fail=True)
    except StaleDecision:
        note()
    return jsonify(done=True)


def refuses() -> Response:
    note()
    return Response("nanti", 409, headers={"X-Why": "later"})


def breaks() -> Response:
    note()
    raise OSError("disk")


def nothing() -> Response:
    return Response(status=204)


def secret() -> Response:
    note()
    return jsonify(secret="saring_x")


def free() -> Response:
    note()
    return jsonify(done=True)


VIEWS: tuple[Callable[[], Response], ...] = (
    two_parts,
    second_fails,
    second_is_given_up,
    first_is_given_up,
    refuses,
    breaks,
    nothing,
    secret,
    free,
)


@pytest.fixture
def other(api: Api, settings: Settings) -> Iterator[Flask]:
    """Another application on the same database, with writes of all kinds, as other parts of the API may have them."""
    app = storage_app(settings)
    app.extensions[EXTENSION] = api.app.extensions[EXTENSION]
    error_handlers.install(app)
    repeats = {"secret": Repeat.SECRET, "free": Repeat.FREE}
    operations = []
    for view in VIEWS:
        name = view.__name__
        path = f"{idempotency.PREFIX}{name}"
        app.add_url_rule(path, name, view, methods=["POST"])
        repeat = repeats.get(name, Repeat.ANSWERED)
        operations.append(
            Operation(
                method="post",
                path=path,
                name=name,
                tag="moderators",
                summary="",
                answers={200: Answer(description="")},
                repeat=repeat,
            )
        )
    idempotency.install(app, operations)
    yield app
    with app.app_context():
        db.engine.dispose()


def call(other: Flask, api: Api, name: str) -> TestResponse:
    headers = {"Authorization": f"Bearer {api.token}", **KEY}
    return other.test_client().post(f"{idempotency.PREFIX}{name}", headers=headers)


@pytest.mark.parametrize(
    ("name", "statuses", "lines_of_both"),
    [
        ("two_parts", (200, 200), 2),
        ("second_fails", (409, 409), 0),
        ("second_is_given_up", (200, 200), 2),
        ("first_is_given_up", (200, 200), 1),
        ("refuses", (409, 409), 0),
        ("breaks", (500, 500), 0),
        ("nothing", (204, 204), 0),
        ("secret", (200, 409), 1),
        ("free", (200, 200), 2),
    ],
)
def test_all_that_a_view_does_is_stored_with_its_answer_or_not_at_all(
    other: Flask, api: Api, name: str, statuses: tuple[int, int], lines_of_both: int
) -> None:
    answers = [call(other, api, name) for _ in range(2)]

    assert tuple(one.status_code for one in answers) == statuses
    assert written(api) == lines_of_both
    if statuses[0] in {200, 204} and name != "secret":
        assert answers[0].data == answers[1].data


def test_a_secret_is_shown_once_and_kept_nowhere(other: Flask, api: Api) -> None:
    first, second = (call(other, api, "secret") for _ in range(2))

    assert first.get_json() == {"secret": "saring_x"}
    assert second.get_json()["code"] == "answer-not-kept"
    with api.app.app_context():
        kept = connection().exec_driver_sql("SELECT status, headers, body FROM write_answer").all()
    assert [tuple(row) for row in kept] == [(None, None, None)]


def test_what_a_view_refuses_itself_is_answered_as_it_says(other: Flask, api: Api) -> None:
    response = call(other, api, "refuses")

    assert (response.text, response.headers["X-Why"]) == ("nanti", "later")
