"""Models and activations in memory."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.domain.site import SiteId
    from service.use_cases import model_registry
    from service.use_cases.model_registry import Activation, Artefact, StoredModel
    from tests.memory_store import MemoryStore


@dataclass(slots=True)
class MemoryModels:
    store: MemoryStore

    def live(self) -> Mapping[SiteId | None, str]:
        newest = {one.site: one.digest for one in self.store.activations}
        return {site: digest for site, digest in newest.items() if digest is not None}

    def all(self) -> tuple[StoredModel, ...]:
        found = sorted(self.store.models.values(), key=lambda found: found[0].digest)
        found.sort(key=lambda found: found[0].created_at, reverse=True)
        return tuple(model for model, _ in found)

    def artefact(self, digest: str) -> Artefact | None:
        found = self.store.models.get(digest)
        return found[1] if found else None

    def add(self, model: StoredModel, artefact: Artefact) -> None:
        self.store.models.setdefault(model.digest, (model, artefact))

    def activations(self) -> tuple[Activation, ...]:
        return tuple(self.store.activations)

    def activate(self, activation: Activation) -> None:
        self.store.activations.append(replace(activation, id=len(self.store.activations) + 1))


if TYPE_CHECKING:
    from tests.memory_store import MemoryStore as _Store

    _: model_registry.Models = MemoryModels(_Store())
