"""The arithmetic behind every figure of the classifier, each with its interval: numpy alone, no data, no model.

Shares have Wilson's interval (Wilson 1927), which stays inside 0 to 1 and is honest for few rows and for shares near
the ends, where these figures lie. What is no share is resampled (Efron 1979) with a fixed seed, so that a figure
printed twice is the same twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

MOST_FALSE_POSITIVES: Final = 0.005
_BINS: Final = 15
_RESAMPLES: Final = 1000
_SEED: Final = 1927
# Of the normal distribution: 95 % lie within this many standard deviations.
_Z: Final = 1.959964
_TAILS: Final = (0.025, 0.975)
# False positives at which recall is told.
ROC_AT: Final = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05)

Scores = NDArray[np.float64]
Labels = NDArray[np.bool_]
Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many.

    Attributes:
        hits: Rows of which something is true, 0 to ``rows``.
        rows: All rows looked at, 0 or more.
    """

    hits: int
    rows: int

    @property
    def value(self) -> float | None:
        """The share, 0 to 1; None of no rows."""
        return self.hits / self.rows if self.rows else None

    @property
    def interval(self) -> Interval | None:
        """Its 95 % interval; None of no rows."""
        return wilson(self.hits, self.rows) if self.rows else None

    def __str__(self) -> str:
        if not self.rows:
            return "-"
        low, high = wilson(self.hits, self.rows)
        return f"{self.hits}/{self.rows} {100 * self.hits / self.rows:.2f} % ({100 * low:.2f}-{100 * high:.2f})"

    def as_json(self) -> dict[str, Any]:
        """Return its fields, the share and the interval, as JSON has them."""
        return {"hits": self.hits, "rows": self.rows, "share": self.value, "interval": self.interval}


def wilson(hits: int, rows: int) -> Interval:
    """Return the 95 % interval of the share of *hits* in *rows*, which is 1 or more."""
    share, spread = hits / rows, _Z * _Z / rows
    middle = share + spread / 2
    half = _Z * (share * (1 - share) / rows + spread / (4 * rows)) ** 0.5
    return max(0.0, (middle - half) / (1 + spread)), min(1.0, (middle + half) / (1 + spread))


def share_above(scores: Scores, threshold: float) -> Share:
    """Return how many of *scores* lie above *threshold*: those are called spam."""
    return Share(int((scores > threshold).sum()), len(scores))


def threshold_at(ham: Scores, share: float = MOST_FALSE_POSITIVES) -> float:
    """Return the lowest score of *ham* that no more than *share* of them lie above; 0.5 if there are none."""
    return float(np.sort(ham)[int(len(ham) * (1 - share))]) if len(ham) else 0.5


def equal_mass_bins(probabilities: Scores, bins: int = _BINS) -> list[NDArray[np.int64]]:
    """Return the places of *probabilities* in ascending order, cut into at most *bins* parts of equal size."""
    order = np.argsort(probabilities, kind="stable")
    return [part for part in np.array_split(order, bins) if len(part)]


def calibration_error(probabilities: Scores, spam: Labels, bins: int = _BINS) -> float:
    """Return the expected calibration error, 0 to 1, over *bins* bins of equal mass (Naeini et al. 2015)."""
    parts = equal_mass_bins(probabilities, bins)
    gaps = [len(part) * abs(probabilities[part].mean() - spam[part].mean()) for part in parts]
    return float(sum(gaps) / max(len(probabilities), 1))


def calibration_interval(probabilities: Scores, spam: Labels, resamples: int = _RESAMPLES) -> Interval:
    """Return a 95 % interval of the calibration error, from *resamples* of the rows; (0, 0) of no rows.

    It is the basic (pivotal) one: chance alone makes every resample look less calibrated than the rows it comes from,
    and this one takes that off again instead of counting it twice.
    """
    if not len(spam):
        return 0.0, 0.0
    chance = np.random.default_rng(_SEED)
    drawn = (chance.integers(0, len(spam), len(spam)) for _ in range(resamples))
    low, high = np.quantile([calibration_error(probabilities[at], spam[at]) for at in drawn], _TAILS)
    found = calibration_error(probabilities, spam)
    return max(0.0, float(2 * found - high)), max(0.0, float(2 * found - low))


def mean_interval(values: Scores, groups: Sequence[str], resamples: int = _RESAMPLES) -> Interval:
    """Return a 95 % interval of the mean of *values*, whole groups resampled; (0, 0) of no rows.

    Args:
        values: One a row.
        groups: Name of each row's group: near-duplicates are no independent evidence.
        resamples: How many.
    """
    if not len(values):
        return 0.0, 0.0
    _, place = np.unique(np.array(groups), return_inverse=True)
    sums, sizes = np.bincount(place, values), np.bincount(place)
    chance = np.random.default_rng(_SEED)
    drawn = chance.multinomial(len(sums), np.full(len(sums), 1 / len(sums)), size=resamples)
    low, high = np.quantile((drawn @ sums) / (drawn @ sizes), _TAILS)
    return float(low), float(high)


def roc(spam: Scores, ham: Scores, at: Sequence[float] = ROC_AT) -> list[dict[str, float]]:
    """Return the recall on scores of *spam* where at most each share of *ham* is called spam; empty without either."""
    if not len(spam) or not len(ham):
        return []
    thresholds = [threshold_at(ham, share) for share in at]
    return [
        {"false_positives": share, "threshold": threshold, "recall": float((spam > threshold).mean())}
        for share, threshold in zip(at, thresholds, strict=True)
    ]
