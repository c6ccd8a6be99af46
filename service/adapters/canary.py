"""The canary: known comments that a classifier must get right before it may judge others.

It sings when a model is loaded and hourly after, on the way of whatever is asked next: a web process answers one
request at a time, so there is no thread and nothing to wait for. What it found is kept, and asked for with every score.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from service.domain.errors import ClassifierUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from service.use_cases.ports import Clock

    Score = Callable[[str, str, str], object]

EVERY = timedelta(hours=1)
"""How long a canary that passed is believed."""

AGAIN = timedelta(minutes=1)
"""How soon one that failed is tried again."""

NEVER = datetime.min.replace(tzinfo=UTC)

_HALF = 0.5

logger = logging.getLogger(__name__)


class KnownComment(Protocol):
    """A comment of which everybody would say the same."""

    @property
    def spam(self) -> bool:
        """What it is."""
        ...

    @property
    def text(self) -> str:
        """What it says."""
        ...

    @property
    def author(self) -> str:
        """Under which name, ``""`` for none."""
        ...

    @property
    def url(self) -> str:
        """With which website, ``""`` for none."""
        ...


@dataclass(slots=True)
class Canary:
    """What one process knows of the model that it scores with.

    Attributes:
        clock: The time.
        known: The comments that must be scored on the right side of 0.5.
        wrong: How many were not, when it was last tried; ``None`` before that.
    """

    clock: Clock
    known: Sequence[KnownComment]
    wrong: int | None = None
    _model: str | None = field(default=None, init=False)
    _from: datetime = field(default=NEVER, init=False)
    _until: datetime = field(default=NEVER, init=False)

    def watch(self, model: str, score: Score) -> None:
        """Try the canary if it is time, or if this model was not tried yet.

        Args:
            model: Digest of the model.
            score: Its probability of spam for a text, a name and a website.

        Raises:
            ClassifierUnavailable: A known comment was scored wrongly, and none has passed since.
        """
        now = self.clock.now()
        # A clock that was set back must not make an old finding last.
        if model != self._model or not self._from <= now < self._until:
            self._try(model, score, now)
        if self.wrong:
            raise ClassifierUnavailable("canary")

    def _try(self, model: str, score: Score, now: datetime) -> None:
        """Score all known comments, keep what was found, and log what is news."""
        before = (self._model, self.wrong)
        self.wrong = sum(not _right(one, score) for one in self.known)
        self._model, self._from, self._until = model, now, now + (AGAIN if self.wrong else EVERY)
        if self.wrong and before != (model, self.wrong):
            logger.error("canary_failed", extra={"model": model, "wrong": self.wrong, "of": len(self.known)})
        elif before[1] and not self.wrong:
            logger.info("canary_passed", extra={"model": model, "of": len(self.known)})


def _right(one: KnownComment, score: Score) -> bool:
    """Return whether a known comment is scored as what it is."""
    try:
        probability = float(score(one.text, one.author, one.url))  # type: ignore[arg-type] # what is no number raises
    except Exception:  # noqa: BLE001 - whatever the model does instead of scoring, it did not score rightly
        return False
    return _HALF <= probability < 1.0 if one.spam else 0.0 < probability < _HALF
