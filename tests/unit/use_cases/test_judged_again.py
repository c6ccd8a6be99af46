"""Judged again under the policy of its time, a comment meets the rule that it met, whatever happened since."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.author import STRANGER
from service.domain.ban import Ban, BanId, BanKind
from service.domain.policy import Mode, Policy
from service.domain.trial import Retrial
from service.use_cases.try_policy import TryPolicy
from tests.fakes import DEMO, NOON, FixedClassifier, SilentClassifier, a_site, an_attempt, plain_fold
from tests.house import House, a_moderator
from tests.memory import MemoryComments, MemorySites
from tests.memory_trials import MemoryTrials

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

    from service.domain.author import AuthorId

A_MINUTE = timedelta(minutes=1)


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
        "trusted": draw(st.booleans()),
        "banned": draw(st.sampled_from([False] * 7 + [True])),
    }


def came(house: House, sent: dict[str, Any]) -> None:
    """Have a submission come in, from a form that was opened so many microseconds ago."""
    probability, age, banned = (sent.pop(name) for name in ("probability", "age", "banned"))
    proved = {name: sent.pop(name) for name in ("confirmed", "trusted")}
    house.classifier = SilentClassifier() if probability is None else FixedClassifier(probability)
    stamp = "" if age is None else house.stamp(timedelta(microseconds=age))
    house.submit(an_attempt(**sent, stamp=stamp))
    for author, known in house.store.authors.items():
        house.store.authors[author] = replace(known, history=replace(known.history, **proved))
        if banned:
            ban(house, author)


def ban(house: House, author: AuthorId) -> None:
    """Ban an author without telling."""
    number = BanId(author)
    house.store.bans[number] = Ban(id=number, site=DEMO, kind=BanKind.AUTHOR, author=author, by="token:meja", at=NOON)


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
        history = replace(known.history, approved=9, confirmed=True, trusted=not known.history.trusted)
        house.store.authors[author] = replace(known, history=history)
    house.store.bans.clear()

    again = Retrial(before=policy, after=replace(policy, mode=Mode.HOLD_EVERYTHING), fold=plain_fold)

    stored = list(MemoryTrials(house.store).newest(DEMO, NOON, NOON + A_MINUTE))
    assert len(stored) == len(sent)
    assert [again(one)[0].rule for one in stored] == [one.rule for one in stored]


@pytest.mark.parametrize(
    "rule", ["banned-author", "duplicate", "trusted-author", "disposable-address", "trap-filled", "form-instant"]
)
def test_what_was_seen_once_is_known_again(rule: str) -> None:
    house = House()
    house.publish()
    for author, known in house.store.authors.items():
        house.store.authors[author] = replace(known, history=replace(known.history, confirmed=True, approved=3))
        if rule == "banned-author":
            ban(house, author)
    plain: dict[str, Any] = {"text": "Kopi lagi.", "stamp": house.stamp(), "email": "lain@surat.example"}
    house.submit(
        an_attempt(
            **plain
            | {
                "banned-author": {"email": "wayan@surat.example"},
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
    house.store.bans.clear()

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

    house.clock.advance(A_MINUTE)

    found = TryPolicy(
        clock=house.clock,
        sites=MemorySites(house.store),
        stored=MemoryTrials(house.store),
        comments=MemoryComments(house.store),
        fold=plain_fold,
    )(DEMO, {"days": 7}, a_moderator())

    assert (found.comments, found.unchanged, found.moves) == (len(sent), len(sent), ())
    assert found.before == found.after
    assert sorted(name for one in found.rules for name in [one.rule] * one.before) == rules
