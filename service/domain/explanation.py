"""Why a comment scored as it did, as an exact sum."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """One addend: what of the comment it stands for, and its weight in log-odds (positive: towards spam)."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The parts and the bias add up to log(probability / (1 - probability)).

    Attributes:
        bias: Log-odds of a comment without any part.
        parts: The addends, heaviest first.
        probability: Spam probability, in (0, 1).
        model: Digest of the model that gave it.
    """

    bias: float
    parts: tuple[Part, ...]
    probability: float
    model: str
