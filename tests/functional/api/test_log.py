"""The log, as moderators' programs read, export and follow it."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from service.api.log_csv import COLUMNS
from service.domain.event import Event, EventKind
from service.domain.site import SiteId
from service.domain.token import Scope
from service.storage.database import connection
from service.storage.events import SqlEvents
from tests.fakes import NOON
from tests.functional.api.recipes_log import ask

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from tests.functional.api.driver import Api


def kinds(response: TestResponse) -> list[str]:
    return [item["kind"] for item in response.get_json()["items"]]


def rows(response: TestResponse) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.text, newline=""), strict=True))


def test_what_happened_is_told_in_order(api: Api) -> None:
    comment = api.held()
    api.decide(comment, "approve", reason="sopan")

    items = ask(api, "log", site="demo").get_json()["items"]

    assert [item["kind"] for item in items][-2:] == ["comment-submitted", "comment-decided"]
    decided = items[-1]
    assert (decided["comment"], decided["site"], decided["actor"]) == (comment, "demo", "token:first")
    assert decided["details"]["action"] == "approve"
    assert decided["details"]["reason"] == "sopan"


def test_two_who_poll_see_what_is_decided_and_each_line_once(api: Api) -> None:
    comment = api.held()
    end = ask(api, "log", after="latest").get_json()
    nothing = ask(api, "log", after=end["next"]).get_json()
    api.decide(comment, "approve")

    polls = [ask(api, "log", after=nothing["next"]).get_json() for _ in range(2)]
    behind = ask(api, "log", after=polls[0]["next"]).get_json()

    assert end == nothing == {"items": [], "next": end["next"], "more": False}
    assert [[item["kind"] for item in poll["items"]] for poll in polls] == [["comment-decided"]] * 2
    assert behind["items"] == []


def test_the_log_is_narrowed_by_kind_actor_comment_and_moment(api: Api) -> None:
    first, second = api.held(), api.held(text="Mungkin saja begitu adanya.")
    api.clock.advance(timedelta(hours=1))
    api.decide(second, "reject")

    assert kinds(ask(api, "log", kind=["comment-decided", "site-changed"])) == ["site-changed", "comment-decided"]
    assert kinds(ask(api, "log", actor="token:first")) == ["comment-decided"]
    assert kinds(ask(api, "log", comment=first)) == ["comment-submitted"]
    assert kinds(ask(api, "log", comment=second)) == ["comment-submitted", "comment-decided"]
    assert kinds(ask(api, "log", comment=second, site="demo", limit=1)) == ["comment-submitted"]
    between = (NOON + timedelta(minutes=30)).isoformat()
    of_comments = ["comment-submitted", "comment-decided"]
    assert kinds(ask(api, "log", since=between, kind=of_comments)) == ["comment-decided"]
    assert kinds(ask(api, "log", until=between, kind=of_comments)) == ["comment-submitted"] * 2


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ({"after": "abc"}, ("not-a-cursor", "after")),
        ({"after": "-1"}, ("not-a-cursor", "after")),
        ({"after": "9" * 19}, ("not-a-cursor", "after")),
        ({"limit": "0"}, ("not-a-number-from-1", "limit")),
        ({"kind": "comment-eaten"}, ("unknown-value", "kind")),
        ({"format": "xml"}, ("unknown-value", "format")),
        ({"comment": "x"}, ("not-an-id", "comment")),
        ({"actor": "a\x00"}, ("control-characters", "actor")),
        ({"actor": "a" * 201}, ("too-long", "actor")),
        ({"since": "kemarin"}, ("not-a-moment", "since")),
        ({"until": "2026-03-14T12:00:00"}, ("not-a-moment", "until")),
        ({"since": "0001-01-01T00:00:00+14:00"}, ("not-a-moment", "since")),
    ],
)
def test_what_cannot_be_read_is_named(api: Api, query: dict[str, str], reason: tuple[str, str]) -> None:
    response = ask(api, "log", **query)

    assert response.status_code == 400
    assert (response.get_json()["reason"], response.get_json()["parameter"]) == reason


@pytest.mark.parametrize("query", [{"since": "0001-01-01T00:00:00Z"}, {"until": "9999-12-31T23:59:59Z"}])
def test_the_first_and_the_last_moment_there_are_ask_for_all(api: Api, query: dict[str, str]) -> None:
    assert kinds(ask(api, "log", **query)) == kinds(ask(api, "log"))


def test_a_moderator_of_one_site_reads_nothing_of_another_and_nothing_of_all(api: Api) -> None:
    api.add_site("kedua")
    token = api.issue_token("kedua", frozenset({Scope.READ}))
    api.held()

    response = ask(api, "log", token)

    assert {item["site"] for item in response.get_json()["items"]} == {"kedua"}
    assert ask(api, "log", token, site="demo").status_code == 404
    assert "*" in {item["site"] for item in ask(api, "log").get_json()["items"]}


def test_a_table_says_the_same_as_the_list(api: Api) -> None:
    comment = api.held()
    api.decide(comment, "reject", reason='kata "kasar",\nlagi')

    response = ask(api, "log", format="csv")

    assert response.content_type == "text/csv; charset=utf-8; header=present"
    assert response.headers["Content-Disposition"] == 'attachment; filename="log.csv"'
    assert response.text.endswith("\r\n")
    head, *lines = rows(response)
    assert tuple(head) == COLUMNS
    for line, item in zip(lines, ask(api, "log", limit=1000).get_json()["items"], strict=True):
        found: dict[str, Any] = dict(zip(COLUMNS, line, strict=True))
        assert json.loads(found.pop("details")) == item.pop("details")
        assert found.pop("at").replace("+00:00", "Z") == item.pop("at")
        assert found == {name: "" if value is None else str(value) for name, value in item.items()}


def test_a_table_is_got_by_what_is_accepted_too(api: Api) -> None:
    headers = {"Authorization": f"Bearer {api.token}", "Accept": "text/csv"}

    table = api.call("GET", "/api/v1/moderation/log", headers=headers)
    list_all_the_same = api.call("GET", "/api/v1/moderation/log?format=json", headers=headers)

    assert (table.mimetype, table.headers["Vary"]) == ("text/csv", "Accept")
    assert list_all_the_same.mimetype == "application/json"


def test_no_cell_of_a_table_is_a_formula(api: Api) -> None:
    actors = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "token:=1"]
    with api.app.app_context():
        SqlEvents().append(
            *[
                Event(kind=EventKind.SITE_CHANGED, site=SiteId("demo"), comment=None, at=NOON, actor=actor)
                for actor in actors
            ]
        )

    cells = [row[COLUMNS.index("actor")] for row in rows(ask(api, "log", format="csv"))]

    assert cells[-7:] == ["'=1+1", "'+1", "'-1", "'@SUM(A1)", "'\t=1", "'\r=1", "token:=1"]


def test_a_table_in_parts_leads_on_to_the_next(api: Api) -> None:
    for number in range(3):
        api.held(text=f"Mungkin begitu {number}.")
    whole = rows(ask(api, "log", kind="comment-submitted", format="csv"))

    path: str | None = "/api/v1/moderation/log?kind=comment-submitted&kind=site-changed&site=demo&limit=1&format=csv"
    found: list[list[str]] = []
    while path:
        response = api.call("GET", path, headers={"Authorization": f"Bearer {api.token}"})
        found += [row for row in rows(response)[1:] if row[2] == "comment-submitted"]
        link = response.headers.get("Link", "")
        path = link.partition(">")[0].removeprefix("<") or None
        assert not link or link.endswith('>; rel="next"')

    assert found == whole[1:]


def test_the_seals_are_verified_and_a_line_changed_later_shows(api: Api) -> None:
    api.held()
    before = ask(api, "log/verification").get_json()
    with api.app.app_context():
        api.operator.seal_log()
    sealed = ask(api, "log/verification").get_json()
    with api.app.app_context():
        connection().exec_driver_sql("DROP TRIGGER event_no_update")
        connection().exec_driver_sql("UPDATE event SET actor = 'token:palsu' WHERE id = 2")
    changed = ask(api, "log/verification").get_json()

    lines = before["unsealed_lines"]
    assert (before["intact"], before["sealed_lines"], before["last_seal"]) == (True, 0, 0)
    assert (sealed["intact"], sealed["sealed_lines"], sealed["unsealed_lines"], sealed["next"]) == (
        True,
        lines,
        0,
        None,
    )
    assert (changed["intact"], changed["sealed_lines"]) == (False, 0)
    assert changed["faults"] == [{"seal": 1, "first_line": 1, "last_line": lines}]
    assert ask(api, "log/verification", after_seal=1).get_json()["seals"] == 0


def test_the_log_names_no_visitor(api: Api) -> None:
    api.decide(api.held(author_name="Nyoman Rahasia"), "approve")

    assert "Rahasia" not in ask(api, "log").text + ask(api, "log", format="csv").text
    assert "surat-kabar" not in ask(api, "log").text
