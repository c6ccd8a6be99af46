"""Models as they are stored: two that judge well, one that does not, and one that was altered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from models import artefact as model_artefact
from models.artefact import Model, pack
from models.ngrams import WIDTH
from service.use_cases.model_registry import Artefact

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHIPPED_MODEL, _ = model_artefact.load()


def a_model(weights: NDArray[np.float32], bias: float) -> tuple[Artefact, str]:
    """Return a model with its digest."""
    packed, manifest = pack(Model(weights, bias))
    return Artefact(manifest=packed.manifest, weights=packed.weights), manifest.digest


FRIENDLY = a_model(SHIPPED_MODEL.weights, SHIPPED_MODEL.bias - 0.01)
STERN = a_model(SHIPPED_MODEL.weights, SHIPPED_MODEL.bias + 0.01)
OF_ONE_OPINION = a_model(np.zeros(WIDTH, np.float32), 2.0)


def spoiled(found: tuple[Artefact, str]) -> tuple[Artefact, str]:
    return replace(found[0], weights=found[0].weights[:-1] + b"!"), found[1]
