"""How much of a text a model never learned anything of: a sign of a language or a trick that it was not trained on."""

from typing import Final

import numpy as np

from models.artefact import Model
from models.ngrams import BUCKETS, FOLDED_VIEW, buckets, clip, pieces
from models.text import fold

# With fewer buckets untouched a text of unknown pieces alone would hardly differ from any other.
_LEAST_UNTOUCHED: Final = 0.02


def untouched_share(model: Model) -> float:
    """Return the share of buckets whose weight is exactly 0, in [0, 1]: those that nothing in training fell into."""
    return 1.0 - np.count_nonzero(model.weights[:BUCKETS]) / BUCKETS


def can_tell(untouched: float) -> bool:
    """Return whether enough buckets were left untouched to tell unknown pieces by."""
    return untouched >= _LEAST_UNTOUCHED


def unknown_share(model: Model, untouched: float, text: str) -> float:
    """Return the share of a text's pieces of 2 to 5 characters that the model never met, in [0, 1].

    A piece never met falls into any bucket alike, so that of many such pieces just the share of untouched buckets is
    seen to be unknown: what is seen is divided by it. In a short text that is a rough estimate; the mean over many
    texts is a good one.

    Args:
        model: Its weights.
        untouched: What :func:`untouched_share` says of it; :func:`can_tell` must hold.
        text: As typed. The shortest has a piece, for a blank is added at both ends.
    """
    weights = model.weights.take(buckets(np.concatenate(pieces(fold(clip(text)), FOLDED_VIEW))))
    return min(1.0, (1.0 - np.count_nonzero(weights) / len(weights)) / untouched)
