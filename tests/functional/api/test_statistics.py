"""What came and what was decided, as moderators' programs read it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.fakes import NOON
from tests.functional.api.driver import SPAM
from tests.functional.api.recipes_log import ask

if TYPE_CHECKING:
    from tests.functional.api.driver import Api


def statistics(api: Api, **query: Any) -> dict[str, Any]:  # noqa: ANN401 - any parameter
    found: dict[str, Any] = ask(api, "statistics", **({"site": "demo"} | query)).get_json()
    return found


def test_what_came_and_what_was_decided_is_told_before_and_after_it_was_counted(api: Api) -> None:
    held, shown, filed = api.held(), api.published(), api.post(text=SPAM).get_json()["id"]
    api.clock.advance(timedelta(minutes=30))
    api.decide(held, "approve")
    api.decide(shown, "mark-spam")
    api.clock.advance(timedelta(days=1))
    api.decide(filed, "approve")

    before = statistics(api, days=2)
    with api.app.app_context():
        counted = api.operator.tally_log()
    after = statistics(api, days=2)

    assert counted > 0
    assert before == after
    first, second = after["days"]
    assert (first["day"], second["day"]) == (str(NOON.date()), str(NOON.date() + timedelta(days=1)))
    assert first["came"] == {"published": 1, "held": 1, "filed": 1}
    assert {name: count for name, count in first["decided"].items() if count} == {"approve": 1, "mark-spam": 1}
    assert {name: count for name, count in second["decided"].items() if count} == {"approve": 1}
    assert (after["spam_shown"]["count"], after["spam_shown"]["of"]) == (1, 1)
    assert (after["genuine_filed"]["count"], after["genuine_filed"]["of"]) == (1, 1)
    assert (after["agreement"]["count"], after["agreement"]["of"]) == (0, 2)
    assert after["time_to_decision"]["decided"] == 1
    assert after["time_to_decision"]["median"] == pytest.approx(32 * 60, rel=0.06)
    assert {rule["rule"]: rule["overturned"]["count"] for rule in after["rules"]} == {
        "doubtful-probability": 1,
        "ordinary": 1,
        "spam-probability": 1,
    }
    assert after["behind"] is False


def test_no_more_days_are_told_than_there_may_be(api: Api) -> None:
    assert [len(statistics(api, **query)["days"]) for query in ({}, {"days": "1"}, {"days": "999"})] == [30, 1, 90]


@pytest.mark.parametrize("days", ["0", "-1", "x", "1.5"])
def test_days_that_are_no_number_are_refused(api: Api, days: str) -> None:
    assert statistics(api, days=days)["reason"] == "not-a-number-from-1"


def test_a_moderator_of_one_site_need_not_name_it_and_opens_no_other(api: Api) -> None:
    api.add_site("kedua")
    token = api.issue_token("demo")

    assert ask(api, "statistics", token).get_json()["site"] == "demo"
    assert ask(api, "statistics", token, site="kedua").status_code == 404
    assert ask(api, "statistics").get_json()["reason"] == "missing"


def test_a_site_where_nothing_came_has_figures_of_nothing(api: Api) -> None:
    found = statistics(api, days=1)

    assert found["spam_shown"] == {"count": 0, "of": 0, "share": None, "low": 0.0, "high": 1.0}
    assert found["time_to_decision"] == {"decided": 0, "median": None, "p90": None}
    assert found["rules"] == []
