"""How well the classifier's word agreed with what people decided, and its word corrected by that.

The correction is a straight line in log-odds (D. R. Cox, "Two further applications of a model for binary regression",
Biometrika 45, 1958), fitted by Newton's method, with a prior that holds it to "the classifier is right" until decisions
say otherwise. Only comments that were *held* teach it: a person reads those whatever they are. What was published or
filed is looked at only where it is wrong, so that its decisions say nothing of the rest.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.domain.aim import log_odds, probability
from service.domain.traffic import BINS, was_held

if TYPE_CHECKING:
    from service.domain.traffic import Traffic

PRIOR_SHIFT, PRIOR_SLOPE = 1.0, 0.15
"""Standard deviations of the prior: by how much a site's log-odds may be expected to be off, and by which factor.

A judgement, not a measurement: half a unit of log-odds is a factor of 1.6 in the odds of spam, which differ as much
between the sets of comments that the classifier was tried on.
"""

LEAST_SLOPE = 0.2
"""The corrected probability grows with the classifier's, whatever a few odd decisions say."""

_STEPS = 20

EDGES = (0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 0.95, 1.0)
"""Bounds of the bins in which the agreement is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalibration:
    """log-odds of spam = shift + slope * log-odds of the classifier, as far as is known.

    Attributes:
        shift: 0 if the classifier is right.
        slope: 1 if it is.
        decisions: How many decisions say so.
        spread: Cholesky factor (l11, l21, l22) of the covariance of shift and slope.
    """

    shift: float = 0.0
    slope: float = 1.0
    decisions: int = 0
    spread: tuple[float, float, float] = (PRIOR_SHIFT, 0.0, PRIOR_SLOPE)

    def corrected(self, spam_probability: float) -> float:
        """Return the probability of spam that a classifier's word stands for here."""
        return probability(self.shift + self.slope * log_odds(spam_probability))

    def original(self, spam_probability: float) -> float:
        """Return which of the classifier's words stands for a probability of spam; the other way round."""
        return probability((log_odds(spam_probability) - self.shift) / self.slope)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """The classifier beside people, for scores in [low, high).

    Attributes:
        low, high: Bounds of the classifier's probability.
        decided: Held comments that a person approved or marked as spam.
        spam: How many of them were spam.
        expected: How many the classifier expected.
    """

    low: float
    high: float
    decided: int
    spam: int
    expected: float


def agreement(traffic: Traffic) -> tuple[Agreement, ...]:
    """Return how the classifier agreed with people, by its score; bins without a decision are left out."""
    found = {low: [0, 0, 0.0] for low in EDGES[:-1]}
    for cell in traffic.cells():
        if cell.bin is not None and cell.spam is not None and was_held(cell):
            row = found[max(low for low in found if low * BINS <= cell.bin)]
            row[0] += cell.comments
            row[1] += cell.comments * cell.spam
            row[2] += cell.mass
    return tuple(
        Agreement(low=low, high=high, decided=int(decided), spam=int(spam), expected=expected)
        for (low, (decided, spam, expected)), high in zip(found.items(), EDGES[1:], strict=True)
        if decided
    )


def recalibrate(traffic: Traffic) -> Recalibration:
    """Fit the correction; without decisions it is none, and as uncertain as the prior."""
    seen: dict[int, list[float]] = {}
    for cell in traffic.cells():
        if cell.bin is not None and cell.spam is not None and was_held(cell):
            row = seen.setdefault(cell.bin, [0.0, 0.0, 0.0])
            row[0] += cell.comments
            row[1] += cell.comments * cell.spam
            row[2] += cell.mass
    points = [(comments, spam, log_odds(mass / comments)) for comments, spam, mass in seen.values()]
    shift, slope = 0.0, 1.0
    for _ in range(_STEPS):
        gradient_a, gradient_b = -shift / PRIOR_SHIFT**2, -(slope - 1) / PRIOR_SLOPE**2
        h_aa, h_ab, h_bb = 1 / PRIOR_SHIFT**2, 0.0, 1 / PRIOR_SLOPE**2
        for comments, spam, odds in points:
            fitted = probability(shift + slope * odds)
            gradient_a += spam - comments * fitted
            gradient_b += (spam - comments * fitted) * odds
            weight = comments * fitted * (1 - fitted)
            h_aa, h_ab, h_bb = h_aa + weight, h_ab + weight * odds, h_bb + weight * odds * odds
        determinant = h_aa * h_bb - h_ab * h_ab
        step_a = (h_bb * gradient_a - h_ab * gradient_b) / determinant
        step_b = (h_aa * gradient_b - h_ab * gradient_a) / determinant
        # Newton's step is bounded: far from the top the curve promises more than it holds.
        scale = min(1.0, 1.0 / max(abs(step_a), abs(step_b), 1e-12))
        shift, slope = shift + scale * step_a, max(slope + scale * step_b, LEAST_SLOPE)
    l11 = math.sqrt(h_bb / determinant)
    l21 = -h_ab / determinant / l11
    l22 = math.sqrt(max(h_aa / determinant - l21 * l21, 0.0))
    decisions = int(sum(comments for comments, _, _ in points))
    return Recalibration(shift=shift, slope=slope, decisions=decisions, spread=(l11, l21, l22))
