"""The policy: which rule decides, in which order, and what never happens."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.author import AuthorHistory
from service.domain.ban import BanKind
from service.domain.policy import Mode, Outcome, Policy, Verdict
from service.domain.rules import RULES, Evidence, Rule, judge
from service.domain.signals import Signals

CALM = Signals(form_age=timedelta(seconds=40))
KNOWN = AuthorHistory(confirmed=True, seen=1, approved=1)
TRUSTED = AuthorHistory(confirmed=True, seen=3, approved=3)


def evidence(**changes: Any) -> Evidence:  # noqa: ANN401 - any part of the evidence
    """Return the evidence of a genuine comment by an author who proved the address, changed."""
    genuine = Evidence(policy=Policy(), signals=CALM, author=KNOWN, spam_probability=0.01)
    return replace(genuine, **changes)


def rule(**changes: Any) -> str:  # noqa: ANN401 - any part of the evidence
    return judge(evidence(**changes)).rule


def signals(**changes: Any) -> Signals:  # noqa: ANN401 - any signal
    return replace(CALM, **changes)


# Of each rule: what makes it apply to an otherwise genuine comment.
CAUSES: dict[str, dict[str, Any]] = {
    "closed-page": {"page_closed": True},
    "banned": {"bans": {BanKind.RANGE: True}},
    "banned-author": {"bans": {BanKind.AUTHOR: False}},
    "banned-domain": {"bans": {BanKind.DOMAIN: False}},
    "banned-range": {"bans": {BanKind.RANGE: False}},
    "trap-filled": {"signals": signals(trap_filled=True)},
    "blocked-name": {"signals": signals(blocked_name="slot")},
    "blocked-link": {"signals": signals(blocked_link="slot.example")},
    "blocked-word": {"signals": signals(blocked_word="slot")},
    "not-scored": {"spam_probability": None},
    "spam-probability": {"spam_probability": 0.9},
    "hold-everything": {"policy": Policy(mode=Mode.HOLD_EVERYTHING)},
    "publish-all-but-spam": {"policy": Policy(mode=Mode.PUBLISH_ALL_BUT_SPAM)},
    "duplicate": {"duplicate": True},
    "doubtful-probability": {"spam_probability": 0.3},
    "trusted-author": {"author": TRUSTED},
    "form-stamp-missing": {"signals": signals(form_age=None)},
    "form-instant": {"signals": signals(form_age=timedelta(seconds=1))},
    "too-many-links": {"signals": signals(links=3)},
    "disposable-address": {"signals": signals(disposable_address=True)},
    "unconfirmed-author": {"author": AuthorHistory(), "spam_probability": 0.1},
    "ordinary": {},
}
OUTCOMES = {
    Outcome.REFUSE: ["closed-page", "banned"],
    Outcome.FILE_AS_SPAM: [
        "banned-author",
        "banned-domain",
        "banned-range",
        "trap-filled",
        "blocked-name",
        "blocked-link",
        "blocked-word",
        "spam-probability",
    ],
    Outcome.PUBLISH: ["publish-all-but-spam", "trusted-author", "ordinary"],
}


def both(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Return two causes at once."""
    merged = one | other
    if "signals" in one and "signals" in other:
        changed = {
            name: getattr(one["signals"], name)
            for name in Signals.__slots__
            if getattr(one["signals"], name) != getattr(CALM, name)
        }
        merged["signals"] = replace(other["signals"], **changed)
    bans = (one.get("bans", {}), other.get("bans", {}))
    merged["bans"] = {kind: any(some.get(kind, False) for some in bans) for kind in {**bans[0], **bans[1]}}
    return merged


@pytest.mark.parametrize("code", list(CAUSES))
def test_each_rule_decides_alone_what_it_is_for(code: str) -> None:
    outcome = next((outcome for outcome, codes in OUTCOMES.items() if code in codes), Outcome.HOLD)

    assert judge(evidence(**CAUSES[code])) == Verdict(outcome=outcome, rule=code)


def test_the_rules_stand_in_this_order_under_codes_of_their_own() -> None:
    assert [one.code for one in RULES] == list(CAUSES)


