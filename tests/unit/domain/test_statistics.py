from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from service.domain.lifecycle import Action
from service.domain.share import Share
from service.domain.statistics import (
    Fate,
    Measure,
    Statistics,
    Tally,
    bin_of,
    seconds_of,
    share_of,
    statistics,
)
from tests.histories import came, decided, undone
from tests.stored import DAWN

if TYPE_CHECKING:
    from service.domain.event import Event

TODAY = DAWN.date()
TOMORROW = TODAY + timedelta(days=1)


def said(*histories: list[Event]) -> Statistics:
    """Return what comments' histories say of two days."""
    counts: Counter[Tally] = Counter()
    for history in histories:
        counts.update(share_of(history))
    return statistics(counts, [TODAY, TOMORROW])


def test_a_comment_counts_where_it_came_by_what_the_policy_did() -> None:
    found = said(
        [came(1)], [came(2, "approved", "ordinary")], [came(3, "spam", "blocked-word", days=1)], [came(4, "rejected")]
    )

    assert [dict(day.came) for day in found.days] == [
        {Fate.PUBLISHED: 1, Fate.HELD: 1, Fate.FILED: 1},
        {Fate.PUBLISHED: 0, Fate.HELD: 0, Fate.FILED: 1},
    ]


def test_only_the_last_decision_on_a_comment_counts() -> None:
    found = said([came(1), decided(1, Action.APPROVE), decided(1, Action.TRASH, days=1)])

    assert [{action for action, count in day.decided.items() if count} for day in found.days] == [set(), {Action.TRASH}]


def test_what_the_service_decides_is_no_decision_of_a_person() -> None:
    found = said([came(1), decided(1, Action.MARK_SPAM, actor="policy")])

    assert (found.days[0].decided[Action.MARK_SPAM], found.waited) == (0, 0)


def test_a_decision_that_was_undone_does_not_count_and_the_one_before_does_again() -> None:
    once = said([came(1, "approved"), decided(1, Action.MARK_SPAM), undone(1)])
    twice = said(
        [came(1, "approved"), decided(1, Action.MARK_SPAM), decided(1, Action.REQUEUE, days=1), undone(1, days=1)]
    )

    assert (once.days[0].decided[Action.MARK_SPAM], once.spam_shown) == (0, Share(0, 1))
    assert (twice.days[0].decided[Action.MARK_SPAM], twice.spam_shown) == (1, Share(1, 1))


def test_an_undo_without_a_decision_undoes_nothing() -> None:
    assert said([came(1), undone(1)]) == said([came(1)])


def test_a_decision_on_a_comment_that_the_log_does_not_know_counts_as_one() -> None:
    assert said([decided(1, Action.REJECT)]).days[0].decided[Action.REJECT] == 1


def test_spam_that_was_shown_and_genuine_ones_that_were_filed_are_told() -> None:
    found = said(
        [came(1, "approved"), decided(1, Action.MARK_SPAM, days=1)],
        [came(2, "approved")],
        [came(3, "spam"), decided(3, Action.APPROVE)],
        [came(4, "spam"), decided(4, Action.REQUEUE), decided(4, Action.MARK_SPAM)],
        [came(5, "approved"), decided(5, Action.REJECT)],
    )

    assert (found.spam_shown, found.genuine_filed) == (Share(1, 3), Share(1, 2))
    assert found.confirmed == Share(1, 4)


def test_putting_away_is_no_judgement_and_a_requeue_takes_it_back() -> None:
    away = said(
        [came(1, "approved"), decided(1, Action.MARK_SPAM), decided(1, Action.TRASH), decided(1, Action.RESTORE)]
    )
    back = said([came(1, "approved"), decided(1, Action.MARK_SPAM), decided(1, Action.REQUEUE)])
    only = said([came(1, "approved"), decided(1, Action.TRASH)])

    assert (away.spam_shown, back.spam_shown, only.confirmed) == (Share(1, 1), Share(0, 1), Share(0, 0))


def test_a_rule_is_overturned_by_who_judges_otherwise() -> None:
    found = said(
        [came(1), decided(1, Action.APPROVE)],
        [came(2), decided(2, Action.REJECT)],
        [came(3)],
        [came(4, "approved", "ordinary"), decided(4, Action.REJECT)],
        [came(5, "spam", "blocked-word"), decided(5, Action.APPROVE)],
    )

    assert [(one.rule, one.fate, one.came, one.overturned) for one in found.rules] == [
        ("doubtful-probability", Fate.HELD, 3, Share(1, 2)),
        ("blocked-word", Fate.FILED, 1, Share(1, 1)),
        ("ordinary", Fate.PUBLISHED, 1, Share(1, 1)),
    ]


def test_the_wait_of_held_comments_ends_with_their_first_decision() -> None:
    minutes = [1, 1, 2, 3, 5, 8, 13, 21, 34, 55]
    found = said(
        *[
            [came(number), decided(number, Action.APPROVE, days=wait / 1440), decided(number, Action.REJECT, days=1)]
            for number, wait in enumerate(minutes)
        ],
        [came(90, "approved"), decided(90, Action.REJECT)],
        [came(91)],
    )

    assert found.waited == 10
    assert found.median == pytest.approx(5 * 60, rel=0.05)
    assert found.ninetieth == pytest.approx(34 * 60, rel=0.05)


def test_where_nobody_waited_there_is_no_wait() -> None:
    assert (said([came(1)]).waited, said([came(1)]).median, said().ninetieth) == (0, None, None)


@pytest.mark.parametrize("seconds", [1, 7.5, 60, 3600, 86_400, 31_536_000])
def test_a_bin_is_right_to_five_per_cent(seconds: float) -> None:
    assert seconds_of(bin_of(seconds)) == pytest.approx(seconds, rel=0.05)


def test_a_wait_below_a_second_is_one() -> None:
    assert bin_of(-5) == bin_of(0) == bin_of(1) == 0


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    # By Wilson's formula, worked out by hand for 1 of 10 and 0 of 10.
    [(1, 10, 0.0179, 0.4042), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (0, 0, 0.0, 1.0)],
)
def test_a_share_has_an_interval(count: int, of: int, low: float, high: float) -> None:
    assert Share(count, of).interval == pytest.approx((low, high), abs=1e-4)


def test_a_share_of_none_is_none() -> None:
    assert (Share(0, 0).share, Share(1, 4).share) == (None, 0.25)


def test_counts_are_of_a_day_a_measure_and_a_key() -> None:
    counts = share_of([came(1), decided(1, Action.APPROVE, days=1)])

    assert counts == {
        Tally(TODAY, Measure.CAME, "held doubtful-probability"): 1,
        Tally(TODAY, Measure.JUDGED, "held doubtful-probability approve"): 1,
        Tally(TOMORROW, Measure.DECIDED, "approve"): 1,
        Tally(TOMORROW, Measure.WAITED, str(bin_of(86_400))): 1,
    }
