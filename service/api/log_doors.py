"""What the log's part of the API needs: each use case as what it is called with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.domain.moderator import Moderator
    from service.domain.site import SiteId
    from service.use_cases.read_log import LogPage, LogQuery
    from service.use_cases.tally_log import SiteStatistics
    from service.use_cases.verify_part import VerifiedPart


@dataclass(frozen=True, slots=True, kw_only=True)
class LogDoors:
    """All that moderators ask of the log.

    Attributes:
        show: Reads a part of it.
        verify: Verifies the seals behind one.
        statistics: Says what came to a site in so many days, and what became of it.
    """

    show: Callable[[LogQuery, Moderator], LogPage]
    verify: Callable[[int, Moderator], VerifiedPart]
    statistics: Callable[[SiteId | None, int, Moderator], SiteStatistics]
