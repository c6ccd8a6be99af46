"""What other thresholds would have done: the same as the rules, as far as the rule that decided tells."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from service.domain.author import STRANGER, AuthorHistory
from service.domain.policy import Mode, Outcome, Policy
from service.domain.recalibration import Recalibration
from service.domain.rules import Evidence, judge
from service.domain.signals import Signals
from service.domain.traffic import BY_SCORE, Cell, Course, Traffic, courses, held_share
from service.domain.workload import Ledger, Thresholds

TYPED = Signals(form_age=timedelta(seconds=40))
SIGNALS = (
    TYPED,
    Signals(),
    replace(TYPED, trap_filled=True),
    replace(TYPED, blocked_word="gacor"),
    replace(TYPED, links=5),
    replace(TYPED, form_age=timedelta()),
    replace(TYPED, disposable_address=True),
)
AUTHORS = (
    STRANGER,
    AuthorHistory(confirmed=True, seen=1, approved=0),
    AuthorHistory(confirmed=True, seen=9, approved=9),
)
SCORES = (None, 0.0005, 0.05, 0.1, 0.2, 0.3, 0.4, 0.85, 0.9, 0.9995)
POLICIES = (
    Policy(),
    Policy(doubtful_probability=0.2, spam_probability=0.4, stranger_probability=0.2),
    Policy(doubtful_probability=0.05, spam_probability=0.95, stranger_probability=0.0),
    Policy(doubtful_probability=1.0, spam_probability=1.0, stranger_probability=1.0),
    Policy(doubtful_probability=0.9, spam_probability=0.3, stranger_probability=0.95),
)
EVIDENCE = [
    Evidence(policy=POLICIES[0], signals=signals, author=author, duplicate=duplicate, spam_probability=score)
    for signals, author, duplicate, score in product(SIGNALS, AUTHORS, (False, True), SCORES)
]


def a_cell(**changes: object) -> Cell:
    plain = Cell(bin=50, rule="ordinary", confirmed=False, spam=None, comments=1, mass=0.05)
    return replace(plain, **changes)  # type: ignore[arg-type] # any field


def judged(evidence: Evidence) -> tuple[Cell, Outcome]:
    """Return a comment as it is counted, and what became of it."""
    verdict, score = judge(evidence), evidence.spam_probability
    cell = a_cell(
        bin=None if score is None else int(score * 1000),
        rule=verdict.rule,
        confirmed=evidence.author.confirmed,
        mass=score or 0.0,
    )
    return cell, verdict.outcome


def weighed(cell: Cell, policy: Policy) -> Outcome:
    """Return what becomes of one comment by the figures."""
    ledger = Ledger.of(Traffic(((cell,),)), policy.mode, Recalibration())
    [cost] = ledger.costs([Thresholds.of(policy)])
    if cost.read.mean:
        return Outcome.HOLD
    return Outcome.PUBLISH if cost.spam_shown.mean else Outcome.FILE_AS_SPAM


@pytest.mark.parametrize(
    "policy", [*POLICIES, Policy(mode=Mode.HOLD_EVERYTHING), Policy(mode=Mode.PUBLISH_ALL_BUT_SPAM)]
)
def test_the_thresholds_in_force_do_with_each_comment_what_happened_to_it(
    policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.domain.workload.DRAWS", 1)

    for evidence in EVIDENCE:
        cell, outcome = judged(replace(evidence, policy=policy))

        assert weighed(cell, policy) is outcome, (cell, policy)


@pytest.mark.parametrize("policy", POLICIES[1:])
def test_other_thresholds_do_what_the_rules_would_wherever_the_score_did_not_decide(
    policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.domain.workload.DRAWS", 1)
    told = [one for one in EVIDENCE if judge(one).rule not in BY_SCORE]

    for evidence in told:
        assert weighed(judged(evidence)[0], policy) is judge(replace(evidence, policy=policy)).outcome, evidence

    assert len(told) > 150


def test_where_the_score_decided_others_like_it_say_what_else_would_have_held_it() -> None:
    traffic = Traffic(
        (
            (a_cell(comments=6), a_cell(rule="too-many-links", comments=2)),
            (a_cell(confirmed=True, rule="trusted-author", comments=5), a_cell(rule="blocked-word", comments=99)),
        )
    )
    held = held_share(traffic, Mode.HOLD_DOUBTFUL)

    assert held == {False: 0.25, True: 0.0}
    assert courses(a_cell(rule="doubtful-probability"), Mode.HOLD_DOUBTFUL, held) == (
        (Course.HELD_UNLESS_FILED, 0.25),
        (Course.BY_STRANGERS_DOUBT, 0.75),
    )


def test_where_nothing_says_what_else_would_have_held_it_nothing_does() -> None:
    assert held_share(Traffic(()), Mode.HOLD_DOUBTFUL) == {True: 0.0, False: 0.0}


@pytest.mark.parametrize("rule", ["hold-everything", "publish-all-but-spam", "a-rule-of-before"])
def test_a_rule_that_says_nothing_of_the_thresholds_leaves_them_to_the_score(rule: str) -> None:
    assert courses(a_cell(rule=rule, confirmed=True), Mode.HOLD_DOUBTFUL, {True: 0.0, False: 0.0}) == (
        (Course.HELD_UNLESS_FILED, 0.0),
        (Course.BY_DOUBT, 1.0),
    )


def test_comments_are_counted_with_and_without_a_score() -> None:
    traffic = Traffic(((a_cell(comments=2), a_cell(bin=None, rule="not-scored", mass=0.0)), ()))

    assert (traffic.comments, traffic.scored) == (3, 2)