# Pairs that cannot both be: one mode, one score, one age of the form, and one who is and is not confirmed.
EXCLUSIVE = [
    {"not-scored", "spam-probability", "doubtful-probability", "unconfirmed-author"},
    {"hold-everything", "publish-all-but-spam"},
    {"form-stamp-missing", "form-instant"},
    {"trusted-author", "unconfirmed-author"},
]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (first, second)
        for first, second in itertools.combinations(CAUSES, 2)
        if not any({first, second} <= group for group in EXCLUSIVE)
    ],
)
def test_of_two_rules_that_apply_the_earlier_decides(first: str, second: str) -> None:
    assert rule(**both(CAUSES[first], CAUSES[second])) == first
    assert rule(**both(CAUSES[second], CAUSES[first])) == first


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"spam_probability": 0.899}, "doubtful-probability"),
        ({"spam_probability": 0.9}, "spam-probability"),
        ({"spam_probability": 1.0}, "spam-probability"),
        ({"spam_probability": 0.299}, "ordinary"),
        ({"spam_probability": 0.0}, "ordinary"),
        ({"author": AuthorHistory(), "spam_probability": 0.099}, "ordinary"),
        ({"author": AuthorHistory(), "spam_probability": 0.1}, "unconfirmed-author"),
        ({"signals": signals(links=2)}, "ordinary"),
        ({"signals": signals(form_age=timedelta(seconds=2))}, "ordinary"),
        ({"signals": signals(form_age=timedelta(days=30))}, "ordinary"),
        ({"signals": signals(form_age=timedelta(seconds=-5))}, "form-instant"),
        ({"author": AuthorHistory(confirmed=True, approved=2), "spam_probability": 0.5}, "doubtful-probability"),
        ({"author": TRUSTED, "spam_probability": 0.299}, "trusted-author"),
        ({"author": TRUSTED, "spam_probability": 0.3}, "doubtful-probability"),
        ({"author": TRUSTED, "spam_probability": 0.9}, "spam-probability"),
    ],
)
def test_each_threshold_belongs_to_the_stricter_side(changes: dict[str, Any], expected: str) -> None:
    assert rule(**changes) == expected


def test_the_thresholds_are_the_sites() -> None:
    strict = Policy(
        spam_probability=0.5,
        doubtful_probability=0.2,
        stranger_probability=0.0,
        links_allowed=0,
        trusted_after=1,
        fastest_form=timedelta(minutes=1),
    )

    assert rule(policy=strict, spam_probability=0.5) == "spam-probability"
    assert rule(policy=strict, spam_probability=0.4) == "doubtful-probability"
    assert rule(policy=strict, author=AuthorHistory(confirmed=True, approved=1)) == "trusted-author"
    assert rule(policy=strict, author=AuthorHistory(confirmed=True), signals=CALM) == "form-instant"
    long_ago = signals(form_age=timedelta(hours=1))
    assert rule(policy=strict, author=AuthorHistory(), signals=long_ago, spam_probability=0.0) == "unconfirmed-author"
    assert rule(policy=strict, author=AuthorHistory(), signals=replace(long_ago, links=1)) == "too-many-links"


# Waline #1579 and its like: whoever typed a known address skipped moderation.
@pytest.mark.parametrize("approved", [1, 3, 10_000])
def test_an_address_that_nobody_proved_earns_no_trust_however_much_was_approved(approved: int) -> None:
    pretender = AuthorHistory(confirmed=False, seen=approved, approved=approved)

    assert rule(author=pretender, spam_probability=0.2) == "unconfirmed-author"
    assert rule(author=pretender, signals=signals(links=3)) == "too-many-links"


@pytest.mark.parametrize("approved", [0, 2, 3])
def test_trust_by_hand_stands_for_approvals_and_not_for_the_proof_of_the_address(approved: int) -> None:
    proved = AuthorHistory(confirmed=True, approved=approved, trusted=True)
    pretender = AuthorHistory(confirmed=False, approved=approved, trusted=True)

    assert rule(author=proved, signals=signals(links=3)) == "trusted-author"
    assert rule(author=proved, spam_probability=0.3) == "doubtful-probability"
    assert rule(author=proved, bans={BanKind.AUTHOR: False}) == "banned-author"
    assert rule(author=pretender, signals=signals(links=3)) == "too-many-links"
    assert rule(author=pretender, spam_probability=0.2) == "unconfirmed-author"


