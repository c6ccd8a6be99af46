"""What a moderator is told whose decision came too late, and of reasons that decisions name."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from service.domain.comment import Comment, CommentId
from service.domain.errors import Meanwhile, StaleDecision, UnknownComment, UnknownReason
from service.domain.lifecycle import Action, State
from service.domain.reason import Reason
from service.use_cases.decide_comments import Decision
from tests.fakes import NOON, FixedClassifier, a_site, an_attempt
from tests.house import House, a_moderator


def held(house: House, text: str = "Panennya bagus.") -> Comment:
    house.classifier = FixedClassifier(0.5)
    return house.submit(an_attempt(text=text)).comment


def test_a_stale_decision_of_several_is_told_how_the_comment_stands_in_the_end() -> None:
    house = House()
    comment = held(house)

    decided = house.decide(
        [
            Decision(comment=comment.id, action=action, version=version)
            for action, version in ((Action.APPROVE, 1), (Action.MARK_SPAM, 1), (Action.TRASH, 2))
        ],
        a_moderator(),
    )

    _, stale, _ = decided.outcomes
    assert isinstance(stale, StaleDecision)
    assert (stale.version, stale.state) == (3, State.TRASH)
    assert stale.meanwhile == Meanwhile(by="token:meja", at=NOON, action="trash")


@pytest.mark.parametrize("version", [0, 2])
def test_of_a_version_that_never_was_nothing_is_told_as_nobody_decided(version: int) -> None:
    house = House()
    comment = held(house)

    with pytest.raises(StaleDecision) as refused:
        house.decide.one(Decision(comment=comment.id, action=Action.APPROVE, version=version), a_moderator())

    assert (refused.value.version, refused.value.state, refused.value.meanwhile) == (1, State.PENDING, None)


def test_what_is_no_action_is_told_by_its_kind() -> None:
    house = House()
    comment = held(house)
    house.act(comment, Action.APPROVE)
    house.store.events[-1] = replace(house.last_event, details={"version": 2})

    with pytest.raises(StaleDecision) as refused:
        house.decide.one(Decision(comment=comment.id, action=Action.TRASH, version=1), a_moderator())

    assert refused.value.meanwhile == Meanwhile(by="token:meja", at=NOON, action="comment-decided")


def test_the_code_of_a_reason_is_in_the_log() -> None:
    house = House()
    comment = held(house)

    house.decide.one(
        Decision(comment=comment.id, action=Action.REJECT, version=1, reason_code="off-topic"), a_moderator()
    )

    assert house.last_event.details["reason_code"] == "off-topic"


def test_a_reason_that_the_site_does_not_have_changes_nothing() -> None:
    house = House(site=a_site(own_reasons=(Reason(code="kasar", label="Kasar"),)))
    comment, other = held(house), held(house, "Panen nomor dua.")

    outcomes = house.decide(
        [
            Decision(comment=comment.id, action=Action.REJECT, version=1, reason_code="off-topic"),
            Decision(comment=other.id, action=Action.REJECT, version=1, reason_code="kasar"),
            Decision(comment=CommentId(UUID(int=99)), action=Action.REJECT, version=1, reason_code="kasar"),
        ],
        a_moderator(),
    )

    refused, rejected, unknown = outcomes.outcomes
    assert isinstance(refused, UnknownReason)
    assert refused.reason == "off-topic"
    assert isinstance(rejected, Comment)
    assert isinstance(unknown, UnknownComment)
    assert house.stored(comment.id) == comment
