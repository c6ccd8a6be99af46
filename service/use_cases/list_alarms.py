"""List the alarms to moderators, each those of what the token opens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.domain.token import Scope

if TYPE_CHECKING:
    from service.domain.alarm import Alarm
    from service.domain.site import SiteId
    from service.domain.token import Token
    from service.use_cases.check_alarms import Alarms
    from service.use_cases.repositories import Sites


@dataclass(frozen=True, slots=True, kw_only=True)
class ListAlarms:
    """The alarms as the worker found them last."""

    sites: Sites
    alarms: Alarms

    def __call__(self, site: SiteId | None, token: Token) -> tuple[Alarm, ...]:
        """Return the alarms of a site; of all sites, and of all together, where none is named and the token opens all.

        Raises:
            NotAllowed: The token may not read.
            UnknownSite: There is no such site, or it is not the token's.
        """
        token.require(Scope.READ)
        wanted = token.site_of(site)
        if wanted is None:
            return self.alarms.all()
        self.sites.get(wanted)
        return tuple(one for one in self.alarms.all() if one.site == wanted)
