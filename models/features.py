"""The transformer of the training pipeline: submissions to one sparse row each."""

from collections.abc import Iterable, Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin

from models.ngrams import BUCKETS, GROUPS, NAMED, WIDTH, Submission, observe
from models.text import fold


def as_submission(given: "str | Sequence[str]") -> Submission:
    """Return *given*, a text or (text, author, url), as a submission."""
    return Submission(given) if isinstance(given, str) else Submission(*given)


class CommentVectorizer(TransformerMixin, BaseEstimator):  # type: ignore[misc] # scikit-learn is untyped
    """Turn submissions into rows of hashed pieces and named counts (:mod:`models.ngrams`). Learns nothing.

    Args:
        groups: Of GROUPS, those whose pieces count.
        counted: Whether the named counts do.
        folded: Whether a text is read as a reader sees it, not as typed in small letters.
    """

    def __init__(self, *, groups: Sequence[str] = GROUPS, counted: bool = True, folded: bool = True) -> None:
        self.groups = groups
        self.counted = counted
        self.folded = folded

    def fit(self, X: Iterable[Any], y: NDArray[np.int64] | None = None) -> Self:  # noqa: ARG002, N803 - scikit-learn's names
        """Do nothing: hashing needs no vocabulary."""
        return self

    def __sklearn_is_fitted__(self) -> bool:
        return True

    def transform(self, X: "Iterable[str | Sequence[str]]") -> csr_matrix:  # noqa: N803 - the estimator contract
        """Return a matrix of shape (n_samples, WIDTH), double precision.

        Args:
            X: Texts, or tuples of text, author name and address of the author's site.
        """
        indices, values, ends = [], [], [0]
        named = np.arange(BUCKETS, BUCKETS + len(NAMED))
        read = fold if self.folded else str.lower
        wanted = np.array([name in self.groups for name in GROUPS])
        for given in X:
            seen = observe(as_submission(given), read)
            present = (seen.counts != 0) & self.counted
            lengths = np.diff(seen.starts, append=len(seen.indices))
            counts = wanted[seen.groups].repeat(lengths)
            indices += [seen.indices[counts], named[present]]
            values += [seen.scales.repeat(lengths)[counts], seen.counts[present]]
            ends.append(ends[-1] + len(indices[-2]) + len(indices[-1]))
        if len(ends) == 1:
            return csr_matrix((0, WIDTH))
        return csr_matrix(
            (np.concatenate(values), np.concatenate(indices).astype(np.int32), np.array(ends, dtype=np.int32)),
            shape=(len(ends) - 1, WIDTH),
        )
