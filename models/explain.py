"""Exact additive parts of a score, as a moderator reads them: by word where it was typed, by name of a disguise.

Every piece's weight is shared out evenly over the characters it covers, carried back to the typed characters they come
from, and summed by typed word: each occurrence is a part of its own, for what surrounds it counts too. Letters typed
apart that are read as one word are one part. Nothing is approximated: bias and parts add up to the log-odds.
"""

import math
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from models.artefact import Model
from models.ngrams import NAMED, Submission
from models.places import Field, Reading, read

MOST_PARTS: Final = 24
REST: Final = "everything else"
REST_CODE: Final = "rest"
CUT: Final = "beyond what is counted"
CUT_CODE: Final = "cut"
_TYPED_WORD: Final = re.compile(r"\S+")
_PART_OF_ADDRESS: Final = re.compile(r"[^\W_]+")
_NEGLIGIBLE: Final = 1e-6
_LETTERS_APART: Final = re.compile(r"(?<=\b\w) (?=\w\b)")


class Part(NamedTuple):
    """One addend of a score.

    Attributes:
        text: A word as typed, or the name of what was found.
        weight: In log-odds; above 0 speaks for spam.
        code: Of what was found, ``None`` for a word.
        field: Which field of the submission the word stands in, ``None`` for what has no place.
        start: Where it begins there, in code points.
        end: Behind its last character.
        folded: What the word reads as.
    """

    text: str
    weight: float
    code: str | None = None
    field: str | None = None
    start: int | None = None
    end: int | None = None
    folded: str | None = None


class Explanation(NamedTuple):
    """A score taken apart; ``bias`` and the weights of ``parts`` add up to the log-odds of ``probability``.

    Attributes:
        bias: Log-odds of a comment without any part.
        parts: Heaviest first; then what is left, as one.
        probability: Of spam.
        folded: What the comment reads as; of a very long one, the beginning and the end.
    """

    bias: float
    parts: tuple[Part, ...]
    probability: float
    folded: str


def code_of(name: str) -> str:
    """Return the code of a named count.

    >>> code_of("l e t t e r  spacing")
    'letter-spacing'
    """
    return "-".join(_LETTERS_APART.sub("", name).split())


_CODES: Final = tuple(map(code_of, NAMED))


def explain(model: Model, submission: Submission, total: float, log_odds: float, probability: float) -> Explanation:
    """Return the parts of *log_odds*, strongest first; those beyond the strongest two dozen as one.

    Args:
        model: What scored.
        submission: What was scored.
        total: Its score.
        log_odds: Its score, cut to the scorer's range; what was cut off is a part.
        probability: Of *log_odds*.
    """
    reading = read(model, submission)
    parts = [part for part in _all_parts(reading) if abs(part.weight) > _NEGLIGIBLE]
    parts.sort(key=_strength, reverse=True)
    shown = parts[:MOST_PARTS]
    # The rest is what is missing from the sum, rounding included.
    shown.append(Part(REST, total - model.bias - math.fsum(part.weight for part in shown), REST_CODE))
    if log_odds != total:
        shown.append(Part(CUT, log_odds - total, CUT_CODE))
    return Explanation(model.bias, tuple(shown), probability, reading.fields[0].folded.text)


def _strength(part: Part) -> float:
    return abs(part.weight)


def _all_parts(reading: Reading) -> Iterator[Part]:
    for field in reading.fields:
        yield from _words(field)
    for name, code, weight in zip(NAMED, _CODES, reading.named.tolist(), strict=True):
        if weight:
            yield Part(name, weight, code)


def _words(field: Field) -> Iterator[Part]:
    """Yield a part for each typed word; what stands between two belongs to the first."""
    words = _typed_words(field)
    if not words:
        return
    # What stands before the first word belongs to it.
    weights = np.add.reduceat(field.weights, [0, *(word.start for word in words[1:])]).tolist()
    for (start, end, begin, stop), weight in zip(words, weights, strict=True):
        skipped = field.skipped if start >= field.seam else 0
        reads = field.folded.text[begin:stop].strip()
        yield Part(field.typed[start:end], weight, None, field.name, start + skipped, end + skipped, reads)


class _Word(NamedTuple):
    """Where a word stands, as typed and as folded."""

    start: int
    end: int
    begin: int
    stop: int


def _typed_words(field: Field) -> list[_Word]:
    """Return the words of a field; those whose letters were closed up in folding are one."""
    read, seam, origins = field.read, field.seam, field.folded.origins
    pattern = _PART_OF_ADDRESS if field.name == "url" else _TYPED_WORD
    # No word goes from the beginning that was read over to the end that was read.
    spans = [found.span() for found in pattern.finditer(read, 0, seam)]
    spans += [found.span() for found in pattern.finditer(read, seam)]
    begins = origins.searchsorted([start for start, _ in spans]).tolist()
    stops = origins.searchsorted([end for _, end in spans]).tolist()
    words: list[_Word] = []
    for (start, end), begin, stop in zip(spans, begins, stops, strict=True):
        closed_up = pattern is _TYPED_WORD and 0 < begin < stop and " " not in field.folded.text[begin - 1 : begin + 1]
        if closed_up:
            # Signs between the letters were left out in folding; they are part of the word as typed.
            before = len(words) - 1
            while words[before].begin == words[before].stop:
                before -= 1
            if (words[before].start < seam) == (start < seam):
                words[before:] = [words[before]._replace(end=end, stop=stop)]
                continue
        words.append(_Word(start, end, begin, stop))
    return words
