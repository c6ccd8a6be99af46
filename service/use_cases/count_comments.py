"""Count comments as moderators filter them: by state, and those that wait by rule and campaign."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from service.domain.token import Scope

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.domain.campaign import CampaignId
    from service.domain.lifecycle import State
    from service.domain.moderator import Moderator
    from service.use_cases.ports import TextFolder
    from service.use_cases.queue import QueueFilter
    from service.use_cases.repositories import Sites

MOST_GROUPS = 20
"""Greatest number of rules, and of campaigns."""


@dataclass(frozen=True, slots=True)
class Group:
    """How many of the comments that wait a campaign has, and what one of them says."""

    campaign: CampaignId
    count: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many comments a filter means.

    Attributes:
        states: By state.
        more: States in which only the newest were looked at, so that there may be more.
        rules: Of those that wait, how many each rule held, most first.
        campaigns: Of those that wait, how many each campaign of more than one has, most first.
        partly: Whether only the newest of those that wait were looked at for rules and campaigns.
    """

    states: Mapping[State, int]
    more: frozenset[State]
    rules: tuple[tuple[str, int], ...]
    campaigns: tuple[Group, ...]
    partly: bool


class CommentCounts(Protocol):
    """Counts of comments."""

    def counts(self, wanted: QueueFilter) -> Counts:
        """Return how many comments a filter means, in every state whichever it names."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CountComments:
    """Count what is open to a moderator."""

    sites: Sites
    counts: CommentCounts
    fold: TextFolder

    def __call__(self, wanted: QueueFilter, moderator: Moderator) -> Counts:
        """Return the counts. Who may see one site and asks for none gets that one.

        Raises:
            NotAllowed: The moderator may not read.
            UnknownSite: There is no such site, or it is not open to the moderator.
        """
        moderator.require(Scope.READ)
        site = moderator.site_of(wanted.site)
        if site is not None:
            self.sites.get(site)
        text = self.fold(wanted.text).strip() if wanted.text else ""
        return self.counts.counts(replace(wanted, site=site, state=None, text=text, within=moderator.sites))
