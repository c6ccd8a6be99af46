"""What each feature says on its own, so that a linear classifier starts from it: the scaling of NB-SVM.

Wang and Manning, "Baselines and Bigrams: Simple, Good Sentiment and Topic Classification" (2012): features are scaled
by their naive Bayes log-count ratio. In a linear model the scale belongs to the weights in the end and costs nothing.
"""

from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin

from models.ngrams import BUCKETS

Floats = NDArray[np.float64]


class EvidenceScaler(TransformerMixin, BaseEstimator):  # type: ignore[misc] # scikit-learn is untyped
    """Scale each piece by a power of its log-count ratio; the named counts behind them stay as they are.

    Args:
        power: 0 scales nothing, 1 is NB-SVM, above 0 in between.
        smoothing: Added to each count, above 0.
        copy: Whether to leave the features that are given as they are.

    Attributes:
        scale_: Of each feature, 0 or more, shape (n_features,).
    """

    def __init__(self, *, power: float = 1.0, smoothing: float = 0.5, copy: bool = True) -> None:
        self.power = power
        self.smoothing = smoothing
        self.copy = copy

    def fit(self, X: csr_matrix, y: NDArray[np.int64], sample_weight: Floats | None = None) -> Self:  # noqa: N803 - scikit-learn's names
        """Learn the scale.

        Args:
            X: Features, shape (n_samples, n_features); what counts is whether one is there.
            y: Labels, 1 for spam, shape (n_samples,).
            sample_weight: How much each row counts, shape (n_samples,).
        """
        weights = (np.ones(len(y)) if sample_weight is None else sample_weight).astype(np.float32)
        present = csr_matrix((np.ones(X.nnz, dtype=np.float32), X.indices, X.indptr), shape=X.shape)
        spam = self.smoothing + present.T @ (weights * y)
        ham = self.smoothing + present.T @ (weights * (1 - y))
        ratio = np.abs(np.log(spam / spam.sum()) - np.log(ham / ham.sum()))
        self.scale_: Floats = ratio**self.power
        self.scale_[BUCKETS:] = 1.0
        return self

    def transform(self, X: csr_matrix) -> csr_matrix:  # noqa: N803 - as above
        """Return *X* with each column times its scale."""
        scaled = X.copy() if self.copy else X
        scaled.data *= self.scale_.take(X.indices)
        return scaled
