"""The one path by which a comment's state changes after submission."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from service.domain.comment import Comment, CommentId
from service.domain.errors import (
    ActionNotAllowed,
    Meanwhile,
    NotAllowed,
    StaleDecision,
    UnknownComment,
)
from service.domain.event import EventKind
from service.domain.lifecycle import Action, State
from service.domain.moderator import Moderator
from service.domain.site import SiteId
from service.domain.token import Scope
from service.use_cases.decide_comments import Decision
from tests.fakes import ARTICLE, DEMO, NOON, FixedClassifier, an_attempt
from tests.house import EVERYTHING, House, a_moderator
from tests.memory import MemoryComments, MemoryEvents

if TYPE_CHECKING:
    from service.domain.event import Event


def held(house: House, text: str = "Panennya bagus.") -> Comment:
    house.classifier = FixedClassifier(0.5)
    return house.submit(an_attempt(text=text)).comment


def counts(house: House) -> tuple[int, int]:
    """Return how many comments are public on the article, and how many of the author's are approved."""
    [author] = house.store.authors.values()
    return house.store.pages[DEMO, ARTICLE].approved, author.history.approved


def test_an_approved_comment_is_stored_counted_and_logged() -> None:
    house = House()
    comment = held(house)

    after, act = house.decide.one(
        Decision(comment=comment.id, action=Action.APPROVE, version=1, reason="Baik"), a_moderator()
    )

    assert (after.state, after.version) == (State.APPROVED, 2)
    assert house.stored(comment.id) == after
    assert counts(house) == (1, 1)
    assert house.store.pages[DEMO, ARTICLE].version == 1
    event = house.last_event
    assert (event.kind, event.site, event.comment, event.at, event.actor) == (
        EventKind.COMMENT_DECIDED,
        DEMO,
        comment.id,
        NOON,
        "token:meja",
    )
    assert event.details == {
        "act": str(act),
        "action": "approve",
        "from": "pending",
        "state": "approved",
        "version": 2,
        "reason": "Baik",
        "reason_code": None,
        "spam_probability": 0.5,
        "model": "model-1",
    }


def test_what_the_policy_decided_stays_with_the_comment() -> None:
    house = House()
    comment = held(house)

    after = house.act(comment, Action.MARK_SPAM)

    assert (after.rule, after.spam_probability) == (comment.rule, 0.5)
    assert house.last_event.details["reason"] is None


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        ([Action.APPROVE, Action.REJECT], (0, 0)),
        ([Action.APPROVE, Action.TRASH], (0, 0)),
        ([Action.APPROVE, Action.TRASH, Action.RESTORE], (1, 1)),
        ([Action.APPROVE, Action.REQUEUE, Action.APPROVE], (1, 1)),
        ([Action.MARK_SPAM, Action.REJECT, Action.REQUEUE], (0, 0)),
        ([Action.TRASH, Action.RESTORE], (0, 0)),
    ],
)
def test_what_is_public_is_counted_both_ways(actions: list[Action], expected: tuple[int, int]) -> None:
    house = House()
    comment = held(house)

    for action in actions:
        house.act(comment, action)

    assert counts(house) == expected
    assert len(house.store.events) == 1 + len(actions)


def test_a_pages_version_grows_only_with_what_is_public_on_it() -> None:
    house = House()
    comment = held(house)
    versions = []

    for action in (Action.REJECT, Action.APPROVE, Action.TRASH, Action.RESTORE, Action.REQUEUE, Action.MARK_SPAM):
        house.act(comment, action)
        versions.append(house.store.pages[DEMO, ARTICLE].version)

    assert versions == [0, 1, 2, 3, 4, 4]


def test_a_comment_without_an_author_can_be_decided() -> None:
    house = House()
    comment = held(house)
    house.store.comments[comment.id] = replace(comment, author=None)

    assert house.act(comment, Action.APPROVE).state is State.APPROVED
    assert counts(house) == (1, 0)


def test_the_second_of_two_decisions_on_one_version_is_stale_and_told_the_version() -> None:
    house = House()
    comment = held(house)
    house.act(comment, Action.APPROVE)

    with pytest.raises(StaleDecision) as refused:
        house.decide.one(Decision(comment=comment.id, action=Action.MARK_SPAM, version=1), a_moderator())

    assert (refused.value.version, refused.value.state) == (2, State.APPROVED)
    assert refused.value.meanwhile == Meanwhile(by="token:meja", at=NOON, action="approve")
    assert house.stored(comment.id).state is State.APPROVED
    assert counts(house) == (1, 1)
    assert len(house.store.events) == 2


def test_a_decision_lost_in_a_race_is_stale_and_changes_nothing() -> None:
    @dataclass(frozen=True, slots=True)
    class Raced(MemoryComments):
        def decide(self, *comments: Comment) -> None:
            MemoryComments.decide(self, *(replace(one, version=one.version + 1) for one in comments))

    house = House()
    comment = held(house)

    with pytest.raises(StaleDecision):
        replace(house.decide, comments=Raced(house.store)).one(
            Decision(comment=comment.id, action=Action.APPROVE, version=1), a_moderator()
        )

    assert counts(house) == (0, 0)
    assert len(house.store.events) == 1


