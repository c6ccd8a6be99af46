"""Generated comments: unique, harmless, of the length that readers write, and no more alike than theirs."""

from __future__ import annotations

import random
from functools import cache

from models.dataset import read_rows
from models.ngrams import WORD
from models.written import TEXTS


@cache
def _words() -> tuple[str, ...]:
    """Return the words of the ordinary comments written for the project, each as often as it stands there.

    Of a few dozen words alone every comment shares some phrase with hundreds of others, and looking for its campaign
    costs ten times what it does among those of readers.
    """
    rows = read_rows(TEXTS / "ordinary.jsonl")
    return tuple(word for row in rows for word in WORD.findall(row.submission.text) if word.isalpha())


def comment_text(number: int, *, words: int = 14) -> str:
    """Return the text of comment *number*: always the same, and like no other."""
    chance = random.Random(number)
    return " ".join(chance.choices(_words(), k=words)).capitalize() + f", catatan {number}."
