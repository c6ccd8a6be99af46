"""Taking acts back: the states before, as long as nothing later stands on them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from service.domain.act import ActKind
from service.domain.event import EventKind
from service.domain.lifecycle import Action, State
from service.use_cases.campaigns import CampaignQuery
from service.use_cases.collect_decisions import CollectDecisions
from service.use_cases.decide_comments import Decision
from service.use_cases.preview_bulk import BulkRequest
from service.use_cases.queue import QueueFilter
from tests.acting import RINA, decide, held, undo
from tests.fakes import ARTICLE, DEMO
from tests.house import House
from tests.memory import MemoryComments, MemorySettledEvents, MemorySites
from tests.memory_acts import MemoryActs
from tests.memory_traffic import MemoryTraffic

if TYPE_CHECKING:
    from service.domain.act import Act


def public(house: House) -> tuple[int, int]:
    [author] = house.store.authors.values()
    return house.store.pages[DEMO, ARTICLE].approved, author.history.approved


def labels(house: House) -> list[bool]:
    collect = CollectDecisions(
        events=MemorySettledEvents(house.store),
        comments=MemoryComments(house.store),
        sites=MemorySites(house.store),
    )
    return [one.spam for one in collect(DEMO)]


def test_an_act_taken_back_leaves_every_comment_as_it_stood() -> None:
    house = House()
    comments = [held(house) for _ in range(5)]
    act = decide(house, Action.APPROVE, *comments)
    assert public(house) == (5, 5)

    done = undo(house, act)

    assert (done.restored, done.act.changed, done.remaining, done.act.finished) == (5, 0, 0, True)
    assert [house.stored(one.id) for one in comments] == [replace(one, version=3) for one in comments]
    assert public(house) == (0, 0)
    event = house.last_event
    assert (event.kind, event.actor) == (EventKind.DECISION_UNDONE, RINA.actor)
    assert event.details == {
        "act": str(done.act.id),
        "undoes": str(act),
        "from": "approved",
        "state": "pending",
        "version": 3,
    }


def test_the_trash_is_left_for_the_state_before_and_entered_again() -> None:
    house = House()
    comment = held(house)
    house.act(comment, Action.REJECT)
    trash = decide(house, Action.TRASH, comment)
    restore = decide(house, Action.RESTORE, comment)

    undo(house, restore)
    assert (house.stored(comment.id).state, house.stored(comment.id).state_before_trash) == (
        State.TRASH,
        State.REJECTED,
    )
    undo(house, trash)
    assert (house.stored(comment.id).state, house.stored(comment.id).state_before_trash) == (State.REJECTED, None)


def test_what_something_later_stands_on_is_left_alone_and_told() -> None:
    house = House()
    first, second, third = (held(house) for _ in range(3))
    act = decide(house, Action.MARK_SPAM, first, second, third)
    house.act(second, Action.APPROVE)
    del house.store.comments[third.id]

    done = undo(house, act)

    assert (done.restored, done.act.changed, done.remaining) == (1, 2, 0)
    assert house.stored(second.id).state is State.APPROVED


def test_acts_are_taken_back_one_after_the_other() -> None:
    house = House()
    comment = held(house)
    acts = [decide(house, action, comment) for action in (Action.APPROVE, Action.MARK_SPAM, Action.REJECT)]
    states = []

    for act in reversed(acts):
        undo(house, act)
        states.append(house.stored(comment.id).state)

    assert states == [State.SPAM, State.APPROVED, State.PENDING]
    assert labels(house) == []


def test_an_undoing_is_taken_back_like_any_act() -> None:
    house = House()
    comment = held(house)
    approve = decide(house, Action.APPROVE, comment)
    spam = decide(house, Action.MARK_SPAM, comment)
    first = undo(house, spam).act

    assert labels(house) == [False]
    second = undo(house, first.id).act
    assert (house.stored(comment.id).state, labels(house)) == (State.SPAM, [True])
    undo(house, second.id)
    assert (house.stored(comment.id).state, labels(house)) == (State.APPROVED, [False])
    undo(house, approve)
    assert (house.stored(comment.id).state, labels(house)) == (State.PENDING, [])


def test_what_a_batch_did_twice_to_a_comment_is_taken_back_at_once() -> None:
    house = House()
    comment = held(house)
    act = house.decide(
        [
            Decision(comment=comment.id, action=Action.APPROVE, version=1),
            Decision(comment=comment.id, action=Action.MARK_SPAM, version=2),
        ],
        RINA,
    ).acts[0]

    assert undo(house, act).restored == 1
    assert house.stored(comment.id) == replace(comment, version=4)
    assert labels(house) == []
    [undone, listed], _ = house.acts.list(None, None, 10, RINA)
    assert (listed.act.action, undone.act.kind) == (None, ActKind.UNDO)


def test_an_undone_decision_counts_as_nobodys_in_the_workload() -> None:
    house = House()
    comment = house.publish()
    act = decide(house, Action.MARK_SPAM, comment)
    since, until = comment.created_at, comment.created_at.replace(hour=23)
    traffic = MemoryTraffic(house.store)

    assert [cell.spam for cell in traffic.between(DEMO, since, until)] == [True]
    undo(house, act)
    assert [cell.spam for cell in traffic.between(DEMO, since, until)] == [None]


def test_asked_again_it_says_the_same_and_does_nothing() -> None:
    house = House()
    act = decide(house, Action.APPROVE, held(house))
    done = undo(house, act)
    before = len(house.store.events)

    assert undo(house, act) == done
    assert len(house.store.events) == before


def test_it_goes_on_where_it_stopped() -> None:
    @dataclass(frozen=True, slots=True)
    class Killed(MemoryActs):
        def change(self, act: Act) -> None:
            if act.through is not None and act.finished:
                raise KeyboardInterrupt
            MemoryActs.change(self, act)

    house = House()
    comments = [held(house) for _ in range(5)]
    act = decide(house, Action.REJECT, *comments)

    begun = replace(house.acts, seconds=0.0).undo(act, RINA)
    with pytest.raises(KeyboardInterrupt):
        replace(house.acts.undo, acts=Killed(house.store))(act, RINA)
    half = [house.stored(one.id).state for one in comments]
    done = undo(house, act)

    assert (begun.restored, begun.remaining, begun.act.finished) == (2, 3, False)
    assert half == [State.PENDING] * 4 + [State.REJECTED]
    assert (done.act.id, done.restored) == (begun.act.id, 5)


def test_undoing_ends_what_the_act_had_not_finished() -> None:
    house = House()
    comments = [held(house, text=f"gratis bonus saldo nomor{number}") for number in range(4)]
    wanted = QueueFilter(campaign=comments[0].campaign)
    request = BulkRequest(filter=wanted, action=Action.MARK_SPAM, hours=5)
    bulk = house.acts.preview(request, RINA).bulk
    begun = replace(house.acts, seconds=0.0).commit(bulk.id, RINA)
    assert begun.act is not None

    done = undo(house, begun.act)

    rest = house.acts.commit(bulk.id, RINA)
    assert (rest.finished, rest.decided, rest.remaining, done.restored) == (True, 2, 2, 2)
    assert {house.stored(one.id).state for one in comments} == {State.PENDING}
    assert house.store.orders == {}
    assert EventKind.CAMPAIGN_ORDER_ENDED in {event.kind for event in house.store.events}
    [seen], _ = house.list_campaigns(CampaignQuery(site=DEMO), RINA)
    assert seen.order is None


def test_an_undoing_that_is_undone_half_way_stays_where_it_is() -> None:
    house = House()
    comments = [held(house) for _ in range(4)]
    act = decide(house, Action.REJECT, *comments)
    begun = replace(house.acts, seconds=0.0).undo(act, RINA)

    undo(house, begun.act.id)
    stopped = undo(house, act)

    assert (stopped.act.finished, stopped.restored, stopped.remaining) == (True, 2, 2)
    assert {house.stored(one.id).state for one in comments} == {State.REJECTED}


def test_a_decision_of_before_there_were_acts_counts_and_stands_again() -> None:
    house = House()
    comment = held(house)
    decide(house, Action.APPROVE, comment)
    [*_, line] = house.store.events
    house.store.events[-1] = replace(line, details={key: one for key, one in line.details.items() if key != "act"})
    assert labels(house) == [False]

    spam = decide(house, Action.MARK_SPAM, comment)
    undo(house, spam)

    assert labels(house) == [False]
