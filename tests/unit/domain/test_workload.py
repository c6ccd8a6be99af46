"""What thresholds would cost a day, with how sure that is."""

from __future__ import annotations

import random
from collections import Counter
from itertools import pairwise

import pytest

from service.domain.policy import Mode
from service.domain.recalibration import Recalibration
from service.domain.traffic import Cell, Traffic
from service.domain.workload import Interval, Ledger, Thresholds

CERTAIN = Recalibration(spread=(0.0, 0.0, 0.0))
DEFAULT = Thresholds(doubtful=0.3, spam=0.9, stranger=0.1)


def scored(score: float, comments: int = 1, rule: str = "ordinary", *, spam: bool | None = None) -> Cell:
    return Cell(bin=int(score * 1000), rule=rule, confirmed=True, spam=spam, comments=comments, mass=score * comments)


def ledger(*days: tuple[Cell, ...], recalibration: Recalibration = CERTAIN, mode: Mode = Mode.HOLD_DOUBTFUL) -> Ledger:
    return Ledger.of(Traffic(days), mode, recalibration)


def test_a_figure_is_the_mean_over_all_days_quiet_ones_too() -> None:
    [cost] = ledger((scored(0.5, 4), scored(0.1, 10), scored(0.95, 20)), (), (scored(0.4, 2),)).costs([DEFAULT])

    assert cost.read.mean == 2
    assert cost.spam_shown.mean == pytest.approx(1 / 3)
    assert cost.genuine_filed.mean == pytest.approx(1 / 3)


def test_the_bounds_hold_the_figure_and_are_the_same_each_time() -> None:
    days = tuple((scored(0.5, number), scored(0.02, 30), scored(0.97, 9)) for number in (1, 2, 9, 1, 4, 3, 2))

    [one] = ledger(*days).costs([DEFAULT])
    [other] = ledger(*days).costs([DEFAULT])

    assert one == other
    for figure in (one.read, one.spam_shown, one.genuine_filed):
        assert 0 <= figure.low < figure.mean < figure.high


def test_one_day_alone_says_what_it_held_and_no_more() -> None:
    [cost] = ledger((scored(0.5, 4),)).costs([DEFAULT])

    assert (cost.read.mean, cost.read.low) == (4, 4)
    assert cost.spam_shown == Interval(mean=0, low=0, high=0)


def test_what_a_person_said_counts_for_itself_where_the_comment_was_held() -> None:
    held = scored(0.5, 8, "doubtful-probability", spam=False)
    [shown, filed] = ledger((held,)).costs(
        [Thresholds(doubtful=0.6, spam=0.9, stranger=0.6), Thresholds(doubtful=0.2, spam=0.4, stranger=0.2)]
    )

    assert shown.spam_shown.mean == 0
    assert filed.genuine_filed == Interval(mean=8, low=8, high=8)


def test_what_a_person_said_of_published_comments_says_nothing_of_those_nobody_looked_at() -> None:
    [cost] = ledger((scored(0.1, 10, spam=True),)).costs([DEFAULT])

    assert cost.spam_shown.mean == pytest.approx(1)


def test_an_unsure_calibration_widens_the_bounds() -> None:
    days = tuple((scored(0.02, 300), scored(0.97, 90)) for _ in range(14))

    [sure] = ledger(*days).costs([DEFAULT])
    [unsure] = ledger(*days, recalibration=Recalibration()).costs([DEFAULT])

    assert unsure.spam_shown.high > sure.spam_shown.high
    assert unsure.genuine_filed.low < sure.genuine_filed.low


@pytest.mark.parametrize("mode", list(Mode))
def test_more_caution_never_shows_more_spam_nor_reads_less(mode: Mode) -> None:
    chance = random.Random(3)  # noqa: S311 - the same traffic each time
    days = tuple(tuple(scored(chance.random(), chance.randrange(1, 5)) for _ in range(40)) for _ in range(5))
    settings = [Thresholds(doubtful=one, spam=0.95, stranger=one / 3) for one in (0.8, 0.5, 0.2, 0.0)]

    costs = ledger(*days, mode=mode).costs(settings)

    for bold, careful in pairwise(costs):
        assert bold.spam_shown.mean >= careful.spam_shown.mean
        assert bold.read.mean <= careful.read.mean


@pytest.mark.parametrize("per_day", [3, 400])
def test_the_bounds_hold_the_truth_of_coming_weeks_as_often_as_they_say(per_day: int) -> None:
    chance = random.Random(11)  # noqa: S311 - the same traffic each time

    def weeks() -> list[Counter[float]]:
        sizes = [round(per_day * chance.uniform(0.5, 1.5)) for _ in range(14)]
        return [
            Counter(chance.choices((0.01, 0.05, 0.2, 0.4, 0.7, 0.92, 0.99), (60, 9, 3, 2, 2, 3, 9), k=size))
            for size in sizes
        ]

    inside = [0, 0, 0]
    for _ in range(40):
        seen, coming = weeks(), weeks()
        [cost] = ledger(*(tuple(scored(p, number) for p, number in day.items()) for day in seen)).costs([DEFAULT])
        told = [(p, chance.random() < p) for day in coming for p in day.elements()]
        truth = (
            sum(0.3 <= p < 0.9 for p, _ in told) / 14,
            sum(spam for p, spam in told if p < 0.3) / 14,
            sum(not spam for p, spam in told if p >= 0.9) / 14,
        )
        figures = (cost.read, cost.spam_shown, cost.genuine_filed)
        for place, (figure, true) in enumerate(zip(figures, truth, strict=True)):
            inside[place] += figure.low <= true <= figure.high

    # Of 40 tries of 95 %, 5 or more fail once in 20.
    assert min(inside) >= 35
