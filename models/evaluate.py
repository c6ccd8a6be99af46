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

from models.artefact import ArtefactError
from models.dataset import DatasetError, Row, read_rows
from models.figures import (
    Scores,
    Share,
    calibration_error,
    calibration_interval,
    roc,
    share_above,
    threshold_at,
)
from models.scorer import Scorer
from models.slices import slices

_UNSURE: Final = (0.4, 0.6)


def figures(probabilities: Scores, rows: Sequence[Row]) -> dict[str, Any]:
    """Return what is worth knowing about *probabilities* of *rows*, shape (n_rows,).

    Returns:
        ``threshold`` that lets at most 0.5 % of all ham through, ``calibration_error``, ``spam_share_when_unsure``
        (share of spam among scores from 0.4 to 0.6; null if there are none), and by set the ``recall`` on spam and the
        ``false_positives`` on ham at that threshold (null without such rows) with the counts of both and the 95 %
        intervals.
    """
    spam = np.array([row.spam for row in rows], dtype=bool)
    source = np.array([row.source for row in rows])
    threshold = threshold_at(probabilities[~spam])
    unsure = (probabilities >= _UNSURE[0]) & (probabilities <= _UNSURE[1])
    sets = {}
    for name in sorted(set(source.tolist())):
        recall = share_above(probabilities[(source == name) & spam], threshold)
        called = share_above(probabilities[(source == name) & ~spam], threshold)
        sets[name] = {
            "spam": recall.rows,
            "ham": called.rows,
            "recall": recall.value,
            "false_positives": called.value,
            "recall_interval": recall.interval,
            "false_positives_interval": called.interval,
        }
    return {
        "threshold": threshold,
        "calibration_error": calibration_error(probabilities, spam),
        "spam_share_when_unsure": float(spam[unsure].mean()) if unsure.any() else None,
        "sets": sets,
    }


def details(probabilities: Scores, rows: Sequence[Row], threshold: float) -> dict[str, Any]:
    """Return what is worth knowing besides :func:`figures`, at its *threshold*.

    Returns:
        ``calibration_interval`` (95 %, resampled), ``unsure`` (spam among scores from 0.4 to 0.6, with interval),
        ``languages`` and ``tricks`` (:func:`models.slices.slices`), ``roc`` over all rows and by set.
    """
    spam = np.array([row.spam for row in rows], dtype=bool)
    source = np.array([row.source for row in rows])
    unsure = (probabilities >= _UNSURE[0]) & (probabilities <= _UNSURE[1])
    within = {"all": np.ones(len(rows), dtype=bool), **{name: source == name for name in sorted(set(source.tolist()))}}
    return {
        "calibration_interval": calibration_interval(probabilities, spam),
        "unsure": Share(int(spam[unsure].sum()), int(unsure.sum())).as_json(),
        **slices(rows, probabilities, threshold),
        "roc": {name: roc(probabilities[of & spam], probabilities[of & ~spam]) for name, of in within.items()},
    }


def score_rows(scorer: Scorer, rows: Sequence[Row]) -> Scores:
    """Return the probability of spam of each row, shape (n_rows,)."""
    return np.array([scorer.probability(*row.submission) for row in rows], dtype=np.float64)


def render(found: dict[str, Any]) -> str:
    """Return figures as lines to read, with the details if there are any."""
    lines = [f"threshold {found['threshold']:.4f}, calibration error {found['calibration_error']:.4f}"]
    if "unsure" in found:
        lines[0] += " ({:.4f}-{:.4f})".format(*found["calibration_interval"])
        lines.append(f"spam among scores from {_UNSURE[0]} to {_UNSURE[1]}: {_shown(found['unsure'])}")
    for name, of_set in found["sets"].items():
        recall, called = (_with_interval(of_set, what) for what in ("recall", "false_positives"))
        lines.append(
            f"{name:24s} spam {of_set['spam']:6d} recall {recall:22s} ham {of_set['ham']:6d} called spam {called}"
        )
    for group in ("languages", "tricks"):
        for name, of_slice in found.get(group, {}).items():
            recall, called = (_shown(of_slice[what]) for what in ("recall", "false_positives"))
            lines.append(f"{group}: {name:26s} recall {recall:36s} called spam {called}")
    return "\n".join(lines)


def _with_interval(of_set: dict[str, Any], what: str) -> str:
    if of_set[what] is None:
        return "-"
    low, high = of_set[f"{what}_interval"]
    return f"{of_set[what]:.4f} ({low:.4f}-{high:.4f})"


def _shown(share: dict[str, Any]) -> str:
    return str(Share(share["hits"], share["rows"]))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; return the exit status, 2 for bad input."""
    parser = argparse.ArgumentParser(prog="python -m models.evaluate", description=__doc__)
    parser.add_argument("--data", type=Path, nargs="+", required=True, metavar="FILE", help="labelled JSON lines")
    parser.add_argument("--split", default="dev", help="rows to take, or 'all' (default: dev)")
    parser.add_argument("--model", type=Path, metavar="DIR", help="directory of the model (default: the shipped one)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(arguments)
    try:
        scorer = Scorer.named(options.model)
        rows = [row for path in options.data for row in read_rows(path) if options.split in {"all", row.split}]
    except (ArtefactError, DatasetError) as error:
        print(error, file=sys.stderr)  # noqa: T201 - a command speaks
        return 2
    if not rows:
        print(f"no rows of split {options.split!r}", file=sys.stderr)  # noqa: T201 - a command speaks
        return 2
    scores = score_rows(scorer, rows)
    found = {"model": scorer.digest, "rows": len(rows), **figures(scores, rows)}
    found |= details(scores, rows, found["threshold"])
    print(json.dumps(found, indent=2) if options.json else render(found))  # noqa: T201 - a command speaks
    return 0


if __name__ == "__main__":
    sys.exit(main())
