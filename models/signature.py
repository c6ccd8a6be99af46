"""Near-duplicate signatures: by what a comment says once the names in it are taken out, so that a flood is one group.

A flood says the same thing under ever new names. :func:`said` folds a text, drops words that hold a digit (names of
brands, times, sums) and words that were typed in disguise, and closes up the rest; its pieces of four characters are
hashed, and :func:`band_keys` returns keys of bands of their minima (MinHash: Broder 1997; banding: Leskovec, Rajaraman,
Ullman, "Mining of Massive Datasets", section 3.4). Two texts whose pieces overlap by the share s (Jaccard) have
``BANDS * s ** ROWS`` keys in common on average: with :data:`ENOUGH` of them they count as variants of one text, which
is so for 98 % of the pairs with s = 0.8, 85 % with 0.7, 13 % with 0.5 and 0.1 % with 0.3 (binomial).
"""

import re
from typing import Final

import numpy as np

from models.ngrams import Codes, View, clip, pieces
from models.text import fold

BANDS: Final = 16
ROWS: Final = 3
ENOUGH: Final = 4
"""Keys in common that make two texts variants of one. Like the two above, chosen on labelled comments, dev ones too."""

PLENTY: Final = 8
"""A variant with fewer in common stands for its group besides the first text: floods wander."""

LEAST_SAID: Final = 12
"""Characters that must be left when names are out; a text with fewer, "main di mawar89", is known by its names too."""

LEAST_READ: Final = 8
"""Characters, names included, that make a group at all: "mantap" is what strangers write by themselves."""

LEAST_NAME: Final = 5
"""The same for a text that is little but a name, "gas88": no two people come upon that by themselves."""

_PIECE: Final = View(4, 4, 0x51)
_MOST_PIECES: Final = 1024
_WORD: Final = re.compile(r"[^\W_]+")
_PLAIN_WORD: Final = re.compile(r"[a-z]+")
_DRAWN_OUT: Final = re.compile(r"(.)\1+")
_CHANCE: Final = np.random.default_rng(20260314)
# Odd, so that each multiplication permutes the hashes; fixed for ever: keys are stored.
_FACTORS: Final = _CHANCE.integers(0, 1 << 32, size=(BANDS * ROWS, 1), dtype=np.uint32) | np.uint32(1)
_OFFSETS: Final = _CHANCE.integers(0, 1 << 32, size=(BANDS * ROWS, 1), dtype=np.uint32)
_SALTS: Final = _CHANCE.integers(0, 1 << 63, size=BANDS, dtype=np.uint64)
_MIX: Final = np.uint64(0x9E3779B97F4A7C15)  # 2**64 divided by the golden ratio, odd
_FINISH: Final = np.uint32(0x85EBCA6B)  # MurmurHash3, fmix32
_SHIFT_32: Final = np.uint64(32)
_SHIFT_15: Final = np.uint32(15)


def said(typed: str, folded: str | None = None) -> str:
    """Return what *typed* says without its names, closed up: letters only; ``""`` if that is too little for a group.

    Args:
        typed: The text as it came.
        folded: ``fold(typed)``, if it is known.
    """
    words = _WORD.findall(fold(typed) if folded is None else folded)
    everything = "".join(words)
    kept = [word for word in words if word.isalpha()]
    if not typed.isascii() or "".join(kept) != everything:
        kept = _undisguised(typed, kept)
    telling = "".join(kept)
    if len(telling) >= LEAST_SAID:
        return telling
    # A name alone may be short: it is no word that strangers have in common. A number is no name.
    named = telling != everything and not everything.isdigit()
    return everything if len(everything) >= (LEAST_NAME if named else LEAST_READ) else ""


def _undisguised(typed: str, words: list[str]) -> list[str]:
    """Return the words that were typed plainly; all of them, if most were not: then disguise tells no name."""
    plain = set(_PLAIN_WORD.findall(_DRAWN_OUT.sub(r"\1", typed.lower())))
    kept = [word for word in words if not word.isascii() or _DRAWN_OUT.sub(r"\1", word) in plain]
    return kept if 2 * len(kept) >= len(words) else words


def band_keys(typed: str, folded: str | None = None) -> tuple[int, ...]:
    """Return the keys of a text: :data:`BANDS` signed 64-bit numbers, none for a text that says too little.

    Args:
        typed: The text as it came. Of a very long one the beginning and the end are read.
        folded: ``fold(typed)``, if it is known.
    """
    telling = said(clip(typed), None if folded is None else clip(folded))
    if not telling:
        return ()
    found = pieces(telling, _PIECE)[0]
    found = found ^ (found >> _SHIFT_15)
    found *= _FINISH
    found ^= found >> _SHIFT_15
    if len(found) > _MOST_PIECES:
        # The least hashes are the same ones in texts that share them, so the overlap stays what it was.
        found = np.partition(found, _MOST_PIECES)[:_MOST_PIECES]
    minima: Codes = (found * _FACTORS + _OFFSETS).min(axis=1)
    keys = _SALTS.copy()
    for row in minima.reshape(BANDS, ROWS).T:
        keys ^= row
        keys *= _MIX
        keys ^= keys >> _SHIFT_32
    return tuple(keys.view(np.int64).tolist())
