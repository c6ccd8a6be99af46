"""The composition root of what moderators do: their use cases over storage and the world."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.api.claims import ClaimDoors
from service.api.moderation_doors import ModerationDoors
from service.api.second_opinions import OpinionDoors
from service.storage import database
from service.storage.alarms import SqlAlarms
from service.storage.authors import SqlAuthors
from service.storage.campaigns import SqlCampaigns
from service.storage.claims import SqlClaims
from service.storage.comments import SqlComments
from service.storage.events import SqlEvents
from service.storage.pages import SqlPages
from service.storage.second_looks import SqlSecondLooks
from service.storage.sites import SqlSites
from service.storage.tokens import SqlTokens
from service.storage.traffic import SqlTraffic
from service.use_cases.authenticate import Authenticate
from service.use_cases.campaigns import ListCampaigns
from service.use_cases.claim_comments import ClaimComments, ListClaims, ReleaseClaims, RenewClaims
from service.use_cases.decide_comments import DecideComments
from service.use_cases.list_alarms import ListAlarms
from service.use_cases.list_queue import ListQueue, ShowComment
from service.use_cases.second_opinions import GiveOpinion, ListSecondLooks, ShowAgreement
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
        claims=SqlClaims(),
        events=events,
        transaction=database.transaction,
    )
    return ModerationDoors(
        authenticate=Authenticate(tokens=SqlTokens()),
        list_queue=ListQueue(clock=world.clock, sites=sites, comments=comments, fold=world.fold),
        list_campaigns=ListCampaigns(sites=sites, campaigns=SqlCampaigns()),
        show_comment=ShowComment(clock=world.clock, comments=comments, events=events, classifier=world.classifier),
        decide=metrics.counting_decide(decide.one),
        show_workload=ShowWorkload(weigh=WeighThresholds(clock=world.clock, sites=sites, traffic=SqlTraffic())),
        list_alarms=ListAlarms(sites=sites, alarms=SqlAlarms()),
        claims=_claim_doors(world),
        opinions=_opinion_doors(world),
    )


def _claim_doors(world: World) -> ClaimDoors:
    """Return what moderators do with claims."""
    clock, comments, claims, transaction = world.clock, SqlComments(), SqlClaims(), database.transaction
    return ClaimDoors(
        take=ClaimComments(
            clock=clock, sites=SqlSites(), comments=comments, claims=claims, fold=world.fold, transaction=transaction
        ),
        mine=ListClaims(clock=clock, comments=comments),
        renew=RenewClaims(clock=clock, claims=claims, transaction=transaction),
        release=ReleaseClaims(claims=claims, transaction=transaction),
    )


def _opinion_doors(world: World) -> OpinionDoors:
    """Return what moderators do about second opinions; the worker finds what they are asked about."""
    clock, sites, looks = world.clock, SqlSites(), SqlSecondLooks()
    return OpinionDoors(
        waiting=ListSecondLooks(sites=sites, looks=looks),
        give=GiveOpinion(clock=clock, looks=looks, events=SqlEvents(), transaction=database.transaction),
        agreement=ShowAgreement(clock=clock, sites=sites, looks=looks),
    )
