"""Say what a site's thresholds cost, and what others would have cost, by the last weeks' comments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Protocol

from service.domain.dial import Advice, advise
from service.domain.errors import MalformedRequest
from service.domain.recalibration import Recalibration, agreement, recalibrate
from service.domain.token import Scope
from service.domain.traffic import Traffic
from service.domain.workload import Ledger, Thresholds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from service.domain.aim import Aim
    from service.domain.moderator import Moderator
    from service.domain.recalibration import Agreement
    from service.domain.site import Site, SiteId
    from service.domain.traffic import Cell
    from service.domain.workload import Cost
    from service.use_cases.ports import Clock
    from service.use_cases.repositories import Sites

WEEKS, MOST_WEEKS = 4, 12
"""How many weeks are looked at, and how many at most."""

DOUBTFUL = (0.05, 0.1, 0.2, 0.3, 0.5, 0.7)
SPAM = (0.8, 0.9, 0.97)
"""Thresholds that are shown beside the site's own."""


class TrafficCounts(Protocol):
    """What came to sites, counted."""

    def began_before(self, site: SiteId, at: datetime) -> bool:
        """Return whether a comment came before a moment."""
        ...

    def between(self, site: SiteId, since: datetime, until: datetime) -> tuple[Cell, ...]:
        """Return the comments that came in [since, until), counted by score, rule and what a person decided."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What thresholds cost a site.

    Attributes:
        site: Which, as it is set now.
        since, until: The whole days (UTC) looked at, from the first one after the site's first comment.
        days: How many.
        comments: How many came.
        recalibration: The classifier's word corrected by decisions.
        agreement: How the classifier agreed with people.
        current: What the thresholds that are set cost; ``None`` if nothing came.
        costs: What others would cost; empty if nothing came.
        advice: What would follow from the aim that was asked about; ``None`` if none was.
        following: What that would cost; ``None`` if nothing follows.
    """

    site: Site
    since: datetime
    until: datetime
    days: int
    comments: int
    recalibration: Recalibration
    agreement: tuple[Agreement, ...]
    current: Cost | None
    costs: tuple[Cost, ...]
    advice: Advice | None
    following: Cost | None


def _as_it_is(days: Sequence[datetime]) -> Iterable[datetime]:
    """Show nobody how far the reading has come."""
    return days


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighThresholds:
    """Read the last weeks day by day, and weigh."""

    clock: Clock
    sites: Sites
    traffic: TrafficCounts
    progress: Callable[[Sequence[datetime]], Iterable[datetime]] = _as_it_is

    def __call__(self, name: SiteId, weeks: int = WEEKS, aim: Aim | None = None) -> Weighed:
        """Return what a site's thresholds cost, and what an aim would make of them.

        Args:
            name: The site.
            weeks: How many weeks to look at, in 1 to 12; they end with the last day that is over.
            aim: What to ask about; the site's own if ``None``.

        Raises:
            UnknownSite: There is no such site.
        """
        site = self.sites.get(name)
        until = datetime.combine(self.clock.now().date(), time(), UTC)
        traffic = self._read(name, until, weeks)
        own = Thresholds.of(site.policy)
        recalibration = recalibrate(traffic)
        aim = aim or site.policy.aim
        mode = site.policy.mode
        ledger = Ledger.of(traffic, mode, recalibration) if traffic.days else None
        advice = None if aim is None else advise(aim, traffic, mode, recalibration, ledger)
        wanted = advice.thresholds if advice else None
        costs = ledger.costs([own, wanted or own, *_others(own)]) if ledger else ()
        return Weighed(
            site=site,
            since=until - timedelta(days=len(traffic.days)),
            until=until,
            days=len(traffic.days),
            comments=traffic.comments,
            recalibration=recalibration,
            agreement=agreement(traffic),
            current=costs[0] if costs else None,
            costs=costs[2:],
            advice=advice,
            following=costs[1] if wanted else None,
        )

    def _read(self, site: SiteId, until: datetime, weeks: int) -> Traffic:
        """Return the traffic of the days before *until*, from the site's first on; a day at a time, by an index."""
        begins = [until - timedelta(days=back) for back in range(7 * weeks, 0, -1)]
        days = [self.traffic.between(site, day, day + timedelta(days=1)) for day in self.progress(begins)]
        if not self.traffic.began_before(site, begins[0]):
            # Days before there was a site are no quiet days.
            first = next((number for number, cells in enumerate(days) if cells), len(days))
            days = days[first:]
        return Traffic(tuple(days) if any(days) else ())


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowWorkload:
    """The same for moderators, on a site that is open to them."""

    weigh: WeighThresholds

    def __call__(self, site: SiteId | None, weeks: int, moderator: Moderator) -> Weighed:
        """Return what a site's thresholds cost. Who may see one site and names none gets that one.

        Raises:
            NotAllowed: The moderator may not read.
            MalformedRequest: No site is named, and several are open.
            UnknownSite: There is no such site, or it is not open to the moderator.
        """
        moderator.require(Scope.READ)
        wanted = moderator.site_of(site)
        if wanted is None:
            raise MalformedRequest("missing", parameter="site")
        return self.weigh(wanted, weeks)


def _others(own: Thresholds) -> list[Thresholds]:
    """Return thresholds to compare; strangers are held sooner in the same proportion as now."""
    return [
        Thresholds(doubtful=doubtful, spam=spam, stranger=round(own.strangers * doubtful, 3))
        for doubtful in DOUBTFUL
        for spam in SPAM
    ]
