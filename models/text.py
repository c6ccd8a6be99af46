"""Folding: what a reader sees in a text, whatever letters it was typed in.

``fold`` maps every character on its own (:mod:`models.lookalikes`), then undoes what is done with several:
doubled blanks, drawn-out punctuation, s p a c e d letters, digits between letters that stand for letters, and
drawn-out letters. Each step leaves alone what an earlier or later one has made, so folding twice equals folding once.
``trace_fold`` does the same and remembers which typed character each folded one comes from.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.lookalikes import FOLDED, SHAPES

Offsets = NDArray[np.int64]
_Replacement = Callable[[re.Match[str]], str]

_BLANK_RUN: Final = re.compile(" {2,}")
# Answers in a fraction of the time whether either of the two below finds anything: mostly not.
_TRIPLE: Final = re.compile(r"(.)\1\1")
_REPEATED_SIGN: Final = re.compile(r"([\W_])\1\1+")
# Four or more lone letters or digits with at most three signs between each, the first of them a letter.
_SPACED: Final = re.compile(r"(?<![^\W_])[^\W\d_](?:[\W_]{1,3}[^\W_]){3,}(?![^\W_])")
_SIGNS: Final = re.compile(r"[\W_]+")
# A digit between letters stands for a letter, but "4d" at the end of a name is how lotteries sign.
_DIGIT_AS_LETTER: Final = re.compile(r"[013457](?<=[a-z].)(?=[a-z])(?!(?<=4)d(?![a-z0-9]))")
_REPEATED_LETTER: Final = re.compile(r"([^\W\d_])\1\1+")
_LETTER_FOR_DIGIT: Final = dict(zip("013457", "oieast", strict=True))
# How many of a run stay, and runs that are too long.
_KEPT_RUNS: Final = (
    (4, ("9" * 8, "9" * 5)),
    (2, tuple(kind * count for kind in "aASCl" for count in (4, 3))),
    (1, tuple(kind * 2 for kind in "MIBRe .,!?")),
)
# The same by the code of the kind, which is ASCII.
_KEPT: Final = np.full(128, np.iinfo(np.int64).max)
for _kept, _runs in _KEPT_RUNS:
    _KEPT[[ord(run[0]) for run in _runs]] = _kept


def _closed_up(found: re.Match[str]) -> str:
    return _SIGNS.sub("", found[0])


def _letter(found: re.Match[str]) -> str:
    return _LETTER_FOR_DIGIT[found[0]]


def _twice(found: re.Match[str]) -> str:
    return found[1] * 2


# In this order, each step leaves the results of all the others as they are.
_FOLDING_STEPS: Final[tuple[tuple[re.Pattern[str], _Replacement], ...]] = (
    (_REPEATED_SIGN, _twice),
    (_SPACED, _closed_up),
    (_DIGIT_AS_LETTER, _letter),
    (_REPEATED_LETTER, _twice),
)


def fold(text: str) -> str:
    """Return what a reader sees in *text*: plain letters, lower case, single blanks.

    Total on every string, lone surrogates included; ``fold(fold(text)) == fold(text)``. Never longer than three times
    the text.

    >>> fold("Main di 𝐌𝐀𝐖𝐀𝐑𝟖𝟗, g4c0r!")
    'main di mawar89, gacor!'
    """
    plain = text.lower() if text.isascii() and text.isprintable() else text.translate(FOLDED)
    folded = " ".join(plain.split())
    if _TRIPLE.search(folded):
        folded = _REPEATED_SIGN.sub(_twice, folded)
    folded = _DIGIT_AS_LETTER.sub(_letter, _SPACED.sub(_closed_up, folded))
    return _REPEATED_LETTER.sub(_twice, folded) if _TRIPLE.search(folded) else folded


def shape(text: str) -> str:
    """Return the kinds of the characters of *text*, one letter each, runs cut short.

    What is left is how the text is *built*: where capitals, digits, disguised letters and emoji stand, whatever they
    say. Runs of letters keep two, runs of digits four, runs of anything else one.

    >>> shape("Main di 𝐌𝐀𝐖𝐀𝐑𝟖𝟗!!")
    'Aaa aa SSDD!'
    """
    kinds = text.translate(SHAPES)
    # Halving runs until none is too long takes a quarter of the time of a regular expression.
    for kept, runs in _KEPT_RUNS:
        for run in runs:
            while run in kinds:
                kinds = kinds.replace(run, run[:kept])
    return kinds


@dataclass(frozen=True, slots=True)
class Trace:
    """A derived text with its origin.

    Attributes:
        text: The derived text.
        origins: For each of its characters, the offset in the original text of the character it comes from; ascending,
            shape (len(text),).
    """

    text: str
    origins: Offsets


def trace_fold(text: str) -> Trace:
    """Return ``fold(text)`` with the offset in *text* that each of its characters comes from."""
    folded = fold(text)
    if len(folded) == len(text) and text.isascii() and text.isprintable():
        return Trace(folded, np.arange(len(text)))
    seen = list(map(FOLDED.__getitem__, map(ord, text)))
    plain = "".join(seen)
    origins = np.arange(len(text)).repeat(list(map(len, seen)))
    if len(plain) == len(folded):
        return Trace(folded, origins)
    trace = _rewritten(Trace(plain, origins), _BLANK_RUN, lambda _: " ")
    start = len(trace.text) - len(trace.text.lstrip(" "))
    end = len(trace.text.rstrip(" "))
    trace = Trace(trace.text[start:end], trace.origins[start:end])
    for pattern, replacement in _FOLDING_STEPS:
        trace = _rewritten(trace, pattern, replacement)
    return trace


def trace_shape(text: str) -> Trace:
    """Return ``shape(text)`` with the offset in *text* that each of its characters comes from."""
    kinds = text.translate(SHAPES)
    places = np.arange(len(kinds))
    origins = places
    if len(kinds) != len(text):
        # A kind is one letter or none.
        origins = np.flatnonzero([bool(SHAPES[ord(char)]) for char in text])
    if not kinds:
        return Trace(kinds, origins)
    codes = np.frombuffer(kinds.encode("ascii"), dtype=np.uint8)
    begins = np.empty(len(codes), dtype=bool)
    begins[0] = True
    np.not_equal(codes[1:], codes[:-1], out=begins[1:])
    since = places - np.maximum.accumulate(places * begins)
    kept = since < _KEPT[codes]
    return Trace(codes[kept].tobytes().decode("ascii"), origins[kept])


def _rewritten(trace: Trace, pattern: re.Pattern[str], replacement: _Replacement) -> Trace:
    """Do what ``pattern.sub`` does and carry the origins along."""
    pieces: list[str] = []
    kept: list[int] = []
    end = 0
    for found in pattern.finditer(trace.text):
        new = replacement(found)
        pieces += [trace.text[end : found.start()], new]
        kept += range(end, found.start())
        kept += [found.start() + at for at in _kept_of(found[0], new)]
        end = found.end()
    if not end:
        return trace
    kept += range(end, len(trace.text))
    return Trace("".join([*pieces, trace.text[end:]]), trace.origins[kept])


def _kept_of(found: str, replacement: str) -> list[int]:
    """Return the place in *found* of each character of *replacement*: changed one for one, or left out."""
    if len(found) == len(replacement):
        return list(range(len(found)))
    places = []
    at = -1
    for char in replacement:
        at = found.index(char, at + 1)
        places.append(at)
    return places
