"""Campaigns on the wire: their shapes, and how they are written."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - pydantic reads the annotations when it runs
from typing import TYPE_CHECKING
from uuid import UUID  # noqa: TC003 - as above

from pydantic import BaseModel
from pydantic import Field as Described

from service.api.cursors import write_campaign_cursor
from service.domain.lifecycle import Action  # noqa: TC001 - as above

if TYPE_CHECKING:
    from service.domain.campaign import CampaignId
    from service.domain.campaign_order import CampaignOrder
    from service.use_cases.campaigns import CampaignSummary


class OrderView(BaseModel):
    """A standing order: the action is carried out on whatever still comes to the campaign."""

    action: Action
    until: datetime
    by: str = Described(description="Who gave it.")


class CampaignEntry(BaseModel):
    """Comments that say the same, under whatever names; counted on the site asked for, else where the token opens."""

    id: UUID = Described(description="To be sent as `campaign` to list its comments.")
    size: int
    first_seen: datetime
    last_seen: datetime
    pages: int = Described(description="On how many pages.")
    sites: list[str]
    text: str = Described(description="Of its first comment, as typed: text, never to be placed in a page as HTML.")
    spam_probability: float | None = Described(description="Mean of the scores; null if there is none.")
    order: OrderView | None = Described(description="What becomes of what still comes; null without an order.")


class Campaigns(BaseModel):
    """A part of the campaigns."""

    items: list[CampaignEntry]
    next: str | None = Described(description="To be sent as `after` for what follows; null at the end.")


def render_campaigns(
    campaigns: tuple[CampaignSummary, ...], following: tuple[datetime, CampaignId] | None
) -> Campaigns:
    """Render a part of the campaigns."""
    return Campaigns(
        items=[
            CampaignEntry(
                id=campaign.id,
                size=campaign.size,
                first_seen=campaign.first_seen,
                last_seen=campaign.last_seen,
                pages=campaign.pages,
                sites=list(campaign.sites),
                text=campaign.text,
                spam_probability=campaign.spam_probability,
                order=_order(campaign.order),
            )
            for campaign in campaigns
        ],
        next=write_campaign_cursor(following),
    )


def _order(order: CampaignOrder | None) -> OrderView | None:
    """Render a standing order."""
    return None if order is None else OrderView(action=order.action, until=order.until, by=order.actor)
