"""The figures of a scorer on labelled comments: ``python -m models.evaluate --data FILE… [--split dev] [--json]``.

Importable without scikit-learn: figures are plain arithmetic over the scores.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from models.artefact import ArtefactError, load_manifest, require_trainer
from models.dataset import DatasetError, Row, read_rows
from models.scorer import Scorer

MOST_FALSE_POSITIVES: Final = 0.005
_BINS: Final = 15
_UNSURE: Final = (0.4, 0.6)

Scores = NDArray[np.float64]
Labels = NDArray[np.bool_]


def threshold_at(ham: Scores, share: float = MOST_FALSE_POSITIVES) -> float:
    """Return the lowest score of *ham* that no more than *share* of them lie above; 0.5 if there are none."""
    return float(np.sort(ham)[int(len(ham) * (1 - share))]) if len(ham) else 0.5


def calibration_error(probabilities: Scores, spam: Labels, bins: int = _BINS) -> float:
    """Return the expected calibration error, 0 to 1, over *bins* bins of equal mass (Naeini et al. 2015)."""
    order = np.argsort(probabilities, kind="stable")
    parts = [part for part in np.array_split(order, bins) if len(part)]
    gaps = [len(part) * abs(probabilities[part].mean() - spam[part].mean()) for part in parts]
    return float(sum(gaps) / max(len(order), 1))


def figures(probabilities: Scores, rows: Sequence[Row]) -> dict[str, Any]:
    """Return what is worth knowing about *probabilities* of *rows*, shape (n_rows,).

    Returns:
        ``threshold`` that lets at most 0.5 % of all ham through, ``calibration_error``, ``spam_share_when_unsure``
        (share of spam among scores from 0.4 to 0.6; null if there are none), and by set the ``recall`` on spam and the
        ``false_positives`` on ham at that threshold (null without such rows) with the counts of both.
    """
    spam = np.array([row.spam for row in rows], dtype=bool)
    source = np.array([row.source for row in rows])
    threshold = threshold_at(probabilities[~spam])
    unsure = (probabilities >= _UNSURE[0]) & (probabilities <= _UNSURE[1])
    sets = {}
    for name in sorted(set(source.tolist())):
        of_spam, of_ham = probabilities[(source == name) & spam], probabilities[(source == name) & ~spam]
        sets[name] = {
            "spam": len(of_spam),
            "ham": len(of_ham),
            "recall": _share_above(of_spam, threshold),
            "false_positives": _share_above(of_ham, threshold),
        }
    return {
        "threshold": threshold,
        "calibration_error": calibration_error(probabilities, spam),
        "spam_share_when_unsure": float(spam[unsure].mean()) if unsure.any() else None,
        "sets": sets,
    }


def _share_above(scores: Scores, threshold: float) -> float | None:
    return float((scores > threshold).mean()) if len(scores) else None


def score_rows(scorer: Scorer, rows: Sequence[Row]) -> Scores:
    """Return the probability of spam of each row, shape (n_rows,)."""
    return np.array([scorer.probability(*row.submission) for row in rows], dtype=np.float64)


def render(found: dict[str, Any]) -> str:
    """Return figures as lines to read."""
    lines = [f"threshold {found['threshold']:.4f}, calibration error {found['calibration_error']:.4f}"]
    for name, of_set in found["sets"].items():
        recall, called = (
            "-" if of_set[what] is None else f"{of_set[what]:.4f}" for what in ("recall", "false_positives")
        )
        lines.append(
            f"{name:24s} spam {of_set['spam']:6d} recall {recall:6s} ham {of_set['ham']:6d} called spam {called}"
        )
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; return the exit status, 2 for bad input."""
    parser = argparse.ArgumentParser(prog="python -m models.evaluate", description=__doc__)
    parser.add_argument("--data", type=Path, nargs="+", required=True, metavar="FILE", help="labelled JSON lines")
    parser.add_argument("--split", default="dev", help="rows to take, or 'all' (default: dev)")
    parser.add_argument("--model", type=Path, metavar="DIR", help="directory of the model (default: the shipped one)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(arguments)
    try:
        if options.model:
            require_trainer(load_manifest(options.model), options.model)
        scorer = Scorer.load(options.model)
        rows = [row for path in options.data for row in read_rows(path) if options.split in {"all", row.split}]
    except (ArtefactError, DatasetError) as error:
        print(error, file=sys.stderr)  # noqa: T201 - a command speaks
        return 2
    if not rows:
        print(f"no rows of split {options.split!r}", file=sys.stderr)  # noqa: T201 - a command speaks
        return 2
    found = {"model": scorer.digest, "rows": len(rows), **figures(score_rows(scorer, rows), rows)}
    print(json.dumps(found, indent=2) if options.json else render(found))  # noqa: T201 - a command speaks
    return 0


if __name__ == "__main__":
    sys.exit(main())
