"""Rows to train on from the comments written for the project, their blanks filled with brands in disguise."""

import random
from collections.abc import Iterator, Sequence
from typing import Final

from models.augment import disguised, made_up_brand
from models.dataset import TRAIN, Row
from models.examples import ADVERTISED, COMPLAINTS, GENUINE, PROMOTION
from models.ngrams import Submission

_KNOWN_BRAND_SHARE: Final = 0.5
_ADVERTISED_COPIES: Final = 3
_COMPLAINTS_MADE: Final = 600


def _filled(text: str, brands: Sequence[str], chance: random.Random) -> str:
    """Return *text* with a brand in its blank: one of *brands* or a made-up one, so that no name proves anything."""
    known = brands and chance.random() < _KNOWN_BRAND_SHARE
    return text.replace("{}", disguised(chance.choice(brands) if known else made_up_brand(chance), chance))


def written_rows(brands: Sequence[str], copies: int, chance: random.Random) -> Iterator[Row]:
    """Yield the written comments as rows.

    Args:
        brands: Names known from the data: genuine people quote those too.
        copies: Of a genuine text, each blank filled anew; three times as many of an advertising one.
        chance: Source of all randomness.
    """
    complaints = tuple(" ".join(chance.choice(part) for part in COMPLAINTS).strip() for _ in range(_COMPLAINTS_MADE))
    made = (
        (GENUINE, False, copies),
        (complaints, False, 1),
        (PROMOTION, True, 1),
        (ADVERTISED, True, copies * _ADVERTISED_COPIES),
    )
    for texts, spam, times in made:
        for text in texts:
            for _ in range(times):
                yield Row(
                    submission=Submission(_filled(text, brands, chance)),
                    spam=spam,
                    source="written",
                    split=TRAIN,
                    cluster=f"written {text}",
                )
