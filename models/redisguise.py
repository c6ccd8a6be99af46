"""What a new disguise costs: ``python -m models.redisguise --data FILE… [--model DIR] [--seed N] [--json]``.

In each spam of the dev split the name advertised is exchanged for itself in each disguise in turn, and for a made-up
name in it; the rest of the comment stays. Recall as typed beside recall in each disguise, on the same comments, says
what is lost. Two tables: the tricks of :mod:`models.disguises`, written apart from what the classifier learns from, and
those of :mod:`models.tricks`, from which it learns, with a seed that training does not use.

Spam whose name is not known, or not found in the text, has nothing to exchange: it is counted and left out.
"""

import argparse
import json
import random
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from models.artefact import ArtefactError
from models.augment import find_brand
from models.dataset import DEV, DatasetError, Row, read_rows
from models.disguises import DISGUISES, Trick
from models.figures import mean_interval
from models.ngrams import Submission
from models.operating_point import own_threshold, probability
from models.scorer import Scorer
from models.text import fold
from models.tricks import TRICKS, made_up_brand

Found = NDArray[np.float64]

SEED: Final = 20_261_124
_SAMPLE: Final = "abc77"
_PLAIN: Final = {"ABC77": "none: capitals", "Abc77": "none: title", "abc77": "none: small letters"}
_NAMES: Final = {
    "styled": "mathematical, enclosed, full width",
    "_mixed": "styled and plain mixed",
    "_styled_leet": "styled, digits for letters",
    "_patchwork": "an alphabet a letter",
    "_styled_apart": "styled, letter spacing",
    "_spaced": "l e t t e r spacing",
    "_bracketed": "brackets",
    "_struck": "lines through letters",
    "_cyrillic": "Cyrillic look-alikes",
    "_filled": "block filler",
    "_invisible": "invisible characters",
    "_leet": "digits for letters",
    "_greek": "Greek, Cherokee, small capitals",
    "_digits_alone": "styled digits alone",
    "_keycaps": "keycap digits",
    "_syllables": "syllables split",
}


@dataclass(frozen=True, slots=True)
class Advertised:
    """A spam with the place of the name in it.

    Attributes:
        row: The spam.
        name: What is advertised, small letters.
        start: Where it begins in the text.
        end: Where it ends.
    """

    row: Row
    name: str
    start: int
    end: int

    def with_name(self, written: str) -> Submission:
        """Return the comment with *written* in place of the name."""
        text = self.row.submission.text
        return self.row.submission._replace(text=text[: self.start] + written + text[self.end :])


def advertised(row: Row) -> Advertised | None:
    """Return where *row* names its brand, as the data spell it or folded; None if it does not."""
    for name in dict.fromkeys((row.brand.lower(), fold(row.brand))):
        found = find_brand(row.submission.text, name)
        if found is not None:
            return Advertised(row, name, *found)
    return None


def tricks_of_training() -> dict[str, Trick]:
    """Return the tricks of :mod:`models.tricks` by name, each once."""
    named: dict[str, Trick] = {}
    for trick in TRICKS:
        name = trick.__name__
        plain = trick(_SAMPLE, random.Random(SEED)) if name == "<lambda>" else ""  # noqa: S311 - no secret depends on it
        named[_PLAIN.get(plain) or _NAMES.get(name) or name.strip("_").replace("_", " ")] = trick
    return named


def lost(typed: Found, now: Found, clusters: Sequence[str]) -> dict[str, Any]:
    """Return recall in a disguise and the points lost to it, with the 95 % intervals.

    Both intervals are of the same resamples of comments, near-duplicates together: a thousand copies of one comment are
    one piece of evidence.

    Args:
        typed: 1 for each spam that was found as typed, 0 for another; shape (n_spam,).
        now: The same in the disguise, or a mean over several; shape (n_spam,).
        clusters: Of each spam.
    """
    points = 100 * (typed - now)
    return {
        "recall": float(now.mean()),
        "recall_interval": mean_interval(now, clusters),
        "points_lost": float(points.mean()),
        "points_interval": mean_interval(points, clusters),
    }


