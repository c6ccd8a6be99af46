"""How much a week differs from the four before it."""

from __future__ import annotations

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.domain.alarm import Reading, Untold
from service.domain.drift import (
    BINS,
    DAYS,
    LEAST,
    PSI_LIMIT,
    UNKNOWN_LIMIT,
    VOLUME_LIMIT,
    WEEK,
    Day,
    population_stability,
    robust_deviation,
    score_drift,
    together,
    unknown_drift,
    volume_drift,
    without_model,
)

LOW, HIGH = Day((40, 30, 10, 5, 5, 0, 0, 0, 0, 0)), Day((0, 0, 0, 0, 0, 5, 5, 10, 30, 40))
COUNTS = st.lists(st.integers(0, 10_000), min_size=BINS, max_size=BINS)


def busy(comments: int) -> Day:
    return Day(unscored=comments)


def weekdays(now: int, *same: int, others: int = 0) -> list[Day]:
    """Return days of which the newest and those a week apart from it have so many comments."""
    days = [busy(others)] * DAYS
    for week, comments in enumerate((now, *same)):
        days[week * WEEK] = busy(comments)
    return days


def test_days_are_added_up_bin_by_bin() -> None:
    assert together([Day((1,) * BINS, 2), Day((2,) * BINS, 3)]) == Day((3,) * BINS, 5)
    assert together([]) == Day()
    assert Day((1,) * BINS, 2).comments == BINS + 2


def test_the_index_is_that_of_its_definition() -> None:
    # By hand: shares (1.5, 3.5) / 5 and (3.5, 1.5) / 5.
    assert population_stability([1, 3], [3, 1]) == pytest.approx(2 * 0.4 * math.log(0.7 / 0.3))


@given(now=COUNTS, before=COUNTS)
def test_the_index_is_finite_never_negative_and_alike_both_ways(now: list[int], before: list[int]) -> None:
    value = population_stability(now, before)

    assert 0 <= value + 1e-12 < math.inf
    assert value == pytest.approx(population_stability(before, now), abs=1e-9)
    assert population_stability(now, now) == 0


def test_scores_that_are_as_before_differ_by_nothing() -> None:
    reading = score_drift([LOW] * DAYS)

    assert reading.value == pytest.approx(0, abs=0.01)
    assert (reading.limit, reading.now, reading.before) == (PSI_LIMIT, 7 * 90, 28 * 90)


def test_scores_that_moved_to_the_other_end_pass_the_limit() -> None:
    reading = score_drift([HIGH] * WEEK + [LOW] * (DAYS - WEEK))

    assert reading.value is not None
    assert reading.value > 10 * reading.limit
    assert reading.release == pytest.approx(0.1)


def test_one_strange_week_is_no_reason_for_an_alarm_when_it_is_over() -> None:
    strange_before = [LOW] * 2 * WEEK + [HIGH] * WEEK + [LOW] * 2 * WEEK
    known_for_three_weeks = [HIGH] * 4 * WEEK + [LOW] * WEEK

    assert score_drift(strange_before).value == pytest.approx(0, abs=0.01)
    assert score_drift(known_for_three_weeks).value == pytest.approx(0, abs=0.01)


def test_a_week_of_a_few_comments_says_nothing_of_what_is_usual() -> None:
    few = Day((0,) * (BINS - 1) + (1,))
    days = [LOW] * 2 * WEEK + [few] * WEEK + [Day()] * 2 * WEEK

    assert score_drift(days).value == pytest.approx(0, abs=0.01)


def test_weeks_that_have_nothing_in_common_are_taken_together() -> None:
    def only(place: int) -> list[Day]:
        return [Day(tuple(90 * (number == place) for number in range(BINS)))] * WEEK

    days = only(0) + only(0) + only(1) + only(2) + only(3)

    as_counted = population_stability([630] + [0] * 9, [630] * 4 + [0] * 6)
    assert score_drift(days).value == pytest.approx(as_counted)


def test_the_fewer_comments_the_more_they_must_differ() -> None:
    few = [Day((10,) + (0,) * (BINS - 1))] * DAYS

    assert score_drift(few).limit == pytest.approx(33.72 * (1 / 70 + 1 / 280))
    assert score_drift(few).release == pytest.approx(0.4 * score_drift(few).limit)


@pytest.mark.parametrize("days", [[LOW] * WEEK + [Day()] * 28, [Day()] * WEEK + [LOW] * 28, [busy(900)] * DAYS])
def test_of_too_few_scores_nothing_is_said(days: list[Day]) -> None:
    reading = score_drift(days)

    assert (reading.value, reading.untold) == (None, Untold.TOO_LITTLE_TRAFFIC)
    assert min(reading.now, reading.before) < LEAST


def test_a_deviation_is_counted_in_robust_standard_deviations() -> None:
    # Days that are usual, or a factor of e away from it (one is added to each); the day of 9,000 weighs no more.
    below, usual, above = 36, 99, 271
    weekday = [below, usual, usual, above, below, 9000]

    found = robust_deviation(735, [weekday, weekday])

    spread = 1.4826 * math.sqrt(7 / 5)
    assert found == pytest.approx(2 / spread, rel=0.01)


