"""What came and what was decided, as counts that add up: over comments, over days, and as the log grows.

A comment's share in the counts follows from its history alone, so that a decision that was undone or followed by
another corrects the days it belongs to: what the history said before is taken off, and what it says now is added.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from service.domain.event import HUMAN, EventKind
from service.domain.lifecycle import Action, State
from service.domain.share import Share
from service.domain.standing import standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from service.domain.event import Event

STEP = 1.1
"""Waits are counted in bins, each so much longer than the one before: a figure is right to 5 %."""


class Fate(StrEnum):
    """What the policy did with a comment when it came."""

    PUBLISHED = "published"
    HELD = "held"
    FILED = "filed"


class Measure(StrEnum):
    """What is counted, and by what key.

    ``came``: comments, by fate and rule, on the day they came. ``judged``: those that a person judged, by fate, rule
    and action, likewise. ``decided``: comments, by the last action of a person, on its day. ``waited``: held comments,
    by the bin of the wait for the first decision, on its day.
    """

    CAME = "came"
    JUDGED = "judged"
    DECIDED = "decided"
    WAITED = "waited"


@dataclass(frozen=True, slots=True)
class Tally:
    """Which count: of what, on which day (UTC), by which key."""

    day: date
    measure: Measure
    key: str


FATES: Mapping[str, Fate] = {State.APPROVED: Fate.PUBLISHED, State.PENDING: Fate.HELD}
"""By the state that a comment came into; any other was filed away."""

_JUDGEMENTS = frozenset({Action.APPROVE, Action.MARK_SPAM, Action.REJECT})


def share_of(history: Iterable[Event]) -> Counter[Tally]:
    """Return what a comment adds to the counts.

    Args:
        history: Its lines of the log, oldest first, from any one on to any other.
    """
    lines = tuple(history)
    came = next((event for event in lines if event.kind == EventKind.COMMENT_SUBMITTED), None)
    by_people = [event for event in standing(lines) if event.actor.startswith(HUMAN)]
    counts: Counter[Tally] = Counter()
    if by_people:
        last = by_people[-1]
        counts[Tally(last.at.date(), Measure.DECIDED, str(last.details.get("action")))] += 1
    if came is not None:
        counts.update(_of_verdict(came, by_people))
    return counts


def _of_verdict(came: Event, by_people: Sequence[Event]) -> Iterable[Tally]:
    """Yield the counts that a comment's coming belongs to."""
    day, fate = came.at.date(), FATES.get(str(came.details.get("state")), Fate.FILED)
    key = f"{fate} {came.details.get('rule')}"
    yield Tally(day, Measure.CAME, key)
    judgement = _judgement(by_people)
    if judgement is not None:
        yield Tally(day, Measure.JUDGED, f"{key} {judgement}")
    if by_people and fate is Fate.HELD:
        first = by_people[0]
        yield Tally(first.at.date(), Measure.WAITED, str(bin_of((first.at - came.at).total_seconds())))


def _judgement(by_people: Sequence[Event]) -> str | None:
    """Return what a person made of a comment last; to put it away is no judgement, and a requeue takes one back."""
    for event in reversed(by_people):
        action = event.details.get("action")
        if action == Action.REQUEUE:
            return None
        if action in _JUDGEMENTS:
            return str(action)
    return None


def bin_of(seconds: float) -> int:
    """Return the bin of a wait; clocks that differ make no wait negative."""
    return math.floor(math.log(max(seconds, 1.0), STEP))


