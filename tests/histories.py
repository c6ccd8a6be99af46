"""Lines of the log about one comment and another, for tests of what is counted."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from service.domain.event import Event, EventKind
from tests.stored import DAWN, an_event

if TYPE_CHECKING:
    from service.domain.lifecycle import Action


def came(number: int, state: str = "pending", rule: str = "doubtful-probability", days: float = 0) -> Event:
    """Return the coming of a comment."""
    return an_event(number, at=DAWN + timedelta(days=days), details={"state": state, "rule": rule})


def decided(number: int, action: Action, days: float = 0, actor: str = "person:sari") -> Event:
    """Return a decision about it."""
    return an_event(
        number,
        at=DAWN + timedelta(days=days),
        kind=EventKind.COMMENT_DECIDED,
        actor=actor,
        details={"action": str(action)},
    )


def undone(number: int, days: float = 0) -> Event:
    """Return that its last decision was taken back."""
    return an_event(
        number, at=DAWN + timedelta(days=days), kind=EventKind.DECISION_UNDONE, actor="person:sari", details={}
    )
