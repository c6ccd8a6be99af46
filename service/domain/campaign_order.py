"""A standing order: what becomes, for some hours, of everything that still comes to a campaign."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.domain.lifecycle import Action
from service.domain.policy import Outcome, Verdict

if TYPE_CHECKING:
    from datetime import datetime

    from service.domain.act import ActId
    from service.domain.campaign import CampaignId
    from service.domain.site import SiteId

MOST_HOURS = 168
"""Longest order: a week. Campaigns drift, so that nobody should be bound for longer by what somebody once saw."""

RULE = "campaign-order"
"""Code of the rule, kept with the comment and shown to moderators."""

OUTCOMES = {
    Action.APPROVE: Outcome.PUBLISH,
    Action.MARK_SPAM: Outcome.FILE_AS_SPAM,
    Action.REJECT: Outcome.REJECT,
}
"""What can be ordered, and what becomes of a comment by it."""

UNMOVED = frozenset({"trap-filled", "blocked-name", "blocked-link", "blocked-word"})
"""Rules that an order to publish does not lift: what the form or the owner knows for sure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignOrder:
    """An order for one campaign on one site.

    Attributes:
        site: Where.
        campaign: Of what.
        action: One of :data:`OUTCOMES`.
        until: It ends then.
        actor: Who gave it, as the log names them.
        act: The act that it came with.
    """

    site: SiteId
    campaign: CampaignId
    action: Action
    until: datetime
    actor: str
    act: ActId


def ordered(verdict: Verdict, action: Action, *, scored: bool) -> Verdict:
    """Return what becomes of a comment of a campaign that stands under an order.

    Where there is no score the verdict stays: an order is for comments like those that were seen, and nobody looked at
    this one. Nor is one published that the trap or a list of the owner's calls spam.
    """
    outcome = OUTCOMES[action]
    if not scored or (outcome is Outcome.PUBLISH and verdict.rule in UNMOVED):
        return verdict
    return Verdict(outcome=outcome, rule=RULE)