def seconds_of(number: int) -> float:
    """Return the middle of a bin, in seconds."""
    return math.pow(STEP, number + 0.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFigures:
    """One day (UTC): what came, by what the policy did with it, and whom people decided, by their last action."""

    day: date
    came: Mapping[Fate, int]
    decided: Mapping[Action, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFigures:
    """One rule.

    Attributes:
        rule: Its code.
        fate: What it does.
        came: How many comments it decided.
        overturned: Of those that a person judged, how many otherwise: a published one refused, a filed one approved, a
            held one approved (it need not have been held).
    """

    rule: str
    fate: Fate
    came: int
    overturned: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """What came in some days, and what became of it.

    Attributes:
        days: Day by day, oldest first.
        waited: How many held comments were decided in these days.
        median, ninetieth: Half of them, and nine in ten, were decided within so many seconds; ``None`` of none.
        spam_shown: Of the published comments, those that a person marked as spam.
        genuine_filed: Of the filed comments, those that a person approved.
        confirmed: Of the published and filed comments that a person judged, those where the policy was right.
        rules: By rule, those that decided most first.
    """

    days: tuple[DayFigures, ...]
    waited: int
    median: float | None
    ninetieth: float | None
    spam_shown: Share
    genuine_filed: Share
    confirmed: Share
    rules: tuple[RuleFigures, ...]


def statistics(counts: Mapping[Tally, int], days: Sequence[date]) -> Statistics:
    """Return what the counts of some days say."""
    came: Counter[tuple[Fate, str]] = Counter()
    judged: Counter[tuple[Fate, str, str]] = Counter()
    waits: Counter[int] = Counter()
    came_on: Counter[tuple[date, Fate]] = Counter()
    decided_on: Counter[tuple[date, str]] = Counter()
    for tally, count in counts.items():
        if tally.measure is Measure.DECIDED:
            decided_on[tally.day, tally.key] += count
        elif tally.measure is Measure.WAITED:
            waits[int(tally.key)] += count
        elif tally.measure is Measure.CAME:
            fate, rule = tally.key.split(" ", 1)
            came[Fate(fate), rule] += count
            came_on[tally.day, Fate(fate)] += count
        else:
            fate, rule, action = tally.key.split(" ", 2)
            judged[Fate(fate), rule, action] += count
    published, filed = (sum(n for (one, _), n in came.items() if one is fate) for fate in (Fate.PUBLISHED, Fate.FILED))
    right = _judged(judged, Fate.PUBLISHED, {Action.APPROVE}) + _judged(judged, Fate.FILED, _REFUSALS)
    wrong = _judged(judged, Fate.PUBLISHED, _REFUSALS) + _judged(judged, Fate.FILED, {Action.APPROVE})
    return Statistics(
        days=tuple(
            DayFigures(
                day=day,
                came={fate: came_on[day, fate] for fate in Fate},
                decided={action: decided_on[day, action] for action in Action},
            )
            for day in days
        ),
        waited=waits.total(),
        median=_quantile(waits, 0.5),
        ninetieth=_quantile(waits, 0.9),
        spam_shown=Share(_judged(judged, Fate.PUBLISHED, {Action.MARK_SPAM}), published),
        genuine_filed=Share(_judged(judged, Fate.FILED, {Action.APPROVE}), filed),
        confirmed=Share(right, right + wrong),
        rules=tuple(
            _rule(fate, rule, count, judged)
            for (fate, rule), count in sorted(came.items(), key=lambda one: (-one[1], one[0]))
        ),
    )


_REFUSALS = frozenset({Action.MARK_SPAM, Action.REJECT})


def _judged(judged: Mapping[tuple[Fate, str, str], int], fate: Fate, actions: Iterable[str]) -> int:
    """Return how many comments of a fate a person judged so."""
    return sum(count for (one, _, action), count in judged.items() if one is fate and action in actions)


def _rule(fate: Fate, rule: str, came: int, judged: Mapping[tuple[Fate, str, str], int]) -> RuleFigures:
    """Return the figures of one rule."""
    own = {action: count for (one, name, action), count in judged.items() if (one, name) == (fate, rule)}
    approved = own.get(Action.APPROVE, 0)
    of = sum(own.values())
    overturned = of - approved if fate is Fate.PUBLISHED else approved
    return RuleFigures(rule=rule, fate=fate, came=came, overturned=Share(overturned, of))


def _quantile(waits: Counter[int], part: float) -> float | None:
    """Return within how many seconds a part of the waits ended."""
    left = part * waits.total()
    for number in sorted(waits):
        left -= waits[number]
        if left <= 0 < waits.total():
            return seconds_of(number)
    return None
