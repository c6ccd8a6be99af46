"""A policy on trial: what came is judged again as it was judged when it came, and under another policy beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.author import STRANGER
from service.domain.errors import InvalidSettings, NotAllowed, PageClosed, UnknownSite
from service.domain.fields import FieldFault
from service.domain.lifecycle import Action
from service.domain.policy import Mode, Outcome, Policy
from service.domain.rules import RULES
from service.domain.site import SiteId
from service.domain.token import Scope
from service.domain.trial import Retrial
from service.use_cases.try_policy import TryPolicy
from tests.fakes import ARTICLE, DEMO, NOON, FixedClassifier, SilentClassifier, a_site, an_attempt, plain_fold
from tests.house import House, a_moderator
from tests.memory import MemoryComments, MemorySites
from tests.memory_trials import MemoryTrials

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

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


WORDS = (
    "Panen",
    "bagus",
    "gacor",
    "cuan",
    "https://spam.example/x",
    "www.kopi.example",
    "kopi.com",
    "slot-gratis",
    "!",
)
LISTS: st.SearchStrategy[list[str]] = st.just([]) | st.lists(
    st.sampled_from(["gacor", "CUAN", "spam.example", "slot gratis", "wayan", "kopi", "!!"]), max_size=2
)
PROBABILITIES = st.sampled_from([0.0, 0.05, 0.1, 0.3, 0.6, 0.9, 1.0])
POLICIES = st.builds(
    Policy,
    # Most rules are reached only where others let a comment pass.
    mode=st.sampled_from([Mode.HOLD_DOUBTFUL, Mode.HOLD_DOUBTFUL, Mode.HOLD_DOUBTFUL, *Mode]),
    spam_probability=PROBABILITIES,
    doubtful_probability=PROBABILITIES,
    stranger_probability=PROBABILITIES,
    links_allowed=st.integers(0, 3),
    trusted_after=st.integers(1, 2),
    fastest_form=st.sampled_from([timedelta(), timedelta(seconds=2), timedelta(seconds=2.5), A_MINUTE]),
    blocked_names=LISTS.map(tuple),
    blocked_links=LISTS.map(tuple),
    blocked_words=LISTS.map(tuple),
)


@st.composite
def submissions(draw: DrawFn) -> dict[str, Any]:
    """Draw a submission with what goes before it."""
    return {
        "text": " ".join(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5))),
        "name": draw(st.sampled_from(["Wayan", "Slot Gratis", "Rina"])),
        "url": draw(st.sampled_from([None, "kopi.example", "https://spam.example"])),
        "email": draw(st.sampled_from(["a@surat.example", "b@sekali-pakai.example"])),
        "trap": draw(st.sampled_from(["", "", "", "", " ", "isi"])),
        "age": draw(st.sampled_from([None, 0, 1_999_999, 2_500_001, *[10**8] * 4])),
        "probability": draw(st.sampled_from([None, 0.7, 0.95, 0.3, *[0.0] * 4])),
        "confirmed": draw(st.booleans()),
    }


def came(house: House, sent: dict[str, Any]) -> None:
    """Have a submission come in, from a form that was opened so many microseconds ago."""
    probability, age, confirmed = (sent.pop(name) for name in ("probability", "age", "confirmed"))
    house.classifier = SilentClassifier() if probability is None else FixedClassifier(probability)
    stamp = "" if age is None else house.stamp(timedelta(microseconds=age))
    house.submit(an_attempt(**sent, stamp=stamp))
    if confirmed:
        for author, known in house.store.authors.items():
            house.store.authors[author] = replace(known, history=replace(known.history, confirmed=True))


@settings(max_examples=150, deadline=None)
@given(policy=POLICIES, sent=st.lists(submissions(), min_size=1, max_size=6))
def test_judged_again_under_the_policy_of_its_time_a_comment_meets_the_rule_that_it_met(
    policy: Policy, sent: list[dict[str, Any]]
) -> None:
    house = House(site=a_site(policy=policy))
    for one in sent:
        came(house, one)
    # What became of the authors since must not matter.
    for author, known in house.store.authors.items():
        house.store.authors[author] = replace(known, history=replace(known.history, approved=9, confirmed=True))

    again = Retrial(before=policy, after=replace(policy, mode=Mode.HOLD_EVERYTHING), fold=plain_fold)

    stored = list(MemoryTrials(house.store).newest(DEMO, NOON, NOON + A_MINUTE))
    assert len(stored) == len(sent)
    assert [again(one)[0].rule for one in stored] == [one.rule for one in stored]


@pytest.mark.parametrize("rule", ["duplicate", "trusted-author", "disposable-address", "trap-filled", "form-instant"])
def test_what_was_seen_once_is_known_again(rule: str) -> None:
    house = House()
    house.publish()
    for author, known in house.store.authors.items():
        house.store.authors[author] = replace(known, history=replace(known.history, confirmed=True, approved=3))
    plain: dict[str, Any] = {"text": "Kopi lagi.", "stamp": house.stamp(), "email": "lain@surat.example"}
    house.submit(
        an_attempt(
            **plain
            | {
                "duplicate": {"text": "Panennya bagus tahun ini.", "email": "wayan@surat.example"},
                "trusted-author": {"email": "wayan@surat.example"},
                "disposable-address": {"email": "b@sekali-pakai.example"},
                "trap-filled": {"trap": "isi"},
                "form-instant": {"stamp": house.stamp(timedelta(seconds=1))},
            }[rule]
        )
    )
    for author, known in house.store.authors.items():
        house.store.authors[author] = replace(known, history=STRANGER)

    again = Retrial(before=house.site.policy, after=Policy(mode=Mode.HOLD_EVERYTHING), fold=plain_fold)

    newest = next(MemoryTrials(house.store).newest(DEMO, NOON, NOON + A_MINUTE))
    assert (newest.rule, again(newest)[0].rule) == (rule, rule)


@settings(max_examples=30, deadline=None)
@given(policy=POLICIES, sent=st.lists(submissions(), min_size=1, max_size=4))
def test_a_trial_of_the_policy_as_it_is_changes_nothing(policy: Policy, sent: list[dict[str, Any]]) -> None:
    house = House(site=a_site(policy=policy))
    for one in sent:
        came(house, one)
    rules = sorted(comment.rule for comment in house.store.comments.values())

    found = tried(house)

    assert (found.comments, found.unchanged, found.moves) == (len(sent), len(sent), ())
    assert found.before == found.after
    assert sorted(name for one in found.rules for name in [one.rule] * one.before) == rules


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
