"""Who asks: a person or a program, and what each may do on which site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.domain.errors import NotAllowed, UnknownSite

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.domain.site import SiteId
    from service.domain.token import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Moderator:
    """Whoever stands behind a request, known by a token or a session.

    Attributes:
        actor: As the log names them: ``token:<label>`` or ``person:<name>``.
        rights: What is allowed where; the rights under ``None`` hold on every site.
    """

    actor: str
    rights: Mapping[SiteId | None, frozenset[Scope]]

    def require(self, scope: Scope, site: SiteId | None = None) -> None:
        """Raise :class:`NotAllowed` unless *scope* is allowed on *site*; where none is named, on any at all."""
        if not self.may(scope, site):
            raise NotAllowed(scope)

    def may(self, scope: Scope, site: SiteId | None = None) -> bool:
        """Return whether *scope* is allowed on *site*; where none is named, on any at all."""
        if site is None:
            return any(scope in scopes for scopes in self.rights.values())
        return scope in self.rights.get(None, frozenset()) or scope in self.rights.get(site, frozenset())

    def opens(self, site: SiteId) -> bool:
        """Return whether *site* exists for this moderator."""
        return None in self.rights or site in self.rights

    @property
    def sites(self) -> frozenset[SiteId] | None:
        """The sites that exist for this moderator; ``None``: all of them."""
        return None if None in self.rights else frozenset(site for site in self.rights if site is not None)

    def site_of(self, asked: SiteId | None) -> SiteId | None:
        """Return which site a question is about: the one asked for, else the only one; ``None``: all that are open.

        Raises:
            UnknownSite: The one asked for is not open, so that it does not exist for whoever asks.
        """
        if asked is None:
            within = self.sites
            return next(iter(within)) if within is not None and len(within) == 1 else None
        if not self.opens(asked):
            raise UnknownSite(asked)
        return asked
