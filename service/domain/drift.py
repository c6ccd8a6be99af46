"""How much a week differs from the four before it: three measures that need counts and no comment.

Days are 24 hours long and end at the moment of asking, so that a day is compared with the same hours of the same
weekday. The newest stands first. What was usual is a median over weeks: one strange week is then an alarm while it
lasts, and no reason for another one when it is over.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import fmean, median, variance
from typing import TYPE_CHECKING

from service.domain.alarm import Reading, Untold

if TYPE_CHECKING:
    from collections.abc import Sequence

WEEK = 7
"""Days that are looked at."""

DAYS = 5 * WEEK
"""Days that must be known: those and the four weeks that they are compared with."""

EDGES = (0.01, 0.05, 0.1, 0.3, 0.5, 0.7, 0.9, 0.95, 0.99)
"""Lower bounds of the second and further bins of spam probability: scores crowd at both ends, and a policy's usual
thresholds lie between bins."""

BINS = len(EDGES) + 1

LEAST = 50
"""Comments below which nothing is said about a distribution."""

LEAST_OF_WEEK = 12
"""Comments below which a week says nothing of what is usual."""

PSI_LIMIT, PSI_RELEASE = 0.25, 0.1
"""Usual limits of the population stability index: a significant shift, and none worth mentioning (N. Siddiqi, Credit
Risk Scorecards, 2006)."""

PSI_NOISE = 33.72
"""Without any shift the index times 1 / (1/n + 1/m) is distributed as chi-square with BINS - 1 degrees of freedom
(B. Yurdakul, Statistical Properties of Population Stability Index, 2018); this is the 0.9999 quantile for 9."""

UNKNOWN_LIMIT, UNKNOWN_RELEASE = 0.05, 0.025
"""Difference between mean shares: 5 of 100 n-grams more than before. A language that the shipped model never saw has
15 to 95 of 100 unknown, Indonesian of other people than it was trained on 3 to 4."""

UNKNOWN_NOISE = 4.0
"""Standard errors that a difference must reach besides: chance reaches them once in 16,000 hours."""

VOLUME_LIMIT, VOLUME_RELEASE = 3.5, 2.0
"""Robust standard deviations: 3.5 as B. Iglewicz and D. Hoaglin, How to Detect and Handle Outliers, 1993, have it."""

VOLUME_LEAST = 20
"""Comments a day below which more or fewer mean nothing."""

LEAST_WEEKS = 3
"""Weeks that must be known before anything is said about the volume."""

_TO_DEVIATION = 1.4826  # the median absolute deviation of a normal distribution times this is its standard deviation
_LEAST_SPREAD = 0.2


@dataclass(frozen=True, slots=True)
class Day:
    """What one day brought.

    Attributes:
        scores: Comments by bin of their spam probability, BINS of them.
        unscored: Comments without one.
    """

    scores: tuple[int, ...] = (0,) * BINS
    unscored: int = 0

    @property
    def comments(self) -> int:
        """All of them."""
        return sum(self.scores) + self.unscored


def together(days: Sequence[Day]) -> Day:
    """Return several days, or one day of several sites, as one."""
    by_bin = zip(*(day.scores for day in days), strict=True)
    return Day(tuple(map(sum, by_bin)) or Day().scores, sum(day.unscored for day in days))


def score_drift(days: Sequence[Day]) -> Reading:
    """Return the population stability index of the week's scores against those of a usual week before, from 0."""
    now, *before = [together(days[start : start + WEEK]).scores for start in range(0, DAYS, WEEK)]
    many, of_old = sum(now), sum(map(sum, before))
    if min(many, of_old) < LEAST:
        return _too_little(PSI_LIMIT, PSI_RELEASE, many, of_old)
    limit = max(PSI_LIMIT, PSI_NOISE * (1 / many + 1 / of_old))
    value = population_stability(now, _usual(before))
    return Reading(value=value, limit=limit, release=limit * PSI_RELEASE / PSI_LIMIT, now=many, before=of_old)


