"""The lean path of the service: one comment to one probability, with numpy alone."""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import numpy as np

from models.artefact import Model, load, load_manifest, require_trainer
from models.explain import Explanation, explain
from models.ngrams import BUCKETS, Submission, observe

# Log-odds beyond are cut: 12 is a probability of 0.999994, and from there on rounding of the probability itself would
# make the parts of an explanation disagree with it.
MOST_LOG_ODDS: Final = 12.0


def logistic(log_odds: float) -> float:
    """Return the probability of *log_odds*."""
    return 1.0 / (1.0 + math.exp(-log_odds))


def _cut(total: float) -> float:
    return min(max(total, -MOST_LOG_ODDS), MOST_LOG_ODDS)


@dataclass(frozen=True, slots=True)
class Scorer:
    """A verified model, ready to score.

    Attributes:
        model: Weights and bias.
        digest: Names the model; from its manifest.
    """

    model: Model
    digest: str

    @classmethod
    def load(cls, directory: Path | None = None) -> Self:
        """Return the scorer of the model in *directory* (default: the shipped one).

        Raises:
            ArtefactError: The model is missing, altered or of another format.
        """
        model, manifest = load(directory)
        return cls(model, manifest.digest)

    @classmethod
    def named(cls, directory: Path | None) -> Self:
        """Return the scorer of the model that a command names (``None``: the shipped one).

        A service scores with any; a command that measures wants one of the scikit-learn that is installed.

        Raises:
            ArtefactError: As :meth:`load`, or another scikit-learn trained it.
        """
        if directory is not None:
            require_trainer(load_manifest(directory), directory)
        return cls.load(directory)

    def log_odds(self, submission: Submission) -> float:
        """Return the log-odds of spam, from -12 to 12."""
        return _cut(self._total(submission))

    def _total(self, submission: Submission) -> float:
        """Return the log-odds of spam as they add up, which may be beyond what is counted."""
        weights = self.model.weights
        seen = observe(submission)
        by_group = np.add.reduceat(weights.take(seen.indices), seen.starts, dtype=np.float64)
        return self.model.bias + float(by_group @ seen.scales) + float(seen.counts @ weights[BUCKETS:])

    def probability(self, text: str, author: str = "", url: str = "") -> float:
        """Return the probability that the comment is spam: finite, above 0 and below 1, for any strings."""
        return logistic(self.log_odds(Submission(text, author, url)))

    def explain(self, text: str, author: str = "", url: str = "") -> Explanation:
        """Return the parts that the log-odds of :meth:`probability` are the exact sum of."""
        submission = Submission(text, author, url)
        total = self._total(submission)
        log_odds = _cut(total)
        return explain(self.model, submission, total, log_odds, logistic(log_odds))
