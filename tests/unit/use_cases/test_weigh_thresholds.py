"""What a site's thresholds cost, from what is stored."""

from __future__ import annotations

from datetime import timedelta

import pytest

from service.domain.aim import Aim
from service.domain.dial import Reason
from service.domain.errors import MalformedRequest, NotAllowed, UnknownSite
from service.domain.lifecycle import Action, State
from service.domain.policy import Policy
from service.domain.site import SiteId
from service.domain.token import Scope
from service.domain.workload import Thresholds
from tests.fakes import DEMO, NOON, FixedClassifier, a_site, an_attempt
from tests.house import House, a_moderator
from tests.weighing import fill, show_workload, weigh

LAIN = SiteId("lain")


def submitted(house: House) -> dict[State, int]:
    """Have comments of many kinds judged by the real rules; return how many are in each state."""
    bare = {"stamp": None}
    texts = iter(range(1000))
    for score in (0.001, 0.05, 0.1, 0.15, 0.3, 0.5, 0.89, 0.9, 0.99):
        house.classifier = FixedClassifier(score)
        for more in ({"stamp": house.stamp()}, bare, {"stamp": house.stamp(), "trap": "isi"}):
            for links in ("", "www.satu.example www.dua.example www.tiga.example"):
                house.submit(an_attempt(text=f"Nomor {next(texts)} tentang panen di lereng gunung itu {links}", **more))
        house.submit(an_attempt(text="Sama persis dan cukup panjang untuk dikenali kembali oleh siapa pun."))
    states = [comment.state for comment in house.store.comments.values()]
    return {state: states.count(state) for state in (State.PENDING, State.APPROVED, State.SPAM)}


def test_the_thresholds_that_are_set_reproduce_what_happened() -> None:
    house = House()
    happened = submitted(house)
    house.clock.advance(timedelta(days=1))

    weighed = weigh(house)(DEMO)

    assert weighed.current is not None
    assert (weighed.days, weighed.comments) == (1, sum(happened.values()))
    assert weighed.current.read.mean == happened[State.PENDING] > 10
    published = [one for one in house.store.comments.values() if one.state is State.APPROVED]
    assert weighed.current.spam_shown.mean == pytest.approx(sum(one.spam_probability or 0 for one in published))
    filed = [one for one in house.store.comments.values() if one.rule == "spam-probability"]
    assert weighed.current.genuine_filed.mean == pytest.approx(sum(1 - (one.spam_probability or 0) for one in filed))


def test_whole_days_are_looked_at_from_the_sites_first_on() -> None:
    house = House()
    fill(house, days=9)

    assert (weigh(house)(DEMO).days, weigh(house)(DEMO, weeks=1).days) == (9, 7)
    weighed = weigh(house)(DEMO)
    assert (weighed.since, weighed.until) == (NOON - timedelta(days=9, hours=12), NOON - timedelta(hours=12))


def test_a_quiet_day_of_a_site_that_had_comments_before_counts() -> None:
    house = House()
    fill(house, days=20)
    house.clock.advance(timedelta(days=10))

    assert weigh(house)(DEMO, weeks=2).days == 14


def test_of_a_site_without_comments_nothing_is_said() -> None:
    weighed = weigh(House())(DEMO, aim=Aim())

    assert (weighed.days, weighed.comments, weighed.current, weighed.costs, weighed.following) == (0, 0, None, (), None)
    assert weighed.advice is not None
    assert weighed.advice.reason is Reason.TOO_FEW_COMMENTS


def test_other_thresholds_stand_beside_and_hold_strangers_sooner_in_the_same_proportion() -> None:
    house = House(site=a_site(policy=Policy(doubtful_probability=0.4, stranger_probability=0.2)))
    fill(house)

    costs = weigh(house)(DEMO).costs

    assert len(costs) == 18
    assert costs[0].thresholds == Thresholds(doubtful=0.05, spam=0.8, stranger=0.025)


def test_the_sites_own_aim_is_asked_unless_another_is() -> None:
    house = House(site=a_site(policy=Policy(aim=Aim(cost_ratio=10))))
    fill(house)

    own, other = weigh(house)(DEMO), weigh(house)(DEMO, aim=Aim(cost_ratio=1))

    assert own.following is not None
    assert other.following is not None
    assert (own.following.thresholds.spam, other.following.thresholds.spam) == (0.97, 0.7)


def test_what_people_decide_corrects_the_classifier() -> None:
    house = House(classifier=FixedClassifier(0.5))
    for number in range(30):
        comment = house.submit(an_attempt(text=f"Nomor {number}.")).comment
        house.act(comment, Action.APPROVE)
    house.clock.advance(timedelta(days=1))

    weighed = weigh(house)(DEMO)

    [agreed] = weighed.agreement
    assert (agreed.decided, agreed.spam, agreed.expected) == (30, 0, 15)
    assert weighed.recalibration.corrected(0.5) < 0.2


def test_a_moderator_reads_its_own_site_and_names_it_or_not() -> None:
    house = House()
    house.store.sites[LAIN] = a_site(id=LAIN)

    show = show_workload(house)

    assert show(None, 4, a_moderator()).site.id == DEMO
    assert show(LAIN, 4, a_moderator(site=None)).site.id == LAIN
    with pytest.raises(UnknownSite):
        show(LAIN, 4, a_moderator())
    with pytest.raises(MalformedRequest):
        show(None, 4, a_moderator(site=None))
    with pytest.raises(NotAllowed):
        show(None, 4, a_moderator(scopes=frozenset({Scope.DECIDE})))
    with pytest.raises(UnknownSite):
        show(SiteId("nix"), 4, a_moderator(site=None))
