"""Learn a correction of a model from decisions: ``python -m models.adapt --out DIR < decisions.jsonl``.

The data that a model was trained from is not where it is used. So a candidate is that model plus a correction: its
log-odds are ``scale * base + shift + correction``, the correction over the same hashed features, shrunk towards 0 as
the scale is towards 1. The sum is again weights and a bias, a model like any other. Comments written for the project
are mixed in as anchors, so that a handful of decisions cannot tilt what nobody complained about.

Before that, the whole procedure is replayed over the decisions in the order of time: block by block, a candidate
learned from the decisions before is compared with the live model. The report says what came of it, here and on a fixed
test; whether that is good enough, whoever called decides.
"""

import argparse
import hashlib
import io
import itertools
import json
import platform
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import scipy
import sklearn
from threadpoolctl import threadpool_limits
from tqdm import tqdm

from models.artefact import ArtefactError, Manifest, Model, load, require_trainer, save
from models.compare import compare
from models.correction import Learner, Settings, scores
from models.dataset import DatasetError, read_rows
from models.decisions import Decided, labels_of, read_decisions, thresholds_of
from models.features import CommentVectorizer

FIXED_TEST: Final = Path(__file__).parent / "fixed_test.jsonl"
REPORT: Final = "report.json"
_STDIN: Final = Path("<stdin>")


def cuts(decided: Sequence[Decided], settings: Settings) -> list[tuple[int, int]]:
    """Return the blocks of the replay as (first, end), in the order of time; none if there is too little to learn."""
    spam = labels_of(decided)
    enough = (spam.cumsum() >= settings.least) & ((~spam).cumsum() >= settings.least)
    if not enough.any():
        return []
    first = max(int(enough.argmax()) + 1, round(settings.warm_up * len(spam)))
    edges = np.linspace(first, len(spam), settings.blocks + 1).round().astype(int)
    return [(int(a), int(b)) for a, b in itertools.pairwise(edges) if b > a]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What came of learning.

    Attributes:
        model: The corrected model.
        chosen: Penalty, scale and shift.
        report: ``replay`` and ``fixed_test``, each a :func:`models.compare.compare`.
    """

    model: Model
    chosen: dict[str, float]
    report: dict[str, Any]


def adapt(
    decided: Sequence[Decided], base: Model, live: Model, fixed: Sequence[Decided], settings: Settings
) -> Candidate:
    """Return the candidate learned from *decided* with its comparison to *live*.

    Args:
        decided: In the order of time.
        base: What is corrected.
        live: What is compared with.
        fixed: Labelled comments that nothing is learned from.
        settings: How.
    """
    learner = Learner.over(base, settings)
    vectorizer = CommentVectorizer()
    features = vectorizer.transform([one.row.submission for one in decided])
    spam = labels_of(decided)
    clusters: dict[str, int] = {}
    groups = np.array([clusters.setdefault(one.row.cluster, len(clusters)) for one in decided], dtype=np.int64)
    before = scores(live, features)
    after = before.copy()
    blocks = cuts(decided, settings)
    steps: Iterator[tuple[int, int]] = tqdm([*blocks, (len(decided), len(decided))], unit="model", file=sys.stderr)
    for first, end in steps:
        candidate, chosen = learner.learn(features[:first], spam[:first], groups[:first])
        after[first:end] = scores(candidate, features[first:end])
    replayed = np.array([not one.seen for one in decided], dtype=bool)
    replayed[: blocks[0][0] if blocks else len(decided)] = False
    fixed_features = vectorizer.transform([one.row.submission for one in fixed])
    return Candidate(
        model=candidate,
        chosen=chosen,
        report={
            "replay": compare(before[replayed], after[replayed], spam[replayed], thresholds_of(decided)[replayed]),
            "fixed_test": compare(
                scores(live, fixed_features), scores(candidate, fixed_features), labels_of(fixed), thresholds_of(fixed)
            ),
        },
    )


def manifest_fields(base: Manifest, content: bytes, decided: int, chosen: dict[str, float]) -> dict[str, Any]:
    """Return what a candidate's manifest says besides its digest."""
    return {
        "seed": Settings().seed,
        "rows": {**base.rows, "decisions": decided},
        "data_digests": {
            **base.data_digests,
            "base": base.digest,
            "decisions": hashlib.sha256(content).hexdigest(),
        },
        "versions": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "scipy": scipy.__version__,
            "scikit-learn": sklearn.__version__,
        },
        "settings": chosen,
    }


def read_both(content: bytes) -> list[Decided]:
    """Return the decisions in *content*, among them spam and ham.

    Raises:
        DatasetError: A line is bad, or one label is missing.
    """
    decided = list(read_decisions(io.BytesIO(content), _STDIN))
    if set(labels_of(decided).tolist()) != {False, True}:
        raise DatasetError(_STDIN, 0, "lacks spam or ham")
    return decided


def main(arguments: Sequence[str] | None = None) -> int:
    """Learn from standard input; return the exit status, 2 for bad input."""
    parser = argparse.ArgumentParser(prog="python -m models.adapt", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where model and report go")
    parser.add_argument("--base", type=Path, metavar="DIR", help="model to correct (default: the shipped one)")
    parser.add_argument("--live", type=Path, metavar="DIR", help="model to compare with (default: the base)")
    parser.add_argument("--fixed-test", type=Path, default=FIXED_TEST, metavar="FILE", help="labelled JSON lines")
    options = parser.parse_args(arguments)
    content = sys.stdin.buffer.read()
    try:
        base, manifest = load(options.base)
        require_trainer(manifest, options.base or Path("shipped"))
        live = load(options.live)[0] if options.live else base
        fixed = [Decided(row=row) for row in read_rows(options.fixed_test)]
        decided = read_both(content)
        # The vectors are short: threads that wait for each other cost six times what they save.
        with threadpool_limits(1, user_api="blas"):
            candidate = adapt(decided, base, live, fixed, Settings())
    except (ArtefactError, DatasetError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except ValueError as error:
        sys.stderr.write(f"{_STDIN}: too little to learn from: {error}\n")
        return 2
    save(options.out, candidate.model, **manifest_fields(manifest, content, len(decided), candidate.chosen))
    (options.out / REPORT).write_text(json.dumps(candidate.report), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
