"""The moderation state machine, against the table that people read."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from uuid import UUID

import pytest

from service.domain.comment import Comment, CommentId
from service.domain.errors import ActionNotAllowed
from service.domain.lifecycle import Action, State, next_state
from tests.fakes import ARTICLE, DEMO

TABLE = """
approve    pending spam rejected          -> approved
mark-spam  pending approved rejected      -> spam
reject     pending approved spam          -> rejected
requeue    approved spam rejected         -> pending
trash      pending approved spam rejected -> trash
restore    trash                          -> before
"""


def expected(state: State, action: Action, before: State | None) -> State | None:
    """Return what the table says; ``None`` if the action does not apply."""
    line = next(line.split() for line in TABLE.splitlines() if line.startswith(action.value))
    arrow = line.index("->")
    if state.value not in line[1:arrow]:
        return None
    return before if line[arrow + 1] == "before" else State(line[arrow + 1])


def a_comment(state: State, before: State | None = None, version: int = 1) -> Comment:
    return Comment(
        id=CommentId(UUID(int=1)),
        site=DEMO,
        page=ARTICLE,
        parent=None,
        name="Wayan",
        url=None,
        author=None,
        text="Panennya bagus.",
        html="<p>Panennya bagus.</p>",
        folded="wayan\npanennya bagus.",
        language="id",
        state=state,
        state_before_trash=before,
        version=version,
        spam_probability=0.2,
        model="model-1",
        rule="ordinary",
        created_at=datetime(2026, 3, 14, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("state", "action", "before"), list(itertools.product(State, Action, [None, *(set(State) - {State.TRASH})]))
)
def test_every_action_leads_from_every_state_where_the_table_says(
    state: State, action: Action, before: State | None
) -> None:
    target = expected(state, action, before)

    if target is None:
        with pytest.raises(ActionNotAllowed) as refused:
            next_state(state, action, before)
        assert (refused.value.state, refused.value.action) == (state, action)
    else:
        assert next_state(state, action, before) is target


def test_no_action_leaves_a_comment_where_it_is() -> None:
    stays = [
        (state, action)
        for state, action in itertools.product(State, Action)
        if expected(state, action, State.PENDING) is state
    ]

    assert stays == []


def test_a_decision_changes_the_state_counts_and_leaves_the_original_alone() -> None:
    before = a_comment(State.PENDING, version=4)

    after = before.after(Action.APPROVE)

    assert (after.state, after.version) == (State.APPROVED, 5)
    assert (before.state, before.version) == (State.PENDING, 4)
    assert (after.text, after.rule, after.spam_probability) == (before.text, before.rule, before.spam_probability)


@pytest.mark.parametrize("state", [state for state in State if state is not State.TRASH])
def test_restoring_brings_a_comment_back_to_where_it_was_before_the_trash(state: State) -> None:
    trashed = a_comment(state).after(Action.TRASH)
    restored = trashed.after(Action.RESTORE)

    assert (trashed.state, trashed.state_before_trash) == (State.TRASH, state)
    assert (restored.state, restored.state_before_trash, restored.version) == (state, None, 3)


def test_an_action_that_does_not_apply_is_named_with_the_state() -> None:
    with pytest.raises(ActionNotAllowed, match="approve does not apply to approved"):
        a_comment(State.APPROVED).after(Action.APPROVE)
