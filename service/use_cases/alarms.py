"""What alarms need of the outside world, as narrow protocols."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from service.domain.alarm import Alarm
    from service.domain.drift import Day
    from service.domain.site import SiteId


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
