"""The plots of the model card, as SVG.

``python -m models.plots --data FILE… --out DIR [--model DIR] [--ablation FILE]``

``reliability.svg``, ``scores.svg`` and ``recall.svg`` come from the dev rows; ``ablation.svg`` from a file of JSON, a
list of objects with ``name``, ``recall`` (share by set) and perhaps ``note``.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from models.artefact import ArtefactError
from models.chart import WIDTH, Axis, Chart
from models.dataset import DEV, DatasetError, Row, read_rows
from models.evaluate import score_rows
from models.figures import Labels, Scores, equal_mass_bins, threshold_at, wilson
from models.scorer import Scorer

# Sets with fewer spam move by too much with each one of them.
_FEWEST_SPAM: Final = 20
_MOST_SERIES: Final = 6
_MOST_BARS: Final = 3
_CALLED: Final = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1)
_ODDS_TICKS: Final = tuple((value, f"{100 * value:g} %") for value in (0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999))
_FAR_TICKS: Final = ((1e-4, "0.01 %"), *_ODDS_TICKS, (0.9999, "99.99 %"))
_ODDS_END: Final = 0.0004
_MOST_LOG_ODDS: Final = 12
_BAR, _GAP = 13, 12
_MOST_TICKS: Final = 8


@dataclass(frozen=True, slots=True)
class Ablation:
    """What is left without a part of the classifier.

    Attributes:
        name: Of the part.
        recall: By set, 0 to 1.
        note: What else there is to say, or empty.
    """

    name: str
    recall: dict[str, float]
    note: str = ""


def read_ablations(path: Path) -> list[Ablation]:
    """Return what the file at *path* holds, one or more; sets without a figure are left out.

    Raises:
        DatasetError: It cannot be read, or is no such list.
    """
    try:
        found = [_ablation(one) for one in json.loads(path.read_text(encoding="utf-8"))]
    except OSError as error:
        raise DatasetError(path, 0, error.strerror or "cannot be read") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise DatasetError(path, 0, "not a list of objects with a name and recall from 0 to 1 by set") from error
    if not found:
        raise DatasetError(path, 0, "empty")
    return found


def _ablation(fields: dict[str, Any]) -> Ablation:
    recall = {name: float(share) for name, share in fields["recall"].items() if share is not None}
    if not all(0 <= share <= 1 for share in recall.values()):
        raise ValueError(recall)
    return Ablation(str(fields["name"]), recall, str(fields.get("note") or ""))


def reliability(scores: Scores, spam: Labels) -> str:
    """Return the plot of how often comments of a probability are spam, in 15 bins of equal mass."""
    ends = {"low": _ODDS_END, "high": 1 - _ODDS_END}
    chart = Chart(
        title="When it says 90 %, is it spam nine times in ten?",
        about="Predicted probability against observed share of spam, 15 bins of equal mass, 95 % intervals; what lies "
        "beyond the axes stands at their ends.",
        x=Axis(title="probability of spam, mean of the bin (log-odds)", ticks=_ODDS_TICKS, scale="log-odds", **ends),
        y=Axis(title="share that is spam", ticks=_ODDS_TICKS, scale="log-odds", **ends),
    )
    chart.guide((_ODDS_END, _ODDS_END), (1 - _ODDS_END, 1 - _ODDS_END))
    for rows in equal_mass_bins(scores):
        hits = int(spam[rows].sum())
        chart.point(float(scores[rows].mean()), hits / len(rows), wilson(hits, len(rows)), 0)
    return chart.render()


def histogram(scores: Scores, spam: Labels, threshold: float) -> str:
    """Return the plot of how many comments of each label get which score."""
    edges = np.arange(-_MOST_LOG_ODDS, _MOST_LOG_ODDS + 1)
    log_odds = np.log(scores / (1 - scores))
    most = 10 ** int(np.ceil(np.log10(max(len(scores), 10))))
    chart = Chart(
        title="Scores of genuine comments and of spam",
        about="Number of dev rows by log-odds of the probability, genuine and spam, both axes logarithmic.",
        x=Axis(
            title="probability of spam (log-odds)",
            low=-_MOST_LOG_ODDS,
            high=_MOST_LOG_ODDS,
            ticks=tuple((float(np.log(value / (1 - value))), words) for value, words in _FAR_TICKS),
        ),
        y=Axis(
            title="comments",
            low=0.7,
            high=most,
            ticks=tuple((10**power, f"{10**power:,}") for power in range(len(str(most)))),
            scale="log",
        ),
    )
    for series, label in enumerate((~spam, spam)):
        counts, _ = np.histogram(log_odds[label], edges)
        steps = [
            (float(edge), float(max(count, 0.7))) for at, count in enumerate(counts) for edge in edges[at : at + 2]
        ]
        chart.line(steps, series, area=True)
    at = float(np.log(threshold / (1 - threshold)))
    chart.guide((at, 0.7), (at, most), f"threshold {threshold:.2f}")
    chart.legend(("genuine", "spam"), WIDTH - 150, 62)
    return chart.render()


def recall_curves(scores: Scores, rows: Sequence[Row]) -> str:
    """Return the plot of recall on each set against the share of all genuine rows called spam."""
    spam, source = np.array([row.spam for row in rows]), np.array([row.source for row in rows])
    sets = {name: scores[(source == name) & spam] for name in sorted(set(source.tolist()))}
    sets = dict([(name, of) for name, of in sets.items() if len(of) >= _FEWEST_SPAM][:_MOST_SERIES])
    shares = np.geomspace(_CALLED[0], _CALLED[-1], 60)
    curves = [
        [(share, float((of > threshold_at(scores[~spam], share)).mean())) for share in shares.tolist()]
        for of in sets.values()
    ]
    lowest = int(10 * min((y for curve in curves for _, y in curve), default=0.9)) / 10
    chart = Chart(
        title="Spam found, where so many genuine comments are called spam",
        about="Recall by set against the share of all genuine dev rows above one threshold for everything.",
        x=Axis(
            title="genuine comments called spam, all sets together",
            low=_CALLED[0],
            high=_CALLED[-1],
            ticks=tuple((value, f"{100 * value:g} %") for value in _CALLED),
            scale="log",
        ),
        y=Axis(
            title="spam found",
            low=lowest,
            high=1,
            ticks=tuple((at / 10, f"{10 * at} %") for at in range(round(10 * lowest), 11)),
        ),
    )
    chart.guide((0.005, 1), (0.005, lowest))
    for series, curve in enumerate(curves):
        chart.line(curve, series)
    chart.legend([f"{name} ({len(of)})" for name, of in sets.items()], WIDTH - 310, 350 - 18 * len(sets))
    return chart.render()


def ablation(found: Sequence[Ablation]) -> str:
    """Return the plot of the spam missed without each part."""
    sets = list(dict.fromkeys(name for one in found for name in one.recall))[:_MOST_BARS]
    most = max([1.0, *(100 * (1 - share) for one in found for share in one.recall.values())])
    step = next(size for size in (0.2, 0.5, 1, 2, 5, 10, 20) if most / size <= _MOST_TICKS)
    row = _BAR * len(sets) + _GAP
    top = 60 + 18 * len(sets)
    chart = Chart(
        title="What each part is worth",
        about="Spam missed at 0.5 % false positives when a part of the classifier is left out, by set.",
        x=Axis(
            title="spam missed, %",
            low=0,
            high=most * (2.0 if any(one.note for one in found) else 1.12),
            ticks=tuple((step * at, f"{step * at:g}") for at in range(int(most / step) + 1)),
        ),
        height=top + row * len(found) + 70,
        left=220,
    )
    for at, one in enumerate(found):
        chart.name(one.name, top + row * at + row / 2 - _GAP / 2)
        for series, name in enumerate(sets):
            if name in one.recall:
                missed = 100 * (1 - one.recall[name])
                words = f"{missed:.1f}" + (f"  {one.note}" if one.note and series == len(sets) - 1 else "")
                chart.bar(missed, top + row * at + _BAR * series, _BAR - 2, series, words)
    chart.legend(sets, 220, 52)
    return chart.render()


def drawn(scores: Scores, rows: Sequence[Row], ablations: Sequence[Ablation], digest: str) -> dict[str, str]:
    """Return the plots by name of their file, each naming the model of that *digest*; the fourth from *ablations*."""
    spam = np.array([row.spam for row in rows], dtype=bool)
    plots = {
        "reliability.svg": reliability(scores, spam),
        "scores.svg": histogram(scores, spam, threshold_at(scores[~spam])),
        "recall.svg": recall_curves(scores, rows),
    }
    plots |= {"ablation.svg": ablation(ablations)} if ablations else {}
    return {name: plot.replace("</desc>", f" Model {digest[:16]}.</desc>") for name, plot in plots.items()}


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Draw what the command line asks for; return the names of the files and the rows they show.

    Raises:
        ArtefactError: The model cannot be used.
        DatasetError: A file cannot be used, none has dev rows, or a plot cannot be written.
    """
    ablations = read_ablations(options.ablation) if options.ablation else []
    scorer = Scorer.named(options.model)
    rows = [row for path in options.data for row in read_rows(path) if row.split == DEV]
    if not rows:
        raise DatasetError(options.data[0], 0, f"no rows of split {DEV!r}")
    plots = drawn(score_rows(scorer, rows), rows, ablations, scorer.digest)
    try:
        options.out.mkdir(parents=True, exist_ok=True)
        for name, content in plots.items():
            (options.out / name).write_text(content, encoding="utf-8")
    except OSError as error:
        raise DatasetError(options.out, 0, error.strerror or "cannot be written") from error
    return {"model": scorer.digest, "rows": len(rows), "plots": sorted(plots)}


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw the plots; return the exit status, 2 for bad input."""
    parser = argparse.ArgumentParser(prog="python -m models.plots", description=__doc__)
    parser.add_argument("--data", type=Path, nargs="+", required=True, metavar="FILE", help="labelled JSON lines")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where to write the plots")
    parser.add_argument("--model", type=Path, metavar="DIR", help="directory of the model (default: the shipped one)")
    parser.add_argument("--ablation", type=Path, metavar="FILE", help="JSON of models.ablation, for a fourth plot")
    options = parser.parse_args(arguments)
    try:
        found = run(options)
    except (ArtefactError, DatasetError) as error:
        print(error, file=sys.stderr)  # noqa: T201 - a command speaks
        return 2
    print(json.dumps(found))  # noqa: T201 - a command speaks
    return 0


if __name__ == "__main__":
    sys.exit(main())
