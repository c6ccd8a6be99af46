"""Read the log in its order, by filters, from a cursor on: as a list, as an export, or as what polls follow."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from service.domain.token import Scope

if TYPE_CHECKING:
    from datetime import datetime

    from service.domain.comment import CommentId
    from service.domain.event import EventKind
    from service.domain.moderator import Moderator
    from service.domain.site import SiteId
    from service.use_cases.event_log import LogLine
    from service.use_cases.repositories import Sites

MAX_LIMIT, MAX_ROWS = 1000, 10_000
"""Greatest number of lines in one answer, as a list of JSON and as a table."""

SCANNED = 10_000
"""So many lines are gone through for one answer at most, whatever meets the filters."""

CLOCK_SLACK = timedelta(hours=1)
"""The clocks of the machines that write lines and seals differ by less than this.

It only spares work: lines are written in about the order of their moments.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFilter:
    """Which lines are meant: those that meet everything that is asked; ``None`` asks nothing.

    Attributes:
        site: One site.
        within: The sites that may be read, outside which nothing is found; ``None``: all, and what is of none of them.
        kinds: One of these kinds; empty: any.
        actor: By that hand.
        comment: About that comment.
        since, until: From then on, and before then.
    """

    site: SiteId | None = None
    within: frozenset[SiteId] | None = None
    kinds: frozenset[EventKind] = frozenset()
    actor: str | None = None
    comment: CommentId | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogQuery(LogFilter):
    """What is asked of the log.

    Attributes:
        after: Begin behind this line; 0: with the first. ``None``: only say where the log ends.
        limit: Greatest number of lines.
    """

    after: int | None = 0
    limit: int = 50

    @property
    def narrows(self) -> bool:
        """Whether there may be lines that are not meant."""
        return bool(self.kinds) or not all(
            one is None for one in (self.site, self.within, self.actor, self.comment, self.since, self.until)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPage:
    """A part of the log.

    Attributes:
        lines: What met the filters, in the log's order.
        next: Go on behind this line, at once or later.
        more: Whether there may be more already.
    """

    lines: tuple[LogLine, ...]
    next: int
    more: bool


class FilteredLog(Protocol):
    """The settled part of the log, found by filters. Its order is that of :class:`SettledEvents`."""

    def latest(self) -> int:
        """Return the last line, 0 if there is none."""
        ...

    def nth(self, after: int, lines: int) -> int | None:
        """Return the line so many lines behind another, ``None`` if there are fewer."""
        ...

    def count(self, after: int, most: int) -> int:
        """Return how many lines are behind a line, counted up to *most*."""
        ...

    def written_at(self, line: int) -> datetime:
        """Return when a line was written."""
        ...

    def between(self, wanted: LogFilter, after: int, through: int, limit: int) -> tuple[LogLine, ...]:
        """Return the first lines behind a line, up to and with another, that meet a filter, *limit* at most."""
        ...

    def sealed_before(self, at: datetime) -> int:
        """Return the last line under a seal that was made before *at*, 0 if there is none."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLog:
    """One part of the log. The work is bounded, whatever the log holds and whatever is asked."""

    log: FilteredLog

    def __call__(self, query: LogQuery) -> LogPage:
        """Return the lines that meet a query, or the first of them, and where to go on."""
        if query.after is None:
            return LogPage(lines=(), next=self.log.latest(), more=False)
        if query.comment is not None:
            return self._of_comment(query, query.after)
        # Where the stretch ends is asked for before its lines: what settles in between is behind it.
        end = self.log.latest()
        if end == query.after:
            return LogPage(lines=(), next=end, more=False)
        after = query.after
        if query.since is not None and not after:
            # What was sealed before then was written before then.
            after = self.log.sealed_before(query.since - CLOCK_SLACK)
        through = self.log.nth(after, SCANNED if query.narrows else query.limit) or end
        lines = self.log.between(query, after, through, query.limit)
        if len(lines) == query.limit:
            return LogPage(lines=lines, next=lines[-1].id, more=lines[-1].id != end)
        over = query.until is not None and self.log.written_at(through) >= query.until + CLOCK_SLACK
        return LogPage(lines=lines, next=through, more=through != end and not over)

    def _of_comment(self, query: LogQuery, after: int) -> LogPage:
        """Return the lines about a comment: an index leads to them, wherever in the log they are."""
        through = self.log.latest()
        lines = self.log.between(query, after, through, query.limit)
        more = len(lines) == query.limit
        return LogPage(lines=lines, next=lines[-1].id if more else through, more=more)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowLog:
    """The same for moderators: what they may read."""

    sites: Sites
    read: ReadLog

    def __call__(self, query: LogQuery, moderator: Moderator) -> LogPage:
        """Return a part of the log. Who may see one site and names none gets that one.

        What is about no site alone is there for those who may read on all of them.

        Raises:
            NotAllowed: The moderator may not read.
            UnknownSite: There is no such site, or it is not open to the moderator.
        """
        moderator.require(Scope.READ)
        site = moderator.site_of(query.site)
        if site is not None:
            moderator.require(Scope.READ, site)
        if query.site is not None and not query.after:
            # Whoever goes on behind a line was asked this at the beginning; a poll asks for nothing it does not need.
            self.sites.get(query.site)
        within = readable(moderator) if site is None else None
        return self.read(replace(query, site=site, within=within))


def readable(moderator: Moderator) -> frozenset[SiteId] | None:
    """Return the sites that a moderator may read on; ``None``: all."""
    if Scope.READ in moderator.rights.get(None, frozenset()):
        return None
    return frozenset(site for site, scopes in moderator.rights.items() if site is not None and Scope.READ in scopes)
