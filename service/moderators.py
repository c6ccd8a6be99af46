"""The composition root of what moderators do: their use cases over storage and the world."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.api.moderation_doors import ModerationDoors
from service.storage import database
from service.storage.alarms import SqlAlarms
from service.storage.authors import SqlAuthors
from service.storage.campaigns import SqlCampaigns
from service.storage.comment_counts import SqlCommentCounts
from service.storage.comments import SqlComments
from service.storage.events import SqlEvents
from service.storage.pages import SqlPages
from service.storage.sites import SqlSites
from service.storage.tokens import SqlTokens
from service.storage.traffic import SqlTraffic
from service.use_cases.authenticate import Authenticate
from service.use_cases.campaigns import ListCampaigns
from service.use_cases.count_comments import CountComments
from service.use_cases.decide_comments import DecideComments
from service.use_cases.list_alarms import ListAlarms
from service.use_cases.list_queue import ListQueue, ShowComment
from service.use_cases.weigh_thresholds import ShowWorkload, WeighThresholds

if TYPE_CHECKING:
    from service.api.metrics import Metrics
    from service.world import World


def moderation_doors(world: World, metrics: Metrics) -> ModerationDoors:
    """Return what moderators may do."""
    sites, comments, events = SqlSites(), SqlComments(), SqlEvents()
    decide = DecideComments(
        clock=world.clock,
        comments=comments,
        pages=SqlPages(),
        authors=SqlAuthors(),
        events=events,
        transaction=database.transaction,
    )
    return ModerationDoors(
        authenticate=Authenticate(tokens=SqlTokens()),
        list_queue=ListQueue(sites=sites, comments=comments, fold=world.fold),
        count_comments=CountComments(sites=sites, counts=SqlCommentCounts(), fold=world.fold),
        list_campaigns=ListCampaigns(sites=sites, campaigns=SqlCampaigns()),
        show_comment=ShowComment(comments=comments, events=events, classifier=world.classifier),
        decide=metrics.counting_decide(decide.one),
        show_workload=ShowWorkload(weigh=WeighThresholds(clock=world.clock, sites=sites, traffic=SqlTraffic())),
        list_alarms=ListAlarms(sites=sites, alarms=SqlAlarms()),
    )
