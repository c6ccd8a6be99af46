"""List campaigns as moderators see them, and forget what nobody takes up any more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from service.domain.errors import MalformedRequest
from service.domain.token import Scope

if TYPE_CHECKING:
    from datetime import datetime

    from service.domain.campaign import CampaignId, Signature
    from service.domain.campaign_order import CampaignOrder
    from service.domain.comment import CommentId
    from service.domain.moderator import Moderator
    from service.domain.site import SiteId
    from service.use_cases.campaign_orders import Orders
    from service.use_cases.ports import Clock
    from service.use_cases.repositories import Sites, Transaction

MAX_LIMIT = 100
"""Greatest number of campaigns in one answer."""

CAMPAIGNS_KEPT = timedelta(days=30)
"""How long a campaign is recognised after its last comment. What comes later founds a new one."""

SWEEPS = 64
"""Parts in which signatures are forgotten, each in a short transaction of its own: comments go on meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignQuery:
    """Which campaigns are asked for, those seen last first.

    Attributes:
        site: As seen from one site, with what came there alone; ``None``: from all.
        after: Begin behind this place: when a campaign was last seen, and its id.
        limit: Greatest number.
    """

    site: SiteId | None
    after: tuple[datetime, CampaignId] | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignSummary:
    """A campaign on the sites that were asked about; whatever is said of it is said of them.

    Attributes:
        id: The campaign.
        size: Its comments, from 2.
        first_seen, last_seen: When the first and the last came.
        pages: On how many pages.
        sites: On which sites, by name.
        text: Of its first comment, as typed; ``""`` if none is left.
        spam_probability: Mean of the scores; ``None`` if there is none.
        order: What becomes of what still comes there; of several sites' orders the one that ends last.
    """

    id: CampaignId
    size: int
    first_seen: datetime
    last_seen: datetime
    pages: int
    sites: tuple[SiteId, ...]
    text: str
    spam_probability: float | None
    order: CampaignOrder | None = None


class Campaigns(Protocol):
    """The campaigns."""

    def join(self, signature: Signature, comment: CommentId, site: SiteId, at: datetime) -> CampaignId:
        """Return the campaign of a new comment: the one with most keys in common, or else its own.

        The oldest of several that have as many. Two comments at the same instant may each found one: later variants
        join the one that is nearer.
        """
        ...

    def list(self, query: CampaignQuery) -> tuple[CampaignSummary, ...]:
        """Return campaigns of two comments and more, those seen last first."""
        ...

    def forget_unseen(self, since: datetime, part: int, parts: int) -> int:
        """Delete the keys of campaigns without a comment since then, of one part of all keys; return how many."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCampaigns:
    """One page of the campaigns."""

    clock: Clock
    sites: Sites
    campaigns: Campaigns
    orders: Orders

    def __call__(
        self, query: CampaignQuery, moderator: Moderator
    ) -> tuple[tuple[CampaignSummary, ...], tuple[datetime, CampaignId] | None]:
        """Return campaigns and the place to go on from (``None`` at the end).

        Who may see one site sees what came there, and nothing of what came elsewhere; who may see some names one.

        Raises:
            MalformedRequest: A site must be named.
            NotAllowed: The moderator may not read.
            UnknownSite: There is no such site, or it is not open to the moderator.
        """
        moderator.require(Scope.READ)
        site = moderator.site_of(query.site)
        if site is None and moderator.sites is not None:
            raise MalformedRequest("missing", parameter="site")
        if site is not None:
            self.sites.get(site)
        limit = max(1, min(query.limit, MAX_LIMIT))
        found = self.campaigns.list(replace(query, site=site, limit=limit + 1))
        orders = self.orders.of([one.id for one in found], site, self.clock.now()) if found else {}
        shown = tuple(replace(one, order=orders.get(one.id)) for one in found[:limit])
        return shown, (shown[-1].last_seen, shown[-1].id) if len(found) > limit else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetCampaigns:
    """Forget the signatures of campaigns not seen for :data:`CAMPAIGNS_KEPT`; their comments stay together."""

    campaigns: Campaigns
    clock: Clock
    transaction: Transaction

    def __call__(self) -> int:
        """Return how many keys were forgotten."""
        since = self.clock.now() - CAMPAIGNS_KEPT
        forgotten = 0
        for part in range(SWEEPS):
            with self.transaction():
                forgotten += self.campaigns.forget_unseen(since, part, SWEEPS)
        return forgotten
