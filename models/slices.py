"""Labelled comments by language and by the tricks found in them, so that a good average hides no bad part."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import numpy as np

from models.dataset import Row
from models.figures import Scores, share_above
from models.ngrams import NAMED, Submission, observe

NO_TRICK: Final = "none"
DIGITS_FOR_LETTERS: Final = "digits for letters"
# Not a trick of its own: another measure of the letters in disguise.
_NOT_A_TRICK: Final = frozenset(
    {"share of letters in disguise", "links", "phone numbers", "exclamation marks", "share of capitals"}
)
# Between letters, but for the "4d" that lotteries end their names with.
_DIGIT_INSIDE: Final = re.compile(r"[^\W\d_][013457]+(?!d\b)[^\W\d_]", re.IGNORECASE)


def tricks(submission: Submission) -> frozenset[str]:
    """Return the names of the tricks that the text of *submission* shows, ``{"none"}`` if none.

    They are the named counts of the classifier (:data:`models.ngrams.NAMED`), which sees them the same way, and digits
    that stand for letters.
    """
    counts = observe(Submission(submission.text)).counts
    found = {name for name, count in zip(NAMED, counts, strict=True) if count > 0 and name not in _NOT_A_TRICK}
    if _DIGIT_INSIDE.search(submission.text):
        found.add(DIGITS_FOR_LETTERS)
    return frozenset(found or {NO_TRICK})


def _by(
    names_of: Callable[[Row], frozenset[str]], rows: Sequence[Row], scores: Scores, threshold: float
) -> Iterator[tuple[str, dict[str, Any]]]:
    names = [names_of(row) for row in rows]
    spam = np.array([row.spam for row in rows], dtype=bool)
    for name in sorted(frozenset().union(*names)):
        within = np.array([name in of_row for of_row in names], dtype=bool)
        recall, called = (share_above(scores[within & label], threshold) for label in (spam, ~spam))
        yield name, {"recall": recall.as_json(), "false_positives": called.as_json()}


def slices(rows: Sequence[Row], scores: Scores, threshold: float) -> dict[str, dict[str, Any]]:
    """Return recall and false positives at *threshold*: ``languages`` by code, ``tricks`` by name.

    A row with two tricks counts for both, one without a language as ``unknown``.
    """
    return {
        "languages": dict(_by(lambda row: frozenset({row.lang or "unknown"}), rows, scores, threshold)),
        "tricks": dict(_by(lambda row: tricks(row.submission), rows, scores, threshold)),
    }
