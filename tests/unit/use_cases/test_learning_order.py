"""The order *most to learn from*: three lines in one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from service.domain.comment import CommentId
from service.use_cases.learning_order import EVERY, interleave, is_sampled
from service.use_cases.queue import LearningPlace, Line, Place
from tests.fakes import NOON

NOTHING = Line(())
BEGIN = LearningPlace()


def at(value: float, number: int = 1) -> Place:
    return Place(value, CommentId(UUID(int=number)))


def moment(number: int) -> Place:
    return Place(NOON + timedelta(minutes=number), CommentId(UUID(int=1000 + number)))


def numbers(listed: tuple[tuple[CommentId, LearningPlace], ...]) -> list[int]:
    return [comment.int for comment, _ in listed]


def test_what_is_nearest_to_a_half_comes_first_from_either_side() -> None:
    above = Line((at(0.5, 1), at(0.6, 2), at(1.0, 3)))
    below = Line((at(0.45, 4), at(0.4, 5), at(0.1, 6)))

    listed, stopped = interleave(above, below, NOTHING, BEGIN, 10)

    assert numbers(listed) == [1, 4, 2, 5, 6, 3]
    assert stopped is None
    assert listed[-1][1] == LearningPlace(above=at(1.0, 3), below=at(0.1, 6), given=6)


def test_every_twentieth_place_is_the_samples() -> None:
    above = Line(tuple(at(0.5 + number / 1000, number) for number in range(1, 60)))
    sample = Line(tuple(moment(number) for number in range(5)))

    listed, _ = interleave(above, NOTHING, sample, BEGIN, 50)

    assert [place for place, number in enumerate(numbers(listed)) if number >= 1000] == [EVERY - 1, 2 * EVERY - 1]
    assert numbers(listed)[EVERY - 1 :: EVERY] == [1000, 1001]


def test_a_listing_goes_on_evenly_from_any_of_its_places() -> None:
    above = Line(tuple(at(0.5 + number / 1000, number) for number in range(1, 60)))
    sample = Line(tuple(moment(number) for number in range(5)))
    whole, _ = interleave(above, NOTHING, sample, BEGIN, 64)

    for count, (_, place) in enumerate(whole, start=1):
        rest_above = Line(tuple(one for one in above.places if place.above is None or one.value > place.above.value))  # type: ignore[operator] # scores
        rest = Line(tuple(one for one in sample.places if place.sample is None or one.value > place.sample.value))  # type: ignore[operator] # moments
        assert interleave(rest_above, NOTHING, rest, place, 64 - count)[0] == whole[count:]


def test_where_the_uncertain_end_the_rest_of_the_sample_follows() -> None:
    listed, stopped = interleave(Line((at(0.5),)), NOTHING, Line((moment(1), moment(2))), BEGIN, 10)

    assert numbers(listed) == [1, 1001, 1002]
    assert stopped is None
    assert interleave(NOTHING, NOTHING, NOTHING, BEGIN, 10) == ((), None)


def test_nothing_is_listed_before_what_nobody_looked_at_yet() -> None:
    above = Line((at(0.6, 1),), reached=at(0.7, 9))
    below = Line((at(0.35, 2), at(0.2, 3)))

    listed, stopped = interleave(above, below, Line((moment(1),)), BEGIN, 10)

    # Behind 0.7 there may be something nearer than 0.2.
    assert numbers(listed) == [1, 2]
    assert stopped == LearningPlace(above=at(0.7, 9), below=at(0.35, 2), given=2)


def test_a_sample_that_ran_dry_goes_on_where_looking_stopped() -> None:
    listed, stopped = interleave(Line((at(0.6, 1),)), NOTHING, Line((), reached=moment(7)), BEGIN, 10)

    assert numbers(listed) == [1]
    assert stopped == LearningPlace(above=at(0.6, 1), sample=moment(7), given=1)


def test_a_full_page_has_no_stop_but_its_last_place() -> None:
    listed, stopped = interleave(Line((at(0.6, 1),), reached=at(0.9, 2)), NOTHING, NOTHING, BEGIN, 1)

    assert numbers(listed) == [1]
    assert stopped is None
    assert replace(listed[0][1], given=0) == LearningPlace(above=at(0.6, 1))


def test_about_one_comment_in_twenty_is_in_the_sample() -> None:
    chosen = sum(is_sampled(UUID(int=number)) for number in range(256 * 10))

    assert 256 * 10 / chosen == 256 / 13
