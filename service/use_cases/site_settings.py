"""See and change the settings of sites, as far as they are open to whoever asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.domain.errors import StaleSettings, UnknownSite
from service.domain.site_changes import read_changes
from service.domain.site_warnings import warnings_of
from service.domain.token import Scope

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.domain.moderator import Moderator
    from service.domain.site import Site, SiteId
    from service.domain.site_warnings import PolicyWarning
    from service.use_cases.manage_sites import ChangeSite
    from service.use_cases.ports import TextFolder
    from service.use_cases.repositories import Sites


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A site with what is odd about its policy."""

    site: Site
    warnings: tuple[PolicyWarning, ...]


def site_open_to(moderator: Moderator, name: SiteId, scope: Scope, sites: Sites) -> Site:
    """Return a site that is open to a moderator who may do *scope* there.

    Raises:
        UnknownSite: There is no such site, or it is not open.
        NotAllowed: It is, but *scope* is not allowed there.
    """
    if not moderator.opens(name):
        raise UnknownSite(name)
    moderator.require(scope, name)
    return sites.get(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSites:
    """The sites that are open to a moderator, by name."""

    sites: Sites

    def __call__(self, moderator: Moderator) -> tuple[Site, ...]:
        """Return them; those where nothing may be read are left out.

        Raises:
            NotAllowed: The moderator may read nowhere.
        """
        moderator.require(Scope.READ)
        return tuple(site for site in self.sites.all() if moderator.may(Scope.READ, site.id))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowSettings:
    """The settings of one site."""

    sites: Sites
    fold: TextFolder

    def __call__(self, name: SiteId, moderator: Moderator) -> Settings:
        """Return them.

        Raises:
            UnknownSite: There is no such site, or it is not open to the moderator.
            NotAllowed: The moderator may not read there.
        """
        site = site_open_to(moderator, name, Scope.READ, self.sites)
        return Settings(site=site, warnings=warnings_of(site.policy, self.fold))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSettings:
    """Change the settings of a site, as of the version that was seen."""

    sites: Sites
    change_site: ChangeSite
    languages: tuple[str, ...]
    fold: TextFolder

    def __call__(self, name: SiteId, version: int, sent: Mapping[str, object], moderator: Moderator) -> Settings:
        """Store what was sent, and return the settings as they are now. Where nothing changes, nothing is stored.

        Args:
            name: The site.
            version: As it was read.
            sent: The fields that are to change.
            moderator: Who changes them.

        Raises:
            UnknownSite: There is no such site, or it is not open to the moderator.
            NotAllowed: The moderator may not manage it.
            StaleSettings: Somebody changed it in the meantime.
            InvalidSettings: Fields are unusable; all of them are named.
        """
        site = site_open_to(moderator, name, Scope.MANAGE, self.sites)
        if site.version != version:
            raise StaleSettings(site.version)
        wanted = read_changes(site, sent, self.languages)
        after = site if wanted == site else self.change_site(wanted, actor=moderator.actor)
        return Settings(site=after, warnings=warnings_of(after.policy, self.fold))
