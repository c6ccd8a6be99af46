"""What the classifier counts in a comment, with numpy alone.

A comment is seen in five ways, each a set of hashed pieces (presence, not count) scaled to unit length:

* the folded text in pieces of 2 to 5 characters: what it says, whatever it is written in;
* its shape in pieces of 2 to 7 kinds: how it is built, whatever it says;
* its words and pairs of words, names with digits in them and links each replaced by one mark: the phrases around a
  brand; and pairs of words with one or two between them;
* author name and address of the author's site, apart from the text.

Training and scoring both call :func:`observe`, so they cannot differ. Pieces are hashed by a polynomial over code
points, computed for all positions at once (DESIGN.md, 10.9), finished by two rounds of the MurmurHash3 finaliser.
"""

import re
import zlib
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.markup import unmarked
from models.text import fold, shape

Codes = NDArray[np.uint32]
Indices = NDArray[np.int64]

BUCKET_BITS: Final = 20
BUCKETS: Final = 1 << BUCKET_BITS
# Of a longer text the beginning and the end are read: padding in the middle neither hides nor slows anything.
MOST_READ: Final = 6000
_HEAD: Final = 4000

_DOMAINS: Final = "com|net|org|info|biz|id|xyz|online|site|top|live|me|vip|link|club|shop|store|co|ly|tv|tk|ru|be"
# A word, or a link as a whole: from its scheme, or from its host where that ends in a domain often met. Folding leaves
# two letters of three that are the same.
WORD: Final = re.compile(rf"(?:https?://|www?\.)\S+|[^\W_]+(?:\.(?:{_DOMAINS})\b\S*)?")
_LINK: Final = re.compile(rf"https?://|\bwww?\.|\b[a-z0-9-]{{2,}}\.(?:{_DOMAINS})\b")
# Nine digits or more with at most one sign between two: what somebody can be called by.
_CALL: Final = re.compile(r"(?<!\d)\+?\d(?:[ .()-]?\d){8,14}(?!\d)")
NAMED: Final = (
    "disguised letters",
    "disguised digits",
    "lines through letters",
    "invisible characters",
    "block filler",
    "bracketed letters",
    "share of letters in disguise",
    "l e t t e r  spacing",
    "links",
    "phone numbers",
    "exclamation marks",
    "share of capitals",
)
WIDTH: Final = BUCKETS + len(NAMED)
GROUPS: Final = ("text", "shape", "words", "words apart", "author", "website")


class Submission(NamedTuple):
    """What is scored: the comment as typed, and what its author says about themselves."""

    text: str
    author: str = ""
    url: str = ""


class View(NamedTuple):
    """One way to look at one field: the lengths of its pieces and a salt that keeps them apart from all others."""

    lowest: int
    highest: int
    salt: int


class Observation(NamedTuple):
    """Everything the classifier knows about a submission.

    Attributes:
        indices: Buckets of its pieces, group by group, each ascending and distinct within its group; shape (n,).
        starts: Where each group starts in ``indices``, shape (n_groups,).
        scales: What each piece of a group counts, 1 / sqrt(pieces in the group), shape (n_groups,).
        counts: Named counts, shape (len(NAMED),).
        groups: Which of GROUPS they are, n_groups of them.
    """

    indices: NDArray[np.uint32]
    starts: Indices
    scales: NDArray[np.float64]
    counts: NDArray[np.float64]
    groups: list[int]


FOLDED_VIEW: Final = View(2, 5, 0x1)
SHAPE_VIEW: Final = View(2, 7, 0x51ED27)
AUTHOR_VIEW: Final = View(3, 5, 0x2C0FFE)
AUTHOR_SHAPE_VIEW: Final = View(2, 6, 0x3ACE55)
URL_VIEW: Final = View(3, 6, 0x4B1D05)

