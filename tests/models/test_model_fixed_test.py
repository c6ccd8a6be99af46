"""The fixed test is what it says: labelled by kind, without doubles, and unlike what the classifier is trained on."""

from collections import Counter

import pytest

from models.dataset import FIXED_TEST, Row, read_rows
from models.examples import ADVERTISED, GENUINE, PROMOTION
from models.text import fold


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return list(read_rows(FIXED_TEST))


def test_every_kind_has_its_label_and_enough_rows(rows: list[Row]) -> None:
    kinds = Counter((row.kind, row.spam) for row in rows)

    assert set(kinds) == {
        ("complaint", False),
        ("fancy", False),
        ("ordinary", False),
        ("gambling", True),
        ("blog-spam", True),
    }
    assert min(kinds.values()) >= 40
    assert len(rows) >= 500


def test_no_row_is_one_to_train_on_or_lacks_a_language(rows: list[Row]) -> None:
    assert {row.split for row in rows} == {"test"}
    assert all(row.lang for row in rows)
    assert len({row.submission.text for row in rows}) == len(rows)


def phrases(text: str) -> set[tuple[str, ...]]:
    words = fold(text).split()
    return {tuple(words[at : at + 5]) for at in range(len(words) - 4)}


def test_no_row_repeats_a_phrase_of_the_comments_to_train_on(rows: list[Row]) -> None:
    trained = set().union(*(phrases(text) for text in (*GENUINE, *PROMOTION, *ADVERTISED)))

    assert [row.submission.text for row in rows if phrases(row.submission.text) & trained] == []
