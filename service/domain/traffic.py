"""What came to a site in the last weeks, as counts: enough to say what other thresholds would have done with it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from itertools import chain
from typing import TYPE_CHECKING

from service.domain.policy import Mode, Outcome
from service.domain.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

BINS = 1000
"""Scores are counted by thousandths: bin *k* holds the probabilities in [k/1000, (k+1)/1000)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Comments of one day that are alike.

    Attributes:
        bin: Thousandths of the spam probability, rounded down, in 0 to 1,000; ``None`` if there was none.
        rule: Code of the rule that decided.
        confirmed: Whether their authors had confirmed their addresses by then.
        spam: What a person decided last: ``True`` for *mark-spam*, ``False`` for *approve*, ``None`` for neither.
        comments: How many.
        mass: Sum of their spam probabilities; 0 if there were none.
    """

    bin: int | None
    rule: str
    confirmed: bool
    spam: bool | None
    comments: int
    mass: float


@dataclass(frozen=True, slots=True)
class Traffic:
    """Whole days (UTC), oldest first; a day on which nothing came has no cell."""

    days: tuple[tuple[Cell, ...], ...]

    def cells(self) -> Iterator[Cell]:
        """Yield the cells of all days."""
        return chain.from_iterable(self.days)

    @property
    def comments(self) -> int:
        """How many comments came."""
        return sum(cell.comments for cell in self.cells())

    @property
    def scored(self) -> int:
        """How many of them have a score."""
        return sum(cell.comments for cell in self.cells() if cell.bin is not None)


class Course(Enum):
    """What becomes of a comment under any thresholds, once its other reasons are known.

    All but the first two are filed from ``spam_probability`` on. Below it the third is held, the fourth is held from
    ``doubtful_probability`` on, the fifth also from ``stranger_probability`` on, and the last is published.
    """

    FILED = auto()
    HELD = auto()
    HELD_UNLESS_FILED = auto()
    BY_DOUBT = auto()
    BY_STRANGERS_DOUBT = auto()
    PUBLISHED_UNLESS_FILED = auto()


BY_SCORE = frozenset({"spam-probability", "doubtful-probability"})
"""Rules that decide by the score before the others are asked: whether another would apply is not known."""

_OF_MODE = {
    Mode.HOLD_EVERYTHING: Course.HELD_UNLESS_FILED,
    Mode.PUBLISH_ALL_BUT_SPAM: Course.PUBLISHED_UNLESS_FILED,
}
_BY_MODE = frozenset({"hold-everything", "publish-all-but-spam"})
_OUTCOMES = {rule.code: rule.outcome for rule in RULES}
_BEFORE_SCORE = {rule.code for rule in RULES[: next(n for n, r in enumerate(RULES) if r.code == "spam-probability")]}


def was_held(cell: Cell) -> bool:
    """Return whether the rule held the comments for a person to read."""
    return _OUTCOMES.get(cell.rule) is Outcome.HOLD


def course(cell: Cell, mode: Mode) -> Course | None:
    """Return what becomes of a cell's comments in a mode; ``None`` where the rule leaves it open.

    It follows from where a rule stands in ``RULES`` and what it does, so that a new rule needs nothing here.
    """
    outcome = _OUTCOMES.get(cell.rule)
    if cell.bin is None or cell.rule in _BEFORE_SCORE:
        return Course.FILED if outcome is Outcome.FILE_AS_SPAM else Course.HELD
    if mode in _OF_MODE:
        return _OF_MODE[mode]
    if outcome is None or cell.rule in BY_SCORE | _BY_MODE:
        return None
    if cell.rule == "unconfirmed-author":
        return Course.BY_STRANGERS_DOUBT
    if outcome is Outcome.HOLD:
        return Course.HELD_UNLESS_FILED
    return _ordinary(confirmed=cell.confirmed)


def held_share(traffic: Traffic, mode: Mode) -> Mapping[bool, float]:
    """Return, by whether addresses were confirmed, the share held for another reason than the score.

    It is taken from the comments that the score did not decide, and stands in for the others, of which nobody asked.
    Where there is none it is 0.
    """
    held, known = {True: 0, False: 0}, {True: 0, False: 0}
    for cell in traffic.cells():
        way = course(cell, mode)
        if way in {Course.HELD_UNLESS_FILED, Course.BY_DOUBT, Course.BY_STRANGERS_DOUBT}:
            known[cell.confirmed] += cell.comments
            held[cell.confirmed] += cell.comments * (way is Course.HELD_UNLESS_FILED)
    return {one: held[one] / known[one] if known[one] else 0.0 for one in (True, False)}


def courses(cell: Cell, mode: Mode, held: Mapping[bool, float]) -> Iterable[tuple[Course, float]]:
    """Return the courses of a cell's comments, each with its share of them."""
    way = course(cell, mode)
    if way is not None:
        return ((way, 1.0),)
    share = held[cell.confirmed]
    return ((Course.HELD_UNLESS_FILED, share), (_ordinary(confirmed=cell.confirmed), 1 - share))


def _ordinary(*, confirmed: bool) -> Course:
    """Return the course of a comment that nothing else holds."""
    return Course.BY_DOUBT if confirmed else Course.BY_STRANGERS_DOUBT
