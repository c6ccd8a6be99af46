"""The figures by the protocols of others: ``python -m models.protocols --data FILE [--all-texts] [--json]``.

For a file whose rows name their ``part`` (a video), in the order in which they were written:

* each part left out in turn: what is learned from the others is tried on it;
* the first 70 % of each part trains, the rest tries (Alberto, Lochter, Almeida: "TubeSpam", 2015).

Each time the classifier is learned anew from these rows and the English comments written for the project, with nothing
else, by the text alone, as there. Those written after errors of this very protocol had been read are left out, unless
``--all-texts`` is given.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import scipy
from numpy.typing import NDArray
from tqdm import tqdm

from models.dataset import DatasetError, Row, read_rows
from models.features import CommentVectorizer
from models.figures import wilson
from models.learning import Settings, fit_weights
from models.written import AFTER_ERRORS, TEXTS

FIRST: Final = 0.7
# What a few hundred rows of one language teach is best weighed by each piece's own evidence in full.
_SETTINGS: Final = Settings(strength=0.3, power=1.0)

Chosen = NDArray[np.int64]


def written_texts(*, after_errors: bool) -> list[Row]:
    """Return the English comments written for the project that need no brand.

    Args:
        after_errors: With those that were written after errors of this protocol had been read.
    """
    paths = [path for path in sorted(TEXTS.glob("*.jsonl")) if after_errors or path.stem != AFTER_ERRORS]
    rows = [row for path in paths for row in read_rows(path)]
    return [replace(row, source="written") for row in rows if row.lang == "en" and "{" not in row.submission.text]


def read_parts(path: Path) -> list[Row]:
    """Return the rows of a file, each with its part, without what their authors call themselves.

    Raises:
        DatasetError: The file cannot be used, or its rows do not name two parts or more.
    """
    rows = [replace(row, submission=row.submission._replace(author="", url="")) for row in read_rows(path)]
    if len({row.part for row in rows}) < 2 or not all(row.part for row in rows):  # noqa: PLR2004 - one cannot be left out
        raise DatasetError(path, 0, "rows must name two parts or more")
    return rows


def leave_one_out(parts: NDArray[np.str_]) -> list[tuple[str, Chosen, Chosen]]:
    """Return for each part its name, the rows to learn from and the rows to try."""
    return [(str(part), np.flatnonzero(parts != part), np.flatnonzero(parts == part)) for part in np.unique(parts)]


def first_of_each(parts: NDArray[np.str_], share: float = FIRST) -> tuple[Chosen, Chosen]:
    """Return the first *share* of each part, to learn from, and the rest, to try."""
    known: list[int] = []
    unseen: list[int] = []
    for part in np.unique(parts):
        places = np.flatnonzero(parts == part).tolist()
        cut = int(share * len(places))
        known += places[:cut]
        unseen += places[cut:]
    return np.array(known, dtype=np.int64), np.array(unseen, dtype=np.int64)


def protocols(rows: Sequence[Row], extra: Sequence[Row], settings: Settings = _SETTINGS) -> dict[str, Any]:
    """Return the accuracies.

    Args:
        rows: Labelled, each with its part.
        extra: Learned from each time.
        settings: Hyperparameters.
    """
    vectorizer = CommentVectorizer()
    matrix = vectorizer.transform([row.submission for row in rows])
    more = vectorizer.transform([row.submission for row in extra])
    labels = np.array([row.spam for row in rows], dtype=bool)

    def right(known: Chosen, unseen: Chosen) -> NDArray[np.bool_]:
        learned = scipy.sparse.vstack([matrix[known], more], format="csr")
        weights = fit_weights([*(rows[at] for at in known.tolist()), *extra], learned, settings)
        found: NDArray[np.bool_] = (weights.scores(matrix[unseen]) > 0) == labels[unseen]
        return found

    parts = np.array([row.part for row in rows])
    left_out = {}
    for name, known, unseen in tqdm(leave_one_out(parts), unit="part", file=sys.stderr):
        left_out[name] = float(right(known, unseen).mean())
    later = right(*first_of_each(parts))
    return {
        "rows": len(rows),
        "written": len(extra),
        "left_out": left_out,
        "mean_left_out": float(np.mean(list(left_out.values()))),
        "later": float(later.mean()),
        "later_interval": wilson(int(later.sum()), len(later)),
        "later_rows": len(later),
    }


def render(found: dict[str, Any]) -> str:
    """Return the accuracies as lines to read."""
    lines = [f"{found['rows']} rows, {found['written']} written ones; accuracy"]
    lines += [f"{name:24s} {share:.4f}" for name, share in found["left_out"].items()]
    lines.append(f"{'mean, each left out':24s} {found['mean_left_out']:.4f}")
    low, high = found["later_interval"]
    lines.append(f"{'the later 30 %':24s} {found['later']:.4f} ({low:.4f}-{high:.4f}) of {found['later_rows']}")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; return the exit status, 2 for bad input."""
    parser = argparse.ArgumentParser(prog="python -m models.protocols", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="FILE", help="labelled JSON lines with their part")
    parser.add_argument("--all-texts", action="store_true", help="learn from every written comment in English")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(arguments)
    try:
        found = protocols(read_parts(options.data), written_texts(after_errors=options.all_texts))
    except DatasetError as error:
        print(error, file=sys.stderr)  # noqa: T201 - a command speaks
        return 2
    except ValueError as error:
        print(f"{options.data}: too little to learn from: {error}", file=sys.stderr)  # noqa: T201 - as above
        return 2
    print(json.dumps(found, indent=2) if options.json else render(found))  # noqa: T201 - as above
    return 0


if __name__ == "__main__":
    sys.exit(main())
