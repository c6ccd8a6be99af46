"""What the classifier never met, as its weights tell: the worker's second door to the model, beside ``spam_model``."""

from __future__ import annotations

from pathlib import Path

from models.artefact import load
from models.unknown import can_tell, unknown_share, untouched_share
from service.domain.errors import ClassifierUnavailable


class UnknownNgrams:
    """Implements :class:`service.use_cases.check_alarms.UnknownShare` over a model that is loaded now."""

    def __init__(self, model_dir: str = "") -> None:
        """Load the model of a folder; ``""``: the one that ships. If it cannot be used, each call says so."""
        try:
            self._model = load(Path(model_dir) if model_dir else None)[0]
            self._untouched = untouched_share(self._model)
        except Exception:  # noqa: BLE001 - whatever a damaged model does, the other alarms go on; /readyz names the cause
            self._untouched = 0.0

    def __call__(self, text: str) -> float:
        """Return the share of n-grams that the model never learned anything of, in [0, 1].

        Raises:
            ClassifierUnavailable: There is no model, or it left no bucket untouched to tell by.
        """
        if not can_tell(self._untouched):
            raise ClassifierUnavailable("unknown n-grams")
        return unknown_share(self._model, self._untouched, text)
