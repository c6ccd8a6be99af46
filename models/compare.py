"""Two models on the same labelled comments: what each gets wrong, and whether the difference could be chance.

Importable without scikit-learn: an installation compares where it does not train.
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from models.scorer import MOST_LOG_ODDS

Floats = NDArray[np.float64]
Labels = NDArray[np.bool_]

_DRAWS: Final = 9999
_DRAWS_AT_ONCE: Final = 250
_SEED: Final = 20_260_314
# One-sided, 95 %: the quantile of the normal distribution.
_ONE_SIDED: Final = 1.6449


def log_losses(log_odds: Floats, spam: Labels) -> Floats:
    """Return the logarithmic loss of each comment, in nats, shape (n,); scores are cut as the scorer cuts them."""
    cut = np.clip(log_odds, -MOST_LOG_ODDS, MOST_LOG_ODDS)
    return np.logaddexp(0.0, np.where(spam, -cut, cut))


def verdicts(log_odds: Floats, thresholds: Floats) -> NDArray[np.int64]:
    """Return what the score alone would make of each comment: 0 published, 1 held, 2 filed as spam; shape (n,).

    Args:
        log_odds: Scores, shape (n,).
        thresholds: Of each comment's site, shape (n, 2): probability from which it is held, and filed.
    """
    probabilities = 1.0 / (1.0 + np.exp(-np.clip(log_odds, -MOST_LOG_ODDS, MOST_LOG_ODDS)))
    held, filed = probabilities >= thresholds[:, 0], probabilities >= thresholds[:, 1]
    return np.where(filed, 2, held.astype(np.int64))


def measure(log_odds: Floats, spam: Labels, thresholds: Floats) -> dict[str, Any]:
    """Return ``log_loss`` (mean, nats) and the numbers of ``published_spam``, ``filed_ham`` and ``held``."""
    found = verdicts(log_odds, thresholds)
    return {
        "log_loss": float(log_losses(log_odds, spam).mean()) if len(spam) else 0.0,
        "published_spam": int((spam & (found == 0)).sum()),
        "filed_ham": int((~spam & (found == 2)).sum()),  # noqa: PLR2004 - the number of filed, see verdicts
        "held": int((found == 1).sum()),
    }


def sign_flip(gains: Floats, draws: int = _DRAWS, seed: int = _SEED) -> float:
    """Return the chance of so great a mean of *gains* if each could as well have the other sign, in (0, 1].

    The one-sided paired permutation test (Fisher 1935), with *draws* draws; needs no distribution.
    """
    if not len(gains):
        return 1.0
    chance = np.random.default_rng(seed)
    total, as_great = gains.sum(), 0
    left = draws
    while left:
        count = min(left, _DRAWS_AT_ONCE)
        signs = chance.integers(0, 2, size=(count, len(gains)), dtype=np.int8) * 2.0 - 1.0
        as_great += int((signs @ gains >= total - 1e-12).sum())
        left -= count
    return (as_great + 1) / (draws + 1)


def compare(live: Floats, candidate: Floats, spam: Labels, thresholds: Floats) -> dict[str, Any]:
    """Return what two models make of the same comments.

    Args:
        live: Log-odds by the one, shape (n,).
        candidate: By the other.
        spam: What people decided.
        thresholds: Of each comment's site, shape (n, 2).

    Returns:
        ``comments`` and how many of them are ``spam``; :func:`measure` of ``live`` and ``candidate``; how many
        verdicts are ``changed``; the ``chance`` (:func:`sign_flip`) of a gain in log loss as great as the candidate's;
        and ``increase_at_most``, the upper end of a one-sided 95 % interval of the mean increase of log loss, in nats.
    """
    gains = log_losses(live, spam) - log_losses(candidate, spam)
    spread = float(gains.std(ddof=1)) / len(gains) ** 0.5 if len(gains) > 1 else 0.0
    return {
        "comments": len(spam),
        "spam": int(spam.sum()),
        "live": measure(live, spam, thresholds),
        "candidate": measure(candidate, spam, thresholds),
        "changed": int((verdicts(live, thresholds) != verdicts(candidate, thresholds)).sum()),
        "chance": sign_flip(gains),
        "increase_at_most": float(-gains.mean()) + _ONE_SIDED * spread if len(gains) else 0.0,
    }
