"""Try a policy before it is saved: what it would have done with the comments of the last days."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from service.domain.site_changes import read_trial
from service.domain.site_warnings import warnings_of
from service.domain.token import Scope
from service.domain.trial import Retrial, Tally
from service.use_cases.site_settings import site_open_to

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime, timedelta

    from service.domain.comment import CommentId
    from service.domain.moderator import Moderator
    from service.domain.policy import Policy
    from service.domain.site import SiteId
    from service.domain.site_warnings import PolicyWarning
    from service.domain.trial import Came, Figures, Move, RuleCount
    from service.use_cases.ports import Clock, TextFolder
    from service.use_cases.queue import QueueItem
    from service.use_cases.repositories import Comments, Sites

MOST = 20_000
"""Comments judged at most, the newest: about a second and a half of a web process."""


class StoredComments(Protocol):
    """What came to a site."""

    def newest(self, site: SiteId, since: datetime, until: datetime) -> Iterator[Came]:
        """Yield the comments that came in [since, until), newest first, read as they are asked for.

        A comment that somebody decides at that very moment may come twice, or not at all.
        """
        ...

    def count(self, site: SiteId, since: datetime, until: datetime) -> int:
        """Return how many came in [since, until)."""
        ...

    def began_before(self, site: SiteId, at: datetime) -> bool:
        """Return whether a comment came before a moment."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a policy would have done.

    Attributes:
        site: Where.
        since, until: What came in between was looked at, as far as it was not too much.
        days: How long that is, from the site's first comment on and without what was left out; at least 1.
        comments: How many were judged.
        left_out: How many older ones were too many.
        without_evidence: How many of those judged came before evidence was kept.
        unchanged: How many have the same outcome.
        before, after: What the policy as it is, and the one on trial, make of them.
        moves: What moves.
        rules: What each rule decides.
        samples: The comments that moves name.
        warnings: What is odd about the policy on trial.
    """

    site: SiteId
    since: datetime
    until: datetime
    days: float
    comments: int
    left_out: int
    without_evidence: int
    unchanged: int
    before: Figures
    after: Figures
    moves: tuple[Move, ...]
    rules: tuple[RuleCount, ...]
    samples: Mapping[CommentId, QueueItem]
    warnings: tuple[PolicyWarning, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TryPolicy:
    """Judge what came once more, under the policy as it is and under another."""

    clock: Clock
    sites: Sites
    stored: StoredComments
    comments: Comments
    fold: TextFolder
    most: int = MOST

    def __call__(self, name: SiteId, sent: Mapping[str, object], moderator: Moderator) -> Trial:
        """Return what the changes that were sent would have done.

        Args:
            name: The site.
            sent: ``days`` and the fields of the policy that are to change.
            moderator: Who asks.

        Raises:
            UnknownSite: There is no such site, or it is not open to the moderator.
            NotAllowed: The moderator may not read there.
            InvalidSettings: Fields are unusable; all of them are named.
        """
        site = site_open_to(moderator, name, Scope.READ, self.sites)
        wanted = read_trial(site.policy, sent)
        until = self.clock.now()
        since = until - wanted.span
        tally = self._judge(name, since, until, site.policy, wanted.policy)
        before, after = tally.figures
        moves = tally.moves
        # Nothing to be counted where the bound was not reached, which is the rule.
        came = self.stored.count(name, since, until) if tally.comments == self.most else tally.comments
        left_out = max(0, came - tally.comments)
        return Trial(
            site=name,
            since=since,
            until=until,
            days=self._days(name, since, until, tally.oldest, cut=bool(left_out)),
            comments=tally.comments,
            left_out=left_out,
            without_evidence=tally.without_evidence,
            unchanged=tally.unchanged,
            before=before,
            after=after,
            moves=moves,
            rules=tally.rules,
            samples={one: self.comments.item(one, within=moderator.sites) for move in moves for one in move.newest},
            warnings=warnings_of(wanted.policy, self.fold),
        )

    def _judge(self, site: SiteId, since: datetime, until: datetime, before: Policy, after: Policy) -> Tally:
        """Count the verdicts of both policies."""
        retrial = Retrial(before=before, after=after, fold=self.fold)
        tally = Tally()
        for came in islice(self.stored.newest(site, since, until), self.most):
            tally.add(came, *retrial(came))
        return tally

    def _days(self, site: SiteId, since: datetime, until: datetime, oldest: datetime | None, *, cut: bool) -> float:
        """Return how many days were looked at: those before there was a site are no quiet days."""
        whole = oldest is None or (not cut and self.stored.began_before(site, since))
        span: timedelta = until - (since if oldest is None or whole else oldest)
        return max(1.0, span.total_seconds() / 86_400)
