"""A correction of a model, learned from few comments: the same features, shrunk towards no change at all.

The log-odds become ``scale * base + shift + correction``; the sum is again weights and a bias. Comments written for the
project are anchors among what is learned from, so that a handful of decisions cannot tilt what nobody complained about.
"""

import random
from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.model_selection import StratifiedGroupKFold

from models.artefact import Model
from models.compare import Floats, Labels, log_losses
from models.features import CommentVectorizer
from models.scorer import MOST_LOG_ODDS
from models.written import written_rows

# A correction is rounded to half precision in the end: what more exact steps would add is lost there.
_STEPS: Final = {"ftol": 1e-5, "gtol": 1e-3, "maxcor": 6}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a correction is learned.

    Attributes:
        penalties: L2 penalties of the correction to choose from, by cross-validation.
        familiarity: A piece that k of the anchors hold costs 1 + familiarity * k times the penalty: what is peculiar to
            the decided comments explains them sooner than what ordinary comments are made of.
        scale_penalty: Penalty of the scale's distance from 1.
        shift_penalty: Penalty of the shift.
        folds: Of the cross-validation.
        blocks: Of the replay.
        warm_up: Share of the decisions that the replay only learns from, at the beginning.
        least: Decisions of each label from which on anything is learned.
        iterations: Most steps of the optimiser.
        seed: Of everything random.
    """

    penalties: tuple[float, ...] = (0.5, 2.0, 8.0)
    familiarity: float = 1.0
    scale_penalty: float = 300.0
    shift_penalty: float = 300.0
    folds: int = 3
    blocks: int = 5
    warm_up: float = 0.3
    least: int = 5
    iterations: int = 100
    seed: int = 20_260_314


def logistic(log_odds: Floats) -> Floats:
    """Return the probability of each log-odds."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(log_odds, -500, 500))), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Correction:
    """What is learned: log-odds become ``scale * base + shift + features @ weights``.

    Attributes:
        scale: Of the base's log-odds.
        shift: Added to them.
        weights: Of each feature, shape (n_features,).
    """

    scale: float
    shift: float
    weights: Floats

    def __call__(self, base: Floats, features: csr_matrix) -> Floats:
        """Return the corrected log-odds, shape (n,)."""
        return np.asarray(self.scale * base + self.shift + features @ self.weights, dtype=np.float64)


def scores(model: Model, features: csr_matrix) -> Floats:
    """Return the log-odds by *model* of each row of *features*, not cut, shape (n,)."""
    return np.asarray(features @ model.weights.astype(np.float64) + model.bias, dtype=np.float64)


def fit(  # noqa: PLR0913, PLR0917 - the parts of one sum
    base: Floats, features: csr_matrix, wanted: Floats, counts: Floats, penalties: Floats, settings: Settings
) -> Correction:
    """Return the correction of least penalised log loss.

    Args:
        base: Log-odds to correct, shape (n,).
        features: Shape (n, n_features).
        wanted: The probability of spam that each should get: 0 or 1 where a person said it.
        counts: How much each row counts.
        penalties: L2, of each feature's weight, shape (n_features,).
        settings: The other penalties.
    """
    shrink = np.concatenate([[settings.scale_penalty, settings.shift_penalty], penalties])

    def loss(moved: Floats) -> tuple[float, Floats]:
        log_odds = (1.0 + moved[0]) * base + moved[1] + features @ moved[2:]
        pull = counts * (logistic(log_odds) - wanted)
        slope = np.concatenate([[pull @ base, pull.sum()], features.T @ pull])
        value = counts @ (np.logaddexp(0.0, log_odds) - wanted * log_odds) + 0.5 * (shrink * moved) @ moved
        return float(value), slope + shrink * moved

    start = np.zeros(features.shape[1] + 2)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options=_STEPS | {"maxiter": settings.iterations}).x
    return Correction(1.0 + float(found[0]), float(found[1]), found[2:])


