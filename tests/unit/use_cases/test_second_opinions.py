"""Second opinions: asked blind about what others decided, given once, and told as agreement."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from service.domain.comment import CommentId
from service.domain.errors import NotAllowed, OpinionGiven, UnknownComment, UnknownReason, UnknownSite
from service.domain.event import EventKind
from service.domain.lifecycle import Action, State
from service.domain.moderator import Moderator
from service.domain.second_opinion import WAITS
from service.domain.site import SiteId
from service.domain.token import Scope
from service.use_cases.second_opinions import (
    BATCH,
)
from tests.fakes import DEMO, NOON, FixedClassifier, an_attempt
from tests.house import EVERYTHING

if TYPE_CHECKING:
    from service.use_cases.second_opinions import Place

from tests.second_looking import BUDI, LAIN, READER, RINA, SARI, Desk, a_house


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_what_one_moderator_decided_another_is_asked_about_and_not_the_one(desk: Desk) -> None:
    comment = desk.decided(Action.REJECT, RINA)

    assert desk.ids(RINA) == []
    assert desk.ids(BUDI) == desk.ids(SARI) == [comment]


def test_an_item_tells_nothing_of_what_anybody_or_anything_thinks_of_it(desk: Desk) -> None:
    desk.decided()

    [item] = desk.waiting()[0]

    assert item.text == "Nomor 1"
    told = {one.name for one in fields(item)}
    assert told.isdisjoint({"state", "version", "spam_probability", "rule", "model", "reason", "claim", "author"})


def test_decisions_that_say_what_a_comment_is_are_asked_about_and_no_others(desk: Desk) -> None:
    asked = [desk.decided(action) for action in (Action.APPROVE, Action.MARK_SPAM, Action.REJECT)]
    desk.decided(Action.TRASH)

    assert desk.ids() == asked


def test_a_decision_that_is_taken_back_is_asked_about_no_more_until_the_next(desk: Desk) -> None:
    kept, back, binned = desk.decided(), desk.decided(), desk.decided()
    assert desk.ids() == [kept, back, binned]

    desk.again(back, Action.REQUEUE)
    desk.again(binned, Action.TRASH)
    assert desk.ids() == [kept, binned]
    desk.again(back, Action.REJECT)
    assert sorted(desk.ids()) == [kept, back, binned]


def test_who_decided_first_is_not_asked_when_another_has_decided_since(desk: Desk) -> None:
    comment = desk.decided(Action.APPROVE, RINA)
    desk.again(comment, Action.REJECT, BUDI)

    assert [desk.ids(one) for one in (RINA, BUDI, SARI)] == [[], [], [comment]]
    desk.say(comment, Action.REJECT, SARI)
    assert [one.name for one in desk.agreement().by_person] == ["token:budi", "token:sari"]


def test_what_the_policy_decided_and_what_is_in_no_share_is_not_asked_about() -> None:
    none = Desk(a_house(0.0))
    none.decided()
    some = Desk(a_house(0.5))
    for _ in range(40):
        some.decided()
    published = Desk()
    published.house.classifier = FixedClassifier(0.01)
    published.house.publish()

    assert none.ids() == published.ids() == []
    assert 5 < len(some.ids()) < 35


def test_the_log_is_read_once_in_parts(desk: Desk) -> None:
    comments = [desk.decided() for _ in range(BATCH // 2 + 1)]

    assert (desk.collect(), desk.collect()) == (len(comments), 0)
    assert desk.house.store.cursors["second-looks"] == len(desk.house.store.events)


def test_what_waits_for_a_month_is_dropped(desk: Desk) -> None:
    old = desk.decided()
    answered = desk.decided()
    desk.say(answered)
    desk.house.clock.advance(WAITS)
    assert desk.ids() == [old]

    desk.house.clock.advance(timedelta(seconds=1))

    assert desk.ids() == []
    assert desk.agreement(days=365).all.pairs == 1


def test_what_waits_can_be_walked_part_by_part(desk: Desk) -> None:
    comments = [desk.decided() for _ in range(5)]
    walked: list[CommentId] = []
    after: Place | None = None

    while True:
        items, after = desk.waiting(limit=2, after=after)
        walked += [item.id for item in items]
        if after is None:
            break

    assert walked == comments
    assert len(desk.ids(limit=-1)) == 1
    assert len(desk.ids(limit=1000)) == 5


def test_moderators_are_asked_about_sites_where_they_decide(desk: Desk) -> None:
    here, elsewhere = desk.decided(), desk.decided(site=LAIN, by=BUDI)
    everywhere = Moderator(actor="token:x", rights={None: EVERYTHING})

    assert desk.ids(SARI) == [here]
    assert desk.ids(everywhere) == [here, elsewhere]
    assert desk.ids(everywhere, site=LAIN) == [elsewhere]
    for moderator, site, error in (
        (SARI, LAIN, UnknownSite),
        (everywhere, SiteId("tidak-ada"), UnknownSite),
        (READER, DEMO, NotAllowed),
    ):
        with pytest.raises(error):
            desk.waiting(moderator, site)


def test_an_opinion_is_logged_and_leaves_the_comment_as_it_was(desk: Desk) -> None:
    comment = desk.decided(Action.REJECT)
    before = desk.house.stored(comment)

    desk.say(comment, Action.APPROVE)

    assert desk.house.stored(comment) == before
    assert before.state is State.REJECTED
    event = desk.house.last_event
    assert (event.kind, event.site, event.comment, event.at, event.actor) == (
        EventKind.OPINION_GIVEN,
        DEMO,
        comment,
        NOON,
        "token:budi",
    )
    assert event.details == {"action": "approve", "reason_code": "insult"}


def test_an_opinion_for_a_reason_that_the_site_has_not_is_not_taken(desk: Desk) -> None:
    comment = desk.decided()

    with pytest.raises(UnknownReason):
        desk.say(comment, code="cuaca")

    assert desk.ids() == [comment]
    desk.say(comment, code=None)
    assert desk.house.last_event.details["reason_code"] is None


def test_an_opinion_is_given_once_by_one(desk: Desk) -> None:
    comment = desk.decided()
    desk.say(comment)

    assert desk.ids(SARI) == []
    for moderator in (BUDI, SARI):
        with pytest.raises(OpinionGiven):
            desk.say(comment, Action.REJECT, moderator)
    desk.again(comment, Action.REQUEUE)
    assert desk.ids(SARI) == []
    assert (desk.agreement().all.pairs, desk.agreement().all.agreed) == (1, 1)


def test_nobody_says_anything_about_what_they_are_not_asked_about(desk: Desk) -> None:
    mine, elsewhere = desk.decided(Action.APPROVE, BUDI), desk.decided(site=LAIN, by=BUDI)
    waiting = desk.house.submit(an_attempt(text="Menunggu")).comment.id
    nobody = CommentId(UUID(int=99))
    mixed = Moderator(actor="token:x", rights={DEMO: frozenset({Scope.READ}), SiteId("b"): EVERYTHING})

    for comment, moderator, error in (
        (mine, BUDI, UnknownComment),
        (elsewhere, RINA, UnknownComment),
        (waiting, BUDI, UnknownComment),
        (nobody, BUDI, UnknownComment),
        (nobody, READER, NotAllowed),
        (mine, mixed, NotAllowed),
    ):
        with pytest.raises(error):
            desk.say(comment, by=moderator)
    assert desk.house.store.opinions == {}


def test_agreement_is_told_of_the_days_and_the_site_asked_about(desk: Desk) -> None:
    old = desk.decided()
    desk.say(old)
    desk.house.clock.advance(timedelta(days=2))
    desk.say(desk.decided(Action.REJECT), Action.APPROVE)
    desk.say(desk.decided(site=LAIN, by=BUDI), by=Moderator(actor="token:x", rights={None: EVERYTHING}))

    counted = [
        (found.all.pairs, found.all.agreed)
        for found in (
            desk.agreement(),
            desk.agreement(days=1),
            desk.agreement(days=0),
            desk.agreement(BUDI),
            desk.agreement(BUDI, LAIN),
        )
    ]
    assert counted == [(2, 1), (1, 0), (1, 0), (3, 2), (1, 1)]


def test_agreement_is_for_who_may_read_the_site(desk: Desk) -> None:
    for moderator, site, error in (
        (RINA, LAIN, UnknownSite),
        (BUDI, SiteId("tidak-ada"), UnknownSite),
        (Moderator(actor="token:x", rights={DEMO: frozenset({Scope.DECIDE})}), None, NotAllowed),
    ):
        with pytest.raises(error):
            desk.agreement(moderator, site)


def test_the_reason_code_of_a_decision_is_told_with_the_agreement(desk: Desk) -> None:
    comments = [desk.decided(Action.REJECT) for _ in range(2)]
    events = desk.house.store.events
    events[1] = replace(events[1], details={**events[1].details, "reason_code": "off-topic"})

    for comment in comments:
        desk.say(comment, Action.REJECT)

    assert [(one.name, one.pairs) for one in desk.agreement().by_reason] == [("off-topic", 1)]
