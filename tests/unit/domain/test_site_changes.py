"""Changes to a site's settings: what is named changes, what is unusable is named, and nothing is repaired."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from service.domain.aim import Aim
from service.domain.errors import InvalidSettings
from service.domain.fields import Field
from service.domain.policy import Mode, Policy
from service.domain.site_changes import read_changes, read_trial
from tests.fakes import a_site

LANGUAGES = ("en", "id")


def faults(**sent: object) -> list[tuple[str, str]]:
    with pytest.raises(InvalidSettings) as refused:
        read_changes(a_site(), sent, LANGUAGES)
    return [(one.field, one.code.value) for one in refused.value.problems]


def policy(**sent: object) -> Policy:
    before = Policy(doubtful_probability=0.4, stranger_probability=0.1, aim=Aim(cost_ratio=5))
    return read_changes(a_site(policy=before), {"policy": sent}, LANGUAGES).policy


def test_what_is_not_named_stays() -> None:
    site = a_site(closed=True, policy=Policy(links_allowed=7))

    assert read_changes(site, {}, LANGUAGES) == site
    assert read_changes(site, {"policy": {}}, LANGUAGES) == site


def test_every_setting_can_be_changed() -> None:
    after = read_changes(
        a_site(),
        {
            "title": "Kabar “Baru”",
            "language": "en",
            "origins": ["https://kabar.example", "http://localhost:8080"],
            "required": ["author.email"],
            "listed_pages_only": True,
            "closed": True,
            "policy": {
                "mode": "publish-all-but-spam",
                "spam_probability": 1,
                "doubtful_probability": 0.25,
                "stranger_probability": 0,
                "links_allowed": 0,
                "trusted_after": 1,
                "fastest_form": 1.5,
                "blocked_names": ["Slot Gratis"],
                "blocked_links": ["spam.example"],
                "blocked_words": ["gacor", "slot gratis"],
                "second_opinions": 0.05,
            },
        },
        LANGUAGES,
    )

    assert after == a_site(
        title="Kabar “Baru”",
        language="en",
        origins=("https://kabar.example", "http://localhost:8080"),
        required=frozenset({Field.EMAIL, Field.TEXT}),
        listed_pages_only=True,
        closed=True,
        policy=Policy(
            mode=Mode.PUBLISH_ALL_BUT_SPAM,
            spam_probability=1,
            doubtful_probability=0.25,
            stranger_probability=0,
            links_allowed=0,
            trusted_after=1,
            fastest_form=timedelta(seconds=1.5),
            blocked_names=("Slot Gratis",),
            blocked_links=("spam.example",),
            blocked_words=("gacor", "slot gratis"),
            second_opinions=0.05,
        ),
    )


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("title", 7, "wrong-type"),
        ("title", " ", "missing"),
        ("title", "t" * 201, "too-long"),
        ("title", "a\nb", "control-characters"),
        ("title", "a\u2028b", "control-characters"),
        ("title", "a\ud800", "not-text"),
        ("language", "fr", "unknown-value"),
        ("language", None, "unknown-value"),
        ("origins", "https://kabar.example", "not-a-list"),
        ("origins", ["https://kabar.example"] * 51, "too-many"),
        ("closed", 1, "not-yes-or-no"),
        ("listed_pages_only", "yes", "not-yes-or-no"),
        ("required", ["text"] * 5, "too-many"),
        ("policy", [], "not-an-object"),
        ("policy", None, "not-an-object"),
        ("id", "lain", "unknown-setting"),
        ("version", 3, "unknown-setting"),
        ("fold\ud800\n", 3, "unknown-setting"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(name: str, value: object, fault: str) -> None:
    assert faults(**{name: value}) == [(name.replace("\ud800", "?").replace("\n", "?"), fault)]


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("mode", "open", "unknown-value"),
        ("spam_probability", "0.9", "not-a-number"),
        ("spam_probability", True, "not-a-number"),
        ("spam_probability", None, "not-a-number"),
        ("spam_probability", 1.0001, "out-of-range"),
        ("doubtful_probability", -0.1, "out-of-range"),
        ("stranger_probability", 2, "out-of-range"),
        ("links_allowed", 1.5, "not-a-whole-number"),
        ("links_allowed", True, "not-a-whole-number"),
        ("links_allowed", 1001, "out-of-range"),
        ("trusted_after", 0, "out-of-range"),
        ("fastest_form", 3600.5, "out-of-range"),
        ("fastest_form", [], "not-a-number"),
        ("blocked_words", {}, "not-a-list"),
        ("blocked_names", ["w"] * 1001, "too-many"),
        ("second_opinions", 1.5, "out-of-range"),
        ("second_opinions", None, "not-a-number"),
        ("aim", [], "not-an-object"),
        ("spam_probabilty", 0.9, "unknown-setting"),
    ],
)
def test_a_part_of_the_policy_that_cannot_be_used_is_named(name: str, value: object, fault: str) -> None:
    assert faults(policy={name: value}) == [(f"policy.{name}", fault)]


@pytest.mark.parametrize(
    ("changes", "field", "fault"),
    [
        ({"origins": ["https://a.example", "https://b.example/"]}, "origins.1", "invalid-origin"),
        ({"origins": ["https://[::1]:8443", "https://[::::]"]}, "origins.1", "invalid-origin"),
        ({"origins": ["https://kabar.example:65536"]}, "origins.0", "invalid-origin"),
        ({"origins": [None]}, "origins.0", "invalid-origin"),
        ({"required": ["text", "page"]}, "required.1", "unknown-value"),
        ({"policy": {"blocked_links": ["a", "b", ""]}}, "policy.blocked_links.2", "missing"),
        ({"policy": {"blocked_words": ["w" * 201]}}, "policy.blocked_words.0", "too-long"),
        ({"policy": {"aim": {"cost_ratio": 0}}}, "policy.aim.cost_ratio", "out-of-range"),
        ({"policy": {"aim": {"read_per_day": 0}}}, "policy.aim.read_per_day", "out-of-range"),
        ({"policy": {"aim": {"read_per_day": "20"}}}, "policy.aim.read_per_day", "not-a-number"),
        ({"policy": {"aim": {"strangers": 2}}}, "policy.aim.strangers", "out-of-range"),
        ({"policy": {"aim": {"followed": ""}}}, "policy.aim.followed", "unknown-setting"),
    ],
)
def test_the_place_of_what_cannot_be_used_is_named(changes: dict[str, Any], field: str, fault: str) -> None:
    assert faults(**changes) == [(field, fault)]


def test_everything_that_is_wrong_is_named_at_once_with_the_bounds() -> None:
    with pytest.raises(InvalidSettings) as refused:
        read_changes(a_site(), {"title": "", "closed": 0, "policy": {"links_allowed": -1, "aim": 7}}, LANGUAGES)

    assert [one.field for one in refused.value.problems] == ["title", "closed", "policy.links_allowed", "policy.aim"]
    assert refused.value.problems[2].values == {"low": 0, "high": 1000}


def test_an_aim_keeps_what_was_decided_about_strangers_and_begins_to_be_followed() -> None:
    assert policy(aim={"read_per_day": 20, "cost_ratio": 10}).aim == Aim(read_per_day=20, cost_ratio=10, strangers=0.25)
    assert policy(aim={"read_per_day": None, "strangers": 0.5}).aim == Aim(strangers=0.5)
    assert policy(aim=None).aim is None


def test_the_aim_that_is_set_already_goes_on_being_followed() -> None:
    aim = Aim(cost_ratio=5, followed="2026-03-13")
    site = a_site(policy=Policy(aim=aim))

    after = read_changes(site, {"policy": {"aim": {"cost_ratio": 5, "strangers": aim.strangers}}}, LANGUAGES)

    assert after == site


def test_a_trial_names_its_days_and_may_change_nothing() -> None:
    wanted = read_trial(Policy(links_allowed=7), {"days": 90})

    assert (wanted.span, wanted.policy) == (timedelta(days=90), Policy(links_allowed=7))
