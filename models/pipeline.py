"""The unfitted estimator, hyperparameters as keywords."""

from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline

from models.features import CommentVectorizer


def build_classifier(*, strength: float = 10.0, iterations: int = 100) -> LogisticRegression:
    """Return an unfitted logistic regression over rows of :class:`~models.features.CommentVectorizer`.

    Args:
        strength: Inverse of the L2 penalty, above 0.
        iterations: Most steps of L-BFGS.
    """
    return LogisticRegression(C=strength, max_iter=iterations, tol=1e-4, solver="lbfgs")


def build_pipeline(*, strength: float = 10.0, iterations: int = 100) -> Pipeline:
    """Return the unfitted pipeline: submissions in, probabilities of shape (n_samples, 2) out, columns (ham, spam)."""
    classifier = build_classifier(strength=strength, iterations=iterations)
    return Pipeline([("features", CommentVectorizer()), ("classifier", classifier)])
