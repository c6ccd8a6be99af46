"""The unfitted estimators, hyperparameters as keywords."""

from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from sklearn.svm import LinearSVC

from models.evidence import EvidenceScaler
from models.features import CommentVectorizer


def build_classifier(*, strength: float = 0.3, power: float = 0.4, iterations: int = 2000, seed: int = 0) -> Pipeline:
    """Return an unfitted classifier over rows of :class:`~models.features.CommentVectorizer`, which it scales in place.

    Args:
        strength: Inverse of the L2 penalty, above 0.
        power: Of the scaling by each piece's own evidence, 0 for none.
        iterations: Most passes of the solver over the rows.
        seed: Of the order in which it takes them.
    """
    margin = LinearSVC(C=strength, loss="squared_hinge", dual=True, tol=1e-3, max_iter=iterations, random_state=seed)
    return Pipeline([("evidence", EvidenceScaler(power=power, copy=False)), ("margin", margin)])


def build_pipeline() -> Pipeline:
    """Return the unfitted pipeline: submissions in, probabilities of shape (n_samples, 2) out, columns (ham, spam).

    Its classifier carries the weights that training found and calibrated (:func:`models.train.fit`).
    """
    return Pipeline([("features", CommentVectorizer()), ("classifier", LogisticRegression())])
