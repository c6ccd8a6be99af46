"""The settings of sites, as moderators' programs read and change them."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import pytest

from service.api.site_shapes import PolicyChangeWithAim, PolicySettings
from service.domain.policy import Policy
from service.domain.token import Scope
from tests.functional.api.driver import GENUINE
from tests.functional.api.recipes_sites import DEMO_SITE, SITES, ask, change

if TYPE_CHECKING:
    from tests.functional.api.driver import Api


def test_a_token_of_one_site_sees_that_site_alone(api: Api) -> None:
    api.add_site("kedua")
    token = api.issue_token("demo")

    everywhere, here = ask(api, "GET", SITES).get_json(), ask(api, "GET", SITES, token=token).get_json()

    assert [one["id"] for one in everywhere["items"]] == ["demo", "kedua"]
    assert here["items"] == [
        {
            "id": "demo",
            "title": "Kabar Demo",
            "language": "id",
            "closed": False,
            "mode": "hold-doubtful",
            "version": 1,
        }
    ]
    assert ask(api, "GET", f"{SITES}/kedua", token=token).status_code == 404
    assert ask(api, "PATCH", f"{SITES}/kedua", token=token, json={"version": 1}).status_code == 404
    assert ask(api, "POST", f"{SITES}/kedua/trial", token=token, json={"days": 1}).status_code == 404


def test_all_that_is_set_is_shown_with_its_version(api: Api) -> None:
    response = ask(api, "GET", DEMO_SITE)

    assert response.headers["ETag"] == '"1"'
    assert response.get_json() == {
        "id": "demo",
        "title": "Kabar Demo",
        "language": "id",
        "origins": ["https://kabar.example"],
        "required": ["author.name", "author.email", "text"],
        "listed_pages_only": False,
        "closed": False,
        "version": 1,
        "policy": {
            "mode": "hold-doubtful",
            "spam_probability": 0.9,
            "doubtful_probability": 0.3,
            "stranger_probability": 0.1,
            "links_allowed": 2,
            "trusted_after": 3,
            "fastest_form": 2.0,
            "blocked_names": [],
            "blocked_links": [],
            "blocked_words": [],
            "second_opinions": 0.0,
            "aim": None,
        },
        "warnings": [],
    }


def test_what_was_read_can_be_sent_back_as_it_is(api: Api) -> None:
    change(api, policy={"aim": {"cost_ratio": 10}, "blocked_words": ["gacor"]})
    shown = ask(api, "GET", DEMO_SITE).get_json()
    sent = {name: value for name, value in shown.items() if name not in {"id", "warnings"}}

    response = ask(api, "PATCH", DEMO_SITE, json=sent)

    assert (response.status_code, response.get_json()) == (200, shown)


def test_a_change_holds_for_the_next_comment_and_is_said_with_its_warnings(api: Api) -> None:
    api.published()

    changed = change(api, policy={"blocked_words": ["panennya", "!!"]})

    assert (changed.status_code, changed.headers["ETag"], changed.get_json()["version"]) == (200, '"2"', 2)
    assert changed.get_json()["warnings"] == [
        {"field": "policy.blocked_words", "code": "matches-nothing", "entry": "!!", "because": None}
    ]
    assert api.post(text=GENUINE + " Sungguh.").status_code == 202
    assert [one["rule"] for one in api.queue(state="spam").get_json()["items"]] == ["blocked-word"]


def test_the_share_of_second_opinions_is_changed_and_the_log_says_what_it_was(api: Api) -> None:
    changed = change(api, policy={"second_opinions": 0.05})

    assert changed.get_json()["policy"]["second_opinions"] == 0.05
    details = api.moderation("GET", "/log", query_string={"kind": "site-changed"}).get_json()["items"][-1]["details"]
    assert (details["second_opinions"], details["second_opinions_before"]) == (0.05, 0.0)


def test_every_part_of_a_policy_can_be_read_and_changed() -> None:
    names = {one.name for one in fields(Policy)}

    assert names == PolicySettings.model_fields.keys() == PolicyChangeWithAim.model_fields.keys()


def test_a_word_is_looked_at_as_it_is_looked_for_with_its_disguise_undone(api: Api) -> None:
    changed = change(api, policy={"blocked_words": ["gacor", "ＧＡＣＯＲ"]}).get_json()

    assert [(one["code"], one["because"]) for one in changed["warnings"]] == [("already-covered", "gacor")]


def test_the_version_may_come_as_if_match(api: Api) -> None:
    headers = {"If-Match": ask(api, "GET", DEMO_SITE).headers["ETag"]}

    first, second = (
        ask(api, "PATCH", DEMO_SITE, json={"closed": True}, headers=headers),
        ask(api, "PATCH", DEMO_SITE, json={"closed": False}, headers=headers),
    )

    assert (first.status_code, second.status_code) == (200, 409)
    assert (second.get_json()["code"], second.get_json()["version"]) == ("stale-settings", 2)
    assert ask(api, "GET", DEMO_SITE).get_json()["closed"] is True


@pytest.mark.parametrize(
    ("body", "if_match", "reason"),
    [
        ({}, None, ("missing", "version")),
        ({"version": "1"}, None, ("wrong-type", "version")),
        ({"version": True}, None, ("wrong-type", "version")),
        ({}, "*", ("not-a-version", "If-Match")),
        ({}, '"x"', ("not-a-version", "If-Match")),
    ],
)
def test_without_a_version_nothing_is_changed(
    api: Api, body: dict[str, object], if_match: str | None, reason: tuple[str, str]
) -> None:
    response = ask(api, "PATCH", DEMO_SITE, json=body, headers={"If-Match": if_match} if if_match else {})

    assert response.status_code == 400
    assert (response.get_json()["reason"], response.get_json()["parameter"]) == reason


def test_every_field_that_is_wrong_is_named_in_the_language_asked_for(api: Api) -> None:
    policy = {"spam_probability": 1.5, "blocked_words": ["gacor", ""], "links": 3}

    response = ask(
        api, "PATCH", f"{DEMO_SITE}?lang=en", json={"version": 1, "origins": ["kabar.example"], "policy": policy}
    )

    said = response.get_json()
    assert (response.status_code, said["code"]) == (422, "invalid-settings")
    assert said["faults"] == {
        "origins.0": ["invalid-origin"],
        "policy.spam_probability": ["out-of-range"],
        "policy.blocked_words.1": ["missing"],
        "policy.links": ["unknown-setting"],
    }
    assert said["errors"]["policy.spam_probability"] == ["This must lie between 0 and 1."]
    assert ask(api, "GET", DEMO_SITE).get_json()["version"] == 1


def test_a_name_of_a_field_that_is_no_text_is_refused_and_not_repeated(api: Api) -> None:
    response = ask(api, "PATCH", DEMO_SITE, data=b'{"version": 1, "\\ud800": 1}', content_type="application/json")

    assert (response.status_code, response.get_json()["faults"]) == (422, {"?": ["unknown-setting"]})


def test_who_may_read_changes_nothing(api: Api) -> None:
    reader = api.issue_token("demo", frozenset({Scope.READ, Scope.DECIDE}))

    response = ask(api, "PATCH", DEMO_SITE, token=reader, json={"version": 1, "title": "Lain"})

    assert (response.status_code, response.get_json()["scope"]) == (403, "site:manage")
    assert ask(api, "GET", DEMO_SITE, token=reader).get_json()["title"] == "Kabar Demo"
