"""How weights are learned from labelled rows: what each counts, the classifier, its calibration."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold

from models.dataset import Row
from models.pipeline import build_classifier

Say = Callable[[str], object]

# How much a row of a small set counts: there are few of its kind, and what they show is found nowhere else.
_EMPHASIS: Final = {
    "youtube_spam_en": 6.0,
    "telegram_spam_ru": 6.0,
    "sms_spam_id": 3.0,
    "sms_scams_id": 4.0,
    "written": 2.0,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Hyperparameters of training.

    Attributes:
        strength: Inverse of the L2 penalty.
        power: Of the scaling by each piece's own evidence (:mod:`models.evidence`).
        iterations: Most passes of the optimiser over the rows.
        folds: Of the cross-validation.
        spam_copies: Altered copies of each spam with a brand.
        ham_copies: Altered copies of each ham.
        written_copies: Of a comment written for the project, each with another brand in its blank.
        promoting_copies: Copies of each harmless text under a name or a website that promotes.
        cluster_power: A row of a cluster of n weighs n to the minus this.
        seed: Of everything random.
    """

    strength: float = 0.3
    power: float = 0.4
    iterations: int = 2000
    folds: int = 3
    spam_copies: float = 3.0
    ham_copies: float = 0.15
    written_copies: int = 12
    promoting_copies: int = 2
    cluster_power: float = 0.5
    seed: int = 20_240_817


def sample_weights(rows: Sequence[Row], power: float) -> NDArray[np.float64]:
    """Return a weight a row, shape (n_rows,): near-duplicates share theirs, and small sets of their kind count more."""
    sizes = Counter((row.source, row.cluster) for row in rows)
    shares = [1.0 if row.source == "written" else sizes[row.source, row.cluster] ** -power for row in rows]
    return np.array([_EMPHASIS.get(row.source, 1.0) * share for row, share in zip(rows, shares, strict=True)])


@dataclass(frozen=True, slots=True)
class Weights:
    """A fitted classifier as one weight a feature.

    Attributes:
        coefficients: Of each feature, shape (n_features,).
        intercept: Of a comment without any.
    """

    coefficients: NDArray[np.float64]
    intercept: float

    def scores(self, matrix: csr_matrix) -> NDArray[np.float64]:
        """Return the margin of each row, above 0 for spam, shape (n_rows,)."""
        return np.asarray(matrix @ self.coefficients + self.intercept, dtype=np.float64)


def fit_weights(rows: Sequence[Row], matrix: csr_matrix, settings: Settings) -> Weights:
    """Return what a classifier learns from *rows*, whose features are *matrix*; that is scaled in place.

    Raises:
        ValueError: Either label is missing.
    """
    labels = np.array([row.spam for row in rows], dtype=np.int64)
    counts = sample_weights(rows, settings.cluster_power)
    classifier = build_classifier(
        strength=settings.strength, power=settings.power, iterations=settings.iterations, seed=settings.seed
    )
    classifier.fit(matrix, labels, evidence__sample_weight=counts, margin__sample_weight=counts)
    evidence, margin = (step for _, step in classifier.steps)
    return Weights(margin.coef_[0] * evidence.scale_, float(margin.intercept_[0]))


def cross_validated(
    rows: Sequence[Row], matrix: csr_matrix, scored: int, settings: Settings, say: Say
) -> NDArray[np.float64]:
    """Return the margin of each of the first *scored* rows by a model trained without its group, shape (scored,).

    Args:
        rows: Rows to train on; those behind the first *scored* only train, and not where their group is scored.
        matrix: Their features, shape (n_rows, n_features).
        scored: How many are scored.
        settings: Hyperparameters.
        say: Told about progress.
    """
    numbers: dict[str, int] = {}
    groups = np.array([numbers.setdefault(row.group, len(numbers)) for row in rows])
    labels = np.array([row.spam for row in rows], dtype=np.int64)[:scored]
    found = np.zeros(scored)
    splitter = StratifiedGroupKFold(n_splits=settings.folds, shuffle=True, random_state=settings.seed)
    for fold, (_, unseen) in enumerate(splitter.split(labels, labels, groups[:scored]), start=1):
        say(f"cross-validation {fold} of {settings.folds}")
        known = np.flatnonzero(~np.isin(groups, np.unique(groups[unseen])))
        weights = fit_weights([rows[at] for at in known.tolist()], matrix[known], settings)
        found[unseen] = weights.scores(matrix[unseen])
    return found


def platt(margins: NDArray[np.float64], labels: NDArray[np.int64]) -> tuple[float, float]:
    """Return scale and shift that make log-odds of *margins* (Platt 1999), the scale above 0."""
    fitted = LogisticRegression(C=1e6, max_iter=200).fit(margins[:, None], labels)
    return max(float(fitted.coef_[0, 0]), 1e-3), float(fitted.intercept_[0])
