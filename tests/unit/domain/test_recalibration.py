"""The classifier's word beside people's."""

from __future__ import annotations

import pytest

from service.domain.aim import log_odds, probability
from service.domain.recalibration import LEAST_SLOPE, Recalibration, agreement, recalibrate
from service.domain.traffic import Cell, Traffic


def decided(score: float, *, spam: int, genuine: int, rule: str = "doubtful-probability") -> list[Cell]:
    return [
        Cell(bin=int(score * 1000), rule=rule, confirmed=False, spam=label, comments=number, mass=number * score)
        for label, number in ((True, spam), (False, genuine))
        if number
    ]


def a_day(*cells: list[Cell]) -> Traffic:
    return Traffic((tuple(cell for some in cells for cell in some),))


def test_without_decisions_the_classifier_is_believed_and_that_is_as_uncertain_as_can_be() -> None:
    found = recalibrate(Traffic(()))

    assert found == Recalibration()
    assert found.corrected(0.3) == pytest.approx(0.3)
    assert found.spread == (1.0, 0.0, 0.15)


def test_decisions_that_agree_leave_the_classifier_as_it_is_and_make_it_surer() -> None:
    found = recalibrate(
        a_day(*(decided(p, spam=round(200 * p), genuine=round(200 - 200 * p)) for p in (0.1, 0.4, 0.8)))
    )

    assert [found.corrected(p) for p in (0.1, 0.4, 0.8)] == pytest.approx([0.1, 0.4, 0.8], abs=0.005)
    assert found.decisions == 600
    assert found.spread[0] < 0.2


def test_many_decisions_that_disagree_correct_it_and_back_again() -> None:
    # Everywhere half the odds that the classifier gives.
    halved = [probability(log_odds(p) - 0.6931) for p in (0.2, 0.5, 0.8)]
    days = [
        decided(p, spam=round(1000 * q), genuine=round(1000 - 1000 * q))
        for p, q in zip((0.2, 0.5, 0.8), halved, strict=True)
    ]
    found = recalibrate(a_day(*days))

    assert (found.shift, found.slope) == pytest.approx((-0.69, 1.0), abs=0.03)
    assert found.original(found.corrected(0.37)) == pytest.approx(0.37)


def test_a_few_decisions_move_it_a_little() -> None:
    found = recalibrate(a_day(decided(0.5, spam=0, genuine=2)))

    assert -0.8 < found.shift < -0.3
    assert found.slope == pytest.approx(1.0)


def test_however_odd_the_decisions_a_higher_score_stays_more_likely_spam() -> None:
    found = recalibrate(a_day(decided(0.1, spam=5000, genuine=0), decided(0.89, spam=0, genuine=5000)))

    assert found.slope == LEAST_SLOPE


def test_only_what_was_held_teaches_since_a_person_reads_it_whatever_it_is() -> None:
    published = decided(0.05, spam=9, genuine=0, rule="ordinary")
    filed = decided(0.95, spam=0, genuine=9, rule="spam-probability")

    assert recalibrate(a_day(published, filed)) == Recalibration()
    assert agreement(a_day(published, filed)) == ()


def test_the_agreement_is_told_by_score() -> None:
    traffic = a_day(decided(0.3, spam=3, genuine=7), decided(0.45, spam=5, genuine=5), decided(0.15, spam=0, genuine=4))

    low, high = agreement(traffic)
    assert (low.low, low.high, low.decided, low.spam) == (0.1, 0.2, 4, 0)
    assert (high.low, high.high, high.decided, high.spam) == (0.3, 0.5, 20, 8)
    assert (low.expected, high.expected) == pytest.approx((0.6, 7.5))
