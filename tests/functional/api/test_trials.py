"""A policy on trial, as moderators' programs ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.databases import postgres_server, postgres_url
from tests.functional.api.driver import DOUBTFUL, GENUINE, SPAM
from tests.functional.api.recipes_sites import change, trial

if TYPE_CHECKING:
    from tests.functional.api.driver import Api

__all__ = ["postgres_server", "postgres_url"]


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: object, empty_database: object) -> str:
    """Both databases: what is judged again was stored by one of them."""
    if request.param == "postgresql":
        url: str = request.getfixturevalue("postgres_url")
        return url
    import shutil  # noqa: PLC0415 - here alone

    file = f"{tmp_path}/saring.db"
    shutil.copy(str(empty_database), file)
    return f"sqlite:///{file}"


def test_a_looser_policy_publishes_what_waits_and_tells_what_people_said_of_it(api: Api) -> None:
    spam, genuine = api.held(), api.held(text=f"{DOUBTFUL} Menurut saya begitu.", page="/lain")
    api.post(text=SPAM)
    api.published()
    api.decide(spam, "mark-spam")
    api.decide(genuine, "approve")

    found = trial(api, doubtful_probability=0.6, stranger_probability=0.55).get_json()

    assert (found["comments"], found["unchanged"], found["without_evidence"], found["left_out"]) == (4, 2, 0, 0)
    [move] = found["changes"]
    assert (move["from"], move["to"], move["count"], move["spam"], move["genuine"]) == ("hold", "publish", 2, 1, 1)
    assert move["rules"] == [{"before": "doubtful-probability", "after": "ordinary", "count": 2}]
    assert [one["id"] for one in move["sample"]] == [genuine, spam]
    assert [one["state"] for one in move["sample"]] == ["approved", "spam"]
    before, after = found["before"], found["after"]
    assert [(one["published"], one["held"], one["filed"]) for one in (before, after)] == [(1, 2, 1), (3, 0, 1)]
    assert (before["read_per_day"], after["read_per_day"]) == (2, 0)
    assert (after["spam_published"], before["genuine_held"], after["genuine_held"]) == (1, 1, 0)


def test_a_blocked_word_in_disguise_is_found_in_what_came(api: Api) -> None:
    api.published(text="Ada s.i.t.u.s ｇａｃｏｒ? Panennya bagus tahun ini.")
    api.published(text=GENUINE)

    found = trial(api, blocked_words=["ｇacor"]).get_json()

    assert [(move["to"], move["count"]) for move in found["changes"]] == [("file-as-spam", 1)]


def test_nothing_is_changed_by_trying(api: Api) -> None:
    api.published()
    before = api.queue(state="approved").get_json()

    trial(api, mode="hold-everything")

    assert api.queue(state="approved").get_json() == before
    assert change(api, title="Baru").status_code == 200


def test_the_policy_as_it_is_changes_nothing(api: Api) -> None:
    for text in (GENUINE, DOUBTFUL, SPAM, GENUINE):
        api.post(text=text)
    api.post(text="Tanpa formulir.", stamp="")

    found = trial(api).get_json()

    assert (found["comments"], found["unchanged"], found["changes"]) == (5, 5, [])
    assert found["before"] == found["after"]


@pytest.mark.parametrize("days", [0, 91, 1.5, "7", None, True])
def test_days_are_a_whole_number_from_1_to_90(api: Api, days: object) -> None:
    response = trial(api, days)

    assert (response.status_code, list(response.get_json()["faults"])) == (422, ["days"])


def test_parts_that_are_wrong_are_named(api: Api) -> None:
    response = trial(api, mode="open", aim=None)

    assert response.get_json()["faults"] == {"policy.mode": ["unknown-value"], "policy.aim": ["unknown-setting"]}
