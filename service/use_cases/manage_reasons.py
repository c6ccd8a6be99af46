"""See and replace the reasons that moderators of a site may give."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from service.domain.errors import StaleDecision, UnknownSite
from service.domain.token import Scope

if TYPE_CHECKING:
    from service.domain.moderator import Moderator
    from service.domain.reason import Reason
    from service.domain.site import Site, SiteId
    from service.use_cases.manage_sites import ChangeSite
    from service.use_cases.repositories import Sites


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowReasons:
    """Show what moderators of a site choose from."""

    sites: Sites

    def __call__(self, site: SiteId, moderator: Moderator) -> Site:
        """Return the site, which has its reasons.

        Raises:
            UnknownSite: There is none of that name, or it is not open to the moderator.
            NotAllowed: The moderator may not read there.
        """
        return _open(self.sites, site, moderator, Scope.READ)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeReasons:
    """Replace what moderators of a site choose from; what was decided before keeps its code."""

    sites: Sites
    change_site: ChangeSite

    def __call__(self, site: SiteId, version: int, reasons: tuple[Reason, ...] | None, moderator: Moderator) -> Site:
        """Store reasons, as of the version of the site that was seen, and return the site as it is.

        Args:
            site: Whose.
            version: The site's version that the moderator saw.
            reasons: In the order that they are offered in; ``None``: the usual ones again.
            moderator: Who changes them.

        Raises:
            UnknownSite: There is none of that name, or it is not open to the moderator.
            NotAllowed: The moderator may not manage it.
            StaleDecision: Somebody changed the site in the meantime; nothing changed.
        """
        before = _open(self.sites, site, moderator, Scope.MANAGE)
        if before.version != version:
            raise StaleDecision(before.version)
        return self.change_site(replace(before, own_reasons=reasons), actor=moderator.actor)


def _open(sites: Sites, site: SiteId, moderator: Moderator, scope: Scope) -> Site:
    """Return a site that a moderator may deal with.

    Raises:
        UnknownSite, NotAllowed: Why they may not.
    """
    if not moderator.opens(site):
        raise UnknownSite(site)
    moderator.require(scope, site)
    return sites.get(site)
