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
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import scipy
import sklearn
from sklearn.pipeline import Pipeline

from models.artefact import SHIPPED, Manifest, Model, save
from models.augment import augmented
from models.dataset import DEV, TRAIN, DatasetError, Row, digests, read_directory
from models.evaluate import figures, render, score_rows
from models.examples import GENUINE
from models.features import CommentVectorizer
from models.learning import Say, Settings, Weights, cross_validated, fit_weights, platt
from models.names import named, promoting_by_name
from models.pipeline import build_pipeline
from models.scorer import Scorer
from models.written import written_rows

# Sources whose labels are wrong often enough to be cleaned (../shared/data/README.md).
_NOISY: Final = frozenset({"gambling_comments_id_2"})
_CONTRADICTED: Final = 3.0
# Harmless comments of the data that also appear under a promoting name: few, each besides its genuine self.
_HARMLESS: Final = 300


def training_rows(rows: Sequence[Row], settings: Settings, chance: random.Random) -> tuple[list[Row], list[Row]]:
    """Return *rows* with names where they have none, and the altered and written ones that are trained on with them."""
    known = list(named(rows, chance))
    extra = [*augmented(known, chance, settings.spam_copies, settings.ham_copies)]
    brands = sorted({row.brand for row in known if row.brand})
    extra = list(named([*extra, *written_rows(brands, settings.written_copies, chance)], chance))
    harmless = [row.submission.text for row in known if not row.spam]
    harmless = [text for text in GENUINE if "{}" not in text] + chance.sample(harmless, min(len(harmless), _HARMLESS))
    return known, [*extra, *promoting_by_name(harmless, chance, settings.promoting_copies)]


def fit(rows: list[Row], settings: Settings, say: Say) -> tuple[Pipeline, list[Row]]:
    """Return the fitted, calibrated pipeline and the rows that its weights come from.

    Raises:
        ValueError: There are too few rows of either label, or groups of them, to cross-validate.
    """
    chance = random.Random(settings.seed)  # noqa: S311 - no secret depends on it
    known, extra = training_rows(rows, settings, chance)
    trained = known + extra
    say(f"features of {len(known)} rows, {len(extra)} altered and written ones")
    matrix = CommentVectorizer().transform([row.submission for row in trained])
    margins = cross_validated(trained, matrix, len(known), settings, say)
    labels = np.array([row.spam for row in known], dtype=np.int64)
    noisy = np.array([row.source in _NOISY for row in known])
    scale, shift = platt(margins, labels)
    wrong = noisy & ((margins * scale + shift) * (2 * labels - 1) < -_CONTRADICTED)
    say(f"{int(wrong.sum())} rows dropped for their label")
    kept = np.flatnonzero(~np.append(wrong, np.zeros(len(extra), dtype=bool)))
    trained, matrix = [trained[at] for at in kept], matrix[kept]
    say("final fit")
    weights = fit_weights(trained, matrix, settings)
    scale, shift = platt(margins[~wrong], labels[~wrong])
    say(f"calibration: {scale:.4f} x {shift:+.4f}")
    return _pipeline(weights, scale, shift), trained


def _pipeline(weights: Weights, scale: float, shift: float) -> Pipeline:
    """Return the fitted pipeline of calibrated *weights*."""
    pipeline = build_pipeline()
    classifier = pipeline.named_steps["classifier"]
    classifier.classes_ = np.array([0, 1])
    classifier.n_features_in_ = len(weights.coefficients)
    # Half precision here, so that the pipeline itself gives the number that the shipped arrays give.
    classifier.coef_ = (weights.coefficients * scale).astype(np.float16).astype(np.float64)[None, :]
    classifier.intercept_ = np.array([weights.intercept * scale + shift])
    return pipeline


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
    parser.add_argument("--iterations", type=int, default=Settings().iterations, help="most passes of the optimiser")
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
