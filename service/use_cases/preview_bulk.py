"""Preview a bulk act: freeze which comments a filter means now, and say what they look like."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from heapq import nlargest, nsmallest
from typing import TYPE_CHECKING, TypeVar

from service.domain.campaign_order import MOST_HOURS, OUTCOMES
from service.domain.errors import MalformedRequest, TooManyMatches, UnknownReason
from service.domain.lifecycle import State
from service.domain.token import Scope
from service.use_cases.bulk import Bulk, BulkId

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from service.domain.campaign import CampaignId
    from service.domain.comment import CommentId
    from service.domain.lifecycle import Action
    from service.domain.moderator import Moderator
    from service.domain.site import Site, SiteId
    from service.use_cases.bulk import Bulks, Match
    from service.use_cases.ports import Clock, CommentIds, TextFolder
    from service.use_cases.queue import QueueFilter, QueueItem
    from service.use_cases.repositories import Comments, Sites, Transaction

T = TypeVar("T")

MOST = 200_000
"""Comments of one bulk act at most."""

KEPT = timedelta(minutes=30)
"""A preview nobody committed is forgotten after this: what it shows is soon no longer so."""

FROZEN_AT_ONCE = 2_000
"""Comments frozen in one transaction, so that others write in between."""

LOWEST, HIGHEST, OLDEST, NEWEST = 3, 3, 2, 2
"""Of how many comments the sample consists: a campaign drifts, so that its ends tell more than its middle."""

MOST_CAMPAIGNS = 50
"""Campaigns named in a preview, largest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkRequest:
    """What a moderator wants done.

    Attributes:
        filter: To which comments.
        action: What.
        reason, reason_code: For the record, or ``None``.
        hours: Do the same with what still comes to the filter's campaign for so long; ``None``: do not.
    """

    filter: QueueFilter
    action: Action
    reason: str | None = None
    reason_code: str | None = None
    hours: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a bulk act would decide.

    Attributes:
        bulk: The act to be committed.
        sample: Comments of lowest and highest score, oldest and newest, each once.
        looks_genuine: Comments that are public, below their site's doubtful probability, or of an author with approved
            comments.
        states, rules, campaigns: How many are in each, most first.
    """

    bulk: Bulk
    sample: tuple[QueueItem, ...]
    looks_genuine: int
    states: tuple[tuple[State, int], ...]
    rules: tuple[tuple[str, int], ...]
    campaigns: tuple[tuple[CampaignId, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewBulk:
    """Freezes which comments, in which versions, a filter means."""

    clock: Clock
    new_id: CommentIds
    sites: Sites
    comments: Comments
    bulks: Bulks
    fold: TextFolder
    transaction: Transaction

    def __call__(self, wanted: BulkRequest, moderator: Moderator) -> Preview:
        """Return what would be decided; nothing is yet.

        Raises:
            MalformedRequest: A standing order needs a campaign, an action that can be ordered, and 1 to 168 hours.
            NotAllowed: The moderator may decide nowhere, or not on the site named.
            UnknownSite: There is no such site, or it is not open to the moderator.
            UnknownReason: The site named, or a site of a comment that is meant, has no reason of that code.
            TooManyMatches: The filter means more than :data:`MOST`.
            StorageUnavailable: Nothing was frozen; try again.
        """
        _check_order(wanted)
        meant = self._within(wanted.filter, moderator)
        matches = self.bulks.matching(meant, MOST + 1)
        if len(matches) > MOST:
            raise TooManyMatches(MOST)
        sites = {site.id: site for site in self.sites.all()}
        concerned = {one.site for one in matches} | ({meant.site} if meant.site else set())
        if wanted.reason_code is not None and not all(sites[one].knows_reason(wanted.reason_code) for one in concerned):
            raise UnknownReason(wanted.reason_code)
        bulk = Bulk(
            id=BulkId(self.new_id()),
            actor=moderator.actor,
            action=wanted.action,
            reason=wanted.reason,
            reason_code=wanted.reason_code,
            site=meant.site,
            campaign=wanted.filter.campaign if wanted.hours else None,
            hours=wanted.hours,
            expires_at=self.clock.now() + KEPT,
            comments=len(matches),
        )
        self._freeze(bulk, matches)
        return Preview(
            bulk=bulk,
            sample=tuple(self.comments.item(one, within=moderator.sites) for one in ends(matches)),
            looks_genuine=looking_genuine(matches, sites),
            states=_counted(one.state for one in matches),
            rules=_counted(one.rule for one in matches),
            campaigns=_counted(one.campaign for one in matches if one.campaign)[:MOST_CAMPAIGNS],
        )

    def _within(self, wanted: QueueFilter, moderator: Moderator) -> QueueFilter:
        """Return the filter kept within the sites on which the moderator may decide."""
        moderator.require(Scope.DECIDE)
        site = moderator.site_of(wanted.site)
        if site is not None:
            self.sites.get(site)
            moderator.require(Scope.DECIDE, site)
        text = self.fold(wanted.text).strip() if wanted.text else ""
        return replace(wanted, site=site, within=deciding_within(moderator), text=text)

    def _freeze(self, bulk: Bulk, matches: Sequence[Match]) -> None:
        """Store the act and its comments; until the last is stored nobody knows its token."""
        with self.transaction():
            self.bulks.add(bulk)
        for part in _parts(sorted((one.comment, one.version) for one in matches)):
            with self.transaction():
                self.bulks.freeze(bulk.id, part)


def deciding_within(moderator: Moderator) -> frozenset[SiteId] | None:
    """Return the sites on which a moderator may decide; ``None``: all there are."""
    if Scope.DECIDE in moderator.rights.get(None, frozenset()):
        return None
    return frozenset(site for site in moderator.rights if site is not None and moderator.may(Scope.DECIDE, site))


def ends(matches: Sequence[Match]) -> tuple[CommentId, ...]:
    """Return the comments of lowest and highest score, the oldest and the newest, each once."""
    scored = [one for one in matches if one.score is not None]
    found = [
        *nsmallest(LOWEST, scored, key=lambda one: (one.score, one.comment)),
        *nlargest(HIGHEST, scored, key=lambda one: (one.score, one.comment)),
        *nsmallest(OLDEST, matches, key=lambda one: (one.created_at, one.comment)),
        *nlargest(NEWEST, matches, key=lambda one: (one.created_at, one.comment)),
    ]
    return tuple(dict.fromkeys(one.comment for one in found))


def looking_genuine(matches: Iterable[Match], sites: Mapping[SiteId, Site]) -> int:
    """Return how many comments look genuine, by what each site calls doubtful."""
    doubtful = {name: site.policy.doubtful_probability for name, site in sites.items()}
    return sum(
        one.state is State.APPROVED or one.known or (one.score is not None and one.score < doubtful[one.site])
        for one in matches
    )


def _check_order(wanted: BulkRequest) -> None:
    """Refuse a standing order that cannot be given."""
    if wanted.hours is None:
        return
    if not 1 <= wanted.hours <= MOST_HOURS:
        raise MalformedRequest("out-of-range", parameter="hours")
    if wanted.filter.campaign is None:
        raise MalformedRequest("missing", parameter="filter.campaign")
    if wanted.action not in OUTCOMES:
        raise MalformedRequest("unknown-value", parameter="action")


def _counted(values: Iterable[T]) -> tuple[tuple[T, int], ...]:
    """Return how often each value occurs, most first."""
    return tuple(Counter(values).most_common())


def _parts(items: Sequence[tuple[CommentId, int]]) -> Iterator[Sequence[tuple[CommentId, int]]]:
    """Yield the items in parts that are frozen at once."""
    for start in range(0, len(items), FROZEN_AT_ONCE):
        yield items[start : start + FROZEN_AT_ONCE]