def redisguised(
    scorer: Scorer, spam: Sequence[Advertised], tables: dict[str, dict[str, Trick]], threshold: float, seed: int
) -> dict[str, Any]:
    """Return recall as typed and, by table and trick, with the same name and with a made-up one.

    Args:
        scorer: What is tried.
        spam: At least one.
        tables: Of tricks, by name.
        threshold: Above it a comment is called spam.
        seed: Of the disguises; each comment and trick has a chance of its own, so that no trick shifts another.
    """
    clusters = [f"{one.row.source} {one.row.cluster}" for one in spam]
    typed = _found(scorer, (one.row.submission for one in spam), threshold)
    steps = [(table, name, trick) for table, tricks in tables.items() for name, trick in tricks.items()]
    names: dict[str, Callable[[Advertised, random.Random], str]] = {
        "same name": lambda one, _: one.name,
        "made-up name": lambda _, chance: made_up_brand(chance),
    }
    by_trick: dict[str, dict[str, dict[str, Found]]] = {table: {} for table in tables}
    for table, name, trick in tqdm(steps, desc="disguises", disable=None, leave=False):
        chances = [random.Random(f"{seed} {table} {name} {at}") for at in range(len(spam))]  # noqa: S311 - no secret
        by_trick[table][name] = {
            whose: _found(
                scorer,
                (one.with_name(trick(of(one, chance), chance)) for one, chance in zip(spam, chances, strict=True)),
                threshold,
            )
            for whose, of in names.items()
        }
    return {
        "rows": len(spam),
        "recall": float(typed.mean()),
        "tricks": {
            table: {
                name: {whose: lost(typed, now, clusters) for whose, now in found.items()}
                for name, found in tricks.items()
            }
            for table, tricks in by_trick.items()
        },
        "overall": {
            table: {
                whose: lost(
                    typed, np.mean([found[whose] for name, found in tricks.items() if is_trick(name)], 0), clusters
                )
                for whose in names
            }
            for table, tricks in by_trick.items()
        },
    }


def is_trick(name: str) -> bool:
    """Tell whether the disguise of that *name* is one: to write a name plainly is none."""
    return not name.startswith("none")


def _found(scorer: Scorer, submissions: Iterable[Submission], threshold: float) -> Found:
    return np.array([scorer.probability(*one) > threshold for one in submissions], dtype=np.float64)


def render(found: dict[str, Any]) -> str:
    """Return the figures as lines to read."""
    lines = [
        f"threshold {found['threshold']:.4f}, seed {found['seed']}",
        f"{found['rows']} spam, recall as typed {found['recall']:.4f}",
        f"left out: {found['without_brand']} whose brand is not known, {found['not_found']} whose brand is not found",
        f"{'':48s} same name: recall, points lost (95 %)     made-up name",
    ]
    for table, tricks in found["tricks"].items():
        for name, of_trick in {**tricks, "mean of all tricks": found["overall"][table]}.items():
            same, other = (
                "{:.4f} {:6.2f} ({:.2f} to {:.2f})".format(one["recall"], one["points_lost"], *one["points_interval"])
                for one in of_trick.values()
            )
            lines.append(f"{table + ': ' + name:48s} {same:42s} {other}")
    return "\n".join(lines)


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Return the figures that the command line asks for.

    Raises:
        ArtefactError: The model cannot be used.
        DatasetError: A file cannot be used, or none has spam to exchange a name in.
    """
    scorer = Scorer.named(options.model)
    threshold = own_threshold(options.model) if options.threshold is None else options.threshold
    rows = [row for path in options.data for row in read_rows(path) if row.spam and row.split == options.split]
    with_brand = [row for row in rows if row.brand]
    spam = [one for row in with_brand if (one := advertised(row)) is not None]
    if not spam:
        raise DatasetError(options.data[0], 0, f"no spam of split {options.split!r} with its brand in the text")
    tables = {"apart": DISGUISES, "training": tricks_of_training()}
    return {
        "model": scorer.digest,
        "threshold": threshold,
        "seed": options.seed,
        "without_brand": len(rows) - len(with_brand),
        "not_found": len(with_brand) - len(spam),
        **redisguised(scorer, spam, tables, threshold, options.seed),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; return the exit status, 2 for bad input."""
    parser = argparse.ArgumentParser(prog="python -m models.redisguise", description=__doc__)
    parser.add_argument("--data", type=Path, nargs="+", required=True, metavar="FILE", help="labelled JSON lines")
    parser.add_argument("--split", default=DEV, help="rows to take (default: dev)")
    parser.add_argument("--model", type=Path, metavar="DIR", help="directory of the model (default: the shipped one)")
    parser.add_argument("--threshold", type=probability, metavar="T", help="0 to 1 (default: the model's own)")
    parser.add_argument("--seed", type=int, default=SEED, metavar="N", help="of the disguises; not training's")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(arguments)
    try:
        found = run(options)
    except (ArtefactError, DatasetError) as error:
        print(error, file=sys.stderr)  # noqa: T201 - a command speaks
        return 2
    print(json.dumps(found, indent=2) if options.json else render(found))  # noqa: T201 - a command speaks
    return 0


if __name__ == "__main__":
    sys.exit(main())
