"""Second opinions: find decisions to ask about, show them blind, take what is said, tell how far they agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from service.domain.errors import OpinionGiven, UnknownComment, UnknownReason
from service.domain.event import Event, EventKind
from service.domain.learning import is_human_decision
from service.domain.lifecycle import Action, State
from service.domain.second_opinion import OPINIONS, WAITS, Agreement, in_share
from service.domain.token import Scope
from service.use_cases.claim_comments import deciding

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from service.domain.comment import CommentId
    from service.domain.moderator import Moderator
    from service.domain.page import PageKey
    from service.domain.second_opinion import Pairs
    from service.domain.site import SiteId
    from service.use_cases.event_log import Cursors, Events, SettledEvents
    from service.use_cases.ports import Clock
    from service.use_cases.repositories import Sites, Transaction

BATCH = 1000
"""Lines of the log read at once."""

CURSOR = "second-looks"
"""Name of this reader of the log."""

MAX_LIMIT = 200
"""Greatest number of items in one answer."""

DAYS, MOST_DAYS = 28, 365
"""How many days of opinions are looked at, and how many at most."""

Place = tuple[datetime, "CommentId"]
"""A place among what waits: when it was decided, and the comment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A decision that is asked about.

    Attributes:
        comment, site: On what, and where.
        by, action: Who decided, and what.
        reason_code: Why; ``None`` if it was not said.
        at: When.
    """

    comment: CommentId
    site: SiteId
    by: str
    action: Action
    reason_code: str | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What a second moderator says."""

    comment: CommentId
    action: Action
    reason_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BlindItem:
    """A comment as it is shown to who is asked about it: nothing tells what anybody, or anything, thinks of it."""

    id: CommentId
    site: SiteId
    page: PageKey
    page_title: str
    parent: CommentId | None
    name: str
    url: str | None
    text: str
    language: str
    created_at: datetime
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LookQuery:
    """What is asked for.

    Attributes:
        asker: Who asks; what they ever decided themselves is not for them.
        site: One site.
        within: Where they may decide; ``None``: everywhere.
        after: Begin behind this place.
        limit: Greatest number.
    """

    asker: str
    site: SiteId | None = None
    within: frozenset[SiteId] | None = None
    after: Place | None = None
    limit: int = 50


