"""An aim is set, and the thresholds follow it, a step a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from service.domain.aim import Aim
from service.domain.policy import Mode, Policy
from service.domain.site import SiteId
from tests.fakes import DEMO, a_site
from tests.house import House
from tests.weighing import fill, follow_aims, set_aim, weigh

AIM = Aim(cost_ratio=10)


def aiming(aim: Aim = AIM, **policy: object) -> House:
    """Return a house whose site has an aim, and weeks of comments."""
    house = House(site=a_site(policy=replace(Policy(aim=aim), **policy)))  # type: ignore[arg-type] # any field
    fill(house)
    return house


def test_an_aim_is_set_with_the_thresholds_that_were_shown_for_it() -> None:
    house = House()
    fill(house)

    after = set_aim(house)(weigh(house)(DEMO, aim=AIM), AIM)

    assert after.policy.thresholds == (0.3, 0.97, 0.1)
    assert after.policy.aim == replace(AIM, followed="2026-03-14")
    assert house.store.sites[DEMO] == after
    assert house.last_event.actor == "operator"
    assert house.last_event.details == {
        "changed": "policy",
        "version": 2,
        "why": "aim set: cost-ratio 10",
        "doubtful_probability": 0.3,
        "spam_probability": 0.97,
        "spam_probability_before": 0.9,
        "stranger_probability": 0.1,
        "aim": "cost-ratio 10",
        "aim_before": None,
    }


def test_an_aim_set_before_there_are_comments_leaves_the_thresholds_until_there_are() -> None:
    house = House()

    after = set_aim(house)(weigh(house)(DEMO, aim=AIM), AIM)

    assert after.policy == Policy(aim=AIM)
    assert follow_aims(house)() == 0


def test_each_day_the_thresholds_of_a_site_go_a_step_and_the_log_says_why() -> None:
    house = aiming()

    assert follow_aims(house)() == 1

    policy = house.store.sites[DEMO].policy
    assert policy.thresholds == (0.3, 0.92, 0.1)
    assert policy.aim == replace(AIM, followed="2026-03-14")
    assert (house.last_event.actor, house.last_event.details["why"]) == ("policy", "aim followed: cost-ratio 10")
    assert house.last_event.details["spam_probability"] == 0.92


def test_a_second_run_on_the_same_day_changes_nothing_and_the_next_day_goes_on() -> None:
    house = aiming()

    assert [follow_aims(house)(), follow_aims(house)()] == [1, 0]
    house.clock.advance(timedelta(days=1))
    assert follow_aims(house)() == 1

    assert house.store.sites[DEMO].policy.spam_probability == 0.937


def test_where_the_thresholds_are_there_nothing_is_changed_or_logged() -> None:
    house = aiming(Aim(cost_ratio=3))

    assert follow_aims(house)() == 0
    assert (house.store.events, house.store.sites[DEMO].version) == ([], 1)


def test_sites_without_an_aim_or_whose_mode_decides_stay_as_they_are() -> None:
    house = aiming(mode=Mode.HOLD_EVERYTHING)
    house.store.sites[SiteId("lain")] = a_site(id=SiteId("lain"))

    assert follow_aims(house)() == 0
    assert house.store.events == []


def test_a_site_that_somebody_changes_at_the_same_moment_is_left_for_tomorrow() -> None:
    house = aiming()
    follow = follow_aims(house)

    def meanwhile(days: object) -> object:
        house.store.sites[DEMO] = replace(house.site, title="Lain", version=2)
        return days

    follow = replace(follow, weigh=replace(follow.weigh, progress=meanwhile))  # type: ignore[arg-type] # as given

    assert follow() == 0
    assert house.store.sites[DEMO].policy == house.site.policy


def test_a_threshold_set_by_hand_takes_the_aim_away() -> None:
    house = aiming()

    after = house.change_site(replace(house.site, policy=replace(house.site.policy, doubtful_probability=0.4)))

    assert after.policy.aim is None
    assert after.policy.doubtful_probability == 0.4


def test_any_other_change_leaves_the_aim() -> None:
    house = aiming()

    after = house.change_site(replace(house.site, title="Baru", policy=replace(house.site.policy, links_allowed=9)))

    assert after.policy.aim == AIM
