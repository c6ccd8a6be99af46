"""The arithmetic of the figures agrees with what is known about it."""

import numpy as np
import pytest

from models.dataset import Row
from models.figures import (
    Share,
    calibration_interval,
    mean_interval,
    roc,
    share_above,
    wilson,
)
from models.ngrams import Submission
from models.slices import slices, tricks


# By hand: none of ten, and half of a hundred, as tables of the Wilson score interval give them.
@pytest.mark.parametrize(
    ("hits", "rows", "low", "high"),
    [(0, 10, 0.0, 0.2775), (50, 100, 0.4038, 0.5962), (1, 1, 0.2065, 1.0), (489, 489, 0.9922, 1.0)],
)
def test_the_interval_of_a_share_is_wilsons(hits: int, rows: int, low: float, high: float) -> None:
    assert wilson(hits, rows) == pytest.approx((low, high), abs=5e-5)


def test_a_share_of_nothing_has_no_value() -> None:
    assert Share(0, 0).as_json() == {"hits": 0, "rows": 0, "share": None, "interval": None}
    assert str(Share(0, 0)) == "-"


def test_a_share_reads_with_its_interval() -> None:
    assert str(share_above(np.array([0.2, 0.9]), 0.5)) == "1/2 50.00 % (9.45-90.55)"


def test_the_interval_of_the_calibration_error_of_honest_scores_reaches_down_to_0() -> None:
    chance = np.random.default_rng(1)
    probabilities = chance.random(600)
    spam = chance.random(600) < probabilities

    honest = calibration_interval(probabilities, spam, resamples=100)
    wrong = calibration_interval(1 - probabilities, spam, resamples=100)

    assert honest[0] < 0.02
    assert wrong[0] > 0.3
    assert calibration_interval(probabilities, spam, resamples=100) == honest
    assert calibration_interval(np.array([]), np.array([], dtype=bool)) == (0, 0)


def test_near_duplicates_make_an_interval_wider() -> None:
    values = np.repeat([0.0, 1.0] * 5, 20)

    alone = mean_interval(values, [str(number) for number in range(200)])
    together = mean_interval(values, [str(number // 20) for number in range(200)])

    assert together[1] - together[0] > 2 * (alone[1] - alone[0])
    assert mean_interval(np.array([]), []) == (0, 0)


def test_recall_rises_with_the_false_positives_allowed() -> None:
    points = roc(np.linspace(0.3, 1, 100), np.linspace(0, 0.7, 1000))

    assert [point["recall"] for point in points] == sorted(point["recall"] for point in points)
    assert points[-1]["false_positives"] == 0.05
    assert roc(np.array([]), np.array([0.1])) == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Selamat pagi", {"none"}),
        ("di bul4n ini", {"digits for letters"}),
        ("di wedangtoto4d", {"none"}),
        ("di 𝐁𝐔𝐋𝐀𝐍𝟓𝟓", {"disguised letters", "disguised digits"}),
        ("B̲U̲L̲A̲N̲", {"lines through letters"}),
    ],
)
def test_the_tricks_of_a_text_are_named(text: str, named: set[str]) -> None:
    assert tricks(Submission(text)) == named


def test_slices_count_each_row_where_it_belongs() -> None:
    rows = [
        Row(submission=Submission(text), spam=spam, source="made", split="dev", cluster=text, lang=lang)
        for text, spam, lang in (("𝐁𝐔𝐋𝐀𝐍𝟓𝟓", True, "id"), ("pagi", False, "id"), ("morning", False, ""))
    ]

    found = slices(rows, np.array([0.9, 0.1, 0.8]), 0.5)

    assert found["languages"]["id"]["recall"]["hits"] == 1
    assert found["languages"]["unknown"]["false_positives"]["share"] == 1
    assert found["tricks"]["disguised letters"]["false_positives"]["rows"] == 0
    assert found["tricks"]["none"]["false_positives"]["hits"] == 1
