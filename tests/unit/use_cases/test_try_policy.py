"""A policy on trial: what came is judged again as it was judged when it came, and under another policy beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from service.domain.errors import InvalidSettings, NotAllowed, PageClosed, UnknownSite
from service.domain.fields import FieldFault
from service.domain.lifecycle import Action
from service.domain.policy import Outcome
from service.domain.rules import RULES
from service.domain.site import SiteId
from service.domain.token import Scope
from service.use_cases.try_policy import TryPolicy
from tests.fakes import ARTICLE, DEMO, FixedClassifier, an_attempt, plain_fold
from tests.house import House, a_moderator
from tests.memory import MemoryComments, MemorySites
from tests.memory_trials import MemoryTrials

if TYPE_CHECKING:
    from service.use_cases.try_policy import Trial

A_MINUTE = timedelta(minutes=1)


def trying(house: House, **changes: Any) -> TryPolicy:  # noqa: ANN401 - any field
    return replace(
        TryPolicy(
            clock=house.clock,
            sites=MemorySites(house.store),
            stored=MemoryTrials(house.store),
            comments=MemoryComments(house.store),
            fold=plain_fold,
        ),
        **changes,
    )


def tried(house: House, days: int = 7, **policy: Any) -> Trial:  # noqa: ANN401 - any part
    house.clock.advance(A_MINUTE)
    return trying(house)(DEMO, {"days": days, "policy": policy}, a_moderator())


def scored(house: House, probability: float, text: str, **changes: Any) -> None:  # noqa: ANN401 - any field
    house.classifier = FixedClassifier(probability)
    house.submit(an_attempt(text=text, stamp=house.stamp(), **changes))


def test_what_would_move_is_counted_by_outcome_and_rule_and_shown() -> None:
    house = House()
    for number in range(7):
        scored(house, 0.2, f"Panen nomor {number} bagus sekali.")
    scored(house, 0.5, "Mungkin bagus, mungkin juga tidak.")
    scored(house, 0.01, "Panennya bagus tahun ini.")

    found = tried(house, stranger_probability=0.25, doubtful_probability=0.6)

    [move] = found.moves
    assert (move.before, move.after, move.comments, move.spam, move.genuine) == (
        Outcome.HOLD,
        Outcome.PUBLISH,
        7,
        0,
        0,
    )
    assert move.rules == (("unconfirmed-author", "ordinary", 7),)
    assert [found.samples[one].text for one in move.newest] == [
        f"Panen nomor {number} bagus sekali." for number in (6, 5, 4, 3, 2)
    ]
    assert (found.comments, found.unchanged, found.left_out, found.without_evidence) == (9, 2, 0, 0)
    assert {one.rule: (one.before, one.after) for one in found.rules} == {
        "doubtful-probability": (1, 0),
        "unconfirmed-author": (7, 1),
        "ordinary": (1, 8),
    }
    assert (found.before.held, found.after.held) == (8, 1)
    assert house.store.sites[DEMO] == house.site


def test_what_people_decided_meanwhile_tells_spam_published_and_genuine_comments_held_or_filed() -> None:
    house = House()
    scored(house, 0.5, "Yang ini spam.")
    scored(house, 0.5, "Yang ini bukan.")
    scored(house, 0.5, "Yang ini belum diputuskan.")
    spam, genuine, _ = house.store.comments.values()
    house.act(spam, Action.MARK_SPAM)
    house.act(genuine, Action.APPROVE)

    looser, stricter = (
        tried(house, doubtful_probability=0.6, stranger_probability=0.6),
        tried(house, spam_probability=0.5),
    )

    assert (looser.before.genuine_held, looser.before.spam_published) == (1, 0)
    assert (looser.after.genuine_held, looser.after.spam_published, looser.after.published) == (0, 1, 3)
    assert (stricter.after.filed, stricter.after.genuine_filed) == (3, 1)
    assert [(move.spam, move.genuine) for move in (*looser.moves, *stricter.moves)] == [(1, 1), (1, 1)]


@pytest.mark.parametrize("words", ["blocked_words", "blocked_links", "blocked_names"])
def test_a_list_finds_what_came_before_it_was_set(words: str) -> None:
    house = House()
    scored(house, 0.01, "Beli di spam.example sekarang", name="spam.example")

    [move] = tried(house, 7, **{words: ["spam.example"]}).moves

    assert (move.after, move.rules) == (Outcome.FILE_AS_SPAM, (("ordinary", words.replace("_", "-")[:-1], 1),))


def test_moves_come_in_the_order_of_their_number() -> None:
    house = House()
    scored(house, 0.5, "Satu kali diragukan.")
    for number in range(2):
        scored(house, 0.01, f"Panen nomor {number}, gacor.")

    found = tried(house, blocked_words=["gacor"], doubtful_probability=0.6, stranger_probability=0.6)

    assert [(move.before, move.after, move.comments) for move in found.moves] == [
        (Outcome.PUBLISH, Outcome.FILE_AS_SPAM, 2),
        (Outcome.HOLD, Outcome.PUBLISH, 1),
    ]


def test_of_too_many_comments_the_newest_are_judged_and_the_others_counted() -> None:
    house = House()
    for number in range(5):
        scored(house, 0.01, f"Panen nomor {number} bagus sekali.")
        house.clock.advance(timedelta(days=1))

    found = trying(house, most=3)(DEMO, {"days": 30}, a_moderator())

    assert (found.comments, found.left_out, found.days) == (3, 2, 3)


def test_as_many_as_may_be_judged_leave_nothing_out() -> None:
    house = House()
    scored(house, 0.01, "Panen bagus sekali.")
    house.clock.advance(timedelta(days=2))

    found = trying(house, most=1)(DEMO, {"days": 30}, a_moderator())

    assert (found.comments, found.left_out, found.days) == (1, 0, 2)


def test_days_are_those_asked_for_once_the_site_is_older_and_never_less_than_one() -> None:
    house = House()
    scored(house, 0.01, "Panen bagus sekali.")
    young = tried(house, 30)
    house.clock.advance(timedelta(days=40))
    scored(house, 0.01, "Panen bagus lagi tahun ini.")

    assert (young.days, tried(house, 30).days, tried(House(), 30).days) == (1, 30, 30)


def test_a_comment_without_evidence_is_told_by_its_rule_and_counted_apart() -> None:
    house = House()
    scored(house, 0.01, "Panen bagus sekali.")
    house.store.evidence.clear()

    found = tried(house, fastest_form=3600)

    assert (found.comments, found.without_evidence, found.unchanged) == (1, 1, 1)


def test_what_is_odd_about_the_policy_on_trial_is_said() -> None:
    assert [one.entry for one in tried(House(), blocked_words=["!!"]).warnings] == ["!!"]


def test_every_unusable_field_is_named_an_aim_among_them() -> None:
    with pytest.raises(InvalidSettings) as refused:
        trying(House())(DEMO, {"days": 91, "policy": {"aim": None, "links_allowed": -1}}, a_moderator())

    assert [(one.field, one.code) for one in refused.value.problems] == [
        ("days", FieldFault.OUT_OF_RANGE),
        ("policy.aim", FieldFault.UNKNOWN_SETTING),
        ("policy.links_allowed", FieldFault.OUT_OF_RANGE),
    ]


def test_days_must_be_named() -> None:
    with pytest.raises(InvalidSettings) as refused:
        trying(House())(DEMO, {"policy": []}, a_moderator())

    assert [(one.field, one.code) for one in refused.value.problems] == [
        ("days", FieldFault.NOT_A_WHOLE_NUMBER),
        ("policy", FieldFault.NOT_AN_OBJECT),
    ]


def test_only_who_may_read_a_site_tries_its_policy() -> None:
    with pytest.raises(NotAllowed):
        trying(House())(DEMO, {"days": 1}, a_moderator(scopes=frozenset({Scope.DECIDE})))
    with pytest.raises(UnknownSite):
        trying(House())(DEMO, {"days": 1}, a_moderator(site=SiteId("lain")))


def test_what_is_refused_leaves_no_evidence() -> None:
    house = House()
    house.close_page(DEMO, ARTICLE, closed=True)

    with pytest.raises(PageClosed):
        house.submit(an_attempt())

    assert house.store.evidence == {}
    assert RULES[0].outcome is Outcome.REFUSE