def everything() -> st.SearchStrategy[Evidence]:
    """Return every kind of evidence there can be."""
    policies = st.builds(
        Policy,
        mode=st.sampled_from(Mode),
        spam_probability=st.floats(0, 1),
        doubtful_probability=st.floats(0, 1),
        stranger_probability=st.floats(0, 1),
        links_allowed=st.integers(0, 5),
        trusted_after=st.integers(1, 5),
    )
    word = st.sampled_from([None, "slot"])
    observed = st.builds(
        Signals,
        trap_filled=st.booleans(),
        form_age=st.none() | st.timedeltas(timedelta(seconds=-5), timedelta(seconds=5)),
        links=st.integers(0, 5),
        blocked_name=word,
        blocked_link=word,
        blocked_word=word,
        disposable_address=st.booleans(),
    )
    authors = st.builds(
        AuthorHistory,
        confirmed=st.booleans(),
        seen=st.integers(0, 5),
        approved=st.integers(0, 5),
        trusted=st.booleans(),
    )
    return st.builds(
        Evidence,
        policy=policies,
        signals=observed,
        author=authors,
        bans=st.dictionaries(st.sampled_from(BanKind), st.booleans()),
        page_closed=st.booleans(),
        duplicate=st.booleans(),
        spam_probability=st.none() | st.floats(0, 1),
    )


@settings(deadline=None, max_examples=300)
@given(everything())
def test_every_evidence_gets_the_verdict_of_one_rule(given_evidence: Evidence) -> None:
    verdict = judge(given_evidence)

    decided = next(one for one in RULES if one.applies(given_evidence))
    assert verdict == Verdict(outcome=decided.outcome, rule=decided.code)


@settings(deadline=None, max_examples=300)
@given(everything())
def test_what_was_published_was_scored_below_the_sites_spam_threshold_and_hit_no_trap_or_list(
    given_evidence: Evidence,
) -> None:
    if judge(given_evidence).outcome is Outcome.PUBLISH:
        assert given_evidence.spam_probability is not None
        assert given_evidence.spam_probability < given_evidence.policy.spam_probability
        assert not given_evidence.page_closed
        assert not given_evidence.bans
        assert not given_evidence.signals.trap_filled
        assert given_evidence.signals.blocked_word is None
        assert given_evidence.policy.mode is not Mode.HOLD_EVERYTHING


@pytest.mark.parametrize(
    ("mode", "author", "cause"), list(itertools.product(Mode, [AuthorHistory(), KNOWN, TRUSTED], CAUSES))
)
def test_without_a_score_nothing_is_published_in_any_mode_for_any_author(
    mode: Mode, author: AuthorHistory, cause: str
) -> None:
    changes = CAUSES[cause] | {"policy": Policy(mode=mode), "author": author, "spam_probability": None}

    assert judge(evidence(**changes)).outcome is not Outcome.PUBLISH


@pytest.mark.parametrize("cause", list(CAUSES))
def test_hold_everything_publishes_nothing(cause: str) -> None:
    changes = CAUSES[cause] | {"policy": Policy(mode=Mode.HOLD_EVERYTHING)}

    assert judge(evidence(**changes)).outcome is not Outcome.PUBLISH


@pytest.mark.parametrize(
    "cause",
    ["duplicate", "form-instant", "form-stamp-missing", "too-many-links", "disposable-address", "doubtful-probability"],
)
def test_publish_all_but_spam_lets_doubts_pass(cause: str) -> None:
    assert rule(**CAUSES[cause] | {"policy": Policy(mode=Mode.PUBLISH_ALL_BUT_SPAM)}) == "publish-all-but-spam"


@pytest.mark.parametrize("score", [float("nan"), -0.1, 1.1, float("inf")])
def test_what_is_no_probability_is_no_evidence(score: float) -> None:
    with pytest.raises(ValueError, match="spam_probability"):
        evidence(spam_probability=score)


def test_silence_counts_as_certain_spam_wherever_a_rule_compares() -> None:
    assert evidence(spam_probability=None).probability == 1.0
    assert evidence(spam_probability=0.2).probability == 0.2


def test_where_no_rule_applies_the_comment_is_held() -> None:
    never = Rule("never", Outcome.PUBLISH, lambda _: False)

    assert judge(evidence(), ()) == Verdict(outcome=Outcome.HOLD, rule="no-rule")
    assert judge(evidence(), (never,)) == Verdict(outcome=Outcome.HOLD, rule="no-rule")
