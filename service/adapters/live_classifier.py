"""The classifier of an installation: on each site the model that is live there, switched without a restart.

A model that is live and cannot be used is not replaced by another behind everybody's back: its comments are held.
"""

from __future__ import annotations

import logging
import math
import time
from typing import TYPE_CHECKING

from service.adapters.spam_model import ShippedClassifier
from service.domain.errors import ClassifierUnavailable, StorageUnavailable
from service.domain.learning import SHIPPED, live_on

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from service.domain.explanation import Explanation
    from service.domain.site import SiteId
    from service.use_cases.model_registry import Models
    from service.use_cases.ports import Clock, SpamClassifier

LOOK_SECONDS = 2.0
"""How long what was seen to be live is believed. A switch must be seen within 5 s; a look costs one read."""

logger = logging.getLogger(__name__)


class LiveClassifier:
    """Hands out the classifier that is live on a site. It looks when it is asked, so an idle process does nothing."""

    def __init__(
        self, shipped: ShippedClassifier, models: Models, clock: Clock, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        """Know the model that ships, where the others are, and when a canary is due; nothing is read yet."""
        self._shipped = shipped
        self._models = models
        self._clock = clock
        self._monotonic = monotonic
        self._live: Mapping[SiteId | None, str] = {}
        self._loaded: Mapping[str, ShippedClassifier | Unusable] = {SHIPPED: shipped}
        self._looked = -math.inf

    def of_site(self, site: SiteId | None) -> SpamClassifier:
        """Return the classifier with the model that is live on a site; ``None``: on those without one of their own.

        Raises:
            StorageUnavailable: Which one that is cannot be told now.
        """
        if self._monotonic() - self._looked >= LOOK_SECONDS:
            self._look()
        return self._loaded[live_on(site, self._live)]

    @property
    def digest(self) -> str | None:
        """Name of the model of all sites that have none of their own, ``None`` if it cannot be used."""
        return self.of_site(None).digest

    @property
    def wrong(self) -> int | None:
        """How many known comments the live models scored wrongly, all together; ``None`` if none was tried."""
        found = [self._loaded[digest].wrong for digest in {live_on(None, self._live), *self._live.values()}]
        tried = [wrong for wrong in found if wrong is not None]
        return sum(tried) if tried else None

    def probability(self, text: str, name: str, url: str | None) -> float:
        """Return that model's probability of spam; see the port."""
        return self.of_site(None).probability(text, name, url)

    def explain(self, text: str, name: str, url: str | None) -> Explanation:
        """Return the same probability as an exact sum of parts; see the port."""
        return self.of_site(None).explain(text, name, url)

    def check(self) -> None:
        """Have every live model score the known comments, if it is time.

        Raises:
            ClassifierUnavailable: One of them cannot, or gets one wrong.
        """
        try:
            self._look()
        except StorageUnavailable:
            # The probe of the database says so; here the models that are loaded are tried.
            logger.warning("live_models_unknown")
        for digest in {live_on(None, self._live), *self._live.values()}:
            self._loaded[digest].check()

    def _look(self) -> None:
        """See what is live, and load what was not."""
        live = self._models.live()
        self._loaded = {SHIPPED: self._shipped} | {
            digest: self._loaded.get(digest) or self._load(digest) for digest in set(live.values())
        }
        self._live = live
        self._looked = self._monotonic()

    def _load(self, digest: str) -> ShippedClassifier | Unusable:
        """Return a stored model; one that cannot be used, or is not the one named, judges nothing."""
        artefact = self._models.artefact(digest)
        if artefact is None:
            logger.error("classifier_not_loaded", extra={"problem": "missing", "model": digest})
            return Unusable("missing")
        classifier = ShippedClassifier(stored=artefact, clock=self._clock)
        if classifier.digest not in {None, digest}:
            logger.error("classifier_not_loaded", extra={"problem": "altered", "model": digest})
            return Unusable("altered")
        logger.info("classifier_switched", extra={"model": digest})
        return classifier


class Unusable:
    """A live model that cannot be used: everything is held.

    Attributes:
        problem: Why, in a word.
        digest: Of no model.
        wrong: No known comment was tried.
    """

    def __init__(self, problem: str) -> None:
        self.problem = problem
        self.digest = None
        self.wrong = None

    def of_site(self, site: SiteId) -> Unusable:  # noqa: ARG002 - the port's signature
        """Return itself."""
        return self

    def probability(self, text: str, name: str, url: str | None) -> float:  # noqa: ARG002 - as above
        """Raise.

        Raises:
            ClassifierUnavailable: Always.
        """
        raise ClassifierUnavailable(self.problem)

    def explain(self, text: str, name: str, url: str | None) -> Explanation:  # noqa: ARG002 - as above
        """Raise.

        Raises:
            ClassifierUnavailable: Always.
        """
        raise ClassifierUnavailable(self.problem)

    def check(self) -> None:
        """Raise.

        Raises:
            ClassifierUnavailable: Always.
        """
        raise ClassifierUnavailable(self.problem)
