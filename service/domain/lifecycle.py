"""The moderation state machine, as one table and one function."""

from __future__ import annotations

from enum import StrEnum

from service.domain.errors import ActionNotAllowed


class State(StrEnum):
    """Where a comment stands. Only an approved one is public."""

    PENDING = "pending"
    APPROVED = "approved"
    SPAM = "spam"
    REJECTED = "rejected"
    TRASH = "trash"


class Action(StrEnum):
    """What a moderator can do."""

    APPROVE = "approve"
    MARK_SPAM = "mark-spam"
    REJECT = "reject"
    REQUEUE = "requeue"
    TRASH = "trash"
    RESTORE = "restore"


# Rejected is no spam label: only a person's approve and mark-spam may teach the classifier.
TRANSITIONS: dict[Action, tuple[frozenset[State], State | None]] = {
    Action.APPROVE: (frozenset({State.PENDING, State.SPAM, State.REJECTED}), State.APPROVED),
    Action.MARK_SPAM: (frozenset({State.PENDING, State.APPROVED, State.REJECTED}), State.SPAM),
    Action.REJECT: (frozenset({State.PENDING, State.APPROVED, State.SPAM}), State.REJECTED),
    Action.REQUEUE: (frozenset({State.APPROVED, State.SPAM, State.REJECTED}), State.PENDING),
    Action.TRASH: (frozenset(State) - {State.TRASH}, State.TRASH),
    Action.RESTORE: (frozenset({State.TRASH}), None),
}
"""Each action: the states it applies to, and where it leads (``None``: to the state before the trash)."""


def next_state(state: State, action: Action, before_trash: State | None = None) -> State:
    """Return where *action* leads from *state*.

    Args:
        state: The state now.
        action: What the moderator does.
        before_trash: For a comment in the trash, the state it was in before.

    Raises:
        ActionNotAllowed: The action does not apply to the state.
    """
    sources, target = TRANSITIONS[action]
    target = target or before_trash
    if state not in sources or target is None:
        raise ActionNotAllowed(state, action)
    return target
