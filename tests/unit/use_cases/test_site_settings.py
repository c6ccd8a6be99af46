"""The settings of sites as moderators see and change them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from service.domain.aim import Aim
from service.domain.errors import InvalidSettings, NotAllowed, StaleSettings, UnknownSite
from service.domain.event import EventKind
from service.domain.moderator import Moderator
from service.domain.policy import Policy
from service.domain.site import SiteId
from service.domain.token import Scope
from service.use_cases.site_settings import ChangeSettings, ListSites, ShowSettings
from tests.fakes import DEMO, a_site, plain_fold
from tests.house import House, a_moderator
from tests.memory import MemorySites

LAIN = SiteId("lain")


def changing(house: House) -> ChangeSettings:
    return ChangeSettings(
        sites=MemorySites(house.store), change_site=house.change_site, languages=("en", "id"), fold=plain_fold
    )


def test_the_sites_that_may_be_read_are_listed_by_name() -> None:
    house = House()
    house.store.sites[LAIN] = a_site(id=LAIN)
    house.store.sites[SiteId("ketiga")] = a_site(id=SiteId("ketiga"))
    two = Moderator(
        actor="person:Rina",
        rights={
            LAIN: frozenset({Scope.READ}),
            DEMO: frozenset({Scope.READ}),
            SiteId("ketiga"): frozenset({Scope.PEOPLE}),
        },
    )

    listing = ListSites(sites=MemorySites(house.store))

    assert [site.id for site in listing(two)] == [DEMO, LAIN]
    assert [site.id for site in listing(a_moderator(site=None))] == [DEMO, SiteId("ketiga"), LAIN]
    with pytest.raises(NotAllowed):
        listing(a_moderator(scopes=frozenset({Scope.MANAGE})))


def test_a_site_is_shown_with_what_is_odd_about_it() -> None:
    house = House(site=a_site(policy=Policy(blocked_words=("!!",))))

    shown = ShowSettings(sites=MemorySites(house.store), fold=plain_fold)(DEMO, a_moderator())

    assert shown.site == house.site
    assert [one.entry for one in shown.warnings] == ["!!"]


def test_a_site_that_is_not_open_or_not_there_does_not_exist() -> None:
    house = House()
    house.store.sites[LAIN] = a_site(id=LAIN)
    show = ShowSettings(sites=MemorySites(house.store), fold=plain_fold)

    for name, moderator in ((LAIN, a_moderator()), (SiteId("tidak-ada"), a_moderator(site=None))):
        with pytest.raises(UnknownSite):
            show(name, moderator)
        with pytest.raises(UnknownSite):
            changing(house)(name, 1, {}, moderator)


def test_a_change_is_stored_as_the_next_version_and_logged_with_who_and_what() -> None:
    house = House()

    after = changing(house)(
        DEMO,
        1,
        {
            "title": "Rahasia",
            "policy": {
                "mode": "hold-everything",
                "fastest_form": 4,
                "blocked_names": ["Wayan Rahasia"],
                "aim": {"cost_ratio": 10},
            },
        },
        a_moderator(),
    )

    assert (after.site.version, after.site) == (2, house.store.sites[DEMO])
    assert after.site.policy.fastest_form == timedelta(seconds=4)
    assert (house.last_event.kind, house.last_event.actor) == (EventKind.SITE_CHANGED, "token:meja")
    assert house.last_event.details == {
        "changed": "title policy",
        "version": 2,
        "mode": "hold-everything",
        "mode_before": "hold-doubtful",
        "fastest_form": 4,
        "fastest_form_before": 2,
        "blocked_names_added": 1,
        "blocked_names_removed": 0,
        "aim": "cost-ratio 10",
        "aim_before": None,
    }


def test_of_a_word_list_the_log_says_how_many_entries_came_and_went() -> None:
    house = House(site=a_site(policy=Policy(blocked_words=("satu", "dua", "tiga"))))

    changing(house)(DEMO, 1, {"policy": {"blocked_words": ["dua", "empat"]}}, a_moderator())
    log = house.last_event.details
    changing(house)(DEMO, 2, {"policy": {"blocked_words": ["empat", "dua"]}}, a_moderator())

    assert log == {"changed": "policy", "version": 2, "blocked_words_added": 1, "blocked_words_removed": 2}
    assert house.last_event.details == {"changed": "policy", "version": 3}


def test_where_nothing_changes_nothing_is_stored() -> None:
    house = House()

    after = changing(house)(DEMO, 1, {"title": house.site.title, "policy": {"links_allowed": 2}}, a_moderator())

    assert (after.site, house.store.events) == (house.site, [])


def test_a_threshold_set_by_hand_takes_the_aim_away_unless_it_is_set_with_it() -> None:
    aim = Aim(cost_ratio=10, followed="2026-03-13")
    house = House(site=a_site(policy=Policy(aim=aim)))

    without = changing(house)(DEMO, 1, {"policy": {"spam_probability": 0.8}}, a_moderator())
    with_it = changing(house)(
        DEMO, 2, {"policy": {"spam_probability": 0.7, "aim": {"cost_ratio": 5, "strangers": 0.5}}}, a_moderator()
    )

    assert without.site.policy.aim is None
    assert with_it.site.policy.aim == Aim(cost_ratio=5, strangers=0.5)


def test_a_version_of_before_changes_nothing_and_is_told_the_one_of_now() -> None:
    house = House(site=a_site(version=8))

    with pytest.raises(StaleSettings) as stale:
        changing(house)(DEMO, 7, {"title": "Baru"}, a_moderator())

    assert (stale.value.version, house.store.sites[DEMO]) == (8, house.site)


def test_of_two_who_change_at_the_same_moment_the_second_is_told() -> None:
    house = House()
    change = changing(house)
    seen = MemorySites(house.store)
    house.store.sites[DEMO] = replace(house.site, version=2)

    with pytest.raises(StaleSettings):
        house.change_site(replace(house.site, title="Baru"))

    assert (seen.get(DEMO).title, change.languages) == (house.site.title, ("en", "id"))


def test_what_is_unusable_changes_nothing() -> None:
    house = House()

    with pytest.raises(InvalidSettings):
        changing(house)(DEMO, 1, {"title": "Baru", "closed": "yes"}, a_moderator())

    assert house.store.sites[DEMO] == house.site


@pytest.mark.parametrize("scope", [Scope.READ, Scope.DECIDE, Scope.PEOPLE])
def test_only_who_may_manage_a_site_changes_it(scope: Scope) -> None:
    with pytest.raises(NotAllowed):
        changing(House())(DEMO, 1, {"title": "Baru"}, a_moderator(scopes=frozenset({scope})))
