"""Acts, bulk acts and standing orders in memory."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from service.domain.errors import UnknownAct, UnknownBulk
from service.use_cases.acts import LOOKED_AT, StoredAct
from service.use_cases.bulk import Match
from tests.memory_campaigns import MemoryCampaigns
from tests.memory_comments import meets

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from service.domain.act import Act, ActId, ActItem
    from service.domain.campaign import CampaignId
    from service.domain.campaign_order import CampaignOrder
    from service.domain.comment import CommentId
    from service.domain.lifecycle import Action
    from service.domain.site import SiteId
    from service.use_cases import acts, bulk, campaign_orders
    from service.use_cases.acts import ActQuery
    from service.use_cases.bulk import Bulk, BulkId
    from service.use_cases.queue import QueueFilter
    from tests.memory_store import MemoryStore


@dataclass(frozen=True, slots=True)
class MemoryActs:
    store: MemoryStore

    def begin(self, act: Act) -> None:
        assert act.id not in self.store.acts, "an id is unique"
        self.store.acts[act.id] = act

    def add(self, act: ActId, items: Sequence[ActItem]) -> None:
        for item in items:
            assert (act, item.comment) not in self.store.act_items, "an act does something to a comment once"
            self.store.act_items[act, item.comment] = item

    def locked(self, act: ActId) -> Act:
        if act not in self.store.acts:
            raise UnknownAct(act)
        return self.store.acts[act]

    def sites(self, act: ActId) -> Mapping[SiteId, int]:
        return Counter(item.site for item in self._of(act))

    def items(self, act: ActId, after: CommentId | None, limit: int) -> tuple[ActItem, ...]:
        return tuple(item for item in self._of(act) if after is None or item.comment > after)[:limit]

    def change(self, act: Act) -> None:
        self.store.acts[act.id] = act

    def stand_again(self, items: Sequence[ActItem]) -> None:
        for moved in items:
            for key, item in self.store.act_items.items():
                if (item.comment, item.version) == (moved.comment, moved.version_before):
                    self.store.act_items[key] = replace(item, version=moved.version)

    def _of(self, act: ActId) -> list[ActItem]:
        return sorted(
            (item for (one, _), item in self.store.act_items.items() if one == act), key=lambda item: item.comment
        )

    def _standing(self, act: Act) -> bool:
        items = self._of(act.id)
        comments = self.store.comments
        return len(items) > LOOKED_AT or any(
            one.comment in comments and comments[one.comment].version == one.version for one in items
        )

    def list(self, query: ActQuery) -> tuple[StoredAct, ...]:
        found = []
        for act in sorted(self.store.acts.values(), key=lambda one: one.id, reverse=True):
            sites = self.sites(act.id)
            asked = {query.site} if query.site else query.within
            if sites and (asked is None or asked & sites.keys()) and (query.after is None or act.id < query.after):
                found.append(StoredAct(act=act, sites=sites, standing=self._standing(act)))
        return tuple(found[: query.limit])


@dataclass(frozen=True, slots=True)
class MemoryBulks:
    store: MemoryStore

    def matching(self, wanted: QueueFilter, limit: int) -> Sequence[Match]:
        found = [comment for comment in self.store.comments.values() if meets(wanted, comment)]
        campaigns = MemoryCampaigns(self.store)
        return [
            Match(
                one.id,
                one.version,
                one.site,
                one.state,
                one.rule,
                one.campaign if one.campaign and len(campaigns.members(one.campaign, None)) > 1 else None,
                one.spam_probability,
                one.created_at,
                bool(one.author and self.store.authors[one.author].history.approved),
            )
            for one in found[:limit]
        ]

    def add(self, bulk: Bulk) -> None:
        self.store.bulks[bulk.id] = bulk

    def freeze(self, bulk: BulkId, items: Sequence[tuple[CommentId, int]]) -> None:
        self.store.bulk_items |= {(bulk, comment): version for comment, version in items}

    def get(self, bulk: BulkId) -> Bulk:
        if bulk not in self.store.bulks:
            raise UnknownBulk(bulk)
        return self.store.bulks[bulk]

    def locked(self, bulk: BulkId) -> Bulk:
        return self.get(bulk)

    def items(self, bulk: BulkId, after: CommentId | None, limit: int) -> Sequence[tuple[CommentId, int]]:
        found = sorted(
            (comment, version)
            for (one, comment), version in self.store.bulk_items.items()
            if one == bulk and (after is None or comment > after)
        )
        return found[:limit]

    def change(self, bulk: Bulk) -> None:
        self.store.bulks[bulk.id] = bulk

    def stop(self, act: ActId) -> None:
        for bulk in self.store.bulks.values():
            if bulk.act == act:
                self.store.bulks = self.store.bulks | {bulk.id: replace(bulk, finished=True)}

    def forget(self, bulk: BulkId) -> None:
        del self.store.bulks[bulk]

    def forget_expired(self, at: datetime) -> int:
        expired = [bulk.id for bulk in self.store.bulks.values() if bulk.expires_at <= at]
        for bulk in expired:
            self.forget(bulk)
        return len(expired)

    def forget_items(self, limit: int) -> int:
        gone = [key for key in self.store.bulk_items if key[0] not in self.store.bulks][:limit]
        for key in gone:
            del self.store.bulk_items[key]
        return len(gone)


@dataclass(frozen=True, slots=True)
class MemoryOrders:
    store: MemoryStore

    def standing(self, site: SiteId, campaign: CampaignId, at: datetime) -> Action | None:
        order = self.store.orders.get((site, campaign))
        return order.action if order and order.until > at else None

    def put(self, order: CampaignOrder) -> None:
        self.store.orders[order.site, order.campaign] = order

    def end(self, site: SiteId, campaign: CampaignId) -> CampaignOrder | None:
        return self.store.orders.pop((site, campaign), None)

    def end_of(self, act: ActId) -> tuple[CampaignOrder, ...]:
        ended = sorted((one for one in self.store.orders.values() if one.act == act), key=lambda one: one.site)
        for order in ended:
            self.end(order.site, order.campaign)
        return tuple(ended)

    def of(
        self, campaigns: Iterable[CampaignId], site: SiteId | None, at: datetime
    ) -> Mapping[CampaignId, CampaignOrder]:
        wanted = set(campaigns)
        standing = sorted(self.store.orders.values(), key=lambda one: (one.until, one.site))
        return {
            one.campaign: one
            for one in standing
            if one.campaign in wanted and site in {None, one.site} and one.until > at
        }

    def forget_ended(self, at: datetime) -> int:
        ended = [key for key, one in self.store.orders.items() if one.until <= at]
        for key in ended:
            del self.store.orders[key]
        return len(ended)


if TYPE_CHECKING:
    # Each keeps its port's promise as far as types can tell.
    _: tuple[type[acts.Acts], type[bulk.Bulks], type[campaign_orders.Orders]] = (MemoryActs, MemoryBulks, MemoryOrders)
