"""What the moderators' API needs: each use case as what it is called with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from service.api.acts import ActDoors
    from service.api.author_doors import AuthorDoors
    from service.api.claims import ClaimDoors
    from service.api.decisions import DecisionDoors
    from service.api.log_doors import LogDoors
    from service.api.people_doors import PeopleDoors
    from service.api.second_opinions import OpinionDoors
    from service.api.sites import PolicyDoors
    from service.domain.act import ActId
    from service.domain.alarm import Alarm
    from service.domain.campaign import CampaignId
    from service.domain.comment import Comment, CommentId
    from service.domain.moderator import Moderator
    from service.domain.site import SiteId
    from service.use_cases.campaigns import CampaignQuery, CampaignSummary
    from service.use_cases.count_comments import Counts
    from service.use_cases.decide_comments import Decision
    from service.use_cases.list_queue import CommentDetail
    from service.use_cases.queue import LearningPlace, Place, QueueFilter, QueueItem, QueueQuery
    from service.use_cases.weigh_thresholds import Weighed


@dataclass(frozen=True, slots=True, kw_only=True)
class ModerationDoors:
    """All that moderators ask of the service.

    Attributes:
        authenticate: Finds who brings a secret.
        list_queue: Lists comments as moderators see them.
        count_comments: Counts them by state, and those that wait by rule and campaign.
        list_campaigns: Lists comments that say the same, as groups.
        show_comment: Explains one comment.
        decide: Carries a moderator's decision out.
        decisions: What else belongs to decisions.
        show_workload: Says what a site's thresholds cost, by so many weeks.
        authors: What is known of authors, and who is banned.
        list_alarms: Lists the alarms of what a moderator may see.
        people: What concerns who is let in.
        policy: What may be done with the settings of sites.
        log: Reads the log.
        acts: Lists acts, takes them back, and decides by filter.
        claims: What moderators do with claims.
        opinions: What they do about second opinions.
    """

    authenticate: Callable[[str], Moderator]
    list_queue: Callable[[QueueQuery, Moderator], tuple[tuple[QueueItem, ...], Place | LearningPlace | None]]
    count_comments: Callable[[QueueFilter, Moderator], Counts]
    list_campaigns: Callable[
        [CampaignQuery, Moderator], tuple[tuple[CampaignSummary, ...], tuple[datetime, CampaignId] | None]
    ]
    show_comment: Callable[[CommentId, Moderator], CommentDetail]
    decide: Callable[[Decision, Moderator], tuple[Comment, ActId]]
    decisions: DecisionDoors
    show_workload: Callable[[SiteId | None, int, Moderator], Weighed]
    authors: AuthorDoors
    list_alarms: Callable[[SiteId | None, Moderator], tuple[Alarm, ...]]
    people: PeopleDoors
    policy: PolicyDoors
    log: LogDoors
    acts: ActDoors
    claims: ClaimDoors
    opinions: OpinionDoors
