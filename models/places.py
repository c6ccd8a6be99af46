"""What each typed character weighs: every piece that the scorer counts, put back where it stands.

The one module of the explanation that knows how :mod:`models.ngrams` lays pieces out. All derived texts are put one
behind the other and all pieces are shared out in one pass: as in scoring, most of the time goes into calling numpy.
"""

from itertools import accumulate
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.artefact import Model
from models.ngrams import (
    AUTHOR_SHAPE_VIEW,
    AUTHOR_VIEW,
    BUCKET_BITS,
    BUCKETS,
    FOLDED_VIEW,
    GROUPS,
    MOST_READ,
    SHAPE_VIEW,
    STEPS,
    URL_VIEW,
    WORD,
    Submission,
    View,
    buckets,
    clip,
    excerpt,
    named_counts,
    raw_groups,
)
from models.text import Offsets, Trace, trace_fold, trace_shape

Weights = NDArray[np.float64]
_WORDS: Final = GROUPS.index("words")
_APART: Final = GROUPS.index("words apart")
_AUTHOR: Final = GROUPS.index("author")
_URL: Final = GROUPS.index("website")
_GROUP_SHIFT: Final = np.uint32(BUCKET_BITS)
_BUCKET: Final = np.uint32(BUCKETS - 1)
_HEAD: Final = clip("a" * MOST_READ + "b" * MOST_READ).count("a")


class Field(NamedTuple):
    """One field of a submission as it was read.

    Attributes:
        name: Of the field of :class:`Submission`.
        typed: What there was to read of it: all, or the beginning and the end.
        read: The same with markup blanked out.
        folded: What it reads as.
        seam: Where the beginning ends and the end begins; otherwise its length.
        skipped: How many characters between the two were not read.
        weights: In log-odds, of each character typed; of an empty text, one number. Shape (max(len(typed), 1),).
    """

    name: str
    typed: str
    read: str
    folded: Trace
    seam: int
    skipped: int
    weights: Weights


class Reading(NamedTuple):
    """A submission taken apart.

    Attributes:
        fields: Those that count, the text always and first.
        named: In log-odds, of each named count, shape (len(NAMED),).
    """

    fields: tuple[Field, ...]
    named: Weights


class _Derived(NamedTuple):
    """One derived text, with a blank at both ends as the scorer reads it.

    Attributes:
        trace: It and its origin.
        view: The lengths of its pieces.
        field: Number of the field that it comes from.
        group: Number of the group that its pieces count in.
    """

    trace: Trace
    view: View
    field: int
    group: int

    @property
    def size(self) -> int:
        """How many characters it has."""
        return len(self.trace.text) + 2

    @property
    def lengths(self) -> range:
        """Of its pieces."""
        return range(self.view.lowest, min(self.view.highest, self.size) + 1)

    def origins(self, first: int) -> Offsets:
        """Return where its characters come from; the blanks belong to their neighbours."""
        found = np.empty(self.size, dtype=np.int64)
        found[1:-1] = self.trace.origins
        found[0], found[-1] = (found[1], found[-2]) if self.trace.text else (0, 0)
        found += first
        return found


