"""Which decisions stand when some were undone, and undoings too."""

from __future__ import annotations

from dataclasses import replace

from service.domain.event import Event, EventKind
from service.domain.lifecycle import Action
from service.domain.standing import standing
from tests.histories import came, decided, undone


def of(event: Event, act: str, undoes: str | None = None) -> Event:
    return replace(event, details={**event.details, "act": act, "undoes": undoes})


COMES = came(1)
REJECTED = of(decided(1, Action.REJECT), "a")
APPROVED = of(decided(1, Action.APPROVE), "b")


def test_decisions_stand_in_their_order() -> None:
    assert standing([]) == ()
    assert standing([COMES, REJECTED, replace(COMES, kind=EventKind.OPINION_GIVEN), APPROVED]) == (REJECTED, APPROVED)


def test_what_was_undone_does_not_stand_and_what_stood_before_it_does() -> None:
    assert standing([COMES, REJECTED, APPROVED, of(undone(1), "u", "b")]) == (REJECTED,)
    assert standing([COMES, REJECTED, APPROVED, of(undone(1), "u", "b"), of(undone(1), "v", "a")]) == ()


def test_an_undoing_that_is_undone_lets_the_decision_stand_again() -> None:
    assert standing([COMES, REJECTED, of(undone(1), "u", "a"), of(undone(1), "v", "u")]) == (REJECTED,)


def test_an_act_of_two_decisions_is_undone_as_one() -> None:
    twice = [of(decided(1, Action.MARK_SPAM), "b"), APPROVED]

    assert standing([COMES, REJECTED, *twice, of(undone(1), "u", "b")]) == (REJECTED,)


def test_where_the_act_is_not_told_the_last_decision_is_what_was_undone() -> None:
    assert standing([REJECTED, APPROVED, undone(1)]) == (REJECTED,)
    assert standing([of(undone(1), "u", "before")]) == ()