def volume_drift(days: Sequence[Day]) -> Reading:
    """Return how far the newest day lies from the same weekdays before, in robust standard deviations, with its sign.

    Weeks before the first comment there ever was, or that is still stored, do not count.
    """
    known = max((number for number, day in enumerate(days) if day.comments), default=0) // WEEK
    now = days[0].comments
    by_weekday = [[days[week * WEEK + day].comments for week in range(1, known + 1)] for day in range(WEEK)]
    same = by_weekday[0]
    if known < LEAST_WEEKS or max(now, median(same)) < VOLUME_LEAST:
        return _too_little(VOLUME_LIMIT, VOLUME_RELEASE, now, sum(same))
    value = robust_deviation(now, by_weekday)
    return Reading(value=value, limit=VOLUME_LIMIT, release=VOLUME_RELEASE, now=now, before=sum(same))


def unknown_drift(now: Sequence[float], before: Sequence[Sequence[float]]) -> Reading:
    """Return by how much the mean share of unknown n-grams grew (or shrank), in [-1, 1].

    Args:
        now: The share in each comment of a sample of the week.
        before: Likewise of each week before.
    """
    old = [share for week in before for share in week]
    if min(len(now), len(old)) < LEAST:
        return _too_little(UNKNOWN_LIMIT, UNKNOWN_RELEASE, len(now), len(old))
    error = math.sqrt(variance(now) / len(now) + variance(old) / len(old))
    limit = max(UNKNOWN_LIMIT, UNKNOWN_NOISE * error)
    return Reading(
        value=fmean(now) - median(fmean(week) for week in before if len(week) >= LEAST_OF_WEEK),
        limit=limit,
        release=limit * UNKNOWN_RELEASE / UNKNOWN_LIMIT,
        now=len(now),
        before=len(old),
    )


def without_model() -> Reading:
    """Return the reading of unknown n-grams where there is no model to know any."""
    untold = Untold.NO_MODEL
    return Reading(value=None, limit=UNKNOWN_LIMIT, release=UNKNOWN_RELEASE, now=0, before=0, untold=untold)


def population_stability(now: Sequence[float], before: Sequence[float]) -> float:
    """Return the population stability index of counts by bin: 0 for equal shares, the more the less alike.

    Half a comment is added to each bin, so that an empty one, whose logarithm has no end, weighs as little as it says.
    """
    many, of_old = sum(now) + len(now) / 2, sum(before) + len(before) / 2
    pairs = [((one + 0.5) / many, (other + 0.5) / of_old) for one, other in zip(now, before, strict=True)]
    return sum((share - usual) * math.log(share / usual) for share, usual in pairs)


def robust_deviation(now: int, by_weekday: Sequence[Sequence[int]]) -> float:
    """Return how far *now* lies from what is usual on its weekday, in robust standard deviations, with its sign.

    All is done in logarithms, where twice as many and half as many lie equally far. The deviation is that of all days
    from the median of their own weekday, for the few days of one weekday often agree by chance; it is at least a fifth,
    and what chance alone makes of so many comments (Poisson).

    Args:
        now: Comments of the newest day.
        by_weekday: Comments of the days before, by weekday, that of the newest day first; equally many, two or more.
    """
    logarithms = [[math.log1p(day) for day in same] for same in by_weekday]
    usual = median(logarithms[0])
    spread = _TO_DEVIATION * median(abs(day - median(same)) for same in logarithms for day in same)
    # Days lie nearer to a median that they are part of than a new day does; exact for a mean of so many.
    weeks = len(by_weekday[0])
    spread *= math.sqrt((weeks + 1) / (weeks - 1))
    return (math.log1p(now) - usual) / max(spread, math.exp(-usual / 2), _LEAST_SPREAD)


def _usual(weeks: Sequence[Sequence[int]]) -> Sequence[float]:
    """Return the counts of a usual week by bin: the median shares, of as many comments as all weeks have."""
    shares = [[one / sum(week) for one in week] for week in weeks if sum(week) >= LEAST_OF_WEEK]
    usual = [median(by_week) for by_week in zip(*shares, strict=True)]
    many = sum(map(sum, weeks))
    # Weeks of which no two have a bin in common have no usual shares; then all of them are.
    return [one / sum(usual) * many for one in usual] if any(usual) else list(map(sum, zip(*weeks, strict=True)))


def _too_little(limit: float, release: float, now: int, before: int) -> Reading:
    """Return the reading of a site that is too quiet to say anything."""
    untold = Untold.TOO_LITTLE_TRAFFIC
    return Reading(value=None, limit=limit, release=release, now=now, before=before, untold=untold)
