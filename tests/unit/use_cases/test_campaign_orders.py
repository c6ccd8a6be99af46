"""Standing orders: what still comes to a campaign is decided as the campaign was, for some hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from service.domain.act import ActId
from service.domain.campaign import CampaignId
from service.domain.campaign_order import CampaignOrder, ordered
from service.domain.errors import MalformedRequest, NotAllowed, UnknownSite
from service.domain.event import EventKind
from service.domain.lifecycle import Action, State
from service.domain.policy import Outcome, Verdict
from service.domain.site import SiteId
from service.domain.token import Scope
from service.use_cases.campaigns import CampaignQuery
from service.use_cases.queue import QueueFilter
from tests.acting import HARBOUR, RINA, commit, held, previewed
from tests.fakes import DEMO, NOON, a_site
from tests.house import House, a_moderator

if TYPE_CHECKING:
    from service.domain.comment import Comment


def ordering(house: House, action: Action = Action.REJECT, **changes: Any) -> Comment:  # noqa: ANN401 - any field
    """Give an order for the campaign of a new comment, on one site or on all."""
    first = held(house, text="gratis bonus saldo pulsa")
    wanted = QueueFilter(campaign=first.campaign, **changes)
    commit(house, previewed(house, filter=wanted, action=action, hours=2))
    return first


def joining(house: House, score: float | None = 0.5, **changes: Any) -> Comment:  # noqa: ANN401 - any field
    return held(house, score, **({"text": f"gratis bonus saldo nomor{len(house.store.comments)}"} | changes))


@pytest.mark.parametrize(
    ("action", "state"),
    [(Action.APPROVE, State.APPROVED), (Action.MARK_SPAM, State.SPAM), (Action.REJECT, State.REJECTED)],
)
def test_what_still_comes_to_a_campaign_stands_under_its_order(action: Action, state: State) -> None:
    house = House()
    first = ordering(house, action)

    comment = joining(house)

    assert (comment.campaign, comment.state, comment.rule) == (first.campaign, state, "campaign-order")
    assert (house.last_event.actor, house.last_event.details["rule"]) == ("policy", "campaign-order")
    assert house.store.pages[DEMO, comment.page].approved == (2 if state is State.APPROVED else 0)
    [order] = [event for event in house.store.events if event.kind is EventKind.CAMPAIGN_ORDERED]
    assert order.details["until"] == (house.store.orders[DEMO, CampaignId(first.id)].until).isoformat()


def test_an_order_does_not_reach_other_campaigns_sites_or_times() -> None:
    house = House()
    house.store.sites[HARBOUR] = a_site(id=HARBOUR)
    ordering(house, site=DEMO)

    assert joining(house, site=HARBOUR).rule != "campaign-order"
    assert held(house, text="panen kopi tahun lalu").rule != "campaign-order"
    house.clock.advance(timedelta(hours=2))
    assert joining(house).rule != "campaign-order"
    house.acts.forget()
    assert house.store.orders == {}


def test_an_order_without_a_site_is_given_on_each_where_the_moderator_decides() -> None:
    house = House()
    house.store.sites[HARBOUR] = a_site(id=HARBOUR)
    first = ordering(house)

    assert joining(house, site=HARBOUR).state is State.REJECTED
    assert set(house.store.orders) == {(DEMO, first.campaign), (HARBOUR, first.campaign)}


def test_what_was_not_scored_is_held_whatever_the_order() -> None:
    house = House()
    ordering(house)

    comment = joining(house, None)

    assert (comment.state, comment.rule) == (State.PENDING, "not-scored")


@pytest.mark.parametrize("rule", ["trap-filled", "blocked-name", "blocked-link", "blocked-word"])
def test_an_order_publishes_nothing_that_is_surely_spam(rule: str) -> None:
    sure = Verdict(outcome=Outcome.FILE_AS_SPAM, rule=rule)

    assert ordered(sure, Action.APPROVE, scored=True) == sure
    assert ordered(sure, Action.REJECT, scored=True).outcome is Outcome.REJECT
    assert ordered(replace(sure, rule="spam-probability"), Action.APPROVE, scored=True).outcome is Outcome.PUBLISH


@pytest.mark.parametrize(
    ("changes", "parameter"),
    [
        ({"hours": 0}, "hours"),
        ({"hours": 169}, "hours"),
        ({"hours": 1}, "filter.campaign"),
        ({"hours": 1, "filter": QueueFilter(campaign=CampaignId(UUID(int=1))), "action": Action.TRASH}, "action"),
    ],
)
def test_an_order_that_cannot_be_given_is_refused(changes: dict[str, Any], parameter: str) -> None:
    with pytest.raises(MalformedRequest) as refused:
        previewed(House(), **changes)

    assert refused.value.parameter == parameter


def test_an_order_is_ended_by_hand_once_and_logged() -> None:
    house = House()
    campaign = CampaignId(ordering(house).id)
    house.store.sites[HARBOUR] = a_site(id=HARBOUR)
    before = len(house.store.events)

    for _ in range(2):
        house.acts.end_order(campaign, DEMO, RINA)

    assert joining(house).rule != "campaign-order"
    ended = house.store.events[before]
    assert (ended.kind, ended.actor) == (EventKind.CAMPAIGN_ORDER_ENDED, RINA.actor)
    assert len(house.store.events) == before + 2
    with pytest.raises(MalformedRequest):
        house.acts.end_order(campaign, None, RINA)
    with pytest.raises(NotAllowed):
        house.acts.end_order(campaign, DEMO, a_moderator(scopes=frozenset({Scope.READ})))
    with pytest.raises(UnknownSite):
        house.acts.end_order(campaign, SiteId("nowhere"), RINA)


def test_a_campaign_is_listed_with_the_order_that_ends_last() -> None:
    house = House()
    first = ordering(house)
    joining(house)
    later = CampaignOrder(
        site=HARBOUR,
        campaign=CampaignId(first.id),
        action=Action.APPROVE,
        until=NOON + timedelta(days=3),
        actor="token:lain",
        act=ActId(UUID(int=9)),
    )
    house.store.orders[HARBOUR, CampaignId(first.id)] = later
    house.store.sites[HARBOUR] = a_site(id=HARBOUR)

    [seen], _ = house.list_campaigns(CampaignQuery(site=None), RINA)
    [here], _ = house.list_campaigns(CampaignQuery(site=DEMO), RINA)

    assert seen.order == later
    assert here.order is not None
    assert here.order.action is Action.REJECT
