"""The order *most to learn from*: what the classifier was least sure of first, with a sample put in evenly.

Whoever decides only what is uncertain learns nothing about how well the sure ones are judged. So one comment in twenty,
chosen by its id alone, stands in a line of its own, oldest first whatever its score, and each twentieth place is that
line's. Decided comments that were chosen so are a fair sample of all that waited.

The uncertain are two lines, the scores from 0.5 upwards and those downwards, of which the nearer one is next: so the
index by score serves this order too.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from service.domain.comment import CommentId
    from service.use_cases.queue import LearningPlace, Line, Place

EVERY = 20
"""One place in so many is the sample's."""

MIDDLE = 0.5
"""The probability of which least is known; from there on, a score is in the upper line."""

SAMPLED_BELOW = 13
"""A comment is in the sample if the last byte of its id, which is random, is less: 13 of 256 are one in 19.7."""


def is_sampled(comment: UUID) -> bool:
    """Return whether a comment is in the sample. It depends on nothing but chance, and never changes."""
    return (comment.int & 0xFF) < SAMPLED_BELOW


def sureness(place: Place) -> float:
    """Return how far a probability is from 0.5, in [0, 0.5]; a comment without one counts as certain spam."""
    return abs(float(place.value) - MIDDLE)  # type: ignore[arg-type] # a place by score


def interleave(
    above: Line, below: Line, sample: Line, after: LearningPlace, limit: int
) -> tuple[tuple[tuple[CommentId, LearningPlace], ...], LearningPlace | None]:
    """Return comments as they are listed, each with its place, and where to go on if looking stopped before the end.

    Args:
        above: Those that are not in the sample with scores from 0.5 on, upwards.
        below: Those with lower scores, downwards.
        sample: The sample, oldest first.
        after: The place listed last; each line begins behind it.
        limit: Greatest number of comments.
    """
    lines = {"above": deque(above.places), "below": deque(below.places), "sample": deque(sample.places)}
    ends = {"above": above.reached, "below": below.reached}
    here = after
    listed: list[tuple[CommentId, LearningPlace]] = []
    while len(listed) < limit:
        name = _next(lines, ends, given=here.given)
        if name is None:
            break
        place = lines[name].popleft()
        here = replace(_come(here, {name: place}), given=here.given + 1)
        listed.append((place.comment, here))
    # What a line still holds is met again from here; one that ran dry goes on where looking stopped.
    dry = {
        name: line.reached
        for name, line in (("above", above), ("below", below), ("sample", sample))
        if line.reached is not None and not lines[name]
    }
    stopped = _come(here, dry) if dry and len(listed) < limit else None
    return tuple(listed), stopped


def _come(here: LearningPlace, further: Mapping[str, Place]) -> LearningPlace:
    """Return a place with some lines further on."""
    return replace(
        here,
        above=further.get("above", here.above),
        below=further.get("below", here.below),
        sample=further.get("sample", here.sample),
    )


def _next(lines: Mapping[str, deque[Place]], ends: Mapping[str, Place | None], *, given: int) -> str | None:
    """Return which line the next comment comes from; ``None`` if there is none, or nobody can tell."""
    if lines["sample"] and given % EVERY == EVERY - 1:
        return "sample"
    heads = {name: lines[name][0] if lines[name] else end for name, end in ends.items()}
    nearest = min((sureness(head), name) for name, head in heads.items() if head) if any(heads.values()) else None
    if nearest is None:
        return "sample" if lines["sample"] else None
    return nearest[1] if lines[nearest[1]] else None