class SecondLooks(Protocol):
    """The decisions that are asked about, and what was said."""

    def put(self, looks: Sequence[Look]) -> None:
        """Have decisions wait; one on the same comment that still waits is replaced, an opinion given stays."""
        ...

    def withdraw(self, comments: Collection[CommentId]) -> None:
        """Ask no more about comments that still wait."""
        ...

    def waiting(self, query: LookQuery) -> tuple[BlindItem, ...]:
        """Return what waits for who asks, decided longest ago first, ``query.limit`` at most."""
        ...

    def asked(self, comment: CommentId, asker: str) -> SiteId | None:
        """Return on which site an actor is, or was, asked about a comment; ``None``: on none."""
        ...

    def give(self, opinion: Opinion, by: str, at: datetime) -> bool:
        """Store an opinion on what waits; false if it waits no more."""
        ...

    def pairs(self, site: SiteId | None, within: frozenset[SiteId] | None, since: datetime) -> tuple[Pairs, ...]:
        """Return decisions with the opinions given from a moment on, counted; *within* is for who names no site."""
        ...

    def forget(self, before: datetime) -> int:
        """Delete what waits since before a moment; return how many."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectSecondLooks:
    """Read what people decided, and have a share of it wait for a second look. To read a line again changes nothing."""

    clock: Clock
    sites: Sites
    settled: SettledEvents
    cursors: Cursors
    looks: SecondLooks
    transaction: Transaction

    def __call__(self) -> int:
        """Return how many decisions were found to ask about."""
        shares = {site.id: site.policy.second_opinions for site in self.sites.all()}
        done, found = self.cursors.get(CURSOR), 0
        while lines := self.settled.after(done, BATCH):
            done = lines[-1].id
            found += self._read([line.event for line in lines], done, shares)
        with self.transaction():
            self.looks.forget(self.clock.now() - WAITS)
        return found

    def _read(self, events: Sequence[Event], done: int, shares: Mapping[SiteId, float]) -> int:
        """Take up what some lines say, with how far the log was read, and return how many are asked about."""
        # Of several decisions on one comment the last one counts.
        last: dict[CommentId, Look | None] = {}
        for event in events:
            if event.comment is None or not is_human_decision(event):
                continue
            if in_share(event.comment, shares.get(event.site, 0.0)):
                look = _look(event, event.comment)
                if look is not None or event.details.get("state") == State.PENDING:
                    last[event.comment] = look
        looks = [look for look in last.values() if look is not None]
        with self.transaction():
            self.looks.put(looks)
            self.looks.withdraw([comment for comment, look in last.items() if look is None])
            self.cursors.move(CURSOR, done)
        return len(looks)


def _look(event: Event, comment: CommentId) -> Look | None:
    """Return the decision that an event tells, if it says what the comment is."""
    action = next((one for one in OPINIONS if one == event.details.get("action")), None)
    if action is None:
        return None
    code = event.details.get("reason_code")
    return Look(
        comment=comment,
        site=event.site,
        by=event.actor,
        action=action,
        reason_code=code if isinstance(code, str) else None,
        at=event.at,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSecondLooks:
    """What a moderator is asked about."""

    sites: Sites
    looks: SecondLooks

    def __call__(
        self, site: SiteId | None, after: Place | None, limit: int, moderator: Moderator
    ) -> tuple[tuple[BlindItem, ...], Place | None]:
        """Return what waits for the moderator, and the place to go on from (``None`` at the end).

        Raises:
            NotAllowed: The moderator may not read and decide there.
            UnknownSite: There is no such site, or it is not open to the moderator.
        """
        wanted = moderator.site_of(site)
        moderator.require(Scope.READ, wanted)
        moderator.require(Scope.DECIDE, wanted)
        if wanted is not None:
            self.sites.get(wanted)
        limit = max(1, min(limit, MAX_LIMIT))
        found = self.looks.waiting(
            LookQuery(asker=moderator.actor, site=wanted, within=deciding(moderator), after=after, limit=limit + 1)
        )
        if len(found) <= limit:
            return found, None
        return found[:limit], (found[limit - 1].decided_at, found[limit - 1].id)


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveOpinion:
    """Take a second opinion. It measures and changes nothing about the comment."""

    clock: Clock
    sites: Sites
    looks: SecondLooks
    events: Events
    transaction: Transaction

    def __call__(self, opinion: Opinion, moderator: Moderator) -> datetime:
        """Store an opinion, and return when it was given.

        Raises:
            NotAllowed: The moderator may not decide there.
            UnknownComment: The moderator is not asked about it: it is not in the share, they decided it themselves, or
                its site is not open to them.
            UnknownReason: The site has no reason of that code; nothing was stored.
            OpinionGiven: One was given already.
            StorageUnavailable: Nothing was stored; try again.
        """
        moderator.require(Scope.DECIDE)
        now = self.clock.now()
        with self.transaction():
            site = self.looks.asked(opinion.comment, moderator.actor)
            if site is None or not moderator.opens(site):
                raise UnknownComment(opinion.comment)
            moderator.require(Scope.DECIDE, site)
            code = opinion.reason_code
            if code is not None and not self.sites.get(site).knows_reason(code):
                raise UnknownReason(code)
            if not self.looks.give(opinion, moderator.actor, now):
                raise OpinionGiven
            self.events.append(
                Event(
                    kind=EventKind.OPINION_GIVEN,
                    site=site,
                    comment=opinion.comment,
                    at=now,
                    actor=moderator.actor,
                    details={"action": opinion.action, "reason_code": opinion.reason_code},
                )
            )
        return now


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowAgreement:
    """How far moderators agree."""

    clock: Clock
    sites: Sites
    looks: SecondLooks

    def __call__(self, site: SiteId | None, days: int, moderator: Moderator) -> tuple[datetime, Agreement]:
        """Return since when opinions were looked at, and how far they agree with the decisions.

        Raises:
            NotAllowed: The moderator may not read there.
            UnknownSite: There is no such site, or it is not open to the moderator.
        """
        wanted = moderator.site_of(site)
        moderator.require(Scope.READ, wanted)
        if wanted is not None:
            self.sites.get(wanted)
        since = self.clock.now() - timedelta(days=max(1, min(days, MOST_DAYS)))
        return since, Agreement.of(self.looks.pairs(wanted, moderator.sites, since))
