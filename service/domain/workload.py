"""What thresholds would cost: comments to read a day, spam published, genuine comments filed as spam.

Each figure is an expectation for a day with an interval that should hold the *mean day of the next weeks*, as many as
were looked at, in 95 of 100 cases. Method: a percentile bootstrap over whole days (B. Efron, "Bootstrap methods:
another look at the jackknife", Annals of Statistics, 1979). Days are drawn twice, since both the weeks seen and the
weeks to come are a sample of the site's days, and one day fewer than there are, so that the spread of few days is not
taken too small (J. N. K. Rao, C. F. J. Wu, "Resampling inference with complex survey data", Journal of the American
Statistical Association, 1988). In each draw the classifier's calibration varies as much as it is unknown
(:mod:`service.domain.recalibration`), and the labels that nobody gave are drawn: sums of unequal coins, by Poisson's
law while they are rare (L. Le Cam, "An approximation theorem for the Poisson binomial distribution", Pacific Journal of
Mathematics, 1960), else by the normal one.
"""

from __future__ import annotations

import math
import random
from array import array
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from service.domain.aim import log_odds
from service.domain.traffic import BINS, Course, courses, held_share, was_held

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.domain.policy import Mode, Policy
    from service.domain.recalibration import Recalibration
    from service.domain.traffic import Cell, Traffic

    _Sums = tuple[array[float], ...]
    _Drift = tuple[float, float]

DRAWS = 400
_SEED = 17
_OFTEN = 30.0
"""From this mean on a count is drawn as normal."""

_FARTHEST = 3.0
"""The calibration shifts a figure by a factor of e^3 at most: beyond, the linear law says nothing."""

UNSEEN = 1.2
"""Standard deviation, in log-odds, of what the correction misses among published and filed comments.

A judgement from the sets the classifier was tried on, a factor of three either way: with less, intervals fitted on the
held comments held the genuine ones that were filed too seldom. Where a classifier is surest, its errors are others.
"""

