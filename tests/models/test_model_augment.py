"""Altered copies keep what makes a comment what it is, and exchange the rest."""

import random

import pytest

from models.augment import augmented, find_brand, with_other_brand
from models.dataset import Row
from models.ngrams import Submission
from models.text import fold
from models.tricks import TRICKS, disguised, made_up_brand, styled
from models.written import written_rows


def seeded(number: int) -> random.Random:
    return random.Random(number)  # noqa: S311 - no secret depends on it


def a_row(text: str, brand: str = "", *, spam: bool = True) -> Row:
    return Row(submission=Submission(text), spam=spam, source="made", split="train", cluster="1", brand=brand)


@pytest.mark.parametrize(
    "typed", ["BULAN55", "𝐁𝐔𝐋𝐀𝐍𝟓𝟓", "B U L A N 5 5", "【B】【U】【L】【A】【N】【5】【5】", "Bu lan 55"]
)
def test_a_brand_is_found_in_any_disguise(typed: str) -> None:
    found = find_brand(f"Coba {typed} dulu", "bulan55")

    assert found is not None
    assert typed.strip("【】") in f"Coba {typed} dulu"[found[0] : found[1] + 1]


def test_a_brand_that_is_not_there_is_not_found() -> None:
    assert find_brand("Coba dulu", "bulan55") is None
    assert find_brand("Coba dulu", "") is None
    assert with_other_brand(a_row("Coba dulu", "bulan55"), seeded(1)) is None


def test_another_brand_takes_the_place_of_the_old_one() -> None:
    other = with_other_brand(a_row("Coba 𝐁𝐔𝐋𝐀𝐍𝟓𝟓 dulu", "bulan55"), seeded(5))

    assert other is not None
    assert other.spam
    assert other.group == "brand bulan55"
    assert other.submission.text.startswith("Coba ")
    assert other.submission.text.endswith(" dulu")
    assert "bulan55" not in fold(other.submission.text)


@pytest.mark.parametrize("trick", list(range(len(TRICKS))))
def test_every_trick_leaves_something_to_read(trick: int) -> None:
    for seed in range(20):
        chance = seeded(seed)

        assert TRICKS[trick](made_up_brand(chance), chance).strip()


def test_styled_letters_and_digits_fold_back() -> None:
    for seed in range(200):
        assert fold(styled("bulan 55", seeded(seed))) == "bulan 55"


def test_altered_copies_are_as_many_as_asked_for_and_reproducible() -> None:
    rows = [a_row("Ke BULAN55", "bulan55")] * 50 + [a_row("Selamat pagi", spam=False)] * 50 + [a_row("Promo")] * 50

    copies = list(augmented(rows, seeded(3), 2.0, 1.0))

    assert copies == list(augmented(rows, seeded(3), 2.0, 1.0))
    assert sum(row.spam for row in copies) == 100
    assert sum(not row.spam for row in copies) == 50
    assert disguised("bulan", seeded(1)) == disguised("bulan", seeded(1))


def test_written_comments_have_no_blank_left() -> None:
    rows = list(written_rows(["bulan55"], 2, seeded(1)))

    assert all("{}" not in row.submission.text for row in rows)
    assert {row.spam for row in rows} == {True, False}
    assert any("bulan55" in fold(row.submission.text) for row in rows if not row.spam)
