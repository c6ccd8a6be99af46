"""Train the classifier: ``python -m models.train --data DIR [--out DIR] [--seed N]``.

Weights come from the train split alone. In turn:

1. cross-validate by brand and cluster, so that every row is scored by a model that has not seen its like;
2. drop rows of the noisy sources whose label that model firmly contradicts;
3. fit on what is left, with made-up brands, fresh disguises and the comments written for the project;
4. calibrate by Platt's method on the cross-validated scores, and fold its scale and shift into the weights.

The dev split only yields the figures in the manifest.
"""

import argparse
import platform
import random
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import scipy
import sklearn
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.pipeline import Pipeline

from models.artefact import SHIPPED, Manifest, Model, save
from models.augment import augmented
from models.dataset import DEV, TRAIN, DatasetError, Row, digests, read_directory
from models.evaluate import figures, render, score_rows
from models.examples import GENUINE
from models.features import CommentVectorizer
from models.names import named, promoting_by_name
from models.pipeline import build_classifier, build_pipeline
from models.scorer import Scorer
from models.written import written_rows

Say = Callable[[str], object]

# Sources whose labels are wrong often enough to be cleaned (../shared/data/README.md).
_NOISY: Final = frozenset({"gambling_comments_id_2"})
_CONTRADICTED: Final = 3.0
# Harmless comments of the data that also appear under a promoting name: few, each besides its genuine self.
_HARMLESS: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Hyperparameters of training.

    Attributes:
        strength: Inverse of the L2 penalty.
        iterations: Most steps of the optimiser.
        folds: Of the cross-validation.
        spam_copies: Altered copies of each spam with a brand.
        ham_copies: Altered copies of each ham.
        written_copies: Of a comment written for the project, each with another brand in its blank.
        promoting_copies: Copies of each harmless text under a name or a website that promotes.
        cluster_power: A row of a cluster of n weighs n to the minus this.
        seed: Of everything random.
    """

    strength: float = 10.0
    iterations: int = 100
    folds: int = 3
    spam_copies: float = 1.0
    ham_copies: float = 0.15
    written_copies: int = 12
    promoting_copies: int = 2
    cluster_power: float = 0.5
    seed: int = 20_240_817


def sample_weights(rows: Sequence[Row], power: float) -> NDArray[np.float64]:
    """Return a weight a row, shape (n_rows,): near-duplicates share theirs."""
    sizes = Counter((row.source, row.cluster) for row in rows)
    return np.array([1.0 if row.source == "written" else sizes[row.source, row.cluster] ** -power for row in rows])


def _fit(rows: Sequence[Row], matrix: csr_matrix, settings: Settings) -> LogisticRegression:
    labels = np.array([row.spam for row in rows], dtype=np.int64)
    classifier = build_classifier(strength=settings.strength, iterations=settings.iterations)
    return classifier.fit(matrix, labels, sample_weight=sample_weights(rows, settings.cluster_power))


def cross_validated(
    rows: Sequence[Row], matrix: csr_matrix, extra: tuple[list[Row], csr_matrix], settings: Settings, say: Say
) -> NDArray[np.float64]:
    """Return the log-odds of each row by a model trained without its group, shape (n_rows,).

    Args:
        rows: Rows to score.
        matrix: Their features, shape (n_rows, WIDTH).
        extra: More rows to train on, with their features; those of a scored group are left out.
        settings: Hyperparameters.
        say: Told about progress.
    """
    groups = np.array([row.group for row in rows])
    labels = np.array([row.spam for row in rows], dtype=np.int64)
    found = np.zeros(len(rows))
    splitter = StratifiedGroupKFold(n_splits=settings.folds, shuffle=True, random_state=settings.seed)
    for fold, (known, unseen) in enumerate(splitter.split(labels, labels, groups), start=1):
        say(f"cross-validation {fold} of {settings.folds}")
        hidden = set(groups[unseen].tolist())
        more = np.array([at for at, row in enumerate(extra[0]) if row.group not in hidden], dtype=np.int64)
        chosen = [rows[at] for at in known] + [extra[0][at] for at in more]
        classifier = _fit(chosen, _stacked(matrix[known], extra[1][more]), settings)
        found[unseen] = classifier.decision_function(matrix[unseen])
    return found


def _stacked(upper: csr_matrix, lower: csr_matrix) -> csr_matrix:
    return scipy.sparse.vstack([upper, lower], format="csr")


def platt(
    log_odds: NDArray[np.float64], labels: NDArray[np.int64], weights: NDArray[np.float64]
) -> tuple[float, float]:
    """Return scale and shift that make *log_odds* calibrated (Platt 1999), the scale above 0."""
    fitted = LogisticRegression(C=1e6, max_iter=200).fit(log_odds[:, None], labels, sample_weight=weights)
    return max(float(fitted.coef_[0, 0]), 1e-3), float(fitted.intercept_[0])


def fit(rows: list[Row], settings: Settings, say: Say) -> tuple[Pipeline, list[Row]]:
    """Return the fitted, calibrated pipeline and the rows that its weights come from.

    Raises:
        ValueError: There are too few rows of either label, or groups of them, to cross-validate.
    """
    chance = random.Random(settings.seed)  # noqa: S311 - no secret depends on it
    vectorizer = CommentVectorizer()
    rows = list(named(rows, chance))
    say(f"features of {len(rows)} rows")
    matrix = vectorizer.transform([row.submission for row in rows])
    extra = [*augmented(rows, chance, settings.spam_copies, settings.ham_copies)]
    brands = sorted({row.brand for row in rows if row.brand})
    extra = list(named([*extra, *written_rows(brands, settings.written_copies, chance)], chance))
    harmless = [row.submission.text for row in rows if not row.spam]
    harmless = [text for text in GENUINE if "{}" not in text] + chance.sample(harmless, min(len(harmless), _HARMLESS))
    extra += promoting_by_name(harmless, chance, settings.promoting_copies)
    say(f"features of {len(extra)} altered and written rows")
    extra_matrix = vectorizer.transform([row.submission for row in extra])
    log_odds = cross_validated(rows, matrix, (extra, extra_matrix), settings, say)
    labels = np.array([row.spam for row in rows], dtype=np.int64)
    noisy = np.array([row.source in _NOISY for row in rows])
    wrong = noisy & (log_odds * (2 * labels - 1) < -_CONTRADICTED)
    say(f"{int(wrong.sum())} rows dropped for their label")
    kept = [row for row, bad in zip(rows, wrong, strict=True) if not bad]
    say("final fit")
    trained = kept + extra
    classifier = _fit(trained, _stacked(matrix[~wrong], extra_matrix), settings)
    scale, shift = platt(log_odds[~wrong], labels[~wrong], np.ones(len(kept)))
    say(f"calibration: {scale:.4f} x {shift:+.4f}")
    # Half precision here, so that the pipeline itself gives the number that the shipped arrays give.
    classifier.coef_ = (classifier.coef_ * scale).astype(np.float16).astype(np.float64)
    classifier.intercept_ = classifier.intercept_ * scale + shift
    pipeline = build_pipeline(strength=settings.strength, iterations=settings.iterations)
    pipeline.steps[-1] = ("classifier", classifier)
    return pipeline, trained


def as_model(pipeline: Pipeline) -> Model:
    """Return the weights of a fitted *pipeline*."""
    classifier = pipeline.steps[-1][1]
    return Model(classifier.coef_[0].astype(np.float32), float(classifier.intercept_[0]))


def train(directory: Path, out: Path, settings: Settings, say: Say) -> Manifest:
    """Train on the files in *directory* and write the model to *out*, which stays as it is if anything goes wrong.

    Raises:
        DatasetError: The data cannot be used.
    """
    rows = read_directory(directory)
    known = [row for row in rows if row.split == TRAIN]
    if {row.spam for row in known} != {False, True}:
        raise DatasetError(directory, 0, "the train split lacks spam or ham")
    try:
        pipeline, trained = fit(known, settings, say)
    except ValueError as error:
        raise DatasetError(directory, 0, f"too little to train on: {error}") from error
    model = as_model(pipeline)
    held_out = [row for row in rows if row.split == DEV]
    found: dict[str, Any] = {}
    if held_out:
        found = figures(score_rows(Scorer(model, ""), held_out), held_out)
        say(render(found))
    return save(
        out,
        model,
        seed=settings.seed,
        rows=dict(sorted(Counter(row.source for row in trained).items())),
        data_digests=digests(directory),
        versions=_versions(),
        settings={name: float(getattr(settings, name)) for name in settings.__slots__ if name != "seed"},
        figures=found,
    )


def _versions() -> dict[str, str]:
    return {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "scikit-learn": sklearn.__version__,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Train; return the exit status, 2 for bad input."""
    parser = argparse.ArgumentParser(prog="python -m models.train", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="directory of labelled *.jsonl files")
    parser.add_argument(
        "--out", type=Path, default=SHIPPED, metavar="DIR", help="where the model goes (default: shipped)"
    )
    parser.add_argument("--seed", type=int, default=Settings().seed, help="of everything random")
    parser.add_argument("--folds", type=int, default=Settings().folds, help="of the cross-validation")
    parser.add_argument("--iterations", type=int, default=Settings().iterations, help="most steps of the optimiser")
    options = parser.parse_args(arguments)
    settings = Settings(seed=options.seed, folds=options.folds, iterations=options.iterations)
    try:
        manifest = train(options.data, options.out, settings, lambda line: print(line, flush=True))  # noqa: T201 - a command speaks
    except DatasetError as error:
        print(error, file=sys.stderr)  # noqa: T201 - a command speaks
        return 2
    print(f"saved {manifest.weights} in {options.out}")  # noqa: T201 - a command speaks
    return 0


if __name__ == "__main__":
    sys.exit(main())
