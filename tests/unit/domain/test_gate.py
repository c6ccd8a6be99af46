"""The gate: what keeps a candidate from going live, one reason at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from service.domain.event import Event, EventKind
from service.domain.gate import Comparison, Measure, Refusal, refusals, too_little
from service.domain.learning import SHIPPED, is_human_decision, label_of, live_on
from service.domain.lifecycle import Action
from service.domain.site import SiteId

DEMO, KORAN = SiteId("demo"), SiteId("koran")
LIVE = Measure(log_loss=0.5, published_spam=4, filed_ham=1, held=9)
BETTER = Measure(log_loss=0.3, published_spam=1, filed_ham=1, held=9)
GOOD = Comparison(comments=60, spam=30, live=LIVE, candidate=BETTER, changed=5, chance=0.001, increase_at_most=-0.1)
SLIGHTLY_WORSE = replace(GOOD, candidate=replace(LIVE, log_loss=0.51), chance=0.9, increase_at_most=0.02)


def test_a_candidate_that_is_better_on_both_goes_live() -> None:
    assert refusals(GOOD, GOOD) == ()


def test_on_the_fixed_test_it_is_enough_to_do_no_harm() -> None:
    assert refusals(GOOD, SLIGHTLY_WORSE) == ()


@pytest.mark.parametrize(
    ("replay", "fixed_test", "refusal"),
    [
        (replace(GOOD, comments=29), GOOD, Refusal.TOO_FEW_COMPARED),
        (replace(GOOD, candidate=replace(BETTER, log_loss=0.5)), GOOD, Refusal.NO_BETTER_ON_REPLAY),
        (replace(GOOD, candidate=replace(BETTER, log_loss=float("nan"))), GOOD, Refusal.NO_BETTER_ON_REPLAY),
        (replace(GOOD, chance=0.05), GOOD, Refusal.MAY_BE_CHANCE),
        (replace(GOOD, candidate=replace(BETTER, published_spam=5)), GOOD, Refusal.MORE_ERRORS_ON_REPLAY),
        (replace(GOOD, candidate=replace(BETTER, filed_ham=2)), GOOD, Refusal.MORE_ERRORS_ON_REPLAY),
        (GOOD, replace(SLIGHTLY_WORSE, increase_at_most=0.021), Refusal.WORSE_ON_FIXED_TEST),
        (GOOD, replace(GOOD, candidate=replace(BETTER, filed_ham=2)), Refusal.MORE_ERRORS_ON_FIXED_TEST),
    ],
)
def test_each_reason_alone_keeps_it_from_going_live(
    replay: Comparison, fixed_test: Comparison, refusal: Refusal
) -> None:
    assert refusals(replay, fixed_test) == (refusal,)


def test_one_more_spam_in_two_hundred_comments_may_be_published() -> None:
    one_more = replace(GOOD, candidate=replace(BETTER, published_spam=5))

    assert refusals(GOOD, replace(one_more, comments=200)) == ()
    assert refusals(GOOD, replace(one_more, comments=199)) == (Refusal.MORE_ERRORS_ON_FIXED_TEST,)


@pytest.mark.parametrize(
    ("spam", "ham", "found"),
    [
        (40, 10, ()),
        (39, 10, (Refusal.TOO_FEW_DECISIONS,)),
        (60, 9, (Refusal.ONE_SIDED_DECISIONS,)),
        (0, 3, (Refusal.TOO_FEW_DECISIONS, Refusal.ONE_SIDED_DECISIONS)),
    ],
)
def test_too_few_or_one_sided_decisions_teach_nothing(spam: int, ham: int, found: tuple[Refusal, ...]) -> None:
    assert too_little(spam, ham) == found


def a_decision(action: str, actor: str = "token:meja") -> Event:
    return Event(
        kind=EventKind.COMMENT_DECIDED,
        site=DEMO,
        comment=None,
        at=datetime(2026, 3, 14, tzinfo=UTC),
        actor=actor,
        details={"action": action},
    )


@pytest.mark.parametrize("action", list(Action))
def test_only_approval_and_the_mark_of_spam_are_labels(action: Action) -> None:
    expected = {Action.APPROVE: False, Action.MARK_SPAM: True}.get(action)

    assert label_of(a_decision(action.value)) is expected


def test_only_what_a_person_decided_is_a_human_decision() -> None:
    assert is_human_decision(a_decision("approve"))
    assert not is_human_decision(a_decision("approve", actor="policy"))
    assert not is_human_decision(replace(a_decision("approve"), kind=EventKind.COMMENT_SUBMITTED))


@pytest.mark.parametrize(
    ("live", "expected"),
    [
        ({}, SHIPPED),
        ({None: "all"}, "all"),
        ({DEMO: "own"}, "own"),
        ({DEMO: "own", None: "all"}, "own"),
        ({DEMO: SHIPPED, None: "all"}, SHIPPED),
        ({KORAN: "own", None: "all"}, "all"),
    ],
)
def test_a_sites_own_model_comes_before_that_of_all_and_that_before_the_shipped(
    live: dict[SiteId | None, str], expected: str
) -> None:
    assert live_on(DEMO, live) == expected
