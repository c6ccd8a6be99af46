"""Reasons: who may see and change them, and what the author of a rejected comment is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from service.domain.errors import NotAllowed, StaleDecision, UnknownSite
from service.domain.event import EventKind
from service.domain.lifecycle import Action
from service.domain.reason import Reason
from service.domain.site import SiteId
from service.domain.token import Scope
from service.use_cases.decide_comments import Decision
from service.use_cases.manage_reasons import ChangeReasons, ShowReasons
from tests.fakes import DEMO, a_site, an_attempt
from tests.house import House, a_moderator
from tests.memory import MemorySites

if TYPE_CHECKING:
    from service.domain.act import ActId
    from service.domain.moderator import Moderator

RUDE = Reason(code="kasar", label="Kasar", told="Mohon tulis dengan sopan.")


def show(house: House) -> ShowReasons:
    return ShowReasons(sites=MemorySites(house.store))


def change(house: House) -> ChangeReasons:
    return ChangeReasons(sites=MemorySites(house.store), change_site=house.change_site)


def test_new_reasons_are_stored_and_logged_as_a_change_of_the_site() -> None:
    house = House()

    after = change(house)(DEMO, 1, (RUDE,), a_moderator())

    assert show(house)(DEMO, a_moderator()) == after
    assert (after.reasons, after.version) == ((RUDE,), 2)
    event = house.last_event
    assert (event.kind, event.actor) == (EventKind.SITE_CHANGED, "token:meja")
    assert event.details == {"changed": "own_reasons", "version": 2}


def test_no_reasons_of_its_own_are_the_usual_ones_again() -> None:
    house = House(site=a_site(own_reasons=(RUDE,)))

    assert change(house)(DEMO, 1, None, a_moderator()).reasons == a_site().reasons


@pytest.mark.parametrize("version", [0, 2])
def test_reasons_are_changed_as_of_the_version_that_was_seen(version: int) -> None:
    house = House()

    with pytest.raises(StaleDecision) as refused:
        change(house)(DEMO, version, (RUDE,), a_moderator())

    assert refused.value.version == 1
    assert not house.store.events


def test_to_see_reasons_takes_the_right_to_read_and_to_change_them_that_to_manage() -> None:
    house = House()
    reader = a_moderator(scopes=frozenset({Scope.READ}))

    assert show(house)(DEMO, reader).reasons
    with pytest.raises(NotAllowed) as refused:
        change(house)(DEMO, 1, (RUDE,), reader)
    assert refused.value.scope == Scope.MANAGE
    with pytest.raises(NotAllowed):
        show(house)(DEMO, a_moderator(scopes=frozenset({Scope.DECIDE})))


@pytest.mark.parametrize(
    ("site", "moderator"),
    [(DEMO, a_moderator(site=SiteId("lain"))), (SiteId("tidak-ada"), a_moderator(site=None))],
    ids=["not open", "not there"],
)
def test_a_site_that_is_not_open_is_as_unknown_as_none(site: SiteId, moderator: Moderator) -> None:
    house = House()

    with pytest.raises(UnknownSite):
        show(house)(site, moderator)
    with pytest.raises(UnknownSite):
        change(house)(site, 1, (RUDE,), moderator)


@pytest.mark.parametrize(
    ("action", "code", "refusal"),
    [
        (Action.REJECT, "off-topic", "Komentar ini tidak membahas isi halaman ini."),
        (Action.REJECT, "gambling", ""),
        (Action.REJECT, None, ""),
        (Action.MARK_SPAM, "off-topic", ""),
        (Action.TRASH, "off-topic", ""),
    ],
)
def test_the_author_of_a_rejected_comment_is_told_what_its_reason_tells(
    action: Action, code: str | None, refusal: str
) -> None:
    house = House()
    accepted = house.submit(an_attempt())

    house.decide.one(Decision(comment=accepted.comment.id, action=action, version=1, reason_code=code), a_moderator())

    assert house.show_receipt(DEMO, accepted.receipt).refusal == refusal


@pytest.mark.parametrize("actions", [[Action.APPROVE, Action.REJECT], [Action.TRASH, Action.RESTORE]])
def test_whatever_changes_the_comment_later_takes_the_reason_away(actions: list[Action]) -> None:
    house = House()
    accepted = house.submit(an_attempt())
    house.decide.one(
        Decision(comment=accepted.comment.id, action=Action.REJECT, version=1, reason_code="insult"), a_moderator()
    )
    assert house.show_receipt(DEMO, accepted.receipt).refusal

    for action in actions:
        house.act(accepted.comment, action)

    assert house.show_receipt(DEMO, accepted.receipt).refusal == ""


def test_a_rejection_that_stands_again_tells_its_reason_again_and_one_that_was_undone_does_not() -> None:
    house = House()
    accepted = house.submit(an_attempt())

    def reject(version: int, code: str) -> ActId:
        wanted = Decision(comment=accepted.comment.id, action=Action.REJECT, version=version, reason_code=code)
        return house.decide.one(wanted, a_moderator())[1]

    def told_after_undoing(act: ActId) -> tuple[str, ActId]:
        undoing = house.acts.undo(act, a_moderator()).act.id
        return house.show_receipt(DEMO, accepted.receipt).refusal, undoing

    first = reject(1, "off-topic")
    because = house.show_receipt(DEMO, accepted.receipt).refusal
    approved = house.decide.one(Decision(comment=accepted.comment.id, action=Action.APPROVE, version=2), a_moderator())[
        1
    ]

    assert told_after_undoing(approved)[0] == because
    told, undoing = told_after_undoing(first)
    assert told == ""
    assert told_after_undoing(undoing)[0] == because


def test_a_comment_that_was_rejected_before_there_was_a_log_is_told_nothing() -> None:
    house = House()
    accepted = house.submit(an_attempt())
    house.act(accepted.comment, Action.REJECT)
    house.store.events.clear()

    assert house.show_receipt(DEMO, accepted.receipt).refusal == ""
