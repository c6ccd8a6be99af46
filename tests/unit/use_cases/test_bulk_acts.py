"""Deciding by filter: what was previewed and nobody touched, part by part, whatever comes in between."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from service.domain.errors import NotAllowed, TooManyMatches, UnknownBulk, UnknownReason, UnknownSite
from service.domain.event import EventKind
from service.domain.lifecycle import Action, State
from service.domain.moderator import Moderator
from service.domain.reason import Reason
from service.domain.site import SiteId
from service.domain.token import Scope
from service.use_cases.bulk import BulkId
from service.use_cases.pace import Pace
from service.use_cases.preview_bulk import deciding_within
from service.use_cases.queue import QueueFilter
from tests.acting import HARBOUR, RINA, commit, held, previewed
from tests.fakes import DEMO, a_site
from tests.house import EVERYTHING, House, a_moderator
from tests.house_acts import Ticks
from tests.memory_acts import MemoryBulks

if TYPE_CHECKING:
    from service.use_cases.bulk import Bulk


def test_exactly_what_was_previewed_and_nobody_touched_is_decided_as_one_act() -> None:
    house = House()
    comments = [held(house) for _ in range(5)]
    preview = previewed(house, reason="Banjir")
    house.act(comments[1], Action.APPROVE)
    house.act(comments[2], Action.APPROVE)
    del house.store.comments[comments[3].id]
    late = held(house)

    bulk = commit(house, preview)

    assert (bulk.decided, bulk.changed, bulk.inapplicable, bulk.remaining, bulk.finished) == (2, 3, 0, 0, True)
    assert [house.stored(one.id).state for one in (comments[0], comments[4], late)] == [
        State.SPAM,
        State.SPAM,
        State.PENDING,
    ]
    assert (house.last_event.details["act"], house.last_event.details["reason"]) == (str(bulk.act), "Banjir")
    [listed, *_], _ = house.acts.list(None, None, 10, RINA)
    assert (listed.act.id, listed.comments) == (bulk.act, 2)


def test_what_the_action_does_not_apply_to_is_passed_over() -> None:
    house = House()
    held(house)
    filed = held(house, 0.99)

    bulk = commit(house, previewed(house))

    assert (bulk.decided, bulk.inapplicable) == (1, 1)
    assert house.stored(filed.id).version == 1


def test_the_sample_shows_the_ends_each_comment_once() -> None:
    house = House()
    scores = (0.5, 0.4, 0.6, 0.55, 0.45, 0.52, 0.35, 0.65, 0.51, 0.53, None)
    comments = [held(house, score) for score in scores]

    preview = previewed(house)

    number = {one.id: place for place, one in enumerate(comments)}
    assert [number[item.id] for item in preview.sample] == [6, 1, 4, 7, 2, 3, 0, 10, 9]
    assert preview.bulk.comments == 11
    assert preview.rules[0][1] + preview.rules[1][1] == 11
    assert preview.states == ((State.PENDING, 11),)


def test_what_looks_genuine_is_counted() -> None:
    house = House(site=a_site(policy=replace(a_site().policy, stranger_probability=0.0)))
    house.store.sites[HARBOUR] = a_site(id=HARBOUR, policy=replace(a_site().policy, doubtful_probability=0.05))
    held(house, 0.2)
    held(house, 0.2, site=HARBOUR, email="lain@surat-kabar.com")
    held(house, None, email="tanpa@surat-kabar.com")
    known = held(house, 0.5, email="kenal@surat-kabar.com")
    house.act(known, Action.APPROVE)
    held(house, 0.5, email="kenal@surat-kabar.com")

    assert previewed(house).looks_genuine == 3


def test_a_campaign_is_counted_if_there_are_more_of_it() -> None:
    house = House()
    first = held(house, text="gratis bonus saldo pulsa")
    held(house, text="gratis bonus saldo harian")
    held(house, text="sendirian")

    assert previewed(house).campaigns == ((first.campaign, 2),)


def test_a_filter_that_means_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.use_cases.preview_bulk.MOST", 1)
    house = House()
    held(house)
    previewed(house)
    held(house)

    with pytest.raises(TooManyMatches) as refused:
        previewed(house)

    assert refused.value.limit == 1
    assert len(house.store.bulks) == 1


def test_the_reason_is_one_of_each_site_that_is_concerned() -> None:
    house = House()
    house.store.sites[HARBOUR] = a_site(id=HARBOUR, own_reasons=(Reason(code="gambling", label="Judi"),))
    held(house)
    held(house, site=HARBOUR)

    assert previewed(house, reason_code="gambling").bulk.reason_code == "gambling"
    assert previewed(house, filter=QueueFilter(site=DEMO), reason_code="insult").bulk.comments == 1
    for wanted in (QueueFilter(), QueueFilter(site=HARBOUR), QueueFilter(site=HARBOUR, text="tiada")):
        with pytest.raises(UnknownReason):
            previewed(house, filter=wanted, reason_code="insult")


def test_a_reason_that_was_struck_out_meanwhile_decides_nothing() -> None:
    house = House()
    comment = held(house)
    preview = previewed(house, reason_code="insult")
    house.store.sites[DEMO] = replace(house.store.sites[DEMO], own_reasons=())

    bulk = commit(house, preview)

    assert (bulk.decided, bulk.inapplicable, house.stored(comment.id).version) == (0, 1, 1)


def test_words_are_folded_as_those_of_the_listing() -> None:
    house = House()
    held(house, text="Slot GACOR malam ini")
    held(house)

    assert previewed(house, filter=QueueFilter(text="GACOR")).bulk.comments == 1


def test_nobody_decides_where_they_may_not() -> None:
    house = House()
    house.store.sites[HARBOUR] = a_site(id=HARBOUR)
    held(house)
    held(house, site=HARBOUR)
    everywhere = frozenset({Scope.READ})
    part = Moderator(actor="person:rina", rights={None: everywhere, HARBOUR: EVERYTHING})

    assert deciding_within(part) == frozenset({HARBOUR})
    assert deciding_within(RINA) is None
    assert previewed(house, part).bulk.comments == 1
    with pytest.raises(NotAllowed):
        previewed(house, part, filter=QueueFilter(site=DEMO))
    with pytest.raises(NotAllowed):
        previewed(house, a_moderator(scopes=everywhere))
    with pytest.raises(UnknownSite):
        previewed(house, filter=QueueFilter(site=SiteId("nowhere")))


def test_rights_that_were_taken_away_meanwhile_decide_nothing() -> None:
    house = House()
    held(house)
    preview = previewed(house)
    less = Moderator(actor=RINA.actor, rights={DEMO: frozenset({Scope.READ}), HARBOUR: EVERYTHING})

    bulk = commit(house, preview, less)

    assert (bulk.decided, bulk.inapplicable) == (0, 1)
    with pytest.raises(NotAllowed):
        commit(house, preview, a_moderator(scopes=frozenset({Scope.READ})))


def test_it_is_known_to_its_maker_alone_and_for_half_an_hour() -> None:
    house = House()
    held(house)
    preview = previewed(house)
    number = preview.bulk.id
    other = replace(RINA, actor="token:lain")

    assert house.acts.show(number, RINA) == preview.bulk
    for ask in (house.acts.show, house.acts.show.forget, house.acts.commit):
        with pytest.raises(UnknownBulk):
            ask(number, other)
        with pytest.raises(UnknownBulk):
            ask(BulkId(UUID(int=99)), RINA)
    house.clock.advance(timedelta(minutes=30))
    with pytest.raises(UnknownBulk):
        house.acts.commit(number, RINA)


def test_one_that_began_goes_on_after_half_an_hour_and_is_not_forgotten() -> None:
    house = House()
    for _ in range(3):
        held(house)
    preview = previewed(house)
    once = replace(house.acts, seconds=0.0)

    begun = once.commit(preview.bulk.id, RINA)
    house.clock.advance(timedelta(hours=1))
    assert house.acts.forget() == 0
    bulk = commit(house, preview)

    assert (begun.decided, begun.remaining, begun.finished) == (2, 1, False)
    assert (bulk.decided, bulk.finished, bulk.act) == (3, True, begun.act)


def test_one_that_was_killed_half_way_goes_on_where_it_was() -> None:
    @dataclass(frozen=True, slots=True)
    class Killed(MemoryBulks):
        def change(self, bulk: Bulk) -> None:
            if bulk.decided > 2:
                raise KeyboardInterrupt
            MemoryBulks.change(self, bulk)

    house = House()
    comments = [held(house) for _ in range(5)]
    preview = previewed(house)

    with pytest.raises(KeyboardInterrupt):
        replace(house.acts.commit, bulks=Killed(house.store))(preview.bulk.id, RINA)
    half = [house.stored(one.id).version for one in comments]
    bulk = commit(house, preview)

    assert half == [2, 2, 1, 1, 1]
    assert (bulk.decided, bulk.changed) == (5, 0)
    assert [house.stored(one.id).version for one in comments] == [2] * 5
    assert sum(event.kind is EventKind.COMMENT_DECIDED for event in house.store.events) == 5


def test_one_that_is_forgotten_leaves_nothing() -> None:
    house = House()
    for _ in range(3):
        held(house)
    house.acts.show.forget(previewed(house).bulk.id, RINA)
    kept = previewed(house)
    house.clock.advance(timedelta(minutes=20))
    previewed(house)
    house.clock.advance(timedelta(minutes=20))

    assert house.acts.forget() == 1
    assert {bulk for bulk, _ in house.store.bulk_items} == set(house.store.bulks)
    assert kept.bulk.id not in house.store.bulks


def test_many_are_forgotten_part_by_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.use_cases.commit_bulk.FORGOTTEN_AT_ONCE", 2)
    monkeypatch.setattr("service.use_cases.preview_bulk.FROZEN_AT_ONCE", 2)
    house = House()
    for _ in range(5):
        held(house)
    house.acts.show.forget(previewed(house).bulk.id, RINA)

    house.acts.forget()

    assert house.store.bulk_items == {}


def test_the_pace_rests_between_turns_and_ends_in_time() -> None:
    ticks = Ticks()
    pace = Pace(timer=ticks.timer, pause=ticks.pause, seconds=4.0)

    assert len(list(pace.turns())) == 3
    assert ticks.rests == [pytest.approx(0.4)] * 2
