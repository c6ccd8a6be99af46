"""The words of a folded text, and what it is to hold the words that somebody looks for.

Both ways to answer a search, an index of words and a look at the texts themselves, are made of this module, so that
they cannot differ. A word is a run of letters and digits; all else parts words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 100
"""Characters of a word that are indexed and looked for; PostgreSQL takes no word beyond 2046 bytes."""

_WORD = re.compile(r"[^\W_]+")


def words_of(folded: str) -> tuple[str, ...]:
    """Return the words of a folded text, each once, as they come."""
    return tuple(dict.fromkeys(word[:LONGEST] for word in _WORD.findall(folded)))


@dataclass(frozen=True, slots=True)
class Search:
    """Folded words that somebody looks for: each must be there, the last one at least as a beginning.

    What is not only letters and digits, ``100%`` or ``judi.example``, must also stand there as it is.

    Attributes:
        pieces: What was written, parted at blanks.
    """

    pieces: tuple[str, ...]

    @classmethod
    def of(cls, folded: str) -> Search:
        """Return what a folded query looks for."""
        return cls(tuple(folded.split()))

    @property
    def whole(self) -> tuple[str, ...]:
        """The words that must be there whole."""
        words = self._words()
        return words[:-1] if words else ()

    @property
    def begun(self) -> str:
        """The word that must be there as the beginning of one, or ``""`` where there are only signs."""
        words = self._words()
        return words[-1] if words else ""

    def patterns(self) -> Iterator[str]:
        """Yield regular expressions, all of which find something in a text that holds what is looked for.

        They are written in what Python's and PostgreSQL's have in common.
        """
        for word in self.whole:
            yield rf"(^|\W|_){word}" + ("" if len(word) == LONGEST else r"(\W|_|$)")
        if self.begun:
            yield rf"(^|\W|_){self.begun}"

    def found_in(self, folded: str) -> bool:
        """Return whether a folded text holds what is looked for."""
        return all(piece in folded for piece in self.pieces) and all(
            re.search(pattern, folded) for pattern in self.patterns()
        )

    def _words(self) -> tuple[str, ...]:
        """Return the words in the order in which they were written."""
        return tuple(word[:LONGEST] for piece in self.pieces for word in _WORD.findall(piece))