_MULTIPLIER: Final = np.uint32(0x01000193)  # the prime of the 32-bit FNV hash
_SPREAD: Final = np.uint32(0x9E3779B1)  # 2**32 divided by the golden ratio
_APART: Final = np.uint32(0xC2B2AE35)  # MurmurHash3, fmix32, the second multiplier
# What stands for every number, link and name with digits in pairs of words.
_NUMBER, _LINKED, _NAMED_WITH_DIGITS, _START = 0x23, 0x3A, 0x40, 1
# How far apart the words of a pair stand that are not neighbours.
STEPS: Final = (2, 3)
_FINISH: Final = np.uint32(0x85EBCA6B)  # MurmurHash3, fmix32
_SHIFT_13: Final = np.uint32(13)
_SHIFT_16: Final = np.uint32(16)
_SHIFT_TO_BUCKET: Final = np.uint32(32 - BUCKET_BITS)
_BUCKET_MASK: Final = np.uint32(BUCKETS - 1)
_MARKS: Final = np.arange(8, dtype=np.uint32) << np.uint32(BUCKET_BITS)


def clip(text: str) -> str:
    """Return what is read of *text*: :func:`excerpt`, markup blanked out where it stands."""
    read = excerpt(text)
    return unmarked(read) if "<" in read or "&" in read else read


def excerpt(text: str) -> str:
    """Return all of *text*, or the beginning and the end of a very long one."""
    return text if len(text) <= MOST_READ else text[:_HEAD] + text[_HEAD - MOST_READ :]


def pieces(derived: str, view: View) -> list[Codes]:
    """Return the raw hashes of all pieces of *derived*, blanks added at both ends, one array a length.

    Returns:
        For each length from ``view.lowest`` to ``view.highest``, as far as the text is long enough, an array of shape
        (len(derived) + 3 - length,), by position.
    """
    return all_pieces([(derived, view)])[0]


