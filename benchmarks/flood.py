"""A flood made of labelled comments: ten brands' spam, again and again, among genuine comments."""

from __future__ import annotations

import itertools
import json
import random
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILES = ("gambling_comments_id.jsonl", "gambling_comments_id_2.jsonl")
CLEANEST = FILES[0]
"""About 0.1 % of its labels are wrong, of the other's 1 to 1.5 %: genuine comments are taken from here alone."""

UNSEEN = "dev"
"""The ``split`` of texts that no training of the classifier has read: whole brands, and a few texts of others."""

BRANDS, SPAM, GENUINE = 10, 19_300, 700
COMPLAINTS = (
    "Tolong admin, hapus semua komentar yang promosi {brand}, mengganggu orang yang mau baca berita",
    "Kenapa di bawah tiap artikel isinya iklan {bold} terus? Lama-lama malas baca komentar di sini",
)
"""Written for this: genuine comments that a search for the brand finds, one of each for every brand."""

SEED = 4
_BOLD = {
    **{ord("A") + place: 0x1D400 + place for place in range(26)},
    **{ord("0") + place: 0x1D7CE + place for place in range(10)},
}


@dataclass(frozen=True, slots=True)
class Flood:
    """What is posted.

    Attributes:
        texts: Every comment, in the order in which it comes.
        brands: The brand that each text of spam names, as a reader calls it; what is not in it is genuine.
    """

    texts: tuple[str, ...]
    brands: Mapping[str, str]


def gather(data: Path, *, unseen: bool) -> Flood:
    """Return the flood, from labelled data.

    Args:
        data: The folder of :data:`FILES`.
        unseen: Take texts alone, spam and genuine, that the classifier has not been trained on.
    """
    spam: defaultdict[str, dict[str, None]] = defaultdict(dict)
    genuine: dict[str, None] = {}
    for name in FILES:
        with (data / name).open(encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                if row["label"] == "spam" and row.get("brand") and not (unseen and row["split"] != UNSEEN):
                    spam[row["brand"]][row["text"]] = None
                elif row["label"] == "ham" and name == CLEANEST and not (unseen and row["split"] != UNSEEN):
                    genuine[row["text"]] = None
    return flood(spam, genuine, spam_count=SPAM, genuine_count=GENUINE)


def flood(
    spam: Mapping[str, Mapping[str, None]], genuine: Mapping[str, None], *, spam_count: int, genuine_count: int
) -> Flood:
    """Return a flood of the brands with most texts, each text as often as it takes, in an order drawn by lot."""
    names = sorted(spam, key=lambda brand: (-len(spam[brand]), brand))[:BRANDS]
    brands = {text: name for name in names for text in spam[name]}
    again = [itertools.islice(itertools.cycle(spam[name]), spam_count // len(names)) for name in names]
    complaints = [
        complaint.format(brand=name.upper(), bold=name.upper().translate(_BOLD))
        for name in names
        for complaint in COMPLAINTS
    ]
    chance = random.Random(SEED)
    ordinary = chance.sample(sorted(set(genuine) - set(brands)), genuine_count - len(complaints))
    texts = [*itertools.chain.from_iterable(again), *complaints, *ordinary]
    chance.shuffle(texts)
    return Flood(tuple(texts), brands)
