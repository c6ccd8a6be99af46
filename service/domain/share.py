"""A share that was counted, and how far it may be from the true one."""

from __future__ import annotations

import math
from dataclasses import dataclass

CONFIDENCE = 1.959963984540054
"""Of the normal law, between minus and plus which 95 of 100 cases lie."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with Wilson's 95 % interval.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the American
    Statistical Association, 1927: it stays in [0, 1] and is honest for few.
    """

    count: int
    of: int

    @property
    def share(self) -> float | None:
        """The share; ``None`` of none."""
        return self.count / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float]:
        """Its bounds; all there is where nothing is known."""
        if not self.of:
            return 0.0, 1.0
        z2, rate = CONFIDENCE**2 / self.of, self.count / self.of
        middle = (rate + z2 / 2) / (1 + z2)
        half = math.sqrt(z2 * (rate * (1 - rate) + z2 / 4)) / (1 + z2)
        return max(0.0, middle - half), min(1.0, middle + half)