@dataclass(frozen=True, slots=True)
class Learner:
    """What every candidate is learned with.

    Attributes:
        base: The model to correct.
        settings: How.
        anchors: Features of the anchors.
        anchor_spam: Their labels.
    """

    base: Model
    settings: Settings
    anchors: csr_matrix
    anchor_spam: Labels

    @classmethod
    def over(cls, base: Model, settings: Settings) -> "Learner":
        """Return the learner over *base*, anchored by the comments written for the project."""
        chance = random.Random(settings.seed)  # noqa: S311 - no secret depends on it
        rows = list(written_rows((), 1, chance))
        anchors = CommentVectorizer().transform([row.submission for row in rows])
        return cls(base, settings, anchors, np.array([row.spam for row in rows], dtype=bool))

    def learn(self, features: csr_matrix, spam: Labels, groups: NDArray[np.int64]) -> tuple[Model, dict[str, float]]:
        """Return the base corrected by decisions, and what was chosen.

        Args:
            features: Of the comments decided, shape (n, WIDTH).
            spam: What was decided.
            groups: Comments that read the same share a number: a fold holds all of them.
        """
        base = scores(self.base, features)
        # Other columns would stay 0: only what the decided comments hold can be learned about.
        columns = np.unique(features.indices)
        mine, anchors = features[:, columns], self.anchors[:, columns]
        anchor_base = scores(self.base, self.anchors)
        # An anchor wants what the base gave it: it holds what is known in place and teaches nothing new. Together they
        # count as much as the decisions, one half for spam and one for ham, whichever are more.
        anchor_wanted = logistic(np.clip(anchor_base, -MOST_LOG_ODDS, MOST_LOG_ODDS))
        anchor_counts = len(spam) / 2 / np.where(self.anchor_spam, self.anchor_spam.sum(), (~self.anchor_spam).sum())

        familiar = 1.0 + self.settings.familiarity * anchors.getnnz(axis=0)

        def correct(known: NDArray[np.int64], penalty: float) -> Correction:
            return fit(
                np.concatenate([base[known], anchor_base]),
                scipy.sparse.vstack([mine[known], anchors], format="csr"),
                np.concatenate([spam[known], anchor_wanted]),
                np.concatenate([np.ones(len(known)), anchor_counts]),
                penalty * familiar,
                self.settings,
            )

        folds = StratifiedGroupKFold(n_splits=self.settings.folds, shuffle=True, random_state=self.settings.seed)
        unseen_scores = {penalty: np.zeros(len(spam)) for penalty in self.settings.penalties}
        for known, unseen in folds.split(spam, spam, groups):
            for penalty, found in unseen_scores.items():
                found[unseen] = correct(known, penalty)(base[unseen], mine[unseen])
        penalty = _most_cautious({penalty: log_losses(found, spam) for penalty, found in unseen_scores.items()})
        correction = correct(np.arange(len(spam)), penalty)
        # Calibrated by Platt's method on scores by models that had not seen the comment, shrunk towards no change. That
        # may make the model less sure, never surer: one site's comments do not say how sure to be of others.
        nothing = csr_matrix((len(spam), 0))
        platt = fit(
            unseen_scores[penalty], nothing, spam.astype(np.float64), np.ones(len(spam)), np.zeros(0), self.settings
        )
        scale = min(max(platt.scale, 0.05), 1.0)
        weights = self.base.weights.astype(np.float64) * correction.scale
        weights[columns] += correction.weights
        bias = (self.base.bias * correction.scale + correction.shift) * scale + platt.shift
        # Rounded as it will be saved, so that what is compared is what goes live.
        model = Model((weights * scale).astype(np.float16).astype(np.float32), float(bias))
        return model, {"penalty": penalty, "scale": correction.scale * scale, "shift": correction.shift + platt.shift}


def _most_cautious(losses: dict[float, Floats]) -> float:
    """Return the greatest penalty whose mean loss is within one standard error of the least (Breiman et al. 1984)."""
    best = min(losses.values(), key=lambda one: float(one.mean()))
    limit = float(best.mean()) + float(best.std(ddof=1)) / len(best) ** 0.5
    return max(penalty for penalty, one in losses.items() if float(one.mean()) <= limit)