def test_of_several_decisions_each_stands_or_falls_by_itself() -> None:
    house = House()
    first, second, third = (held(house, f"Panen nomor {number}.") for number in (1, 2, 3))
    nobody = CommentId(UUID(int=99))
    house.act(second, Action.REJECT)

    decided = house.decide(
        [
            Decision(comment=first.id, action=Action.APPROVE, version=1),
            Decision(comment=second.id, action=Action.APPROVE, version=1),
            Decision(comment=nobody, action=Action.APPROVE, version=1),
            Decision(comment=third.id, action=Action.RESTORE, version=1),
            Decision(comment=third.id, action=Action.APPROVE, version=1),
            Decision(comment=third.id, action=Action.TRASH, version=2),
            Decision(comment=first.id, action=Action.REJECT, version=1),
        ],
        a_moderator(),
    )

    told = [outcome.state if isinstance(outcome, Comment) else type(outcome) for outcome in decided.outcomes]
    assert told == [
        State.APPROVED,
        StaleDecision,
        UnknownComment,
        ActionNotAllowed,
        State.APPROVED,
        State.TRASH,
        StaleDecision,
    ]
    assert [house.stored(one.id).state for one in (first, second, third)] == [
        State.APPROVED,
        State.REJECTED,
        State.TRASH,
    ]
    assert counts(house) == (1, 1)
    assert [event.details["action"] for event in house.store.events[4:]] == ["approve", "approve", "trash"]


def test_a_page_changes_its_version_though_one_comment_comes_for_another_that_goes() -> None:
    house = House()
    out, come = held(house, "Panen nomor satu."), held(house, "Panen nomor dua.")
    house.act(out, Action.APPROVE)
    before = house.store.pages[DEMO, ARTICLE]

    house.decide(
        [
            Decision(comment=out.id, action=Action.TRASH, version=2),
            Decision(comment=come.id, action=Action.APPROVE, version=1),
        ],
        a_moderator(),
    )

    after = house.store.pages[DEMO, ARTICLE]
    assert (after.approved, after.version) == (1, before.version + 1)


def test_rights_on_one_site_decide_nothing_on_another() -> None:
    house = House()
    comment = held(house)
    rina = Moderator(actor="person:rina", rights={DEMO: frozenset({Scope.READ}), SiteId("lain"): EVERYTHING})

    [outcome] = house.decide([Decision(comment=comment.id, action=Action.APPROVE, version=1)], rina).outcomes

    assert isinstance(outcome, NotAllowed)
    assert house.stored(comment.id) == comment


def test_an_action_that_does_not_apply_changes_nothing() -> None:
    house = House()
    comment = held(house)

    with pytest.raises(ActionNotAllowed):
        house.act(comment, Action.RESTORE)

    assert house.stored(comment.id) == comment
    assert len(house.store.events) == 1


def test_a_decision_that_cannot_be_logged_is_not_made() -> None:
    @dataclass(frozen=True, slots=True)
    class Full(MemoryEvents):
        def append(self, *events: Event) -> None:
            raise OSError(events[0].kind)

    house = House()
    comment = held(house)

    with pytest.raises(OSError, match="comment-decided"):
        replace(house.decide, events=Full(house.store)).one(
            Decision(comment=comment.id, action=Action.APPROVE, version=1), a_moderator()
        )

    assert house.stored(comment.id) == comment
    assert counts(house) == (0, 0)


@pytest.mark.parametrize("moderator", [a_moderator(site=SiteId("lain"))])
def test_a_comment_of_another_site_is_as_unknown_as_none(moderator: Moderator) -> None:
    house = House()
    comment = held(house)

    with pytest.raises(UnknownComment) as foreign:
        house.act(comment, Action.APPROVE, moderator)
    with pytest.raises(UnknownComment) as absent:
        house.decide.one(Decision(comment=CommentId(UUID(int=99)), action=Action.APPROVE, version=1), moderator)

    assert type(foreign.value) is type(absent.value)
    assert house.stored(comment.id) == comment


def test_a_moderator_of_all_sites_decides_everywhere() -> None:
    house = House()

    assert house.act(held(house), Action.APPROVE, a_moderator(site=None)).state is State.APPROVED


@pytest.mark.parametrize("scopes", [frozenset[Scope](), frozenset({Scope.READ})])
def test_a_moderator_that_may_not_decide_learns_nothing(scopes: frozenset[Scope]) -> None:
    house = House()

    with pytest.raises(NotAllowed) as refused:
        house.decide.one(
            Decision(comment=CommentId(UUID(int=99)), action=Action.APPROVE, version=1), a_moderator(scopes=scopes)
        )

    assert refused.value.scope == Scope.DECIDE