# What is summed by bin: comments; spam and genuine ones that a person named; of the rest the spam and the genuine ones
# expected, their variance, and what a change of the calibration's slope does (one of its shift does just the variance).
_QUANTITIES = 7
_COMMENTS, _SPAM, _GENUINE, _EXPECTED, _UNEXPECTED, _VARIANCE, _SLOPE = range(_QUANTITIES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """The three that an aim moves, each in [0, 1]. They are counted in thousandths."""

    doubtful: float
    spam: float
    stranger: float

    @classmethod
    def of(cls, policy: Policy) -> Thresholds:
        """Return a policy's."""
        doubtful, spam, stranger = policy.thresholds
        return cls(doubtful=doubtful, spam=spam, stranger=stranger)

    @property
    def strangers(self) -> float:
        """How much sooner strangers are held, as a share of ``doubtful``, at most 1; 0, all of them, stays 0."""
        return self.stranger / self.doubtful if self.stranger < self.doubtful else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A figure a day: what is expected, and bounds for the mean day of the next weeks (95 %)."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What thresholds would cost a day.

    Attributes:
        thresholds: Which.
        read: Comments held, for whatever reason.
        spam_shown: Spam published.
        genuine_filed: Genuine comments that the score files as spam; those that a blocked word files cost the same
            under all thresholds and are not counted.
    """

    thresholds: Thresholds
    read: Interval
    spam_shown: Interval
    genuine_filed: Interval


@dataclass(frozen=True, slots=True)
class _Day:
    """One day: what is held whatever the thresholds, and by course the sums over all bins below each."""

    held: float
    sums: Mapping[Course, _Sums]

    def tally(self, thresholds: Thresholds) -> tuple[float, ...]:
        """Return what the thresholds do with the day's comments.

        That is: how many are held; of the published ones the spam that a person named, the further spam expected, and
        its variance and slope; of the filed ones the same four of the genuine.
        """
        doubtful, spam, stranger = (_bin(one) for one in (thresholds.doubtful, thresholds.spam, thresholds.stranger))
        held_from = {
            Course.HELD_UNLESS_FILED: 0,
            Course.BY_DOUBT: doubtful,
            Course.BY_STRANGERS_DOUBT: min(doubtful, stranger),
            Course.PUBLISHED_UNLESS_FILED: BINS + 1,
        }
        found = [self.held, *[0.0] * 8]
        for way, below in self.sums.items():
            first = min(held_from[way], spam)
            found[0] += below[_COMMENTS][spam] - below[_COMMENTS][first]
            for place, quantity in enumerate((_SPAM, _EXPECTED, _VARIANCE, _SLOPE), start=1):
                found[place] += below[quantity][first]
            for place, quantity in enumerate((_GENUINE, _UNEXPECTED, _VARIANCE, _SLOPE), start=5):
                found[place] += below[quantity][-1] - below[quantity][spam]
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Weeks of traffic, ready to be asked what thresholds would have done with it."""

    days: tuple[_Day, ...]
    spread: tuple[float, float, float]

    @classmethod
    def of(cls, traffic: Traffic, mode: Mode, recalibration: Recalibration) -> Ledger:
        """Return the ledger of a site's traffic under its mode; there must be a day."""
        share = held_share(traffic, mode)
        return cls(tuple(_day(cells, mode, share, recalibration) for cells in traffic.days), recalibration.spread)

    def read_per_day(self, thresholds: Thresholds) -> float:
        """Return how many comments would be held a day."""
        return sum(day.tally(thresholds)[0] for day in self.days) / len(self.days)

    def costs(self, settings: Sequence[Thresholds]) -> tuple[Cost, ...]:
        """Return what each of some thresholds would cost. The same question gets the same answer."""
        chance = random.Random(_SEED)  # noqa: S311 - the same draws each time, no secret
        number = max(1, len(self.days) - 1)
        draws = []
        for _ in range(DRAWS):
            seen = chance.choices(range(len(self.days)), k=number)
            drift = self._drift(chance)
            draws.append((chance.choices(seen, k=number), _astray(drift, chance), _astray(drift, chance)))
        return tuple(self._cost(thresholds, draws, chance) for thresholds in settings)

    def _drift(self, chance: random.Random) -> _Drift:
        """Draw by how much the calibration is off: in shift and in slope."""
        l11, l21, l22 = self.spread
        one, other = chance.gauss(0, 1), chance.gauss(0, 1)
        return l11 * one, l21 * one + l22 * other

    def _cost(
        self, thresholds: Thresholds, draws: Sequence[tuple[list[int], _Drift, _Drift]], chance: random.Random
    ) -> Cost:
        """Return what one set of thresholds would cost."""
        days = [day.tally(thresholds) for day in self.days]
        read, spam_shown, genuine_filed = [], [], []
        for picked, of_shown, of_filed in draws:
            number = len(picked)
            sums = [sum(column) for column in zip(*[days[one] for one in picked], strict=True)]
            # Half a comment more than was seen, as Jeffreys' prior has it: none seen does not mean that none will come.
            read.append((sums[0] + _poisson(chance.gammavariate(0.5, 1.0), chance)) / number)
            spam_shown.append((sums[1] + _drawn(sums[2:5], of_shown, chance)) / number)
            genuine_filed.append((sums[5] + _drawn(sums[6:9], (-of_filed[0], -of_filed[1]), chance)) / number)
        means = [sum(column) / len(days) for column in zip(*days, strict=True)]
        return Cost(
            thresholds=thresholds,
            read=_interval(means[0], read),
            spam_shown=_interval(means[1] + means[2], spam_shown),
            genuine_filed=_interval(means[5] + means[6], genuine_filed),
        )


def _bin(threshold: float) -> int:
    """Return the first bin whose probabilities reach a threshold, to a thousandth."""
    return math.ceil(round(threshold * BINS, 6))


def _day(cells: tuple[Cell, ...], mode: Mode, share: Mapping[bool, float], recalibration: Recalibration) -> _Day:
    """Sum up one day."""
    held = 0.0
    bins: dict[Course, _Sums] = {}
    for cell in cells:
        for way, part in courses(cell, mode, share):
            if way is Course.HELD:
                held += cell.comments
            elif cell.bin is not None and way is not Course.FILED:
                if way not in bins:
                    bins[way] = tuple(array("d", bytes(8 * (BINS + 1))) for _ in range(_QUANTITIES))
                for column, value in zip(bins[way], _quantities(cell, recalibration), strict=True):
                    column[cell.bin] += part * value
    sums = {
        way: tuple(array("d", accumulate(column, initial=0.0)) for column in columns) for way, columns in bins.items()
    }
    return _Day(held, sums)


def _quantities(cell: Cell, recalibration: Recalibration) -> tuple[float, ...]:
    """Return what a cell adds to its bin, in the order of the names above.

    A decision counts for itself where the comment was held: there it says as much of the genuine ones as of the spam.
    """
    if cell.spam is not None and was_held(cell):
        return cell.comments, cell.comments * cell.spam, cell.comments * (not cell.spam), 0.0, 0.0, 0.0, 0.0
    mean = cell.mass / cell.comments
    spam = recalibration.corrected(mean)
    variance = cell.comments * spam * (1 - spam)
    return (
        cell.comments,
        0.0,
        0.0,
        cell.comments * spam,
        cell.comments * (1 - spam),
        variance,
        variance * log_odds(mean),
    )


def _astray(drift: _Drift, chance: random.Random) -> _Drift:
    """Return a drift with what no decision tells: how far the straight line is wrong where nobody looked."""
    return drift[0] + chance.gauss(0, UNSEEN), drift[1]


def _drawn(figures: Sequence[float], drift: _Drift, chance: random.Random) -> float:
    """Draw how many of the unjudged comments there are of a kind.

    Args:
        figures: The expected number, its variance, and what the calibration's slope does to it.
        drift: By how much the calibration is off, in shift and slope, towards this kind.
        chance: Draws.
    """
    expected, variance, slope = figures
    if expected <= 0:
        return 0.0
    # In proportion, so that a rare kind grows and shrinks by a factor and never below nothing.
    exponent = (drift[0] * variance + drift[1] * slope) / expected
    mean = expected * math.exp(min(max(exponent, -_FARTHEST), _FARTHEST))
    if mean >= _OFTEN:
        return max(0.0, chance.gauss(mean, math.sqrt(variance)))
    return _poisson(mean, chance)


def _poisson(mean: float, chance: random.Random) -> float:
    """Draw a count by Poisson's law, by multiplication (D. E. Knuth, The Art of Computer Programming, 3.4.1)."""
    number, product, floor = 0, chance.random(), math.exp(-mean)
    while product > floor:
        number += 1
        product *= chance.random()
    return float(number)


def _interval(mean: float, drawn: list[float]) -> Interval:
    """Return an expectation with the middle 95 % of what was drawn."""
    drawn.sort()
    cut = len(drawn) // 40
    return Interval(mean=mean, low=min(mean, drawn[cut]), high=max(mean, drawn[-1 - cut]))
