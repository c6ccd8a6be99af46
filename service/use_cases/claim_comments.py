"""Claim comments: take the next ones so that nobody else gets them, hold them longer, give them back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from service.domain.claim import CLAIM_LASTS, MOST_CLAIMED, Hold
from service.domain.token import Scope
from service.use_cases.queue import QueueQuery

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from service.domain.claim import Claim
    from service.domain.comment import CommentId
    from service.domain.moderator import Moderator
    from service.domain.site import SiteId
    from service.use_cases.ports import Clock, TextFolder
    from service.use_cases.queue import QueueItem
    from service.use_cases.repositories import Comments, Sites, Transaction


class Claims(Protocol):
    """Who has taken what. A claim whose time is over is as good as none, wherever it is asked for."""

    def take(self, query: QueueQuery, by: str, until: datetime) -> tuple[CommentId, ...]:
        """Claim comments in the query's order, ``query.limit`` at most, and return them in that order.

        What is claimed at ``query.now`` is passed over, and so is what somebody else is claiming or deciding in this
        instant: nobody waits for anybody, and no comment is ever given to two.
        """
        ...

    def standing(self, comments: Iterable[CommentId], now: datetime) -> Mapping[CommentId, Claim]:
        """Return the claims that hold on some comments."""
        ...

    def count(self, by: str, now: datetime) -> int:
        """Return how many comments an actor holds."""
        ...

    def renew(
        self,
        by: str,
        now: datetime,
        until: datetime,
        comments: Collection[CommentId] | None = None,
        sites: frozenset[SiteId] | None = None,
    ) -> tuple[CommentId, ...]:
        """Have an actor's claims hold until *until*, and return on which comments they do.

        Args:
            by: Whose.
            now: Claims that are over by then stay so.
            until: The new end.
            comments: Which; ``None``: all.
            sites: On which; ``None``: all.
        """
        ...

    def release(self, by: str, comments: Collection[CommentId] | None = None) -> None:
        """End an actor's claims on some comments; ``None``: on all."""
        ...

    def end(self, comments: Collection[CommentId]) -> None:
        """End the claims on comments, whoever holds them."""
        ...

    def forget(self, now: datetime) -> int:
        """Delete claims that are over; return how many."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What was claimed.

    Attributes:
        items: In the order asked for.
        until: When the claims are over.
    """

    items: tuple[QueueItem, ...]
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimComments:
    """Take the next comments."""

    clock: Clock
    sites: Sites
    comments: Comments
    claims: Claims
    fold: TextFolder
    transaction: Transaction

    def __call__(self, query: QueueQuery, moderator: Moderator) -> Taken:
        """Claim comments that are free, and return them as the queue shows them.

        An actor holds :data:`MOST_CLAIMED` at most: who asks for more gets fewer.

        Raises:
            NotAllowed: The moderator may not read and decide there.
            UnknownSite: There is no such site, or it is not open to the moderator.
            StorageUnavailable: Nothing was claimed; try again.
        """
        site = moderator.site_of(query.site)
        moderator.require(Scope.READ, site)
        moderator.require(Scope.DECIDE, site)
        if site is not None:
            self.sites.get(site)
        now = self.clock.now()
        until = now + CLAIM_LASTS
        free = replace(
            query,
            site=site,
            within=deciding(moderator),
            text=self.fold(query.text).strip() if query.text else "",
            claimed=Hold.FREE,
            now=now,
        )
        with self.transaction():
            room = MOST_CLAIMED - self.claims.count(moderator.actor, now)
            limit = max(0, min(query.limit, room))
            taken = self.claims.take(replace(free, limit=limit), moderator.actor, until) if limit else ()
        return Taken(items=self.comments.items(taken, within=moderator.sites, now=now), until=until)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListClaims:
    """What a moderator has claimed."""

    clock: Clock
    comments: Comments

    def __call__(self, moderator: Moderator) -> tuple[QueueItem, ...]:
        """Return the comments that the moderator holds, oldest first.

        Raises:
            NotAllowed: The moderator may not read.
        """
        moderator.require(Scope.READ)
        mine = QueueQuery(
            within=moderator.sites,
            claimed=Hold.MINE,
            asker=moderator.actor,
            now=self.clock.now(),
            limit=MOST_CLAIMED,
        )
        return self.comments.queue(mine).items


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewed:
    """What became of claims that were to hold longer.

    Attributes:
        until: When those that were renewed are over.
        renewed: On these comments the claim holds.
        lost: On these it does not: it was over, or the comment is decided, or it never was.
    """

    until: datetime
    renewed: tuple[CommentId, ...]
    lost: tuple[CommentId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewClaims:
    """Hold what one has claimed for longer."""

    clock: Clock
    claims: Claims
    transaction: Transaction

    def __call__(self, comments: Collection[CommentId] | None, moderator: Moderator) -> Renewed:
        """Renew claims on *comments* (``None``: all of them) and say which were lost.

        Raises:
            NotAllowed: The moderator may not decide.
            StorageUnavailable: Nothing was renewed; try again.
        """
        moderator.require(Scope.DECIDE)
        now = self.clock.now()
        until = now + CLAIM_LASTS
        with self.transaction():
            renewed = self.claims.renew(moderator.actor, now, until, comments, deciding(moderator))
        held = frozenset(renewed)
        lost = tuple(one for one in dict.fromkeys(comments or ()) if one not in held)
        return Renewed(until=until, renewed=renewed, lost=lost)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseClaims:
    """Give back what one has claimed."""

    claims: Claims
    transaction: Transaction

    def __call__(self, comments: Collection[CommentId] | None, moderator: Moderator) -> None:
        """End the moderator's claims on *comments* (``None``: all of them); what is not theirs stays as it is.

        Raises:
            NotAllowed: The moderator may not decide.
            StorageUnavailable: Nothing was given back; try again.
        """
        moderator.require(Scope.DECIDE)
        with self.transaction():
            self.claims.release(moderator.actor, comments)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetClaims:
    """Delete claims that are over; they hold nothing, so this is for tidiness."""

    clock: Clock
    claims: Claims
    transaction: Transaction

    def __call__(self) -> int:
        """Return how many were forgotten."""
        with self.transaction():
            return self.claims.forget(self.clock.now())


def deciding(moderator: Moderator) -> frozenset[SiteId] | None:
    """Return the sites where a moderator may read and decide; ``None``: everywhere."""
    needed = frozenset({Scope.READ, Scope.DECIDE})
    if needed <= moderator.rights.get(None, frozenset()):
        return None
    return frozenset(
        site for site in moderator.rights if site is not None and all(moderator.may(scope, site) for scope in needed)
    )
