"""What is counted in a comment: words, words that stand apart, and the counts that have a name."""

import numpy as np
import pytest

from models.ngrams import GROUPS, NAMED, STEPS, Submission, named_counts, observe, words
from models.text import fold, shape


def counted(text: str) -> dict[str, float]:
    return dict(zip(NAMED, named_counts(text, shape(text), fold(text)).tolist(), strict=True))


def apart(text: str) -> set[int]:
    return {code for codes in words(fold(text))[1] for code in codes.tolist()}


def test_a_text_has_a_word_and_a_pair_for_each_word_and_pairs_that_stand_apart() -> None:
    near, far = words("satu dua tiga empat lima")

    assert [len(codes) for codes in near] == [5, 5]
    assert [len(codes) for codes in far] == [5 - steps for steps in STEPS]


@pytest.mark.parametrize(("text", "sizes"), [("", []), ("satu", []), ("satu dua", []), ("satu dua tiga", [1])])
def test_a_short_text_has_fewer_pairs_or_none(text: str, sizes: list[int]) -> None:
    assert [len(codes) for codes in words(text)[1]] == sizes


def test_a_pair_that_stands_apart_does_not_depend_on_what_stands_between() -> None:
    assert apart("buka akun bulan") & apart("buka situs bulan")
    assert not apart("buka akun bulan") & apart("bulan akun buka")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("main di bulan55", "main di teluk77"),
        ("nomor 17 menang", "nomor 23 menang"),
        ("lihat https://a.example/x dulu", "lihat https://b.example/yz dulu"),
        ("lihat gardu.com dulu", "lihat teluk.site/daftar dulu"),
    ],
)
def test_in_pairs_names_with_digits_numbers_and_links_stand_for_their_kind(one: str, other: str) -> None:
    assert words(one)[0][1].tolist() == words(other)[0][1].tolist()
    assert apart(one) == apart(other)


def test_a_link_is_one_word() -> None:
    assert len(words("lihat https://a.example/x?y=1 dulu")[0][0]) == 3


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hubungi 0812-3456-7890 sekarang", "phone numbers"),
        ("Hebat!!!", "exclamation marks"),
        ("PENTING sekali", "share of capitals"),
        ("lihat www.gardu.example", "links"),
    ],
)
def test_what_adverts_have_more_of_is_counted_by_name(text: str, name: str) -> None:
    assert counted(text)[name] > 0
    assert counted("hujan sejak pagi di desa kami")[name] == 0


@pytest.mark.parametrize("text", ["Rp150.000 dan Rp275.000", "12 Januari 2024 pukul 10.30", "62 81 saja"])
def test_prices_and_dates_are_no_phone_numbers(text: str) -> None:
    assert counted(text)["phone numbers"] == 0


def test_only_groups_that_hold_something_count() -> None:
    seen = observe(Submission("Halo dunia", "", "https://a.example"))

    assert [GROUPS[number] for number in seen.groups] == ["text", "shape", "words", "website"]
    assert len(seen.starts) == len(seen.scales) == len(seen.groups)
    assert np.all(np.diff(seen.starts) > 0)
