"""Alarms: what is watched beside every single comment, and since when it is not as it was.

An alarm tells people to look. It never holds, publishes or refuses a comment.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from service.domain.site import SiteId


class AlarmKind(StrEnum):
    """What is watched."""

    SCORES = "score-distribution"
    UNKNOWN_NGRAMS = "unknown-ngrams"
    VOLUME = "volume"


class Untold(StrEnum):
    """Why nothing can be told."""

    TOO_LITTLE_TRAFFIC = "too-little-traffic"
    NO_MODEL = "no-model"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was measured once.

    Attributes:
        value: The measure, in the unit of its kind (see ``service.domain.drift``); ``None`` if nothing can be told.
        limit: From here on, whatever the sign, the alarm is raised.
        release: Below this, whatever the sign, it is cleared; at most ``limit``, so that it does not flutter between.
        now: Comments that the value says something about.
        before: Comments that they are compared with.
        untold: Why there is no value.
    """

    value: float | None
    limit: float
    release: float
    now: int
    before: int
    untold: Untold | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """One thing watched, as it was found last.

    Attributes:
        site: Where, ``None`` for all sites together.
        kind: What.
        raised_at: Since when the alarm stands; ``None`` while all is well.
        checked_at: When it was last looked at.
        value: As in the reading of that moment; so the rest.
    """

    site: SiteId | None
    kind: AlarmKind
    raised_at: datetime | None
    checked_at: datetime
    value: float | None
    limit: float
    now: int
    before: int
    untold: Untold | None

    @property
    def raised(self) -> bool:
        """Whether somebody should look."""
        return self.raised_at is not None


def alarm_after(
    site: SiteId | None, kind: AlarmKind, raised_at: datetime | None, reading: Reading, at: datetime
) -> Alarm:
    """Return the alarm as a reading leaves it.

    Args:
        site: Where, ``None`` for all sites together.
        kind: What was measured.
        raised_at: Since when the alarm stood before.
        reading: What was measured.
        at: When.
    """
    threshold = reading.limit if raised_at is None else reading.release
    # What cannot be told is no reason to alarm anybody, or to go on.
    stands = reading.value is not None and abs(reading.value) >= threshold
    return Alarm(
        site=site,
        kind=kind,
        raised_at=(raised_at or at) if stands else None,
        checked_at=at,
        value=reading.value,
        limit=reading.limit,
        now=reading.now,
        before=reading.before,
        untold=reading.untold,
    )
