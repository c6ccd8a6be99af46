"""From an aim to thresholds."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from service.domain.aim import Aim, log_odds
from service.domain.dial import LEAST_COMMENTS, MOST_PRICE, STEP, Advice, Reason, advise, towards
from service.domain.policy import Mode, Policy
from service.domain.recalibration import Recalibration
from service.domain.traffic import Cell, Traffic
from service.domain.workload import Ledger, Thresholds

CERTAIN = Recalibration(spread=(0.0, 0.0, 0.0))
RATIO = Aim(strangers=1 / 3)


def a_day(*scores: float, rule: str = "ordinary") -> tuple[Cell, ...]:
    return tuple(
        Cell(bin=int(score * 1000), rule=rule, confirmed=True, spam=None, comments=1, mass=score) for score in scores
    )


def weeks(days: int = 14, per_day: int = 50) -> Traffic:
    """Return traffic whose scores are as those of a classifier: most of them near 0, some near 1."""
    chance = random.Random(2)  # noqa: S311 - the same traffic each time
    return Traffic(tuple(a_day(*(chance.betavariate(0.2, 0.8) for _ in range(per_day))) for _ in range(days)))


def advice(aim: Aim, traffic: Traffic | None = None, recalibration: Recalibration = CERTAIN, **more: Any) -> Advice:  # noqa: ANN401 - a mode
    traffic = weeks() if traffic is None else traffic
    mode = more.get("mode", Mode.HOLD_DOUBTFUL)
    return advise(aim, traffic, mode, recalibration, Ledger.of(traffic, mode, recalibration))


def held(thresholds: Thresholds | None, traffic: Traffic | None = None) -> float:
    assert thresholds is not None
    return Ledger.of(traffic or weeks(), Mode.HOLD_DOUBTFUL, CERTAIN).read_per_day(thresholds)


def test_the_default_thresholds_are_those_of_the_default_aim() -> None:
    default = Policy()

    assert advice(RATIO) == Advice(thresholds=Thresholds.of(default), reason=Reason.MET)
    assert Thresholds.of(default).strangers == pytest.approx(1 / 3)


@pytest.mark.parametrize(("ratio", "spam"), [(1, 0.7), (3, 0.9), (10, 0.97), (1000, 0.999)])
def test_the_dearer_a_lost_comment_the_surer_the_score_that_files_it(ratio: float, spam: float) -> None:
    found = advice(replace(RATIO, cost_ratio=ratio)).thresholds

    assert found == Thresholds(doubtful=0.3, spam=spam, stranger=0.1)


def test_thresholds_are_in_the_classifiers_words_as_people_corrected_them() -> None:
    # Spam has a third of the odds that the classifier gives.
    found = advice(RATIO, recalibration=replace(CERTAIN, shift=-1.0986)).thresholds

    assert found == Thresholds(doubtful=0.562, spam=0.964, stranger=0.187)


@pytest.mark.parametrize("wanted", [7, 9, 12, 18])
def test_about_so_many_a_day_are_held_as_were_aimed_at(wanted: float) -> None:
    found = advice(replace(RATIO, read_per_day=wanted))

    assert found.reason is Reason.MET
    assert held(found.thresholds) == pytest.approx(wanted, abs=0.5)


def test_no_other_thresholds_of_the_grid_cost_less_and_hold_no_more() -> None:
    traffic, ratio = weeks(per_day=300), 3.0
    found = advice(replace(RATIO, read_per_day=30, strangers=1.0), traffic).thresholds
    assert found is not None
    grid = [
        Thresholds(doubtful=doubtful / 50, spam=spam / 50, stranger=doubtful / 50)
        for doubtful in range(2, 26)
        for spam in range(doubtful, 50)
    ]
    ledger = Ledger.of(traffic, Mode.HOLD_DOUBTFUL, CERTAIN)

    def cost(thresholds: Thresholds) -> float:
        [one] = ledger.costs([thresholds])
        return one.spam_shown.mean + ratio * one.genuine_filed.mean

    as_few = [one for one in grid if ledger.read_per_day(one) <= ledger.read_per_day(found)]

    assert cost(found) <= min(cost(one) for one in as_few[::7]) * 1.01


def test_a_flood_cannot_make_an_aim_publish_what_is_more_likely_spam_than_not() -> None:
    flood = Traffic(tuple((*day, *a_day(*[0.2] * 500, rule="form-stamp-missing")) for day in weeks().days))

    found = advice(replace(RATIO, read_per_day=5), flood)

    assert found.reason is Reason.OTHERS_HOLD_MORE
    assert found.thresholds is not None
    assert found.thresholds.doubtful == MOST_PRICE


def test_where_fewer_are_worth_reading_all_of_those_are_held() -> None:
    found = advice(replace(RATIO, read_per_day=1000))

    assert found.reason is Reason.FEWER_COME
    assert found.thresholds == Thresholds(doubtful=0.005, spam=0.998, stranger=0.002)


def test_where_many_have_the_same_score_the_nearer_of_two_is_taken() -> None:
    lumps = Traffic(tuple(a_day(*[0.2] * 30, *[0.01] * 30) for _ in range(14)))

    assert held(advice(replace(RATIO, read_per_day=20, strangers=1.0), lumps).thresholds, lumps) == 30
    assert held(advice(replace(RATIO, read_per_day=10, strangers=1.0), lumps).thresholds, lumps) == 0


@pytest.mark.parametrize(
    "traffic",
    [Traffic(()), weeks(days=6), weeks(days=14, per_day=(LEAST_COMMENTS - 1) // 14)],
    ids=["none", "days", "few"],
)
@pytest.mark.parametrize("aim", [RATIO, replace(RATIO, read_per_day=20)])
def test_too_few_comments_leave_the_thresholds(traffic: Traffic, aim: Aim) -> None:
    ledger = Ledger.of(traffic, Mode.HOLD_DOUBTFUL, CERTAIN) if traffic.days else None

    found = advise(aim, traffic, Mode.HOLD_DOUBTFUL, CERTAIN, ledger)

    assert found == Advice(thresholds=None, reason=Reason.TOO_FEW_COMMENTS)


@pytest.mark.parametrize("mode", [Mode.HOLD_EVERYTHING, Mode.PUBLISH_ALL_BUT_SPAM])
def test_a_mode_without_doubt_leaves_nothing_to_an_aim(mode: Mode) -> None:
    assert advice(RATIO, mode=mode) == Advice(thresholds=None, reason=Reason.MODE)


def test_a_day_moves_a_threshold_a_step_at_most_and_strangers_along() -> None:
    after = towards(Policy(), Thresholds(doubtful=0.9, spam=0.2, stranger=0.0), RATIO)

    assert after is not None
    assert after.thresholds == (0.355, 0.875, 0.118)
    assert log_odds(0.355) - log_odds(0.3) == pytest.approx(STEP, abs=0.003)


def test_thresholds_never_cross() -> None:
    near = Policy(doubtful_probability=0.5, spam_probability=0.55)

    after = towards(near, Thresholds(doubtful=0.6, spam=0.5, stranger=0.2), RATIO)

    assert after is not None
    assert (after.doubtful_probability, after.spam_probability) == (0.562, 0.562)


def test_thresholds_as_good_as_there_rest() -> None:
    assert towards(Policy(), Thresholds(doubtful=0.305, spam=0.902, stranger=0.1), RATIO) is None


def test_day_by_day_the_thresholds_arrive() -> None:
    policy: Policy | None = Policy()
    wanted = Thresholds(doubtful=0.6, spam=0.97, stranger=0.2)
    days = 0
    while policy is not None:
        last, policy = policy, towards(policy, wanted, RATIO)
        days += 1

    assert days == 6
    assert last.thresholds == pytest.approx((0.6, 0.97, 0.2), abs=0.012)


@pytest.mark.parametrize(
    ("thresholds", "share"), [((0.3, 0.1), 1 / 3), ((0.3, 0.0), 0.0), ((0.3, 0.6), 1.0), ((0.0, 0.0), 1.0)]
)
def test_an_aim_keeps_how_much_sooner_strangers_are_held(thresholds: tuple[float, float], share: float) -> None:
    doubtful, stranger = thresholds

    assert Thresholds(doubtful=doubtful, spam=0.9, stranger=stranger).strangers == pytest.approx(share)


@pytest.mark.parametrize(
    "numbers",
    [
        *({"read_per_day": number} for number in (0, -3, float("nan"), 1e7)),
        *({"cost_ratio": number} for number in (0.9, 1e4, float("nan"))),
        *({"strangers": number} for number in (1.1, -0.1, float("nan"))),
    ],
)
def test_an_aim_out_of_range_is_refused(numbers: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(numbers))):
        Aim(**numbers)  # type: ignore[arg-type] # none of them is the day


def test_an_aim_is_said_in_a_few_words() -> None:
    assert str(Aim(read_per_day=20)) == "read-per-day 20, cost-ratio 3"
    assert str(Aim(cost_ratio=10)) == "cost-ratio 10"
