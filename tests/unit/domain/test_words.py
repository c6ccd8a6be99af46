"""The words of a text, and what it is to hold those that somebody looks for."""

from __future__ import annotations

import pytest

from service.domain.words import LONGEST, Search, words_of


@pytest.mark.parametrize(
    ("folded", "words"),
    [
        ("rina\nkopi, teh. kopi!", ("rina", "kopi", "teh")),
        ("slot-gacor.com/x_y", ("slot", "gacor", "com", "x", "y")),
        ("100% 50rb 1.000", ("100", "50rb", "1", "000")),
        ("кофе 咖啡 ශ්‍රී", ("кофе", "咖啡", "ශ", "ර")),
        ("x" * 150, ("x" * LONGEST,)),
        ("%% …", ()),
        ("", ()),
    ],
)
def test_a_word_is_a_run_of_letters_and_digits(folded: str, words: tuple[str, ...]) -> None:
    assert words_of(folded) == words


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", True),
        ("kopi", True),
        ("kop", True),
        ("opi", False),
        ("kopi su", True),
        ("kop susu", False),
        ("susu kopi", True),
        ("rina susu", True),
        ("susu kopi teh", False),
        ("100%", True),
        ("100 %", True),
        ("10%", False),
        ("10", True),
        ("00%", False),
        ("%", True),
        ("&", False),
        ("slot.example", True),
        ("slot-example", False),
        ("exam slot", False),
        ("example slot", True),
        ("a_b", True),
        ("b", True),
    ],
)
def test_every_word_must_be_there_and_the_last_one_at_least_as_a_beginning(query: str, *, found: bool) -> None:
    text = "rina\nkopi-susu naik 100% di slot.example a_b"

    assert Search.of(query).found_in(text) is found


def test_a_query_of_signs_alone_has_no_word_to_look_up() -> None:
    assert (Search.of("%% !").whole, Search.of("%% !").begun) == ((), "")
    assert list(Search.of("%% !").patterns()) == []
    assert (Search.of("a b-c").whole, Search.of("a b-c").begun) == (("a", "b"), "c")


def test_a_word_beyond_all_measure_is_found_by_its_beginning() -> None:
    long = "x" * (LONGEST + 20)

    assert Search.of(f"{long} kopi").found_in(f"rina\n{long} kopi")
    assert Search.of(f"kopi {long}").found_in(f"rina\n{long} kopi")
