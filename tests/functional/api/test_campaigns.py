"""Campaigns over HTTP: a flood under many names is one group, seen as far as the token reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.functional.api.driver import DOUBTFUL, NOBODY

if TYPE_CHECKING:
    from tests.functional.api.driver import Api

FLOOD = "Mungkin kebetulan, kemarin iseng coba di {} eh malamnya langsung bisa traktir sekampung"


def flood(api: Api) -> list[str]:
    """Post four variants, two on each of two sites, and return their ids."""
    api.add_site("kedua")
    brands = ("MAWAR88", "N A G A 1 3 8", "𝐊𝐔𝐃𝐀𝟕𝟕", "melati99")
    sites = ("demo", "kedua", "demo", "kedua")
    return [
        api.post(site=site, text=FLOOD.format(brand), page=f"/{number}").get_json()["id"]
        for number, (site, brand) in enumerate(zip(sites, brands, strict=True))
    ]


def test_a_flood_under_many_names_is_one_campaign(api: Api) -> None:
    first, *_ = flood(api)
    api.post(text=DOUBTFUL)

    body = api.campaigns().get_json()

    (seen,) = body["items"]
    assert body["next"] is None
    assert {name: seen[name] for name in ("id", "size", "pages", "sites", "text")} == {
        "id": first,
        "size": 4,
        "pages": 4,
        "sites": ["demo", "kedua"],
        "text": FLOOD.format("MAWAR88"),
    }
    assert seen["first_seen"] < seen["last_seen"]
    assert 0 < seen["spam_probability"] < 1


def test_each_comment_names_its_campaign_and_the_queue_can_be_narrowed_to_it(api: Api) -> None:
    ids = flood(api)
    api.post(text=DOUBTFUL)
    state = api.detail(ids[0]).get_json()["state"]

    narrowed = api.moderate("GET", query_string={"campaign": ids[0], "state": state}).get_json()["items"]

    assert [item["id"] for item in narrowed] == ids
    assert {(item["campaign"]["id"], item["campaign"]["size"]) for item in narrowed} == {(ids[0], 4)}
    assert api.detail(ids[1]).get_json()["campaign"] == {"id": ids[0], "size": 4}
    assert api.detail(ids[3]).get_json()["history"][0]["details"]["campaign"] == ids[0]


def test_a_comment_that_is_alone_names_no_campaign(api: Api) -> None:
    assert api.detail(api.held()).get_json()["campaign"] is None


def test_a_moderator_of_one_site_sees_that_sites_part(api: Api) -> None:
    ids = flood(api)
    token = api.issue_token("demo")

    (seen,) = api.campaigns(token=token).get_json()["items"]

    assert (seen["size"], seen["pages"], seen["sites"]) == (2, 2, ["demo"])
    assert api.moderate("GET", f"/{ids[2]}", token=token).get_json()["campaign"] == {"id": ids[0], "size": 2}
    other = api.campaigns(token=token, site="kedua")
    assert (other.status_code, other.get_json()["code"]) == (404, "unknown-site")


def test_campaigns_are_listed_part_by_part(api: Api) -> None:
    flood(api)
    for number in range(2):
        api.post(text=f"Harga pupuk naik terus sementara gabah dibeli murah, mau makan apa? ({number})", page="/p")

    begun = api.campaigns(limit=1).get_json()
    rest = api.campaigns(limit=1, after=begun["next"]).get_json()

    assert [item["size"] for item in begun["items"] + rest["items"]] == [2, 4]
    assert rest["next"] is None


@pytest.mark.parametrize(
    ("parameters", "reason"), [({"after": "x"}, "not-a-cursor"), ({"limit": "0"}, "not-a-number-from-1")]
)
def test_a_bad_parameter_is_named(api: Api, parameters: dict[str, str], reason: str) -> None:
    response = api.campaigns(**parameters)

    assert (response.status_code, response.get_json()["reason"]) == (400, reason)
    assert response.get_json()["parameter"] in parameters


def test_a_campaign_is_named_by_an_id(api: Api) -> None:
    bad = api.moderate("GET", query_string={"campaign": "x"})

    assert (bad.status_code, bad.get_json()["reason"], bad.get_json()["parameter"]) == (400, "not-an-id", "campaign")
    assert api.moderate("GET", query_string={"campaign": NOBODY}).get_json()["items"] == []


def test_campaigns_are_shown_to_nobody_without_a_moderator(api: Api) -> None:
    assert api.campaigns(token="wrong").status_code == 401
