"""Which decisions on a comment stand: those that were not undone, as its lines of the log tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.domain.event import EventKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.domain.event import Event


def standing(history: Iterable[Event]) -> tuple[Event, ...]:
    """Return the decisions that stand, oldest first.

    An undoing lets what stood before its act stand again, and may be undone itself: then what it took back stands.

    Args:
        history: Lines of one comment, oldest first. Where the undone act is not among them, as in a part of a history,
            the last decision is what was taken back.
    """
    decisions: tuple[Event, ...] = ()
    before: dict[object, tuple[Event, ...]] = {}
    for event in history:
        if event.kind == EventKind.COMMENT_DECIDED:
            now = (*decisions, event)
        elif event.kind == EventKind.DECISION_UNDONE:
            now = before.get(event.details.get("undoes"), decisions[:-1])
        else:
            continue
        # The first line of an act on a comment tells what stood before it.
        if act := event.details.get("act"):
            before.setdefault(act, decisions)
        decisions = now
    return decisions
