"""What each part of the classifier is worth: ``python -m models.ablation --data DIR [--only NAME…] [--json]``.

For each part the classifier is learned without it, and all else as it ships, and tried on the dev split: recall on each
set at the threshold that 0.5 % of all genuine dev rows lie above, and the share of the fixed test's genuine comments
that look like spam which that threshold calls spam. No cleaning by cross-validation: every row of training counts.
"""

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from scipy.sparse import csr_matrix
from tqdm import tqdm

from models.dataset import DEV, FIXED_TEST, TRAIN, DatasetError, Row, read_directory, read_rows
from models.features import CommentVectorizer
from models.figures import share_above, threshold_at
from models.learning import Settings, fit_weights
from models.ngrams import GROUPS
from models.train import training_rows

ALL: Final = "all"
_SHIPPED: Final = Settings()
_FEWEST_SPAM: Final = 100
_LOOK_LIKE_SPAM: Final = frozenset({"complaint", "fancy", "ordinary"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A classifier that lacks something.

    Attributes:
        name: What it lacks.
        note: What that is, in a few words.
        settings: Changed, where that is the difference.
        kept: Whether a row of training counts.
        groups: Of GROUPS, those that count.
        counted: Whether the named counts do.
        folded: Whether texts are folded.
    """

    name: str
    note: str
    settings: Settings = _SHIPPED
    kept: Callable[[Row], bool] = lambda _: True
    groups: frozenset[str] = frozenset(GROUPS)
    counted: bool = True
    folded: bool = True


def _without(*groups: str) -> frozenset[str]:
    return frozenset(GROUPS) - frozenset(groups)


VARIANTS: Final = (
    Variant(name=ALL, note="as it ships"),
    Variant(name="folding", note="texts as typed, in small letters", folded=False),
    Variant(name="folded text", note="pieces of what a reader sees", groups=_without("text")),
    Variant(name="shape", note="pieces of how it is built", groups=_without("shape")),
    Variant(name="words", note="words and neighbours", groups=_without("words", "words apart")),
    Variant(name="words apart", note="pairs with one or two words between", groups=_without("words apart")),
    Variant(name="names", note="author's name and website", groups=_without("author", "website")),
    Variant(name="named counts", note="counts of the disguise itself, links, capitals", counted=False),
    Variant(
        name="made-up brands",
        note="spam again with another brand in a fresh disguise",
        settings=Settings(spam_copies=0.0),
    ),
    Variant(
        name="harmless disguises",
        note="genuine comments again with links, tags and fancy letters",
        settings=Settings(ham_copies=0.0),
    ),
    Variant(name="written texts", note="comments written for the project", kept=lambda row: row.source != "written"),
    Variant(name="cluster weights", note="near-duplicates share their weight", settings=Settings(cluster_power=0.0)),
    Variant(name="evidence", note="scaling by each piece's own evidence", settings=Settings(power=0.0)),
    Variant(
        name="second gambling set", note="more brands, noisier", kept=lambda row: row.source != "gambling_comments_id_2"
    ),
)


def columns_of(submissions: Iterable[Any], variant: Variant) -> csr_matrix:
    """Return the features of *submissions* that *variant* has, shape (n, WIDTH)."""
    vectorizer = CommentVectorizer(groups=tuple(sorted(variant.groups)), counted=variant.counted, folded=variant.folded)
    return vectorizer.transform(submissions)


def figures_without(variant: Variant, rows: Sequence[Row], fixed: Sequence[Row]) -> dict[str, Any]:
    """Return what a classifier that lacks something reaches.

    Args:
        variant: What it lacks.
        rows: Labelled, of both splits.
        fixed: The fixed test.
    """
    settings = variant.settings
    chance = random.Random(settings.seed)  # noqa: S311 - no secret depends on it
    known, extra = training_rows([row for row in rows if row.split == TRAIN], settings, chance)
    learned = [row for row in known + extra if variant.kept(row)]
    weights = fit_weights(learned, columns_of([row.submission for row in learned], variant), settings)
    tried = [row for row in rows if row.split == DEV]
    scores = weights.scores(columns_of([row.submission for row in tried], variant))
    spam = np.array([row.spam for row in tried], dtype=bool)
    threshold = threshold_at(scores[~spam])
    sources = np.array([row.source for row in tried])
    sets = large_sets(tried)
    genuine = [row for row in fixed if row.kind in _LOOK_LIKE_SPAM]
    on_fixed = weights.scores(columns_of([row.submission for row in genuine], variant))
    return {
        "name": variant.name,
        "note": variant.note,
        "recall": {name: share_above(scores[spam & (sources == name)], threshold).value for name in sets},
        "genuine_called_spam": share_above(on_fixed, threshold).value,
    }


def large_sets(rows: Sequence[Row]) -> list[str]:
    """Return the sets with a hundred spam or more, the largest first: others move by too much with each one of them."""
    spam = Counter(row.source for row in rows if row.spam)
    return [name for name, rows_of in spam.most_common() if rows_of >= _FEWEST_SPAM]


def render(found: Sequence[dict[str, Any]], sets: Sequence[str]) -> str:
    """Return the figures as a table to read."""
    lines = [f"{'without':22s}" + "".join(f"{name[-22:]:>24s}" for name in sets) + "   genuine called spam"]
    for one in found:
        shares = "".join(f"{_shown(one['recall'].get(name)):>24s}" for name in sets)
        lines.append(f"{one['name']:22s}{shares}   {_shown(one['genuine_called_spam'])}  {one['note']}")
    return "\n".join(lines)


def _shown(share: float | None) -> str:
    return "-" if share is None else f"{share:.4f}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; return the exit status, 2 for bad input."""
    names = [variant.name for variant in VARIANTS]
    parser = argparse.ArgumentParser(prog="python -m models.ablation", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="directory of labelled *.jsonl files")
    parser.add_argument("--only", nargs="+", choices=names, default=names, help="some of the parts")
    parser.add_argument("--json", action="store_true", help="print what models.plots draws")
    options = parser.parse_args(arguments)
    chosen = [replace(variant) for variant in VARIANTS if variant.name in options.only]
    try:
        rows, fixed = read_directory(options.data), list(read_rows(FIXED_TEST))
        if not {(DEV, True), (DEV, False), (TRAIN, True), (TRAIN, False)} <= {(row.split, row.spam) for row in rows}:
            print(f"{options.data}: spam and ham of both splits are needed", file=sys.stderr)  # noqa: T201 - a command speaks
            return 2
    except DatasetError as error:
        print(error, file=sys.stderr)  # noqa: T201 - as above
        return 2
    found = [figures_without(variant, rows, fixed) for variant in tqdm(chosen, unit="variant", file=sys.stderr)]
    sets = large_sets([row for row in rows if row.split == DEV])
    print(json.dumps(found, indent=2) if options.json else render(found, sets))  # noqa: T201 - as above
    return 0


if __name__ == "__main__":
    sys.exit(main())
