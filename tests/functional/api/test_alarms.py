"""Alarms as moderators and operators see them, found by the worker's use case over real storage and the real model."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from service.domain.errors import StorageUnavailable
from service.domain.lifecycle import State
from service.domain.page import Page
from service.domain.site import SiteId
from service.storage import bulk
from service.storage.database import connection, transaction
from service.storage.pages import SqlPages
from service.storage.tables import EVENT
from service.watchroom import alarm_checker
from tests.stored import ARTICLE, a_comment

if TYPE_CHECKING:
    from service.domain.alarm import Alarm
    from service.settings import Settings
    from tests.functional.api.driver import Api

A_DAY = timedelta(days=1)
NUMBERS = count(1)
FINNISH = "Kiitos mielenkiintoisesta artikkelista, toivottavasti kaupungin tiet korjataan pian."


def a_day(api: Api, *, site: str = "demo", comments: int = 25, probability: float = 0.02, text: str = "") -> None:
    """Let a day go by on which so many comments come in."""
    begin = api.clock.now()
    new = [
        a_comment(
            next(NUMBERS),
            site=SiteId(site),
            name="Rahasia",
            text=text or f"Rahasia nomor {number}: panennya bagus, semoga harganya ikut naik.",
            spam_probability=probability,
            state=State.APPROVED if number % 2 else State.PENDING,
            created_at=begin + number * A_DAY / comments,
        )
        for number in range(comments)
    ]
    with api.app.app_context(), transaction():
        SqlPages().note(SiteId(site), Page(key=ARTICLE.key), published=0)
        bulk.add_comments(new)
    api.clock.advance(A_DAY)


@pytest.fixture
def watched(api: Api, settings: Settings) -> Watched:
    """A newspaper after five weeks in which nothing changed."""
    for _ in range(35):
        a_day(api)
    return Watched(api, settings)


class Watched:
    """An installation whose worker looks when a test tells it to."""

    def __init__(self, api: Api, settings: Settings) -> None:
        self.api = api
        self.check = alarm_checker(settings, api.clock)
        self.look()

    def look(self) -> None:
        with self.api.app.app_context():
            self.check()

    def listed(self, **query: Any) -> dict[tuple[str | None, str], dict[str, Any]]:  # noqa: ANN401 - as a client sends
        response = self.api.alarms(**query)
        assert response.status_code == 200
        return {(one["site"], one["kind"]): one for one in response.get_json()["alarms"]}

    def metrics(self, name: str) -> dict[str, float]:
        lines = self.api.call("GET", "/metrics").text.splitlines()
        samples = (line.removeprefix(name).split() for line in lines if line.startswith(f"{name}{{"))
        return {labels: float(value) for labels, value in samples}

    def events(self) -> list[tuple[str, str, str, str]]:
        with self.api.app.app_context():
            lines = connection().execute(select(EVENT).where(EVENT.c.kind.like("alarm-%")).order_by(EVENT.c.id))
            return [(line.kind, line.site_id, line.actor, line.details["alarm"]) for line in lines]


def test_an_alarm_is_raised_and_cleared_everywhere_at_once(watched: Watched) -> None:
    for _ in range(3):
        a_day(watched.api, probability=0.7)
    watched.look()
    watched.look()
    raised = watched.listed()["demo", "score-distribution"]
    in_metrics = watched.metrics("saring_alarm")
    for _ in range(7):
        a_day(watched.api)
    watched.look()

    assert raised["raised"]
    assert raised["value"] > raised["limit"] == 0.25
    assert (raised["now"], raised["before"], raised["untold"]) == (175, 700, None)
    assert in_metrics['{kind="score-distribution",site="demo"}'] == 1
    assert in_metrics['{kind="volume",site="demo"}'] == 0
    assert watched.listed()["demo", "score-distribution"]["raised_at"] is None
    assert watched.metrics("saring_alarm")['{kind="score-distribution",site="demo"}'] == 0
    assert watched.events() == [
        (kind, site, "worker", "score-distribution")
        for kind in ("alarm-raised", "alarm-cleared")
        for site in ("*", "demo")
    ]


def test_a_language_that_the_shipped_model_never_saw_raises_an_alarm(watched: Watched) -> None:
    before = watched.listed()["demo", "unknown-ngrams"]
    for _ in range(4):
        a_day(watched.api, text=FINNISH)
    watched.look()
    after = watched.listed()["demo", "unknown-ngrams"]

    assert (before["raised"], after["raised"]) == (False, True)
    assert after["value"] > after["limit"]


def test_a_quiet_site_says_that_nothing_can_be_told(watched: Watched) -> None:
    watched.api.add_site("sepi")
    watched.look()

    assert {
        kind: (one["raised"], one["value"], one["untold"]) for (_, kind), one in watched.listed(site="sepi").items()
    } == {
        "score-distribution": (False, None, "too-little-traffic"),
        "unknown-ngrams": (False, None, "too-little-traffic"),
        "volume": (False, None, "too-little-traffic"),
    }
    assert '{kind="volume",site="sepi"}' in watched.metrics("saring_alarm")
    assert '{kind="volume",site="sepi"}' not in watched.metrics("saring_alarm_value")
    assert watched.metrics("saring_alarm_limit")['{kind="volume",site="sepi"}'] == 3.5
    checked = watched.metrics("saring_alarm_checked_timestamp_seconds")['{kind="volume",site="*"}']
    assert checked == watched.api.clock.now().timestamp()


def test_an_alarm_holds_no_comment(watched: Watched) -> None:
    for _ in range(3):
        a_day(watched.api, probability=0.7, comments=100)
    watched.look()

    assert any(one["raised"] for one in watched.listed().values())
    assert watched.api.post().status_code == 201
    assert watched.api.call("GET", "/readyz").status_code == 200


def test_nothing_of_a_visitor_is_in_an_alarm(watched: Watched) -> None:
    for _ in range(3):
        a_day(watched.api, probability=0.7, comments=100, text="Rahasia: " + FINNISH)
    watched.look()
    seen = watched.api.alarms().text + watched.api.call("GET", "/metrics").text
    with watched.api.app.app_context():
        rows = connection().exec_driver_sql("SELECT * FROM alarm").all()
        seen += repr(rows) + repr(connection().exec_driver_sql("SELECT * FROM event WHERE comment_id IS NULL").all())

    assert len(watched.events()) >= 4
    assert len(rows) == 6
    assert "Rahasia" not in seen
    assert "Kiitos" not in seen
    assert ARTICLE.key not in seen


def test_metrics_are_shown_without_alarms_where_the_database_is_away(api: Api) -> None:
    def away() -> tuple[Alarm, ...]:
        raise StorageUnavailable(A_DAY)

    api.app.extensions["saring.api"] = replace(api.app.extensions["saring.api"], standing_alarms=away)

    page = api.call("GET", "/metrics")

    assert page.status_code == 200
    assert "saring_alarm{" not in page.text
