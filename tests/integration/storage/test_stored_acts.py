"""Acts, bulk acts and orders as they are stored, in memory and in SQL alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from service.domain.act import Act, ActId, ActItem, ActKind
from service.domain.campaign import CampaignId, Signature
from service.domain.campaign_order import CampaignOrder
from service.domain.errors import UnknownAct, UnknownBulk
from service.domain.lifecycle import Action, State
from service.domain.page import Page
from service.storage.acts import SqlActs
from service.storage.bulks import SqlBulks
from service.storage.campaign_orders import SqlOrders
from service.use_cases.acts import ActQuery
from service.use_cases.bulk import Bulk, BulkId
from service.use_cases.queue import QueueFilter
from tests.memory_acts import MemoryActs, MemoryBulks, MemoryOrders
from tests.stored import ARTICLE, DAWN, DEMO, HARBOUR, RINA, a_comment, comment_id, store

if TYPE_CHECKING:
    from service.use_cases.acts import Acts
    from service.use_cases.bulk import Bulks
    from service.use_cases.campaign_orders import Orders
    from tests.integration.storage.conftest import Storage


@pytest.fixture
def acts(storage: Storage) -> Acts:
    memory = getattr(storage.comments, "store", None)
    return MemoryActs(memory) if memory else SqlActs()


@pytest.fixture
def bulks(storage: Storage) -> Bulks:
    memory = getattr(storage.comments, "store", None)
    return MemoryBulks(memory) if memory else SqlBulks()


@pytest.fixture
def orders(storage: Storage) -> Orders:
    memory = getattr(storage.comments, "store", None)
    return MemoryOrders(memory) if memory else SqlOrders()


def an_act(number: int, **changes: object) -> Act:
    act = Act(id=ActId(UUID(int=number)), kind=ActKind.DECISION, action=Action.REJECT, actor="token:meja", at=DAWN)
    return replace(act, **changes)  # type: ignore[arg-type] # any field


def an_item(number: int, **changes: object) -> ActItem:
    item = ActItem(
        comment=comment_id(number),
        site=DEMO.id,
        state=State.PENDING,
        state_before_trash=None,
        version_before=1,
        version=2,
    )
    return replace(item, **changes)  # type: ignore[arg-type] # any field


def a_bulk(number: int = 1, **changes: object) -> Bulk:
    bulk = Bulk(
        id=BulkId(UUID(int=number)),
        actor="token:meja",
        action=Action.MARK_SPAM,
        reason="Banjir “ü”",
        reason_code="iklan",
        site=DEMO.id,
        campaign=CampaignId(UUID(int=3)),
        hours=5,
        expires_at=DAWN,
        comments=3,
    )
    return replace(bulk, **changes)  # type: ignore[arg-type] # any field


def an_order(**changes: object) -> CampaignOrder:
    order = CampaignOrder(
        site=DEMO.id,
        campaign=CampaignId(UUID(int=3)),
        action=Action.REJECT,
        until=DAWN,
        actor="token:meja",
        act=ActId(UUID(int=1)),
    )
    return replace(order, **changes)  # type: ignore[arg-type] # any field


def test_an_act_comes_back_as_it_was_stored_and_changed(storage: Storage, acts: Acts) -> None:
    act = an_act(1, kind=ActKind.UNDO, action=None, undoes=ActId(UUID(int=9)), finished=False)
    with storage.transaction():
        acts.begin(act)
    assert acts.locked(act.id) == act

    changed = replace(act, undone_by=ActId(UUID(int=8)), through=comment_id(5), changed=7, finished=True)
    acts.change(changed)

    assert acts.locked(act.id) == changed
    with pytest.raises(UnknownAct):
        acts.locked(ActId(UUID(int=2)))


def test_what_an_act_did_comes_back_by_comment_and_is_counted_by_site(acts: Acts) -> None:
    act = an_act(1)
    trashed = an_item(2, state=State.TRASH, state_before_trash=State.SPAM, version_before=4, version=5)
    acts.begin(act)
    acts.add(act.id, [an_item(3), an_item(1, site=HARBOUR.id)])
    acts.add(act.id, [trashed])
    acts.add(act.id, [])

    assert acts.items(act.id, None, 2) == (an_item(1, site=HARBOUR.id), trashed)
    assert acts.items(act.id, comment_id(2), 2) == (an_item(3),)
    assert acts.sites(act.id) == {DEMO.id: 2, HARBOUR.id: 1}
    assert acts.sites(ActId(UUID(int=2))) == {}


def test_what_stood_before_an_act_stands_again(acts: Acts) -> None:
    first, second = an_act(1), an_act(2)
    acts.add(first.id, [an_item(1), an_item(2)])
    acts.add(second.id, [an_item(1, version_before=2, version=3)])

    acts.stand_again([an_item(1, version_before=2, version=4)])
    acts.stand_again([])

    assert [item.version for item in acts.items(first.id, None, 9)] == [4, 2]
    assert [item.version for item in acts.items(second.id, None, 9)] == [3]


def test_acts_are_listed_newest_first_by_site_and_whether_they_stand(storage: Storage, acts: Acts) -> None:
    store(storage.pages, storage.comments, a_comment(1, version=2), a_comment(2, version=3))
    for number, site, comment in ((1, DEMO, 1), (2, DEMO, 2), (3, HARBOUR, 1)):
        acts.begin(an_act(number))
        acts.add(ActId(UUID(int=number)), [an_item(comment, site=site.id)])
    acts.begin(an_act(4))

    def listed(**query: object) -> list[tuple[int, bool]]:
        found = acts.list(ActQuery(**query))  # type: ignore[arg-type] # any field
        return [(one.act.id.int, one.standing) for one in found]

    assert listed() == [(3, True), (2, False), (1, True)]
    assert listed(site=DEMO.id) == [(2, False), (1, True)]
    assert listed(within=frozenset({HARBOUR.id})) == [(3, True)]
    assert listed(after=ActId(UUID(int=3)), limit=1) == [(2, False)]
    assert listed(site=DEMO.id, after=ActId(UUID(int=2))) == [(1, True)]
    assert acts.list(ActQuery(limit=1))[0].sites == {HARBOUR.id: 1}


def test_a_filter_means_comments_with_what_is_known_of_them(storage: Storage, bulks: Bulks) -> None:
    storage.pages.note(DEMO.id, ARTICLE, published=0)
    author = storage.authors.note(DEMO.id, RINA, DAWN, approved=1)
    signature = Signature(keys=(1, 2), enough=2, plenty=2)
    for number in (1, 2):
        campaign = storage.campaigns.join(signature, comment_id(number), DEMO.id, DAWN)
        alike = a_comment(number, campaign=campaign, author=author, spam_probability=None)
        storage.comments.add(alike, None)
    alone = a_comment(3, campaign=CampaignId(comment_id(3)), state=State.SPAM, version=4)
    store(storage.pages, storage.comments, alone)
    storage.pages.note(HARBOUR.id, Page(key=ARTICLE.key), published=0)
    storage.comments.add(a_comment(4, site=HARBOUR.id), None)

    found = sorted(bulks.matching(QueueFilter(site=DEMO.id), 10))

    assert [(one.comment, one.campaign, one.known, one.score) for one in found] == [
        (comment_id(1), comment_id(1), True, None),
        (comment_id(2), comment_id(1), True, None),
        (comment_id(3), None, False, 0.25),
    ]
    last = found[-1]
    assert (last.version, last.site, last.state, last.rule, last.created_at) == (
        4,
        DEMO.id,
        State.SPAM,
        alone.rule,
        alone.created_at,
    )
    assert len(bulks.matching(QueueFilter(), 2)) == 2
    assert len(bulks.matching(QueueFilter(within=frozenset({HARBOUR.id})), 9)) == 1


def test_a_bulk_act_comes_back_as_it_was_stored_and_changed(storage: Storage, bulks: Bulks) -> None:
    with storage.transaction():
        bulks.add(a_bulk())
        bulks.freeze(a_bulk().id, [(comment_id(1), 1), (comment_id(2), 5)])
        bulks.freeze(a_bulk().id, [(comment_id(3), 2)])
    plain = a_bulk(2, reason=None, reason_code=None, site=None, campaign=None, hours=None)
    bulks.add(plain)

    assert (bulks.get(a_bulk().id), bulks.get(plain.id)) == (a_bulk(), plain)
    assert list(bulks.items(a_bulk().id, None, 2)) == [(comment_id(1), 1), (comment_id(2), 5)]
    assert list(bulks.items(a_bulk().id, comment_id(2), 2)) == [(comment_id(3), 2)]
    changed = a_bulk(
        expires_at=DAWN + timedelta(days=1),
        act=ActId(UUID(int=9)),
        through=comment_id(2),
        decided=1,
        changed=2,
        claimed=4,
        inapplicable=3,
    )
    bulks.change(changed)
    assert bulks.locked(changed.id) == changed
    bulks.stop(ActId(UUID(int=9)))
    assert bulks.get(changed.id) == replace(changed, finished=True)
    assert not bulks.get(plain.id).finished
    for ask in (bulks.get, bulks.locked):
        with pytest.raises(UnknownBulk):
            ask(BulkId(UUID(int=7)))


def test_bulk_acts_are_forgotten_with_their_comments_part_by_part(bulks: Bulks) -> None:
    for number, expires_at in ((1, DAWN), (2, DAWN + timedelta(hours=1)), (3, DAWN + timedelta(hours=1))):
        bulks.add(a_bulk(number, expires_at=expires_at))
        bulks.freeze(BulkId(UUID(int=number)), [(comment_id(one), 1) for one in range(1, 6)])

    assert bulks.forget_expired(DAWN) == 1
    bulks.forget(BulkId(UUID(int=2)))
    passes = 0
    while bulks.forget_items(2) >= 2:
        passes += 1

    assert 4 <= passes <= 6
    assert [len(bulks.items(BulkId(UUID(int=number)), None, 9)) for number in (1, 2, 3)] == [0, 0, 5]


def test_an_order_stands_until_its_time_on_its_site(orders: Orders) -> None:
    first = an_order()
    orders.put(first)
    before, at = DAWN - timedelta(seconds=1), DAWN

    assert orders.standing(DEMO.id, first.campaign, before) is Action.REJECT
    assert orders.standing(DEMO.id, first.campaign, at) is None
    assert orders.standing(HARBOUR.id, first.campaign, before) is None
    assert orders.standing(DEMO.id, CampaignId(UUID(int=4)), before) is None
    second = an_order(action=Action.APPROVE, until=DAWN + timedelta(hours=1), act=ActId(UUID(int=2)))
    orders.put(second)
    assert orders.standing(DEMO.id, first.campaign, at) is Action.APPROVE
    assert orders.end(DEMO.id, first.campaign) == second
    assert orders.end(DEMO.id, first.campaign) is None


def test_orders_are_found_by_campaign_and_end_with_their_act(orders: Orders) -> None:
    here = an_order()
    there = an_order(site=HARBOUR.id, until=DAWN + timedelta(hours=1), act=ActId(UUID(int=2)))
    other = an_order(campaign=CampaignId(UUID(int=4)), act=ActId(UUID(int=2)))
    for order in (there, here, other):
        orders.put(order)
    before = DAWN - timedelta(seconds=1)
    both = [here.campaign, other.campaign]

    assert orders.of(both, None, before) == {here.campaign: there, other.campaign: other}
    assert orders.of(both, DEMO.id, before) == {here.campaign: here, other.campaign: other}
    assert orders.of(both, DEMO.id, DAWN) == {}
    assert orders.end_of(ActId(UUID(int=2))) == (other, there)
    assert orders.of(both, None, before) == {here.campaign: here}
    assert orders.forget_ended(before) == 0
    assert orders.forget_ended(DAWN) == 1
