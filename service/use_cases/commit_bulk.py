"""Commit a bulk act: decide exactly what its preview froze and nobody touched since, part by part."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from service.domain.act import Act, ActId, ActKind
from service.domain.campaign_order import CampaignOrder
from service.domain.errors import ActionNotAllowed, Claimed, ModerationError, NotAllowed, UnknownBulk, UnknownReason
from service.domain.event import EventKind
from service.domain.token import Scope
from service.use_cases.campaign_orders import order_line
from service.use_cases.decide_comments import Decision

if TYPE_CHECKING:
    from datetime import datetime

    from service.domain.comment import Comment
    from service.domain.moderator import Moderator
    from service.domain.site import SiteId
    from service.use_cases.acts import Acts, CarriedOut
    from service.use_cases.bulk import Bulk, BulkId, Bulks
    from service.use_cases.campaign_orders import Orders
    from service.use_cases.decide_comments import DecideComments
    from service.use_cases.pace import Pace
    from service.use_cases.ports import Clock, CommentIds
    from service.use_cases.repositories import Sites, Transaction

KEPT = timedelta(days=1)
"""A bulk act that began goes on for so long: whoever lost the connection comes back to it."""

FORGOTTEN_AT_ONCE = 2_000
"""Comments of forgotten bulk acts deleted in one transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitBulk:
    """Goes on with a bulk act for a moment; to be called until it is finished.

    How far it has come is stored in the transaction of each part: killed half-way it goes on with the next call, and
    two who call at once take turns, so that nothing is done twice.
    """

    sites: Sites
    bulks: Bulks
    acts: Acts
    orders: Orders
    decide: DecideComments
    new_id: CommentIds
    pace: Pace
    carried_out: CarriedOut

    def __call__(self, number: BulkId, moderator: Moderator) -> Bulk:
        """Return how far it is then.

        Raises:
            NotAllowed: The moderator may decide nowhere.
            UnknownBulk: There is none of that id, it expired, or another made it.
            StorageUnavailable: What was decided stays so; try again.
        """
        moderator.require(Scope.DECIDE)
        for _ in self.pace.turns():
            with self.decide.transaction():
                bulk, decided = self._step(number, moderator)
            self.carried_out.decided(bulk.action, decided)
            if bulk.finished:
                break
        return bulk

    def _step(self, number: BulkId, moderator: Moderator) -> tuple[Bulk, int]:
        """Decide the next comments, in the transaction that is open; return how many were with how far it is."""
        bulk = own(self.bulks.locked(number), moderator, self.decide.clock.now())
        if bulk.finished:
            return bulk, 0
        bulk, act = (bulk, bulk.act) if bulk.act else self._begin(bulk, moderator)
        items = self.bulks.items(bulk.id, bulk.through, self.pace.batch)
        decisions = [
            Decision(
                comment=comment, action=bulk.action, version=version, reason=bulk.reason, reason_code=bulk.reason_code
            )
            for comment, version in items
        ]
        told = Counter(map(_what_became, self.decide.within(decisions, moderator, [act] * len(decisions))))
        bulk = replace(
            bulk,
            through=items[-1][0] if items else bulk.through,
            decided=bulk.decided + told["decided"],
            changed=bulk.changed + told["changed"],
            claimed=bulk.claimed + told["claimed"],
            inapplicable=bulk.inapplicable + told["inapplicable"],
            finished=len(items) < self.pace.batch,
        )
        self.bulks.change(bulk)
        return bulk, told["decided"]

    def _begin(self, bulk: Bulk, moderator: Moderator) -> tuple[Bulk, ActId]:
        """Make the act, and give the order that goes with it."""
        now = self.decide.clock.now()
        act = ActId(self.new_id())
        self.acts.begin(Act(id=act, kind=ActKind.BULK, action=bulk.action, actor=moderator.actor, at=now))
        if bulk.campaign is not None and bulk.hours is not None:
            for site in self._concerned(bulk, moderator):
                order = CampaignOrder(
                    site=site,
                    campaign=bulk.campaign,
                    action=bulk.action,
                    until=now + timedelta(hours=bulk.hours),
                    actor=moderator.actor,
                    act=act,
                )
                self.orders.put(order)
                self.decide.events.append(order_line(EventKind.CAMPAIGN_ORDERED, order, moderator.actor, now))
        return replace(bulk, act=act, expires_at=now + KEPT), act

    def _concerned(self, bulk: Bulk, moderator: Moderator) -> list[SiteId]:
        """Return the sites for which the moderator gives an order."""
        named = [bulk.site] if bulk.site else [site.id for site in self.sites.all()]
        return [site for site in named if moderator.may(Scope.DECIDE, site)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowBulk:
    """Say how far a bulk act is, or forget one that was not committed."""

    bulks: Bulks
    clock: Clock
    transaction: Transaction

    def __call__(self, number: BulkId, moderator: Moderator) -> Bulk:
        """Return a bulk act as it stands.

        Raises:
            NotAllowed: The moderator may decide nowhere.
            UnknownBulk: There is none of that id, it expired, or another made it.
        """
        moderator.require(Scope.DECIDE)
        return own(self.bulks.get(number), moderator, self.clock.now())

    def forget(self, number: BulkId, moderator: Moderator) -> None:
        """Forget a bulk act; of one that began, what was decided stays decided and the rest is left.

        Raises:
            NotAllowed: The moderator may decide nowhere.
            UnknownBulk: There is none of that id, it expired, or another made it.
        """
        moderator.require(Scope.DECIDE)
        with self.transaction():
            own(self.bulks.locked(number), moderator, self.clock.now())
            self.bulks.forget(number)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetBulks:
    """Forget previews and orders that are over."""

    bulks: Bulks
    orders: Orders
    clock: Clock
    transaction: Transaction

    def __call__(self) -> int:
        """Return how many bulk acts were forgotten."""
        now = self.clock.now()
        with self.transaction():
            forgotten = self.bulks.forget_expired(now)
            self.orders.forget_ended(now)
        while True:
            with self.transaction():
                if self.bulks.forget_items(FORGOTTEN_AT_ONCE) < FORGOTTEN_AT_ONCE:
                    return forgotten


def own(bulk: Bulk, moderator: Moderator, at: datetime) -> Bulk:
    """Return a bulk act to whoever made it.

    Raises:
        UnknownBulk: Another made it, or it expired.
    """
    if bulk.actor != moderator.actor or bulk.expires_at <= at:
        raise UnknownBulk(bulk.id)
    return bulk


def _what_became(outcome: Comment | ModerationError) -> str:
    """Return by which name the outcome of one decision is counted."""
    if not isinstance(outcome, ModerationError):
        return "decided"
    if isinstance(outcome, Claimed):
        return "claimed"
    # Whatever else there is, somebody was there before: another version, or a comment that is gone.
    return "inapplicable" if isinstance(outcome, ActionNotAllowed | NotAllowed | UnknownReason) else "changed"
