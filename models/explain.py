"""Exact additive parts of a score, as a moderator reads them: by word as typed, by name of a disguise.

Every piece's weight is shared out evenly over the characters it covers, carried back to the typed characters they come
from, and summed by typed word. Nothing is approximated: bias and parts add up to the log-odds.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.artefact import Model
from models.ngrams import (
    AUTHOR_SHAPE_VIEW,
    AUTHOR_VIEW,
    BUCKETS,
    FOLDED_VIEW,
    NAMED,
    SHAPE_VIEW,
    URL_VIEW,
    WORD,
    Codes,
    Submission,
    View,
    buckets,
    clip,
    named_counts,
    pieces,
    words,
)
from models.text import Trace, trace_fold, trace_shape

MOST_PARTS: Final = 24
REST: Final = "everything else"
_TYPED_WORD: Final = re.compile(r"\S+")
_NEGLIGIBLE: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Part:
    """One addend of a score.

    Attributes:
        text: A word as typed, or the name of what was found.
        weight: In log-odds; above 0 speaks for spam.
    """

    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """A score taken apart; ``bias`` and the weights of ``parts`` add up to the log-odds of ``probability``."""

    bias: float
    parts: tuple[Part, ...]
    probability: float


@dataclass(frozen=True, slots=True)
class _Spans:
    """Hashed pieces of one derived text and where they stand in it."""

    raw: Codes
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    trace: Trace


def _piece_spans(trace: Trace, view: View) -> _Spans:
    """Return the spans of the pieces of a derived text; the blanks added at both ends belong to their neighbours."""
    # Kept in one piece even where the text is too short for any: a group may hold spans of several views.
    by_length = pieces(trace.text, view) or [np.zeros(0, dtype=np.uint32)]
    starts = [np.arange(len(raw)) - 1 for raw in by_length]
    lengths = range(view.lowest, view.lowest + len(by_length))
    ends = [start + length for start, length in zip(starts, lengths, strict=True)]
    return _Spans(np.concatenate(by_length), np.concatenate(starts), np.concatenate(ends), trace)


def _word_spans(trace: Trace) -> _Spans:
    starts, ends, before = [], [], None
    for found in WORD.finditer(trace.text):
        starts += [found.start(), found.start() if before is None else before]
        ends += [found.end(), found.end()]
        before = found.start()
    raw = np.array(words(trace.text), dtype=np.uint32)
    return _Spans(raw, np.array(starts, dtype=np.int64), np.array(ends, dtype=np.int64), trace)


def _by_typed_character(model: Model, group: list[_Spans], length: int) -> NDArray[np.float64]:
    """Return the sum of a group's weights over the characters typed, shape (length,)."""
    found = buckets(np.concatenate([spans.raw for spans in group]))
    distinct, place, times = np.unique(found, return_inverse=True, return_counts=True)
    each = model.weights[found] / np.sqrt(len(distinct)) / times[place]
    total = np.zeros(length)
    for spans in group:
        mine, each = np.split(each, [len(spans.raw)])
        last = len(spans.trace.text)
        starts, ends = np.clip(spans.starts, 0, max(last - 1, 0)), np.clip(spans.ends, 1, max(last, 1))
        slope = np.zeros(max(last, 1) + 1)
        per_character = mine / (ends - starts)
        np.add.at(slope, starts, per_character)
        np.add.at(slope, ends, -per_character)
        origins = np.array(spans.trace.origins or (0,), dtype=np.int64)
        np.add.at(total, origins, np.cumsum(slope)[:-1])
    return total


def _word_parts(typed: str, weights: NDArray[np.float64], label: str) -> Iterator[Part]:
    """Yield a part for each distinct typed word; blanks belong to the word before them."""
    starts = [found.start() for found in _TYPED_WORD.finditer(typed)]
    if not starts:
        yield Part(label or REST, float(weights.sum()))
        return
    by_word = np.add.reduceat(weights, [0, *starts[1:]])
    merged: dict[str, float] = {}
    for found, weight in zip(_TYPED_WORD.finditer(typed), by_word, strict=True):
        merged[found[0]] = merged.get(found[0], 0.0) + float(weight)
    for word, weight in merged.items():
        yield Part(f"{label}{word}", weight)


def _all_parts(model: Model, submission: Submission) -> Iterator[Part]:
    typed = clip(submission.text)
    folded, kinds = trace_fold(typed), trace_shape(typed)
    groups = [[_piece_spans(folded, FOLDED_VIEW)], [_piece_spans(kinds, SHAPE_VIEW)], [_word_spans(folded)]]
    total = np.zeros(max(len(typed), 1))
    for group in groups:
        if group[0].raw.size:
            total += _by_typed_character(model, group, len(total))
    yield from _word_parts(typed, total, "")
    if submission.author:
        name = clip(submission.author)
        group = [_piece_spans(trace_fold(name), AUTHOR_VIEW), _piece_spans(trace_shape(name), AUTHOR_SHAPE_VIEW)]
        yield Part("author name", float(_by_typed_character(model, group, len(name)).sum()))
    if submission.url:
        address = clip(submission.url)
        group = [_piece_spans(trace_fold(address), URL_VIEW)]
        yield Part("author's site", float(_by_typed_character(model, group, len(address)).sum()))
    counts = named_counts(typed, kinds.text, folded.text) * model.weights[BUCKETS:]
    for name, weight in zip(NAMED, counts, strict=True):
        yield Part(name, float(weight))


def explain(model: Model, submission: Submission, log_odds: float, probability: float) -> Explanation:
    """Return the parts of *log_odds*, strongest first; those beyond the strongest two dozen as one.

    Args:
        model: What scored.
        submission: What was scored.
        log_odds: Its score, cut to the scorer's range; what was cut off is part of the rest.
        probability: Of *log_odds*.
    """
    parts = [part for part in _all_parts(model, submission) if abs(part.weight) > _NEGLIGIBLE and part.text != REST]
    parts.sort(key=lambda part: (-abs(part.weight), part.text))
    shown = parts[:MOST_PARTS]
    rest = log_odds - model.bias - sum(part.weight for part in shown)
    return Explanation(model.bias, (*shown, Part(REST, rest)), probability)
