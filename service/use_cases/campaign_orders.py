"""Standing orders for campaigns: given with a bulk act, looked up for what joins the campaign, ended by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from service.domain.errors import MalformedRequest
from service.domain.event import Event, EventKind
from service.domain.token import Scope

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from service.domain.act import ActId
    from service.domain.campaign import CampaignId
    from service.domain.campaign_order import CampaignOrder
    from service.domain.lifecycle import Action
    from service.domain.moderator import Moderator
    from service.domain.site import SiteId
    from service.use_cases.event_log import Events
    from service.use_cases.ports import Clock
    from service.use_cases.repositories import Sites, Transaction


class StandingOrders(Protocol):
    """What a submission asks."""

    def standing(self, site: SiteId, campaign: CampaignId, at: datetime) -> Action | None:
        """Return what is ordered for a campaign on a site at that moment, ``None`` if nothing is."""
        ...


class Orders(StandingOrders, Protocol):
    """The orders, one at most for a campaign on a site."""

    def put(self, order: CampaignOrder) -> None:
        """Store an order in place of the one before."""
        ...

    def end(self, site: SiteId, campaign: CampaignId) -> CampaignOrder | None:
        """Delete an order and return it; ``None`` if there is none."""
        ...

    def end_of(self, act: ActId) -> tuple[CampaignOrder, ...]:
        """Delete the orders that came with an act and return them, by site."""
        ...

    def of(
        self, campaigns: Iterable[CampaignId], site: SiteId | None, at: datetime
    ) -> Mapping[CampaignId, CampaignOrder]:
        """Return the orders that stand for campaigns on a site (``None``: on any; the one that ends last)."""
        ...

    def forget_ended(self, at: datetime) -> int:
        """Delete orders that ended by then; return how many."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class EndOrder:
    """End an order before its time."""

    clock: Clock
    sites: Sites
    orders: Orders
    events: Events
    transaction: Transaction

    def __call__(self, campaign: CampaignId, site: SiteId | None, moderator: Moderator) -> None:
        """End the order of a campaign on a site; nothing happens where there is none.

        Raises:
            MalformedRequest: A site must be named.
            NotAllowed: The moderator may not decide there.
            UnknownSite: There is no such site, or it is not open to the moderator.
            StorageUnavailable: Nothing changed; try again.
        """
        site = moderator.site_of(site)
        moderator.require(Scope.DECIDE, site)
        if site is None:
            raise MalformedRequest("missing", parameter="site")
        self.sites.get(site)
        with self.transaction():
            if order := self.orders.end(site, campaign):
                self.events.append(order_line(EventKind.CAMPAIGN_ORDER_ENDED, order, moderator.actor, self.clock.now()))


def order_line(kind: EventKind, order: CampaignOrder, actor: str, at: datetime) -> Event:
    """Return the line of the log about an order that was given or ended."""
    return Event(
        kind=kind,
        site=order.site,
        comment=None,
        at=at,
        actor=actor,
        details={
            "campaign": str(order.campaign),
            "action": order.action,
            "until": order.until.isoformat(),
            "act": str(order.act),
        },
    )
