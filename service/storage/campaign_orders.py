"""Standing orders for campaigns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, select

from service.domain.act import ActId
from service.domain.campaign import CampaignId
from service.domain.campaign_order import CampaignOrder
from service.domain.lifecycle import Action
from service.domain.site import SiteId
from service.storage.act_tables import CAMPAIGN_ORDER
from service.storage.database import connection
from service.storage.prepared import Prepared
from service.storage.upserts import in_both

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlalchemy import Row

    from service.storage.upserts import Insert

_C = CAMPAIGN_ORDER.c
_ALL = (_C.site_id, _C.campaign_id, _C.action, _C.until, _C.actor, _C.act_id)
_STANDING = Prepared(
    select(_C.action).where(
        _C.site_id == bindparam("site"), _C.campaign_id == bindparam("campaign"), _C.until > bindparam("at")
    )
)
_OF = (
    select(*_ALL)
    .where(_C.campaign_id.in_(bindparam("campaigns", expanding=True)), _C.until > bindparam("at"))
    .order_by(_C.until, _C.site_id)
)
_OF_SITE = _OF.where(_C.site_id == bindparam("site"))
_END = (
    delete(CAMPAIGN_ORDER)
    .where(_C.site_id == bindparam("site"), _C.campaign_id == bindparam("campaign"))
    .returning(*_ALL)
)
_END_OF = delete(CAMPAIGN_ORDER).where(_C.act_id == bindparam("act")).returning(*_ALL)
_FORGET = delete(CAMPAIGN_ORDER).where(_C.until <= bindparam("at"))


def _put(insert: Insert) -> Insert:
    """Put a new order in place of an old one."""
    new = insert.excluded
    return insert.on_conflict_do_update(
        index_elements=[_C.site_id, _C.campaign_id],
        set_={"action": new.action, "until": new.until, "actor": new.actor, "act_id": new.act_id},
    )


_PUT = in_both(CAMPAIGN_ORDER, _put)


class SqlOrders:
    """Implements :class:`service.use_cases.campaign_orders.Orders`."""

    def standing(self, site: SiteId, campaign: CampaignId, at: datetime) -> Action | None:
        """Return what is ordered; see the port."""
        sought = {"site": site, "campaign": campaign, "at": at}
        row = _STANDING.first(connection(), sought)
        return None if row is None else Action(row[0])

    def put(self, order: CampaignOrder) -> None:
        """Store an order in place of the one before."""
        link = connection()
        link.execute(
            _PUT[link.dialect.name],
            {
                "site_id": order.site,
                "campaign_id": order.campaign,
                "action": order.action.value,
                "until": order.until,
                "actor": order.actor,
                "act_id": order.act,
            },
        )

    def end(self, site: SiteId, campaign: CampaignId) -> CampaignOrder | None:
        """Delete an order; see the port."""
        row = connection().execute(_END, {"site": site, "campaign": campaign}).first()
        return None if row is None else _order(row)

    def end_of(self, act: ActId) -> tuple[CampaignOrder, ...]:
        """Delete the orders of an act; see the port."""
        ended = map(_order, connection().execute(_END_OF, {"act": act}).all())
        return tuple(sorted(ended, key=lambda order: order.site))

    def of(
        self, campaigns: Iterable[CampaignId], site: SiteId | None, at: datetime
    ) -> Mapping[CampaignId, CampaignOrder]:
        """Return the orders that stand for campaigns; see the port."""
        sought: dict[str, Any] = {"campaigns": list(campaigns), "at": at}
        if site is None:
            rows = connection().execute(_OF, sought)
        else:
            rows = connection().execute(_OF_SITE, sought | {"site": site})
        return {order.campaign: order for order in map(_order, rows)}

    def forget_ended(self, at: datetime) -> int:
        """Delete orders that ended by then; return how many."""
        return connection().execute(_FORGET, {"at": at}).rowcount


def _order(row: Row[*tuple[Any, ...]]) -> CampaignOrder:
    """Return the order of a row."""
    site, campaign, action, until, actor, act = row
    return CampaignOrder(
        site=SiteId(site),
        campaign=CampaignId(campaign),
        action=Action(action),
        until=until,
        actor=actor,
        act=ActId(act),
    )
