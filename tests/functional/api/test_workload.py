"""What thresholds cost, as moderators' programs read it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from service.domain.aim import Aim
from service.domain.policy import Policy
from tests.functional.api.driver import DOUBTFUL, GENUINE, SPAM

if TYPE_CHECKING:
    from tests.functional.api.driver import Api


def stamped(api: Api, text: str) -> int:
    """Post what a form would; return the status."""
    stamp = api.call("GET", "/api/v1/sites/demo/form", query_string={"page": "/a"}).get_json()["stamp"]
    api.clock.advance(timedelta(minutes=1))
    return api.post(page="/a", text=text, stamp=stamp).status_code


def test_the_thresholds_that_are_set_cost_what_they_cost(api: Api) -> None:
    assert [stamped(api, text) for text in (GENUINE, DOUBTFUL, SPAM)] == [201, 202, 202]
    api.clock.advance(timedelta(days=1))

    found = api.workload(site="demo").get_json()

    assert (found["days"], found["comments"], found["mode"], found["aim"]) == (1, 3, "hold-doubtful", None)
    current = found["current"]
    assert current["thresholds"] == {"doubtful": 0.3, "spam": 0.9, "stranger": 0.1}
    assert (current["read"]["mean"], current["spam_shown"]["mean"]) == (1, pytest.approx(0.01))
    assert current["genuine_filed"]["mean"] == pytest.approx(0.03)
    assert len(found["costs"]) == 18


def test_an_aim_is_shown_with_what_keeps_it_from_being_followed(api: Api) -> None:
    api.change_site(policy=Policy(aim=Aim(read_per_day=20)))

    found = api.workload(site="demo").get_json()

    assert found["aim"] == {"read_per_day": 20, "cost_ratio": 3, "strangers": pytest.approx(1 / 3), "followed": ""}
    assert (found["advice"], found["following"], found["current"]) == ("too-few-comments", None, None)


def test_a_moderator_of_one_site_need_not_name_it_and_opens_no_other(api: Api) -> None:
    api.add_site("kedua")
    token = api.issue_token("demo")

    assert api.workload(token=token).get_json()["site"] == "demo"
    assert api.workload(token=token, site="kedua").status_code == 404


@pytest.mark.parametrize(
    ("query", "reason"),
    [({}, ("missing", "site")), ({"site": "demo", "weeks": "0"}, ("not-a-number-from-1", "weeks"))],
)
def test_what_cannot_be_read_is_named(api: Api, query: dict[str, str], reason: tuple[str, str]) -> None:
    response = api.workload(**query)

    assert response.status_code == 400
    assert (response.get_json()["reason"], response.get_json()["parameter"]) == reason


def test_more_weeks_than_there_may_be_are_the_most_there_may_be(api: Api) -> None:
    assert api.workload(site="demo", weeks="99").get_json()["days"] == 0


def test_figures_about_a_site_name_nobody(api: Api) -> None:
    api.published()
    api.clock.advance(timedelta(days=1))

    text = api.workload(site="demo").text

    assert "Wayan" not in text
    assert "surat-kabar" not in text
