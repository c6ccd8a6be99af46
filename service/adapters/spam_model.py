"""The one door to the classifier: it is loaded once, and whatever goes wrong with it is one error."""

from __future__ import annotations

import logging
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from models.artefact import Artefact, ArtefactAltered, ArtefactMissing, ArtefactUnsupported, unpack
from models.canary import CANARY
from models.scorer import Scorer
from models.text import fold
from service.adapters.canary import Canary
from service.adapters.clock import SystemClock
from service.domain.errors import ClassifierUnavailable
from service.domain.explanation import Explanation, Part

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn, Self, TypeVar

    from service.domain.site import SiteId
    from service.use_cases import model_registry
    from service.use_cases.ports import Clock

    Result = TypeVar("Result")

__all__ = ["ShippedClassifier", "fold"]

logger = logging.getLogger(__name__)


class ShippedClassifier:
    """A trained model. If it is missing, altered or fails, this object stays and says so at every call.

    A model that takes one of the known comments of ``models.canary`` for its opposite does not judge any other.

    Attributes:
        problem: Why no model is loaded, in a word, or ``None``.
        canary: What is known of the model that is loaded.
    """

    def __init__(
        self, model_dir: str = "", stored: model_registry.Artefact | None = None, *, clock: Clock | None = None
    ) -> None:
        """Load the model of a folder (``""``: the one that ships), or of what is stored elsewhere, and try it."""
        self._scorer: Scorer | None = None
        self.canary = Canary(clock or SystemClock(), CANARY)
        self.problem: str | None = None
        try:
            self._scorer = _unpacked(stored) if stored else Scorer.load(Path(model_dir) if model_dir else None)
        except ArtefactMissing:
            self.problem = "missing"
        except ArtefactAltered:
            self.problem = "altered"
        except ArtefactUnsupported:
            self.problem = "unsupported"
        except Exception as error:  # noqa: BLE001 - comments are to be held, not lost, whatever a damaged model does
            self.problem = f"failing: {type(error).__qualname__}"
        if self.problem:
            logger.error("classifier_not_loaded", extra={"problem": self.problem})
        with suppress(ClassifierUnavailable):
            self._loaded()

    @property
    def wrong(self) -> int | None:
        """How many known comments it scored wrongly, ``None`` if none was tried."""
        return self.canary.wrong

    @property
    def digest(self) -> str | None:
        """Name of the model, ``None`` if none is loaded."""
        return self._scorer.digest if self._scorer else None

    def of_site(self, site: SiteId) -> Self:  # noqa: ARG002 - the port's signature
        """Return itself: this model is the same everywhere."""
        return self

    def probability(self, text: str, name: str, url: str | None) -> float:
        """Return the probability of spam, in (0, 1).

        Raises:
            ClassifierUnavailable: For whatever reason; the comment is to be held.
        """
        scorer = self._loaded()
        return _probability(_call(lambda: scorer.probability(text, name, url or "")))

    def explain(self, text: str, name: str, url: str | None) -> Explanation:
        """Return the same probability as an exact sum of parts.

        Raises:
            ClassifierUnavailable: For whatever reason.
        """
        scorer = self._loaded()
        found = _call(lambda: scorer.explain(text, name, url or ""))
        return Explanation(
            bias=float(found.bias),
            parts=tuple(Part(*part) for part in found.parts),
            probability=_probability(found.probability),
            model=scorer.digest,
            folded=found.folded,
        )

    def check(self) -> None:
        """Find out whether known comments are scored rightly; they are scored again at most hourly.

        Raises:
            ClassifierUnavailable: No score can be given, or one of them is wrong.
        """
        self._loaded()

    def _loaded(self) -> Scorer:
        """Return the model that may judge, or raise."""
        scorer = self._scorer
        if scorer is None:
            raise ClassifierUnavailable(self.problem)
        self.canary.watch(scorer.digest, scorer.probability)
        return scorer


def _unpacked(stored: model_registry.Artefact) -> Scorer:
    """Return the scorer of a model that is stored as bytes, verified before they are opened."""
    model, manifest = unpack(Artefact(stored.manifest, stored.weights), Path("stored model"))
    return Scorer(model, manifest.digest)


def _call(score: Callable[[], Result]) -> Result:
    """Return what a scorer returns; whatever it raises, only its kind is told, for its message may hold the text."""
    try:
        return score()
    except Exception as error:  # noqa: BLE001 - see above
        reason = type(error).__qualname__
    return _fail(reason)


def _probability(found: object) -> float:
    """Return a number that is a probability, or raise."""
    try:
        probability = float(found)  # type: ignore[arg-type] # what cannot be one raises
    except (TypeError, ValueError):
        probability = -1.0
    if not 0.0 < probability < 1.0:
        _fail("not-a-probability")
    return probability


def _fail(reason: str) -> NoReturn:
    """Log and raise, with no exception behind it."""
    logger.error("classifier_failed", extra={"reason": reason})
    raise ClassifierUnavailable(reason)
