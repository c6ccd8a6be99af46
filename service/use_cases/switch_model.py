"""Say which model is live: list what is stored, activate one, go back to the one before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.domain.event import Event, EventKind
from service.domain.learning import SHIPPED, NothingBefore, UnknownModel, UnusableModel, live_on
from service.domain.site import SiteId
from service.use_cases.authenticate import ALL_SITES
from service.use_cases.model_registry import Activation, Kind, StoredModel

if TYPE_CHECKING:
    from service.use_cases.event_log import Events
    from service.use_cases.model_registry import Artefact, Examiner, Models
    from service.use_cases.ports import Clock
    from service.use_cases.repositories import Sites, Transaction

LEAST_PREFIX = 6
"""Fewest characters of a digest by which a model is found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindModel:
    """Find a model by the beginning of its digest."""

    models: Models
    examiner: Examiner

    def __call__(self, name: str) -> str:
        """Return the digest of the one stored model that *name* begins, or ``shipped``.

        Raises:
            UnknownModel: None is, or several are.
        """
        if len(name) >= LEAST_PREFIX:
            if name == SHIPPED or (self.examiner.shipped or "").startswith(name):
                return SHIPPED
            found = [model.digest for model in self.models.all() if model.digest.startswith(name)]
            if len(found) == 1:
                return found[0]
        raise UnknownModel(f"no model, or more than one, is called {name}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchModel:
    """The one way in which a model goes live."""

    clock: Clock
    sites: Sites
    models: Models
    events: Events
    transaction: Transaction

    def __call__(self, digest: str, site: SiteId | None, *, actor: str = "operator") -> None:
        """Have a model go live within a transaction of the caller's.

        Args:
            digest: A stored model, or ``shipped``.
            site: Where; ``None``: on all sites that have no model of their own.
            actor: Who did it.
        """
        now = self.newest(site)
        self._store(Activation(site=site, digest=digest, at=self.clock.now(), before=now.id if now else None), actor)

    def back(self, site: SiteId | None) -> str:
        """Have the model before go live again and return its digest, or ``shipped``; likewise.

        Raises:
            NothingBefore: Nothing was live before.
        """
        now = self.newest(site)
        if now is None or (now.digest is None and now.before is None):
            raise NothingBefore(f"nothing was live before on {site or 'all sites'}")
        before = next((one for one in self.models.activations() if one.id == now.before), None)
        self._store(
            Activation(
                site=site,
                digest=before.digest if before else None,
                at=self.clock.now(),
                before=before.before if before else None,
            ),
            "operator",
        )
        return live_on(site, self.models.live())

    def newest(self, site: SiteId | None) -> Activation | None:
        """Return the activation that holds on a site, ``None`` if there was none."""
        return next((one for one in reversed(self.models.activations()) if one.site == site), None)

    def _store(self, activation: Activation, actor: str) -> None:
        """Store an activation with its event."""
        self.models.activate(activation)
        self.events.append(
            Event(
                kind=EventKind.MODEL_ACTIVATED,
                site=activation.site or SiteId(ALL_SITES),
                comment=None,
                at=activation.at,
                actor=actor,
                details={"model": activation.digest},
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivateModel:
    """Have a stored model go live, or one that is brought in."""

    find: FindModel
    switch: SwitchModel
    examiner: Examiner

    def __call__(self, name: str, site: SiteId | None) -> str:
        """Activate the model called *name* and return its digest, or ``shipped``.

        Raises:
            UnknownModel: There is none of that name.
            UnusableModel: It cannot be used; what is live stays.
            UnknownSite: There is no such site.
        """
        if site is not None:
            self.switch.sites.get(site)
        digest = self.find(name)
        if digest != SHIPPED:
            artefact = self.switch.models.artefact(digest)
            if artefact is None or self.examiner.verify(artefact) != digest:
                raise UnusableModel(f"model {digest} is not what was stored under its name")
        with self.switch.transaction():
            self.switch(digest, site)
        return digest

    def bring(self, artefact: Artefact, site: SiteId | None) -> str:
        """Store a model made elsewhere, activate it and return its digest.

        Raises:
            UnusableModel: It cannot be used; nothing changed.
            UnknownSite: There is no such site.
        """
        if site is not None:
            self.switch.sites.get(site)
        digest = self.examiner.verify(artefact)
        with self.switch.transaction():
            self.switch.models.add(
                StoredModel(digest=digest, kind=Kind.BROUGHT, site=None, created_at=self.switch.clock.now()), artefact
            )
            self.switch(digest, site)
        return digest


@dataclass(frozen=True, slots=True, kw_only=True)
class RollBackModel:
    """Go back to the model that was live before."""

    switch: SwitchModel

    def __call__(self, site: SiteId | None) -> str:
        """Return the digest of the model that is live again, or ``shipped``.

        Raises:
            NothingBefore: Nothing was live before; nothing changed.
            UnknownSite: There is no such site.
        """
        if site is not None:
            self.switch.sites.get(site)
        with self.switch.transaction():
            return self.switch.back(site)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelList:
    """The models of an installation.

    Attributes:
        shipped: Digest of the one that ships, ``None`` if it cannot be used.
        stored: The others, newest first.
        live: By site, under ``None`` for all that have none of their own; ``shipped`` or a digest.
        history: What went live, oldest first.
    """

    shipped: str | None
    stored: tuple[StoredModel, ...]
    live: dict[SiteId | None, str]
    history: tuple[Activation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListModels:
    """List models."""

    models: Models
    examiner: Examiner

    def __call__(self) -> ModelList:
        """Return all there is to know."""
        live = dict(self.models.live())
        live[None] = live_on(None, live)
        return ModelList(
            shipped=self.examiner.shipped,
            stored=self.models.all(),
            live=live,
            history=self.models.activations(),
        )
