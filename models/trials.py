"""Tries a classifier on the fixed test.

``python -m models.trials [--model DIR] [--threshold T | --data FILE…] [--json]``

At one threshold: recall on the kinds that are spam, the share called spam of those that are not, each with its 95 %
interval, and every text on the wrong side. With ``--data`` the threshold lets at most 0.5 % of all genuine dev rows
through, and the genuine dev rows that talk about gambling spam, or stand in letters that are no letters, are tried too.
"""

import argparse
import json
import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from models.artefact import ArtefactError
from models.dataset import DEV, FIXED_TEST, DatasetError, Row, read_rows
from models.evaluate import score_rows
from models.figures import Scores, share_above, threshold_at
from models.ngrams import WORD
from models.operating_point import own_threshold, probability
from models.scorer import Scorer
from models.text import fold

ABOUT_GAMBLING: Final = "dev: talks about gambling spam"
IN_DISGUISE: Final = "dev: letters in disguise"
# Those whom a list of words or of brands would take for spam.
GENUINE: Final = "genuine who talk about it or write in fancy letters"
_POOLED: Final = ("complaint", "fancy", ABOUT_GAMBLING, IN_DISGUISE)
_WORDS: Final = frozenset(
    """
    judol judi slot gacor togel toto maxwin jackpot jakpot jp jepe scatter zeus depo deposit wd wede bandar bot bots
    promosi promo iklan spam gambling casino kasino pinjol taruhan betting
    """.split()  # noqa: SIM905 - many short words read better as text
)
# A name as gambling sites have them: letters with a number at the end that they like, or with their own word.
_BRAND: Final = re.compile(r"[^\W\d_]{3,}(?:\d{2,3}|4d|toto|bet)\b|[^\W\d_] (?:toto|88)\b")
# Blocks of letters that are no letters: what people choose to write a sentence in. By Unicode's names and not by
# what the classifier takes for a disguise, which is what is tried here.
_FANCY: Final = re.compile("MATHEMATICAL|FULLWIDTH LATIN|CIRCLED LATIN|SQUARED LATIN|LATIN LETTER SMALL CAPITAL")
_LINES: Final = re.compile("[\u0332\u0333\u0335\u0336\u0305\u035f\u033e\u0338]")


def groups_of(row: Row, brands: frozenset[str]) -> Iterator[str]:
    """Yield the names of the groups that a row counts for.

    Args:
        row: Of the fixed test, or of the dev split of a gambling file.
        brands: Names of known brands, folded.
    """
    if row.kind:
        yield row.kind
        if row.kind == "complaint":
            yield f"complaint, {_named_in(row.submission.text)}"
    elif not row.spam and row.source.startswith("gambling"):
        if not (_WORDS | brands).isdisjoint(WORD.findall(fold(row.submission.text))):
            yield ABOUT_GAMBLING
        if in_fancy_letters(row.submission.text):
            yield IN_DISGUISE


def _named_in(text: str) -> str:
    """Return how a complaint names what it complains about: quoted as it was disguised, plainly, or not at all."""
    if in_fancy_letters(text):
        return "naming a brand in disguise"
    return "naming a brand" if _BRAND.search(fold(text)) else "naming no brand"


def in_fancy_letters(text: str) -> bool:
    """Tell whether *text* holds letters of another alphabet that only looks like ours, or lines through its letters."""
    return bool(_LINES.search(text)) or any(_FANCY.search(unicodedata.name(char, "")) for char in text if char > "ſ")


def trial(rows: Sequence[Row], scores: Scores, threshold: float, brands: frozenset[str]) -> dict[str, Any]:
    """Return the figures by group at *threshold*, and the rows on the wrong side of it, the worst first.

    Returns:
        ``groups``: by name ``spam`` (the label), ``called_spam`` (a share with its interval); ``pooled``: the same for
        all the genuine rows of :data:`GENUINE`, each once; ``wrong``: text, group, label, probability.
    """
    members: dict[str, list[int]] = {}
    for at, row in enumerate(rows):
        for name in groups_of(row, brands):
            members.setdefault(name, []).append(at)
    genuine = sorted({at for name in _POOLED for at in members.get(name, ())})
    wrong = [
        {"text": rows[at].submission.text, "group": name, "spam": rows[at].spam, "probability": float(scores[at])}
        for name, ats in members.items()
        if ", " not in name  # its rows stand under the kind that it is a part of
        for at in ats
        if (scores[at] > threshold) != rows[at].spam
    ]
    return {
        "threshold": threshold,
        "groups": {
            name: {"spam": rows[ats[0]].spam, "called_spam": share_above(scores[ats], threshold).as_json()}
            for name, ats in members.items()
        },
        "pooled": {GENUINE: share_above(scores[genuine], threshold).as_json()},
        "wrong": sorted(wrong, key=lambda row: abs(row["probability"] - row["spam"]), reverse=True),
    }


def render(found: dict[str, Any]) -> str:
    """Return the figures as lines to read."""
    lines = [f"threshold {found['threshold']:.4f}; called spam (95 %)"]
    lines += [f"{name:52s} {_percent(group['called_spam'])}" for name, group in found["groups"].items()]
    lines += [f"{name:52s} {_percent(share)}" for name, share in found["pooled"].items()]
    lines.append(f"on the wrong side: {len(found['wrong'])}")
    lines += [f"{row['probability']:.3f} {row['group']}: {row['text']!r}" for row in found["wrong"]]
    return "\n".join(lines)


def _percent(share: dict[str, Any]) -> str:
    low, high = share["interval"]
    counts = f"{share['hits']:5d} of {share['rows']:5d}"
    return f"{counts}  {100 * share['share']:6.2f} % ({100 * low:.2f} to {100 * high:.2f})"


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Return the figures that the command line asks for.

    Raises:
        ArtefactError: The model cannot be used.
        DatasetError: A file cannot be used.
    """
    scorer = Scorer.named(options.model)
    rows = list(read_rows(FIXED_TEST))
    given = [row for path in options.data or () for row in read_rows(path)]
    dev = [row for row in given if row.split == DEV]
    brands = frozenset(fold(row.brand) for row in given if row.brand)
    scores = score_rows(scorer, [*rows, *dev])
    if options.data:
        ham = np.array([not row.spam for row in dev], dtype=bool)
        threshold = threshold_at(scores[len(rows) :][ham])
    else:
        threshold = own_threshold(options.model) if options.threshold is None else options.threshold
    return {"model": scorer.digest, **trial([*rows, *dev], scores, threshold, brands)}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; return the exit status, 2 for bad input."""
    parser = argparse.ArgumentParser(prog="python -m models.trials", description=__doc__)
    parser.add_argument("--model", type=Path, metavar="DIR", help="directory of the model (default: the shipped one)")
    one = parser.add_mutually_exclusive_group()
    one.add_argument("--threshold", type=probability, metavar="T", help="0 to 1 (default: the model's own)")
    one.add_argument("--data", type=Path, nargs="+", metavar="FILE", help="labelled JSON lines whose dev rows set it")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(arguments)
    try:
        found = run(options)
    except (ArtefactError, DatasetError) as error:
        print(error, file=sys.stderr)  # noqa: T201 - a command speaks
        return 2
    print(json.dumps(found, indent=2, ensure_ascii=False) if options.json else render(found))  # noqa: T201 - a command speaks
    return 0


if __name__ == "__main__":
    sys.exit(main())
