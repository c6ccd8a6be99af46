"""Polls of the log that find nothing: answered before Flask, and to nobody what the long way would not answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from service.api.lean_polls import MOST, TRUSTED_SECONDS, QuietPolls
from service.domain.errors import StorageUnavailable
from service.domain.site import SiteId
from service.domain.token import Scope
from service.storage.log_end import LogEnd
from tests.functional.api.recipes_log import WAIT, ask

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from service.api.doors import ApiDoors
    from tests.functional.api.driver import Api


@dataclass(slots=True)
class Ticking:
    """Seconds that pass when they are told to."""

    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


def doors(api: Api) -> ApiDoors:
    found: ApiDoors = api.app.extensions["saring.api"]
    return found


@pytest.fixture
def seconds(api: Api) -> Ticking:
    ticking = Ticking()
    object.__setattr__(doors(api), "polls", QuietPolls(now=ticking))
    return ticking


def long_ways(api: Api) -> list[object]:
    """Return a list that gains an entry whenever somebody is asked who they are."""
    asked: list[object] = []
    authenticate = doors(api).moderation.authenticate

    def counting(*brought: Any) -> Any:  # noqa: ANN401 - as the door takes and returns
        asked.append(brought)
        return authenticate(*brought)

    object.__setattr__(doors(api).moderation, "authenticate", counting)
    return asked


def end(api: Api) -> str:
    found: str = ask(api, "log", after="latest").get_json()["next"]
    return found


def told(response: TestResponse) -> tuple[int, bytes, dict[str, str]]:
    """Return an answer but for the request's own id."""
    return response.status_code, response.data, {k: v for k, v in response.headers.items() if k != "X-Request-Id"}


def test_both_ways_give_the_same_answer_header_by_header(api: Api) -> None:
    place = end(api)
    asked = long_ways(api)

    first, again = ask(api, "log", after=place), ask(api, "log", after=place)

    assert len(asked) == 1
    assert told(first) == told(again)
    assert len(again.headers["X-Request-Id"]) == len(first.headers["X-Request-Id"])


def test_a_new_line_is_told_at_once(api: Api) -> None:
    place = end(api)
    quiet = [ask(api, "log", after=place, site="demo").get_json()["items"] for _ in range(2)]

    api.held()

    assert quiet == [[], []]
    assert [one["kind"] for one in ask(api, "log", after=place, site="demo").get_json()["items"]] == [
        "comment-submitted"
    ]


def test_whoever_brings_another_token_goes_the_long_way(api: Api) -> None:
    place = end(api)
    ask(api, "log", after=place)

    assert ask(api, "log", "wrong", after=place).status_code == 401
    assert api.call("GET", "/api/v1/moderation/log", query_string={"after": place}).status_code == 401


def test_a_token_that_is_revoked_opens_nothing_at_once(api: Api) -> None:
    with api.app.app_context():
        token, secret = api.operator.issue_token("sebentar", SiteId("demo"), frozenset({Scope.READ}))
    place = end(api)
    before = [ask(api, "log", secret, after=place).status_code for _ in range(2)]

    with api.app.app_context():
        api.operator.revoke_token(token)

    assert before == [200, 200]
    assert ask(api, "log", secret, after=place).status_code == 401


def test_whoever_asks_is_looked_at_again_after_some_seconds(api: Api, seconds: Ticking) -> None:
    place = end(api)
    asked = long_ways(api)

    for seconds.seconds in (0, TRUSTED_SECONDS, TRUSTED_SECONDS + 1, TRUSTED_SECONDS + 2):
        ask(api, "log", after=place)

    assert len(asked) == 2


def test_a_request_with_an_id_of_its_own_or_for_a_table_goes_the_long_way(api: Api) -> None:
    place = end(api)
    asked = long_ways(api)
    headers = {"Authorization": f"Bearer {api.token}", "X-Request-Id": "milikku"}
    path = f"/api/v1/moderation/log?after={place}"

    named = [api.call("GET", path, headers=headers) for _ in range(2)]
    tables = [ask(api, "log", after=place, format="csv") for _ in range(2)]

    assert [one.headers["X-Request-Id"] for one in named] == ["milikku"] * 2
    assert {one.mimetype for one in tables} == {"text/csv"}
    assert len(asked) == 4


def test_where_the_database_is_away_the_long_way_says_so(api: Api) -> None:
    place = end(api)
    ask(api, "log", after=place)

    def away(*_: object) -> None:
        raise StorageUnavailable(WAIT)

    object.__setattr__(doors(api), "log_end", lambda: None)
    object.__setattr__(doors(api).moderation.log, "show", away)

    assert ask(api, "log", after=place).status_code == 503


def test_the_end_is_unknown_where_the_database_does_not_answer(api: Api) -> None:
    asking = LogEnd(api.app)
    known = asking()
    with api.app.app_context():
        asking._statement = "SELECT nothing"  # noqa: SLF001 - what a database that fails does

    assert known == int(end(api))
    assert asking() is None


def test_polls_are_counted(api: Api) -> None:
    place = end(api)
    for _ in range(2):
        ask(api, "log", after=place)

    text = api.call("GET", "/metrics").text

    assert 'route="/api/v1/moderation/log"' in text


def test_no_more_polls_are_remembered_than_there_may_be() -> None:
    polls = QuietPolls(now=Ticking())
    for number in range(MOST + 1):
        polls.note({"QUERY_STRING": str(number)}, number)

    assert polls.line({"QUERY_STRING": "0"}) is None
    assert polls.line({"QUERY_STRING": "1"}) == 1
    assert b"QUERY" not in b"".join(polls._known)  # noqa: SLF001 - what is kept holds nothing that was brought
