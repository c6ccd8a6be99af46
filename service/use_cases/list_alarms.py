"""List the alarms to moderators, to each those of the sites that are open to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.domain.token import Scope

if TYPE_CHECKING:
    from service.domain.alarm import Alarm
    from service.domain.moderator import Moderator
    from service.domain.site import SiteId
    from service.use_cases.check_alarms import Alarms
    from service.use_cases.repositories import Sites


@dataclass(frozen=True, slots=True, kw_only=True)
class ListAlarms:
    """The alarms as the worker found them last."""

    sites: Sites
    alarms: Alarms

    def __call__(self, site: SiteId | None, moderator: Moderator) -> tuple[Alarm, ...]:
        """Return the alarms of a site; where none is named, of those that are open, and of all together if all are.

        Raises:
            NotAllowed: The moderator may not read.
            UnknownSite: There is no such site, or it is not open to the moderator.
        """
        moderator.require(Scope.READ)
        wanted = moderator.site_of(site)
        if wanted is not None:
            self.sites.get(wanted)
        within = moderator.sites if wanted is None else {wanted}
        return tuple(one for one in self.alarms.all() if within is None or one.site in within)
