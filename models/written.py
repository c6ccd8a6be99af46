"""Rows to train on from the comments written for the project, their blanks filled with brands.

Those of :mod:`models.examples`, and of the files in ``models/texts``: of these ``{}`` takes a brand in a disguise and
``{plain}`` one as it is.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from models.dataset import TRAIN, Row, read_directory
from models.examples import ADVERTISED, COMPLAINTS, GENUINE, PROMOTION
from models.ngrams import Submission
from models.tricks import disguised, made_up_brand

TEXTS: Final = Path(__file__).parent / "texts"
AFTER_ERRORS: Final = "video_after_errors"
_KNOWN_BRAND_SHARE: Final = 0.5
_ADVERTISED_COPIES: Final = 3
_COPIES_IN_FILES: Final = 4
_COMPLAINTS_MADE: Final = 600


def _brand(brands: Sequence[str], chance: random.Random) -> str:
    """Return one of *brands* or a made-up one, so that no name proves anything."""
    known = brands and chance.random() < _KNOWN_BRAND_SHARE
    return chance.choice(brands) if known else made_up_brand(chance)


def _filled(text: str, brands: Sequence[str], chance: random.Random) -> str:
    """Return *text* with a brand in its blanks, the same in all of them."""
    if "{" not in text:
        return text
    brand = _brand(brands, chance)
    plain = chance.choice((brand.upper(), brand.upper(), brand, brand.title()))
    return text.replace("{plain}", plain).replace("{}", disguised(brand, chance))


def _from_files(brands: Sequence[str], copies: int, chance: random.Random) -> Iterator[Row]:
    """Yield the texts of the files, those with a blank *copies* times."""
    for number, row in enumerate(read_directory(TEXTS)):
        text = row.submission.text
        for _ in range(copies if "{}" in text or "{plain}" in text else 1):
            submission = row.submission._replace(text=_filled(text, brands, chance))
            yield replace(row, submission=submission, source="written", cluster=f"text {number}")


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
    yield from _from_files(brands, max(copies // _COPIES_IN_FILES, 1), chance)
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
