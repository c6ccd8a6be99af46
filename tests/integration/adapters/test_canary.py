"""The canary: when it is tried, what it keeps, and what it takes for a failure."""

from __future__ import annotations

import logging
import math
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from models.canary import CANARY, Known
from models.examples import ADVERTISED, COMPLAINTS, GENUINE, PROMOTION
from service.adapters.canary import Canary
from service.domain.errors import ClassifierUnavailable
from tests.fakes import FrozenClock

KNOWN = (
    Known("spam", "Slot gacor, daftar sekarang!", "Admin"),
    Known("ham", "Terima kasih.", "", "https://sari.example"),
)


@dataclass
class Opinion:
    """A model that has two opinions, and counts how often it is asked."""

    of_spam: object = 0.9
    of_genuine: object = 0.1
    asked: list[tuple[str, str, str]] = field(default_factory=list)

    def __call__(self, text: str, name: str, url: str) -> object:
        self.asked.append((text, name, url))
        answer = self.of_spam if text == KNOWN[0].text else self.of_genuine
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture
def canary(clock: FrozenClock) -> Canary:
    return Canary(clock, KNOWN)


def fails(canary: Canary, opinion: Opinion, model: str = "a") -> bool:
    try:
        canary.watch(model, opinion)
    except ClassifierUnavailable:
        return True
    return False


def test_known_comments_are_scored_with_their_names_once_an_hour(canary: Canary, clock: FrozenClock) -> None:
    opinion = Opinion()

    for _ in range(3):
        assert not fails(canary, opinion)
        clock.advance(timedelta(minutes=29))
    asked_in_an_hour = list(opinion.asked)
    clock.advance(timedelta(minutes=2))
    assert not fails(canary, opinion)

    assert asked_in_an_hour == [one[1:] for one in KNOWN]
    assert len(opinion.asked) == 2 * len(KNOWN)
    assert canary.wrong == 0


@pytest.mark.parametrize(
    ("of_spam", "of_genuine", "wrong"),
    [
        (0.5, 0.5 - 1e-9, 0),
        (0.5 - 1e-9, 0.1, 1),
        (0.9, 0.5, 1),
        (0.1, 0.9, 2),
        (1.0, 0.0, 2),
        (math.nan, math.inf, 2),
        (None, "0.1?", 2),
        (ValueError("Rahasia"), MemoryError(), 2),
    ],
)
def test_what_is_not_on_the_right_side_of_a_half_is_wrong(
    canary: Canary, of_spam: object, of_genuine: object, wrong: int
) -> None:
    assert fails(canary, Opinion(of_spam, of_genuine)) == (wrong > 0)
    assert canary.wrong == wrong


def test_a_failure_is_kept_and_tried_again_after_a_minute(canary: Canary, clock: FrozenClock) -> None:
    opinion = Opinion(of_genuine=0.9)
    assert fails(canary, opinion)
    opinion.of_genuine = 0.1

    clock.advance(timedelta(seconds=59))
    still = fails(canary, opinion)
    clock.advance(timedelta(seconds=1))

    assert (still, fails(canary, opinion), canary.wrong) == (True, False, 0)


def test_another_model_is_tried_at_once(canary: Canary) -> None:
    good, bad = Opinion(), Opinion(of_spam=0.1)

    assert [fails(canary, good, "a"), fails(canary, bad, "b"), fails(canary, good, "a")] == [False, True, False]


def test_a_clock_that_was_set_back_makes_no_finding_last(canary: Canary, clock: FrozenClock) -> None:
    opinion = Opinion()
    assert not fails(canary, opinion)
    opinion.of_spam = 0.1

    clock.advance(-timedelta(days=365))

    assert fails(canary, opinion)


def test_a_failure_and_its_end_are_each_logged_once(
    canary: Canary, clock: FrozenClock, caplog: pytest.LogCaptureFixture
) -> None:
    opinion = Opinion(of_spam=ValueError("Rahasia"))
    with caplog.at_level(logging.INFO):
        for answer in (ValueError("Rahasia"), 0.1, 0.9, 0.9):
            opinion.of_spam = answer
            fails(canary, opinion)
            clock.advance(timedelta(hours=1))

    lines = [(one.message, one.__dict__["model"], one.__dict__.get("wrong")) for one in caplog.records]
    assert lines == [("canary_failed", "a", 1), ("canary_passed", "a", None)]
    assert "Rahasia" not in caplog.text


def test_no_known_comment_was_written_to_train_from() -> None:
    trained_from = {*ADVERTISED, *COMPLAINTS, *GENUINE, *PROMOTION}

    assert trained_from.isdisjoint(one.text for one in CANARY)
    assert len({one.text for one in CANARY}) == len(CANARY)
