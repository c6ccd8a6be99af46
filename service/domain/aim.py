"""What an owner wants of the thresholds, instead of setting them by hand."""

from __future__ import annotations

import math
from dataclasses import dataclass

COST_RATIO = 3.0
"""What a lost genuine comment costs, in published spams, where nobody says otherwise.

With :data:`READING_PRICE` it makes the default thresholds those of least expected cost: 1 - 0.3/3 = 0.9.
"""

READING_PRICE = 0.3
"""What it costs to read one comment, in published spams: at the default ``doubtful_probability`` both cost the same."""

MOST_A_DAY = 1_000_000
GREATEST_RATIO = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """An aim that the thresholds follow.

    Attributes:
        read_per_day: About so many comments are to be held a day, at the least cost; ``None``: as many as pay.
        cost_ratio: A genuine comment filed as spam costs as much as so many spams published, in [1, 1000].
        strangers: ``stranger_probability`` as a share of ``doubtful_probability``, in [0, 1]: what the owner had set.
        followed: The day (UTC, ISO) that the thresholds were last moved on, or ``""``.
    """

    read_per_day: float | None = None
    cost_ratio: float = COST_RATIO
    strangers: float = 1 / 3
    followed: str = ""

    def __post_init__(self) -> None:
        if self.read_per_day is not None and not 0 < self.read_per_day <= MOST_A_DAY:
            raise ValueError(f"read_per_day must lie in (0, {MOST_A_DAY}]")
        if not 1 <= self.cost_ratio <= GREATEST_RATIO:
            raise ValueError(f"cost_ratio must lie in [1, {GREATEST_RATIO}]")
        if not 0 <= self.strangers <= 1:
            raise ValueError("strangers must lie in [0, 1]")

    def __str__(self) -> str:
        ratio = f"cost-ratio {self.cost_ratio:g}"
        return ratio if self.read_per_day is None else f"read-per-day {self.read_per_day:g}, {ratio}"


def log_odds(probability: float) -> float:
    """Return log(p / (1 - p)); a probability is taken to lie at least a millionth from 0 and 1."""
    bounded = min(max(probability, 1e-6), 1 - 1e-6)
    return math.log(bounded / (1 - bounded))


def probability(odds: float) -> float:
    """Return the probability of log-odds; the other way round."""
    return 1 / (1 + math.exp(-odds)) if odds >= 0 else math.exp(odds) / (1 + math.exp(odds))