@pytest.mark.parametrize(
    ("now", "same", "deviation"),
    [
        (99, [24, 24, 24, 24], math.log(4) / 0.2),
        (24, [99, 99, 99, 99], -math.log(4) / 0.2),
        (0, [99, 99, 99, 99], -math.log(100) / 0.2),
        (26, [8, 8, 8, 8], math.log(3) * 3),
        (7, [0, 0, 0, 0], math.log(8)),
    ],
)
def test_days_that_happen_to_agree_do_not_make_every_other_day_strange(
    now: int, same: list[int], deviation: float
) -> None:
    assert robust_deviation(now, [same] * WEEK) == pytest.approx(deviation)


def test_where_days_differ_much_a_day_must_differ_more() -> None:
    calm, wild = [100, 90, 110, 100], [50, 20, 400, 100]

    assert robust_deviation(300, [calm] * WEEK) > VOLUME_LIMIT > robust_deviation(300, [calm] + [wild] * 6)


@pytest.mark.parametrize(
    ("days", "passes"),
    [
        (weekdays(100, 90, 110, 100, 105), False),
        (weekdays(160, 90, 110, 100, 105), False),
        (weekdays(220, 90, 110, 100, 105), True),
        (weekdays(0, 90, 110, 100, 105), True),
        (weekdays(48, 90, 110, 100, 105), True),
        (weekdays(100, 90, 110, 100, 105, others=5000), False),
        (weekdays(60, 0, 2, 1, 3), True),
        (weekdays(19, 0, 2, 1, 3), None),
        (weekdays(10, 12, 19, 13, 15), None),
    ],
    ids=[
        "as always",
        "a lively day",
        "twice as many",
        "none at all",
        "fewer than half as many",
        "another weekday is busier",
        "a flood where it was quiet",
        "a few where it was quiet",
        "always quiet",
    ],
)
def test_a_day_is_compared_with_the_same_weekdays_before(days: list[Day], passes: bool | None) -> None:  # noqa: FBT001 - an expectation
    reading = volume_drift(days)

    assert (None if reading.value is None else abs(reading.value) >= VOLUME_LIMIT) is passes
    assert (reading.untold is Untold.TOO_LITTLE_TRAFFIC) == (passes is None)


def test_weeks_before_the_first_comment_are_no_quiet_weeks() -> None:
    young = [busy(100)] * (2 * WEEK + 1) + [Day()] * (DAYS - 2 * WEEK - 1)
    older = [busy(100)] * (3 * WEEK + 1) + [Day()] * (DAYS - 3 * WEEK - 1)

    assert volume_drift(young).untold is Untold.TOO_LITTLE_TRAFFIC
    assert volume_drift([Day()] * DAYS).untold is Untold.TOO_LITTLE_TRAFFIC
    assert volume_drift(older).value == 0


QUIET_OR_BUSY = st.one_of(st.just(0), st.integers(0, 30), st.integers(0, 100_000))
ANY_DAY = st.builds(
    lambda bins, unscored: Day(tuple(bins), unscored),
    st.lists(QUIET_OR_BUSY, min_size=BINS, max_size=BINS),
    QUIET_OR_BUSY,
)


# Two weeks of a hundred bins are slow to make up where others use the machine, which says nothing about the code.
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(days=st.lists(ANY_DAY, min_size=DAYS, max_size=DAYS))
def test_of_any_traffic_a_finite_number_is_said_or_nothing(days: list[Day]) -> None:
    for reading in (score_drift(days), volume_drift(days)):
        assert (reading.value is None) == (reading.untold is Untold.TOO_LITTLE_TRAFFIC)
        assert math.isfinite(reading.value or 0)
        assert 0 < reading.release < reading.limit < math.inf


def test_unknown_ngrams_are_compared_by_their_mean() -> None:
    reading = unknown_drift([0.02, 0.2] * 100, [[0.0, 0.02] * 25, [0.1] * 11, [0.0, 0.02] * 25])

    assert reading.value == pytest.approx(0.1)
    assert reading.limit == UNKNOWN_LIMIT
    assert reading.release == pytest.approx(UNKNOWN_LIMIT / 2)


def test_the_fewer_texts_and_the_more_they_differ_the_more_their_means_must_differ() -> None:
    wild = [0.0, 1.0] * (LEAST // 2)

    assert unknown_drift(wild, [wild]).limit == pytest.approx(4 * math.sqrt(2 * (25 / 98) / 50), rel=0.02)


@pytest.mark.parametrize(("now", "before"), [(LEAST - 1, LEAST), (LEAST, LEAST - 1), (0, 0)])
def test_of_too_few_texts_nothing_is_said(now: int, before: int) -> None:
    reading = unknown_drift([0.1] * now, [[0.1] * before, []])

    assert (reading.value, reading.untold) == (None, Untold.TOO_LITTLE_TRAFFIC)
    assert (reading.now, reading.before) == (now, before)


def test_without_a_model_nothing_is_said_of_ngrams() -> None:
    assert without_model() == Reading(
        value=None, limit=UNKNOWN_LIMIT, release=0.025, now=0, before=0, untold=Untold.NO_MODEL
    )
