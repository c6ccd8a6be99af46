"""Why a comment scored as it did, as an exact sum."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """One addend: what of the comment it stands for, and its weight in log-odds (positive: towards spam).

    Attributes:
        text: The word as typed, or in English what was found.
        weight: In log-odds.
        code: Of what was found; ``None`` for a word.
        field: Where the word stands: ``text``, ``author`` or ``url``; ``None`` for what has no place.
        start: Its first character there, counted in code points.
        end: Behind its last one.
        folded: What the word reads as.
    """

    text: str
    weight: float
    code: str | None = None
    field: str | None = None
    start: int | None = None
    end: int | None = None
    folded: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The parts and the bias add up to log(probability / (1 - probability)).

    Attributes:
        bias: Log-odds of a comment without any part.
        parts: The addends, heaviest first; each occurrence of a word is one.
        probability: Spam probability, in (0, 1).
        model: Digest of the model that gave it.
        folded: What the comment's text reads as once disguises are folded away.
    """

    bias: float
    parts: tuple[Part, ...]
    probability: float
    model: str
    folded: str = ""