def read(model: Model, submission: Submission) -> Reading:
    """Return what each character of *submission* weighs, and what each named count does."""
    given = [(name, value) for name, value in submission._asdict().items() if value or name == "text"]
    typed = [excerpt(value) for _, value in given]
    clipped = [clip(value) for _, value in given]
    folded = [trace_fold(value) for value in clipped]
    derived = [_Derived(folded[0], FOLDED_VIEW, 0, 0), _Derived(trace_shape(clipped[0]), SHAPE_VIEW, 0, 1)]
    for number, (name, _) in enumerate(given[1:], start=1):
        if name == "author":
            derived.append(_Derived(folded[number], AUTHOR_VIEW, number, _AUTHOR))
            derived.append(_Derived(trace_shape(clipped[number]), AUTHOR_SHAPE_VIEW, number, _AUTHOR))
        else:
            derived.append(_Derived(folded[number], URL_VIEW, number, _URL))
    # An empty text is one place too, so that no weight is without one.
    firsts = [0, *accumulate(len(value) or 1 for value in typed)]
    origins = np.concatenate([one.origins(firsts[one.field]) for one in derived])
    by_derived = _by_derived_character(model, submission, derived)
    by_typed: list[Weights] = np.split(np.bincount(origins, by_derived, firsts[-1]), firsts[1:-1])
    skipped = [len(whole) - len(part) for (_, whole), part in zip(given, typed, strict=True)]
    fields = tuple(
        Field(name, value, seen, trace, _HEAD if gap else len(value), gap, weights)
        for (name, _), value, seen, trace, gap, weights in zip(
            given, typed, clipped, folded, skipped, by_typed, strict=True
        )
    )
    named = named_counts(clipped[0], derived[1].trace.text, folded[0].text) * model.weights[BUCKETS:]
    return Reading(fields, named)


def _by_derived_character(model: Model, submission: Submission, derived: list[_Derived]) -> Weights:
    """Return the sum of weights over the characters of all derived texts, one text behind the other."""
    groups = raw_groups(submission, derived[0].trace.text, derived[1].trace.text)
    apart, by_word = groups.pop(_APART), groups.pop(_WORDS)
    raw = [hashes for group in groups for hashes in group]
    sizes = [len(hashes) for hashes in raw]
    bases = [0, *accumulate(one.size for one in derived)]
    # For each length of each text: its group, the length, and how far its first piece is from where it is stored.
    firsts = [0, *accumulate(sizes)]
    lengths: list[int] = []
    marks: list[int] = []
    shifts: list[int] = []
    for one, base in zip(derived, bases, strict=False):
        for length in one.lengths:
            marks.append(one.group << BUCKET_BITS)
            shifts.append(base - firsts[len(lengths)])
            lengths.append(length)
    starts, ends = _words(derived[0].trace.text)
    marks += [_WORDS << BUCKET_BITS, _APART << BUCKET_BITS]
    found = buckets(np.concatenate([*raw, *by_word, *apart]))
    found |= np.array(marks, dtype=np.uint32).repeat([*sizes, sum(map(len, by_word)), sum(map(len, apart))])
    shares = _shares(model, found)
    placed = np.arange(firsts[-1]) + np.array(shifts).repeat(sizes)
    width = np.array(lengths).repeat(sizes)
    first = np.concatenate([placed, starts])
    last = np.concatenate([placed + width, ends])
    shares /= last - first
    slope = np.bincount(first, shares, bases[-1] + 1)
    slope -= np.bincount(last, shares, bases[-1] + 1)
    return slope.cumsum()[:-1]


def _words(folded: str) -> tuple[Offsets, Offsets]:
    """Return where words, pairs and pairs that stand apart begin and end, in the order of their hashes."""
    places = [found.span() for found in WORD.finditer(folded)]
    # The blank before the text counts.
    starts = [start + 1 for start, _ in places]
    ends = [end + 1 for _, end in places]
    firsts, lasts = [*starts, *starts[:1], *starts[:-1]], ends + ends
    for steps in STEPS:
        firsts += starts[:-steps]
        lasts += ends[steps:]
    return np.array(firsts, dtype=np.int64), np.array(lasts, dtype=np.int64)


def _shares(model: Model, marked: NDArray[np.uint32]) -> Weights:
    """Return what each piece adds to the score: a bucket that several of a group fill counts once, and they share it.

    Args:
        model: What scored.
        marked: Bucket of each piece, with the number of its group above the bits of the bucket.
    """
    ordered = np.sort(marked)
    first = np.empty(len(ordered), dtype=bool)
    first[0] = True
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    distinct = ordered[first]
    place = distinct.searchsorted(marked)
    group = distinct >> _GROUP_SHIFT
    scales = 1.0 / np.sqrt(np.maximum(np.bincount(group), 1))
    each: Weights = model.weights[distinct & _BUCKET] * scales[group]
    each /= np.bincount(place)
    return each.take(place)
