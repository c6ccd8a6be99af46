"""When something the API needs fails: a clear answer, and nothing half-written."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from service.storage import database
from tests.fakes import CountingLimiter, SilentClassifier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.functional.api.driver import Api

TABLES = ("comment", "page", "author", "event")


@pytest.fixture
def file(database_url: str) -> str:
    """The database's file."""
    return database_url.removeprefix("sqlite:///")


def rows(file: str) -> dict[str, int]:
    """Return how many rows each table has."""
    with closing(sqlite3.connect(file)) as connection:
        return {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES}  # noqa: S608 - a fixed name


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no statement wait for a lock."""
    monkeypatch.setattr(database, "LOCK_WAIT_SECONDS", 0)


@pytest.fixture
def locked(impatient: None, api: Api, file: str) -> Iterator[Api]:  # noqa: ARG001 - must come before the application
    """A service whose database another program writes to."""
    with closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        yield api


def test_a_locked_database_is_answered_with_when_to_come_back_and_stores_nothing(locked: Api, file: str) -> None:
    before = rows(file)

    response = locked.post()

    assert (response.status_code, response.get_json()["code"]) == (503, "storage-unavailable")
    assert int(response.headers["Retry-After"]) == response.get_json()["retry_after"] >= 1
    assert rows(file) == before


def test_readers_read_on_while_the_database_is_locked(locked: Api) -> None:
    assert locked.listed().status_code == 200
    assert locked.queue().status_code == 200


def test_a_decision_on_a_locked_database_changes_nothing(impatient: None, api: Api, file: str) -> None:  # noqa: ARG001 - as above
    comment = api.held()
    with closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")

        response = api.decide(comment, "approve")

    assert (response.status_code, response.get_json()["code"]) == (503, "storage-unavailable")
    assert api.detail(comment).get_json()["version"] == 1


def test_a_read_only_database_is_answered_alike(api: Api, file: str) -> None:
    before = rows(file)
    with api.app.app_context():
        database.connection().exec_driver_sql("PRAGMA query_only = ON")

    response = api.post()

    assert response.status_code == 503
    assert "Retry-After" in response.headers
    assert rows(file) == before


def test_a_comment_that_was_refused_for_the_database_is_taken_when_sent_again(
    impatient: None,  # noqa: ARG001 - as above
    api: Api,
    file: str,
) -> None:
    stamp = api.stamp()
    with closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        assert api.post(key="k-1", stamp=stamp).status_code == 503

    assert api.post(key="k-1", stamp=stamp).status_code == 201
    assert api.stored() == 1


class TestWithoutAClassifier:
    @pytest.fixture
    def classifier(self) -> SilentClassifier:
        return SilentClassifier()

    def test_a_comment_is_held_and_neither_published_nor_lost(self, api: Api) -> None:
        response = api.post()

        (item,) = api.queue().get_json()["items"]
        assert (response.status_code, response.get_json()["state"]) == (202, "pending")
        assert (item["rule"], item["spam_probability"], item["model"]) == ("not-scored", None, None)

    def test_a_comment_is_shown_without_an_explanation(self, api: Api) -> None:
        comment = api.post().get_json()["id"]

        assert api.detail(comment).get_json()["explanation"] is None

    def test_readiness_names_the_classifier(self, api: Api) -> None:
        response = api.call("GET", "/readyz")

        assert response.status_code == 503
        assert response.get_json() == {
            "status": "failing",
            "checks": {"database": "ok", "classifier": "classifier-unavailable"},
        }
        assert 'saring_ready{probe="classifier"} 0.0' in api.call("GET", "/metrics").text

    def test_unscored_comments_are_counted(self, api: Api) -> None:
        api.post()

        assert "saring_submissions_unscored_total 1.0" in api.call("GET", "/metrics").text


class TestWithALimitOfOne:
    @pytest.fixture
    def limiter(self) -> CountingLimiter:
        return CountingLimiter(allowed=1)

    def test_who_sends_too_many_is_told_how_long_to_wait(self, api: Api) -> None:
        api.post()

        response = api.post(text="Satu lagi dari alamat yang sama.")

        assert (response.status_code, response.get_json()["code"]) == (429, "too-many-comments")
        assert response.headers["Retry-After"] == "60"
        assert api.stored() == 1

    def test_a_forwarded_address_is_not_believed(self, api: Api) -> None:
        api.post(headers={"X-Forwarded-For": "203.0.113.1"})

        assert api.post(text="Lagi.", headers={"X-Forwarded-For": "203.0.113.2"}).status_code == 429


def fail(*_: object) -> None:
    """Fail in a way that nobody foresaw, with words that must not get out."""
    try:
        int("rahasia@contoh-surel.com")
    except ValueError as error:
        raise RuntimeError("rahasia@contoh-surel.com") from error


def test_a_fault_of_ours_says_nothing_of_itself_to_the_client_or_the_log(
    api: Api, caplog: pytest.LogCaptureFixture
) -> None:
    doors = api.app.extensions["saring.api"]
    object.__setattr__(doors, "find_page", fail)

    response = api.listed()

    assert response.status_code == 500
    assert set(response.get_json()) == {"type", "title", "status", "code"}
    assert response.get_json()["code"] == "internal-error"
    (record,) = [record for record in caplog.records if record.message == "request_failed"]
    logged = json.dumps(vars(record), default=str)
    assert "ValueError" in logged
    assert "test_failures.py" in logged
    assert "rahasia" not in logged + response.text


def test_a_site_whose_row_cannot_be_read_is_a_fault_like_any_other(
    api: Api, file: str, caplog: pytest.LogCaptureFixture
) -> None:
    """To word the fault, the site was read again: that failed too, and the server logged the message."""
    with closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute('UPDATE site SET policy = \'{"mode": "rahasia"}\'')

    response = api.post(stamp="")

    assert (response.status_code, response.get_json()["code"]) == (500, "internal-error")
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == ["request_failed"]
    assert "rahasia" not in json.dumps([vars(record) for record in caplog.records], default=str)


def test_a_probe_that_fails_in_an_unforeseen_way_fails_readiness_and_nothing_else(api: Api) -> None:
    doors = api.app.extensions["saring.api"]
    object.__setattr__(doors, "probes", {"database": fail})

    response = api.call("GET", "/readyz")

    assert (response.status_code, response.get_json()["checks"]) == (503, {"database": "failing"})
    assert api.call("GET", "/livez").get_json() == {"status": "live"}


def test_readiness_of_a_sound_service(api: Api) -> None:
    response = api.call("GET", "/readyz")

    assert response.get_json() == {"status": "ready", "checks": {"database": "ok", "classifier": "ok"}}
    assert response.status_code == 200
