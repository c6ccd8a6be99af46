"""The composition root of what moderators do: their use cases over storage and the world."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from service.api.acts import ActDoors
from service.api.moderation_doors import ModerationDoors
from service.storage import database
from service.storage.acts import SqlActs
from service.storage.alarms import SqlAlarms
from service.storage.authors import SqlAuthors
from service.storage.bulks import SqlBulks
from service.storage.campaign_orders import SqlOrders
from service.storage.campaigns import SqlCampaigns
from service.storage.comments import SqlComments
from service.storage.events import SqlEvents
from service.storage.pages import SqlPages
from service.storage.sites import SqlSites
from service.storage.tokens import SqlTokens
from service.storage.traffic import SqlTraffic
from service.use_cases.acts import ListActs
from service.use_cases.authenticate import Authenticate
from service.use_cases.campaign_orders import EndOrder
from service.use_cases.campaigns import ListCampaigns
from service.use_cases.commit_bulk import CommitBulk, ShowBulk
from service.use_cases.decide_comments import DecideComments
from service.use_cases.list_alarms import ListAlarms
from service.use_cases.list_queue import ListQueue, ShowComment
from service.use_cases.pace import Pace
from service.use_cases.preview_bulk import PreviewBulk
from service.use_cases.undo_act import UndoAct
from service.use_cases.weigh_thresholds import ShowWorkload, WeighThresholds

if TYPE_CHECKING:
    from service.api.metrics import Metrics
    from service.world import World


def moderation_doors(world: World, metrics: Metrics) -> ModerationDoors:
    """Return what moderators may do."""
    sites, comments, events = SqlSites(), SqlComments(), SqlEvents()
    decide = DecideComments(
        clock=world.clock,
        new_id=world.new_id,
        acts=SqlActs(),
        comments=comments,
        pages=SqlPages(),
        authors=SqlAuthors(),
        events=events,
        transaction=database.transaction,
    )
    return ModerationDoors(
        authenticate=Authenticate(tokens=SqlTokens()),
        list_queue=ListQueue(sites=sites, comments=comments, fold=world.fold),
        list_campaigns=ListCampaigns(clock=world.clock, sites=sites, campaigns=SqlCampaigns(), orders=SqlOrders()),
        show_comment=ShowComment(comments=comments, events=events, classifier=world.classifier),
        decide=metrics.counting_decide(decide.one),
        show_workload=ShowWorkload(weigh=WeighThresholds(clock=world.clock, sites=sites, traffic=SqlTraffic())),
        list_alarms=ListAlarms(sites=sites, alarms=SqlAlarms()),
        acts=_act_doors(world, decide, sites),
    )


def _act_doors(world: World, decide: DecideComments, sites: SqlSites) -> ActDoors:
    """Return what lists acts, takes them back, and decides by filter."""
    acts, bulks, orders = SqlActs(), SqlBulks(), SqlOrders()
    pace = Pace(timer=time.monotonic, pause=time.sleep)
    show_bulk = ShowBulk(bulks=bulks, clock=world.clock, transaction=database.transaction)
    return ActDoors(
        list_acts=ListActs(sites=sites, acts=acts),
        undo=UndoAct(acts=acts, bulks=bulks, orders=orders, decide=decide, new_id=world.new_id, pace=pace),
        preview=PreviewBulk(
            clock=world.clock,
            new_id=world.new_id,
            sites=sites,
            comments=SqlComments(),
            bulks=bulks,
            fold=world.fold,
            transaction=database.transaction,
        ),
        commit=CommitBulk(
            sites=sites, bulks=bulks, acts=acts, orders=orders, decide=decide, new_id=world.new_id, pace=pace
        ),
        show_bulk=show_bulk,
        forget_bulk=show_bulk.forget,
        end_order=EndOrder(
            clock=world.clock, sites=sites, orders=orders, events=SqlEvents(), transaction=database.transaction
        ),
    )
