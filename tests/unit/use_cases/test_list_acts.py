"""Acts as moderators see them: who sees which, and which can be taken back."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from service.domain.act import ActId
from service.domain.errors import NotAllowed, UnknownAct, UnknownSite
from service.domain.lifecycle import Action
from service.domain.moderator import Moderator
from service.domain.site import SiteId
from service.domain.token import Scope
from service.use_cases.acts import LOOKED_AT
from service.use_cases.decide_comments import Decision
from tests.acting import HARBOUR, RINA, decide, held
from tests.fakes import DEMO, a_site
from tests.house import EVERYTHING, House, a_moderator


def test_who_may_not_decide_on_all_its_sites_cannot_take_an_act_back() -> None:
    house = House()
    house.store.sites[HARBOUR] = a_site(id=HARBOUR)
    act = decide(house, Action.APPROVE, held(house), held(house, site=HARBOUR))
    part = Moderator(actor="person:rina", rights={DEMO: EVERYTHING})
    reader = Moderator(actor="person:budi", rights={DEMO: frozenset({Scope.READ}), HARBOUR: EVERYTHING})

    for moderator in (part, reader, a_moderator(scopes=frozenset({Scope.READ}))):
        with pytest.raises(NotAllowed):
            house.acts.undo(act, moderator)
    with pytest.raises(UnknownAct):
        house.acts.undo(act, a_moderator(site=SiteId("lain")))
    with pytest.raises(UnknownAct):
        house.acts.undo(ActId(UUID(int=99)), RINA)
    [seen], _ = house.acts.list(None, None, 10, part)
    assert (seen.sites, seen.comments, seen.undoable) == ((DEMO,), 1, False)
    [whole], _ = house.acts.list(HARBOUR, None, 10, RINA)
    assert (whole.sites, whole.comments, whole.undoable) == ((HARBOUR,), 1, True)


def test_a_call_that_changes_nothing_is_no_act() -> None:
    house = House()
    comment = held(house)
    house.decide([Decision(comment=comment.id, action=Action.RESTORE, version=1)], RINA)

    assert house.acts.list(None, None, 10, RINA) == ((), None)
    assert house.store.acts == {}


def test_an_act_is_undoable_while_it_stands_on_one_of_its_comments() -> None:
    house = House()
    first, second = held(house), held(house)
    act = decide(house, Action.REJECT, first, second)
    told = []
    for comment in (first, second):
        house.act(comment, Action.APPROVE)
        seen, _ = house.acts.list(None, None, 10, RINA)
        told += [one.undoable for one in seen if one.act.id == act]

    assert told == [True, False]


def test_of_an_act_of_many_it_is_not_looked_for() -> None:
    house = House()
    act = decide(house, Action.REJECT, held(house))
    item = next(iter(house.store.act_items.values()))
    for number in range(LOOKED_AT):
        other = replace(item, comment=UUID(int=10_000 + number))  # type: ignore[arg-type] # an id like any
        house.store.act_items[act, other.comment] = other
    house.store.comments.clear()

    [seen], _ = house.acts.list(None, None, 10, RINA)
    assert seen.undoable


def test_acts_are_listed_part_by_part_to_who_may_read() -> None:
    house = House()
    acts = [decide(house, Action.REJECT, held(house)) for _ in range(3)]

    first, after = house.acts.list(DEMO, None, 2, RINA)
    rest, end = house.acts.list(DEMO, after, 0, RINA)

    assert [one.act.id for one in (*first, *rest)] == acts[::-1]
    assert end is None
    with pytest.raises(NotAllowed):
        house.acts.list(None, None, 10, a_moderator(scopes=frozenset({Scope.DECIDE})))
    with pytest.raises(UnknownSite):
        house.acts.list(SiteId("nowhere"), None, 10, RINA)
