"""Acts over HTTP: decided by filter, listed, taken back; and orders for what still comes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from service.domain.token import Scope
from tests.functional.api.driver import DOUBTFUL, GENUINE, NOBODY
from tests.functional.api.recipes_acts import ask, previewed

if TYPE_CHECKING:
    from tests.functional.api.driver import Api

FLOOD = "Mungkin kebetulan, kemarin iseng coba di {} eh malamnya langsung bisa traktir sekampung"


def some(api: Api, comments: int = 3) -> list[str]:
    return [api.held(text=f"{DOUBTFUL} Nomor {number}.", page=f"/{number}") for number in range(comments)]


def commit(api: Api, bulk: str) -> Any:  # noqa: ANN401 - JSON
    return ask(api, "POST", f"/bulk/{bulk}/commits").get_json()


def undo(api: Api, act: str) -> Any:  # noqa: ANN401 - JSON
    return ask(api, "POST", f"/acts/{act}/undo").get_json()


def acts(api: Api, **query: object) -> Any:  # noqa: ANN401 - JSON
    return ask(api, "GET", "/acts", query_string=query).get_json()


def states(api: Api, comments: list[str]) -> list[tuple[str, int]]:
    seen = [api.detail(one).get_json() for one in comments]
    return [(one["state"], one["version"]) for one in seen]


def test_a_filter_is_previewed_committed_and_taken_back(api: Api) -> None:
    ids = some(api)
    public = api.published(text=GENUINE, page="/lain", author_email="rina@surat-kabar.com")

    preview = previewed(api, filter={"state": "pending", "min_score": 0.4, "q": "mungkin"}, reason="Banjir").get_json()
    done = commit(api, preview["id"])

    assert (preview["count"], preview["looks_genuine"], preview["states"]) == (3, 0, [{"state": "pending", "count": 3}])
    assert {one["id"] for one in preview["sample"]} == set(ids)
    passed_over = {"changed": 0, "claimed": 0, "inapplicable": 0}
    assert done == {"done": True, "act": done["act"], "decided": 3, "remaining": 0, **passed_over}
    assert states(api, [*ids, public]) == [("spam", 2)] * 3 + [("approved", 1)]
    assert api.detail(ids[0]).get_json()["history"][-1]["details"]["act"] == done["act"]
    assert undo(api, done["act"])["restored"] == 3
    assert states(api, ids) == [("pending", 3)] * 3


def test_what_was_decided_in_bulk_and_what_was_undone_is_counted(api: Api) -> None:
    some(api)

    undo(api, commit(api, previewed(api).get_json()["id"])["act"])

    page = api.call("GET", "/metrics").text
    assert 'saring_decisions_total{action="mark-spam"} 3.0' in page
    assert "saring_decisions_undone_total 3.0" in page


def test_who_touched_a_comment_after_the_preview_keeps_it(api: Api) -> None:
    ids = some(api)
    preview = previewed(api).get_json()
    api.decide(ids[1], "approve")
    late = api.held(text="Mungkin datang belakangan.")

    done = commit(api, preview["id"])

    assert (done["decided"], done["changed"], done["remaining"]) == (2, 1, 0)
    assert [state for state, _ in states(api, [*ids, late])] == ["spam", "approved", "spam", "pending"]
    assert commit(api, preview["id"]) == done


def test_acts_are_listed_newest_first_with_what_became_of_them(api: Api) -> None:
    first, second = some(api, 2)
    decided = api.decide(first, "approve").get_json()["act"]
    bulk = commit(api, previewed(api, filter={"state": "pending"}).get_json()["id"])["act"]
    undone = undo(api, bulk)["act"]

    body = acts(api)

    told = [
        (one["id"], one["kind"], one["action"], one["comments"], one["undone_by"], one["undoable"])
        for one in body["items"]
    ]
    assert told == [
        (undone, "undo", None, 1, None, True),
        (bulk, "bulk", "mark-spam", 1, undone, False),
        (decided, "decision", "approve", 1, None, True),
    ]
    assert body["items"][0]["undoes"] == bulk
    assert states(api, [first, second]) == [("approved", 2), ("pending", 3)]
    page = acts(api, limit=1, site="demo")
    assert [one["id"] for one in page["items"]] == [undone]
    assert [one["id"] for one in acts(api, limit=5, after=page["next"])["items"]] == [bulk, decided]


def test_another_moderators_preview_is_unknown(api: Api) -> None:
    some(api, 1)
    preview = previewed(api).get_json()["id"]
    other = api.issue_token()

    assert ask(api, "POST", f"/bulk/{preview}/commits", other).get_json()["code"] == "unknown-bulk"
    assert ask(api, "DELETE", f"/bulk/{preview}").status_code == 204
    assert ask(api, "GET", f"/bulk/{preview}").status_code == 404


def test_an_old_preview_is_gone(api: Api) -> None:
    some(api, 1)
    preview = previewed(api).get_json()["id"]
    api.clock.advance(timedelta(minutes=31))

    assert ask(api, "POST", f"/bulk/{preview}/commits").status_code == 404


def test_a_bulk_act_of_one_sites_moderator_stays_there(api: Api) -> None:
    api.add_site("kedua")
    [here] = some(api, 1)
    there = api.held(site="kedua", text="Mungkin di situs kedua.")
    token = api.issue_token("demo")

    preview = ask(api, "POST", "/bulk", token, json={"filter": {}, "action": "trash"}).get_json()
    ask(api, "POST", f"/bulk/{preview['id']}/commits", token)

    assert preview["count"] == 1
    assert [state for state, _ in states(api, [here, there])] == ["trash", "pending"]
    assert ask(api, "GET", "/acts?site=kedua").get_json()["items"] == []
    both = commit(api, previewed(api, filter={"state": "pending"}).get_json()["id"])["act"]
    only = ask(api, "GET", "/acts", token).get_json()["items"]
    assert [(one["comments"], one["id"] == both) for one in only] == [(1, False)]


@pytest.mark.parametrize(
    ("changes", "reason", "parameter"),
    [
        ({"filter": None}, "wrong-type", "filter"),
        ({"filter": {"site": True}}, "wrong-type", "filter.site"),
        ({"filter": {"q": "\ud800"}}, "not-text", "filter.q"),
        ({"filter": {"q": "\x00"}}, "control-characters", "q"),
        ({"filter": {"min_score": 2}}, "not-a-probability", "min_score"),
        ({"filter": {"state": "x"}}, "unknown-value", "state"),
        ({"action": "x"}, "unknown-value", "action"),
        ({"hours": 0}, "out-of-range", "hours"),
        ({"hours": 2}, "missing", "filter.campaign"),
        ({"hours": 2, "filter": {"campaign": NOBODY}, "action": "trash"}, "unknown-value", "action"),
    ],
)
def test_what_cannot_be_asked_is_named(api: Api, changes: dict[str, object], reason: str, parameter: str) -> None:
    body = previewed(api, **changes).get_json()

    assert (body["code"], body["reason"], body["parameter"]) == ("malformed-request", reason, parameter)


@pytest.mark.parametrize("limit", ["0", "x", "²", "9999999999"])
def test_a_limit_of_acts_is_a_number(api: Api, limit: str) -> None:
    assert acts(api, limit=limit)["parameter"] == "limit"


@pytest.mark.parametrize(("action", "state"), [("reject", "rejected"), ("mark-spam", "spam"), ("approve", "approved")])
def test_what_still_comes_to_a_campaign_is_decided_as_ordered(api: Api, action: str, state: str) -> None:
    first = api.held(text=FLOOD.format("MAWAR88"), page="/1")
    api.post(text=FLOOD.format("KUDA77"), page="/2")
    preview = previewed(api, filter={"campaign": first, "site": "demo"}, action=action, hours=2).get_json()
    assert preview["campaigns"] == [{"id": first, "count": 2}]
    act = commit(api, preview["id"])["act"]

    joined = api.post(text=FLOOD.format("MELATI99"), page="/3").get_json()
    alone = api.post(text=GENUINE).get_json()

    seen = api.detail(joined["id"]).get_json()
    assert (seen["state"], seen["rule"]) == (state, "campaign-order")
    assert seen["history"][0]["details"]["rule"] == "campaign-order"
    assert joined["state"] == ("approved" if state == "approved" else "pending")
    assert api.detail(alone["id"]).get_json()["rule"] != "campaign-order"
    [campaign] = api.campaigns().get_json()["items"]
    assert (campaign["order"]["action"], campaign["order"]["by"]) == (action, "token:first")
    assert undo(api, act)["done"]
    [campaign] = api.campaigns(site="demo").get_json()["items"]
    assert campaign["order"] is None


def test_an_order_ends_by_time_or_by_hand(api: Api) -> None:
    first = api.held(text=FLOOD.format("MAWAR88"), page="/1")
    request = {"filter": {"campaign": first}, "action": "reject", "hours": 1}
    for _ in range(2):
        commit(api, previewed(api, **request).get_json()["id"])
    assert api.detail(api.post(text=FLOOD.format("A"), page="/2").get_json()["id"]).get_json()["state"] == "rejected"

    assert ask(api, "DELETE", f"/campaigns/{first}/order?site=demo").status_code == 204
    assert api.detail(api.held(text=FLOOD.format("B"), page="/3")).get_json()["rule"] != "campaign-order"
    commit(api, previewed(api, **request).get_json()["id"])
    api.clock.advance(timedelta(hours=1))
    assert api.detail(api.held(text=FLOOD.format("C"), page="/4")).get_json()["rule"] != "campaign-order"


def test_an_act_on_two_sites_is_taken_back_by_who_may_decide_on_both(api: Api) -> None:
    api.add_site("kedua")
    some(api, 1)
    api.held(site="kedua", text="Mungkin di situs kedua.")
    act = commit(api, previewed(api, filter={}).get_json()["id"])["act"]
    one = api.issue_token("demo")

    assert ask(api, "POST", f"/acts/{act}/undo", one).get_json()["code"] == "not-allowed"
    [seen] = ask(api, "GET", "/acts", one).get_json()["items"]
    assert (seen["comments"], seen["sites"], seen["undoable"]) == (1, ["demo"], False)
    reader = api.issue_token("demo", frozenset({Scope.READ}))
    assert ask(api, "POST", f"/acts/{act}/undo", reader).status_code == 403