def all_pieces(seen: Sequence[tuple[str, View]]) -> list[list[Codes]]:
    """Return what :func:`pieces` returns, for several texts at once.

    All are hashed as one, length by length, and cut apart again: most of the time goes into calling numpy, not into
    what it does. A piece that would reach over the end of its text is never cut out.
    """
    encoded = [f" {derived} ".encode("utf-32-le", "surrogatepass") for derived, _ in seen]
    lengths = [len(code_points) // 4 for code_points in encoded]
    codes = np.frombuffer(b"".join(encoded), dtype=np.uint32)
    salts = np.array([view.salt for _, view in seen], dtype=np.uint32)
    mixed = (codes + salts.repeat(lengths)) * _SPREAD
    mixed ^= mixed >> _SHIFT_16
    rolling = [mixed]
    for length in range(2, max(min(view.highest, size) for (_, view), size in zip(seen, lengths, strict=True)) + 1):
        rolling.append(rolling[-1][:-1] * _MULTIPLIER + mixed[length - 1 :])
    found, start = [], 0
    for (_, view), size in zip(seen, lengths, strict=True):
        wanted = range(view.lowest, min(view.highest, size) + 1)
        found.append([rolling[length - 1][start : start + size - length + 1] for length in wanted])
        start += size
    return found


def words(folded: str) -> tuple[list[Codes], list[Codes]]:
    """Return the raw hashes of the words of *folded*, and those of words that stand apart.

    In pairs a number, a name with digits and a link each stand for all of their kind, so that what surrounds a brand is
    learned whatever its name.

    Returns:
        The words themselves and the pairs that each closes, each of shape (n_words,); the pairs that stand each of
        STEPS apart, of shape (n_words - steps,), where there are so many words.
    """
    found = WORD.findall(folded)
    if not found:
        return [], []
    hashes = [zlib.crc32(word.encode("utf-8", "surrogatepass")) for word in found]
    kinds = [_START] + [
        code if word.isalpha() else _NUMBER if word.isdigit() else _LINKED if "." in word else _NAMED_WITH_DIGITS
        for word, code in zip(found, hashes, strict=True)
    ]
    kind = np.array(kinds, dtype=np.uint32)
    # The multipliers are odd, so that no word is lost; each way of pairing has its own.
    near, far = kind * _MULTIPLIER, kind * _SPREAD
    pairs = far[:-1] + near[1:]
    first, last = far[1:] * _APART, near[1:]
    apart = [first[:-steps] + last[steps:] * np.uint32(2 * steps + 1) for steps in STEPS if steps < len(found)]
    return [np.array(hashes, dtype=np.uint32), pairs], apart


def buckets(raw: Codes) -> Codes:
    """Return the bucket of each raw hash, same shape, below BUCKETS."""
    mixed = raw ^ (raw >> _SHIFT_16)
    mixed *= _FINISH
    mixed ^= mixed >> _SHIFT_13
    mixed >>= _SHIFT_TO_BUCKET
    return mixed


def named_counts(typed: str, kinds: str, folded: str) -> NDArray[np.float64]:
    """Return the counts of the disguise itself, shape (len(NAMED),), on a logarithmic scale, 0 for none."""
    letters, digits = kinds.count("S"), kinds.count("D")
    capitals = kinds.count("A")
    plain = capitals + kinds.count("a")
    counts = np.array(
        (
            letters,
            digits,
            kinds.count("M"),
            kinds.count("I"),
            kinds.count("B"),
            kinds.count("R"),
            8.0 * letters / (letters + plain) if letters else 0.0,
            len(typed) - len(folded) > len(folded) // 2 > 0 and "M" not in kinds,
            len(_LINK.findall(folded)) if "." in folded or ":" in folded else 0,
            len(_CALL.findall(folded)),
            typed.count("!"),
            4.0 * capitals / plain if capitals else 0.0,
        ),
        dtype=np.float64,
    )
    return np.log1p(counts)


def raw_groups(submission: Submission, folded: str, kinds: str) -> list[list[Codes]]:
    """Return the raw hashes of each of GROUPS of *submission*, whose text is given folded and as a shape."""
    seen = [(folded, FOLDED_VIEW), (kinds, SHAPE_VIEW)]
    if submission.author:
        name = clip(submission.author)
        seen += [(fold(name), AUTHOR_VIEW), (shape(name), AUTHOR_SHAPE_VIEW)]
    if submission.url:
        seen.append((fold(clip(submission.url)), URL_VIEW))
    by_text, by_shape, *others = all_pieces(seen)
    groups = [by_text, by_shape, *words(folded)]
    by_name: list[Codes] = []
    if submission.author:
        by_letter, by_kind, *others = others
        by_name = by_letter + by_kind
    return [*groups, by_name, *(others or [[]])]


def observe(submission: Submission, read: Callable[[str], str] = fold) -> Observation:
    """Return everything the classifier knows about *submission*.

    Args:
        submission: What is looked at.
        read: What a reader sees in its text; another one only to find out what folding is worth.
    """
    typed = clip(submission.text)
    folded, kinds = read(typed), shape(typed)
    groups = raw_groups(submission, folded, kinds)
    lengths = [sum(map(len, raw)) for raw in groups]
    # A blank name is too short for its shortest piece, a comment of emoji has no word: such a group does not count.
    present = [number for number, length in enumerate(lengths) if length]
    lengths = [length for length in lengths if length]
    # The number of its group stands above the bits of each bucket, so that one pass sorts all groups apart.
    marks = _MARKS[present]
    found = buckets(np.concatenate([part for raw in groups for part in raw]))
    found |= marks.repeat(lengths)
    found.sort()
    first = np.empty(len(found), dtype=bool)
    first[0] = True
    np.not_equal(found[1:], found[:-1], out=first[1:])
    distinct = found[first]
    starts = distinct.searchsorted(marks)
    sizes = np.empty(len(starts), dtype=np.int64)
    sizes[:-1] = starts[1:]
    sizes[-1] = len(distinct)
    sizes -= starts
    counts = named_counts(typed, kinds, folded)
    return Observation(distinct & _BUCKET_MASK, starts, 1.0 / np.sqrt(sizes), counts, present)
