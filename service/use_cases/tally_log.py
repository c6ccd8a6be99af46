"""Keep the statistics behind the log, and show them: the worker counts, and what is newer is counted when asked for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Protocol

from service.domain.errors import MalformedRequest
from service.domain.event import EventKind
from service.domain.statistics import Tally, share_of, statistics
from service.domain.token import Scope

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from service.domain.comment import CommentId
    from service.domain.moderator import Moderator
    from service.domain.site import SiteId
    from service.domain.statistics import Statistics
    from service.use_cases.event_log import LogLine, SettledEvents
    from service.use_cases.ports import Clock
    from service.use_cases.repositories import Sites, Transaction

BATCH = 1000
"""Lines that are counted in one transaction."""

RUN = 100_000
"""Lines that one run counts at most: a log of before, counted once, must not keep the worker from its other work."""

TAIL = 1000
"""Lines behind the worker that are counted when statistics are asked for, at most: a tenth of a second."""

DAYS, MOST_DAYS = 30, 90
"""How many days are looked at, and how many at most."""


class Tallies(Protocol):
    """The counts as they are stored, and up to which line of the log they go."""

    def reached(self) -> int:
        """Return the last line that is counted, 0 if none is."""
        ...

    def advance(self, before: int, line: int) -> bool:
        """Note that all up to a line is counted; return whether *before* was the last one until now."""
        ...

    def add(self, counts: Mapping[tuple[SiteId, Tally], int]) -> None:
        """Add to the counts; below zero takes off."""
        ...

    def of_site(self, site: SiteId, since: date) -> tuple[Mapping[Tally, int], int]:
        """Return a site's counts from a day on, and the last line that is counted in them."""
        ...


class Histories(Protocol):
    """What happened to comments."""

    def of_comments(
        self, site: SiteId, comments: Collection[CommentId], through: int
    ) -> Mapping[CommentId, Sequence[LogLine]]:
        """Return the lines about comments of a site that settled up to a line and with it, each oldest first."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CountLines:
    """Say what some lines of the log change in the counts."""

    histories: Histories

    def __call__(self, lines: Sequence[LogLine]) -> Counter[tuple[SiteId, Tally]]:
        """Return the change that the next lines of the log make, given in its order."""
        new = {line.id for line in lines}
        changes: Counter[tuple[SiteId, Tally]] = Counter()
        decided: dict[SiteId, set[CommentId]] = {}
        for line in lines:
            event = line.event
            if event.comment is not None and event.kind in {EventKind.COMMENT_DECIDED, EventKind.DECISION_UNDONE}:
                decided.setdefault(event.site, set()).add(event.comment)
        for line in lines:
            event = line.event
            if event.kind is EventKind.COMMENT_SUBMITTED and event.comment not in decided.get(event.site, ()):
                changes.update((event.site, tally) for tally in share_of([event]))
        for site, comments in decided.items():
            for history in self.histories.of_comments(site, comments, lines[-1].id).values():
                for tally, count in share_of([line.event for line in history]).items():
                    changes[site, tally] += count
                for tally, count in share_of([line.event for line in history if line.id not in new]).items():
                    changes[site, tally] -= count
        return changes


@dataclass(frozen=True, slots=True, kw_only=True)
class TallyLog:
    """Count what the log has gained. Of two workers at the same time one counts each line."""

    events: SettledEvents
    count: CountLines
    tallies: Tallies
    transaction: Transaction

    def __call__(self) -> int:
        """Count until all settled lines are, or many; return how many were counted."""
        counted = 0
        while counted < RUN and (lines := self._count_batch()):
            counted += lines
        return counted

    def _count_batch(self) -> int:
        """Count the next lines; return how many there were, 0 also if another worker was quicker."""
        with self.transaction():
            before = self.tallies.reached()
            lines = self.events.after(before, BATCH)
            if not lines or not self.tallies.advance(before, lines[-1].id):
                return 0
            self.tallies.add({key: change for key, change in self.count(lines).items() if change})
        return len(lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteStatistics:
    """The statistics of a site.

    Attributes:
        site: Which.
        figures: What came and what became of it, day by day and over all.
        behind: Whether the worker has so much to count that newer lines are missing.
    """

    site: SiteId
    figures: Statistics
    behind: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowStatistics:
    """Say what came to a site in its last days, and what became of it."""

    clock: Clock
    sites: Sites
    events: SettledEvents
    count: CountLines
    tallies: Tallies

    def __call__(self, asked: SiteId | None, days: int, moderator: Moderator) -> SiteStatistics:
        """Return the statistics of the last days, today's (UTC) among them. Who may see one site need not name it.

        Raises:
            NotAllowed: The moderator may not read there.
            MalformedRequest: No site is named, and several are open.
            UnknownSite: There is no such site, or it is not open to the moderator.
        """
        moderator.require(Scope.READ)
        site = moderator.site_of(asked)
        if site is None:
            raise MalformedRequest("missing", parameter="site")
        moderator.require(Scope.READ, site)
        self.sites.get(site)
        today = self.clock.now().date()
        wanted = [today - timedelta(days=back) for back in range(days - 1, -1, -1)]
        stored, reached = self.tallies.of_site(site, wanted[0])
        tail = self.events.after(reached, TAIL)
        counts = Counter(stored)
        for (where, tally), change in self.count(tail).items() if tail else ():
            if where == site and tally.day >= wanted[0]:
                counts[tally] += change
        return SiteStatistics(site=site, figures=statistics(counts, wanted), behind=len(tail) == TAIL)
