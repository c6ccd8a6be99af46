"""Compare the week with those before it, site by site and over all, and say once when something drifts, once when not.

The worker does this hourly. What it costs is bounded: counts come grouped from the database, one day at a time, and
texts are looked at in samples.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from service.domain.alarm import AlarmKind, alarm_after
from service.domain.drift import DAYS, WEEK, Day, score_drift, together, unknown_drift, volume_drift, without_model
from service.domain.errors import ClassifierUnavailable
from service.domain.event import Event, EventKind
from service.domain.site import SiteId
from service.use_cases.authenticate import ALL_SITES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from service.domain.alarm import Alarm, Reading
    from service.use_cases.event_log import Events
    from service.use_cases.ports import Clock
    from service.use_cases.repositories import Sites, Transaction

    # Shares of unknown n-grams, one a text, of each week, the newest first.
    _Sample = list[list[float]]

SAMPLE_NOW, SAMPLE_BEFORE = 28, 7
"""Texts looked at a day and site: 196 of the week and as many of the four weeks before."""

A_DAY = timedelta(days=1)
WEEKS = DAYS // WEEK

logger = logging.getLogger(__name__)


class Traffic(Protocol):
    """What came in, whatever became of it, counted by the database."""

    def between(self, start: datetime, end: datetime) -> Mapping[SiteId, Day]:
        """Return what each site got from *start* up to, and not including, *end*; quiet sites may be missing."""
        ...

    def texts(self, site: SiteId, start: datetime, end: datetime, limit: int) -> tuple[str, ...]:
        """Return the texts of the first comments of a site in that time, oldest first, *limit* at most."""
        ...


class UnknownShare(Protocol):
    """How much of a text the classifier has never met."""

    def __call__(self, text: str) -> float:
        """Return the share of n-grams that it never learned anything of, in [0, 1].

        Raises:
            ClassifierUnavailable: There is no model, or none that can tell.
        """
        ...


class Alarms(Protocol):
    """The alarms as they were found last."""

    def all(self) -> tuple[Alarm, ...]:
        """Return every alarm, those of all sites together first, then by site and kind."""
        ...

    def put(self, alarms: Iterable[Alarm]) -> None:
        """Store alarms in place of what was found before."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckAlarms:
    """Look at everything that is watched. One worker does this."""

    clock: Clock
    sites: Sites
    traffic: Traffic
    unknown_share: UnknownShare
    alarms: Alarms
    events: Events
    transaction: Transaction

    def __call__(self) -> tuple[Alarm, ...]:
        """Return every alarm as it stands now, stored, with a line in both logs for each that was raised or cleared.

        Raises:
            StorageUnavailable: Nothing was stored; the next hour looks again.
        """
        now = self.clock.now()
        readings = self._readings(now)
        with self.transaction():
            raised_at = {(one.site, one.kind): one.raised_at for one in self.alarms.all()}
            found = tuple(
                alarm_after(site, kind, raised_at.get((site, kind)), reading, now)
                for (site, kind), reading in readings.items()
            )
            self.alarms.put(found)
            changed = [one for one in found if one.raised != (raised_at.get((one.site, one.kind)) is not None)]
            for one in changed:
                self.events.append(_event(one))
        for one in changed:
            event = _event(one)
            log = logger.warning if one.raised else logger.info
            log(event.kind.replace("-", "_"), extra={"site": event.site, **event.details})
        return found

    def _readings(self, now: datetime) -> dict[tuple[SiteId | None, AlarmKind], Reading]:
        """Measure everything, for all sites together and for each."""
        days = [self.traffic.between(now - (day + 1) * A_DAY, now - day * A_DAY) for day in range(DAYS)]
        sites = [site.id for site in self.sites.all()]
        samples = self._samples(sites, now)
        readings = _readings_of(None, [together(list(day.values())) for day in days], _pooled(samples))
        for site in sites:
            sample = None if samples is None else samples[site]
            readings |= _readings_of(site, [day.get(site, Day()) for day in days], sample)
        return readings

    def _samples(self, sites: Sequence[SiteId], now: datetime) -> dict[SiteId, _Sample] | None:
        """Look at a few texts of each site; ``None`` without a model."""
        try:
            return {site: [list(self._shares(site, now, week)) for week in range(WEEKS)] for site in sites}
        except ClassifierUnavailable:
            return None

    def _shares(self, site: SiteId, now: datetime, week: int) -> Iterator[float]:
        """Yield the share of unknown n-grams in a few texts of each day of a week."""
        limit = SAMPLE_BEFORE if week else SAMPLE_NOW
        for day in range(week * WEEK, (week + 1) * WEEK):
            for text in self.traffic.texts(site, now - (day + 1) * A_DAY, now - day * A_DAY, limit):
                yield self.unknown_share(text)


def _pooled(samples: Mapping[SiteId, _Sample] | None) -> _Sample | None:
    """Return the samples of all sites as one."""
    if samples is None:
        return None
    return [[share for sample in samples.values() for share in sample[week]] for week in range(WEEKS)]


def _readings_of(
    site: SiteId | None, days: Sequence[Day], sample: _Sample | None
) -> dict[tuple[SiteId | None, AlarmKind], Reading]:
    """Measure one site, or all of them together."""
    unknown = without_model() if sample is None else unknown_drift(sample[0], sample[1:])
    return {
        (site, AlarmKind.SCORES): score_drift(days),
        (site, AlarmKind.UNKNOWN_NGRAMS): unknown,
        (site, AlarmKind.VOLUME): volume_drift(days),
    }


def _event(alarm: Alarm) -> Event:
    """Return the event of an alarm that was just raised or cleared."""
    return Event(
        kind=EventKind.ALARM_RAISED if alarm.raised else EventKind.ALARM_CLEARED,
        site=alarm.site or SiteId(ALL_SITES),
        comment=None,
        at=alarm.checked_at,
        actor="worker",
        details={
            "alarm": alarm.kind.value,
            "value": alarm.value,
            "limit": alarm.limit,
            "now": alarm.now,
            "before": alarm.before,
            "untold": alarm.untold,
        },
    )
