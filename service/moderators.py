"""The composition root of what moderators do: their use cases over storage and the world."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from service.adapters.mail_domains import HashedDomains
from service.admission import people_doors
from service.api.acts import ActDoors
from service.api.author_doors import AuthorDoors
from service.api.claims import ClaimDoors
from service.api.decisions import DecisionDoors
from service.api.log_doors import LogDoors
from service.api.moderation_doors import ModerationDoors
from service.api.second_opinions import OpinionDoors
from service.api.sites import PolicyDoors
from service.storage import database
from service.storage.acts import SqlActs
from service.storage.alarms import SqlAlarms
from service.storage.author_records import SqlAuthorRecords
from service.storage.authors import SqlAuthors
from service.storage.bans import SqlBans
from service.storage.bulks import SqlBulks
from service.storage.campaign_orders import SqlOrders
from service.storage.campaigns import SqlCampaigns
from service.storage.claims import SqlClaims
from service.storage.comment_counts import SqlCommentCounts
from service.storage.comments import SqlComments
from service.storage.enclosing import enclosing
from service.storage.events import SqlEvents
from service.storage.filtered_log import SqlFilteredLog
from service.storage.pages import SqlPages
from service.storage.seals import SqlSeals
from service.storage.second_looks import SqlSecondLooks
from service.storage.sessions import SqlUses
from service.storage.sites import SqlSites
from service.storage.tallies import SqlTallies
from service.storage.tokens import SqlTokens
from service.storage.traffic import SqlTraffic
from service.storage.trials import SqlTrials
from service.storage.write_answers import SqlWriteAnswers
from service.use_cases.acts import ListActs
from service.use_cases.answer_once import AnswerOnce
from service.use_cases.authenticate import Authenticate
from service.use_cases.ban_authors import ImposeBan, LiftBan, ListBans
from service.use_cases.campaign_orders import EndOrder
from service.use_cases.campaigns import ListCampaigns
from service.use_cases.claim_comments import ClaimComments, ListClaims, ReleaseClaims, RenewClaims
from service.use_cases.commit_bulk import CommitBulk, ShowBulk
from service.use_cases.count_comments import CountComments
from service.use_cases.decide_comments import DecideComments
from service.use_cases.list_alarms import ListAlarms
from service.use_cases.list_queue import ListQueue, ShowComment
from service.use_cases.manage_reasons import ChangeReasons, ShowReasons
from service.use_cases.manage_sites import ChangeSite
from service.use_cases.pace import Pace
from service.use_cases.preview_bulk import PreviewBulk
from service.use_cases.read_log import ReadLog, ShowLog
from service.use_cases.second_opinions import GiveOpinion, ListSecondLooks, ShowAgreement
from service.use_cases.show_author import ShowAuthor, TrustAuthor
from service.use_cases.site_settings import ChangeSettings, ListSites, ShowSettings
from service.use_cases.tally_log import CountLines, ShowStatistics
from service.use_cases.try_policy import TryPolicy
from service.use_cases.undo_act import UndoAct
from service.use_cases.verify_part import VerifyPart
from service.use_cases.weigh_thresholds import ShowWorkload, WeighThresholds

if TYPE_CHECKING:
    from service.api.metrics import Metrics
    from service.world import World


def moderation_doors(world: World, metrics: Metrics) -> ModerationDoors:
    """Return what moderators may do."""
    sites, comments, events = SqlSites(), SqlComments(), SqlEvents()
    decide = DecideComments(
        clock=world.clock,
        sites=sites,
        new_id=world.new_id,
        acts=SqlActs(),
        comments=comments,
        pages=SqlPages(),
        authors=SqlAuthors(),
        claims=SqlClaims(),
        events=events,
        transaction=database.transaction,
    )
    return ModerationDoors(
        authenticate=Authenticate(clock=world.clock, tokens=SqlTokens(), uses=SqlUses()),
        list_campaigns=ListCampaigns(clock=world.clock, sites=sites, campaigns=SqlCampaigns(), orders=SqlOrders()),
        list_queue=ListQueue(clock=world.clock, sites=sites, comments=comments, fold=world.fold),
        show_comment=ShowComment(clock=world.clock, comments=comments, events=events, classifier=world.classifier),
        count_comments=CountComments(sites=sites, counts=SqlCommentCounts(), fold=world.fold),
        decide=metrics.counting_decide(decide.one),
        decisions=_decisions(world, metrics, decide),
        show_workload=ShowWorkload(weigh=WeighThresholds(clock=world.clock, sites=sites, traffic=SqlTraffic())),
        authors=_author_doors(world),
        list_alarms=ListAlarms(sites=sites, alarms=SqlAlarms()),
        people=people_doors(world),
        policy=_policy_doors(world),
        log=_log_doors(world),
        acts=_act_doors(world, metrics, decide, sites),
        claims=_claim_doors(world),
        opinions=_opinion_doors(world),
    )


def _decisions(world: World, metrics: Metrics, decide: DecideComments) -> DecisionDoors:
    """Return what belongs to decisions: many at once, reasons, and answers that are given once."""
    sites = SqlSites()
    change_site = ChangeSite(clock=world.clock, sites=sites, events=SqlEvents(), transaction=database.transaction)
    return DecisionDoors(
        many=metrics.counting_decisions(decide),
        show_reasons=ShowReasons(sites=sites),
        change_reasons=ChangeReasons(sites=sites, change_site=change_site),
        once=AnswerOnce(
            clock=world.clock,
            hasher=world.hasher,
            answers=SqlWriteAnswers(),
            transaction=database.transaction,
            enclosing=enclosing,
        ),
    )


def _author_doors(world: World) -> AuthorDoors:
    """Return what moderators may do about authors."""
    clock, sites, authors, bans, events = world.clock, SqlSites(), SqlAuthorRecords(), SqlBans(), SqlEvents()
    impose = ImposeBan(
        clock=clock,
        new_id=world.new_id,
        sites=sites,
        authors=authors,
        bans=bans,
        domains=HashedDomains(world.hasher),
        events=events,
        transaction=database.transaction,
    )
    return AuthorDoors(
        show=ShowAuthor(clock=clock, sites=sites, authors=authors),
        trust=TrustAuthor(clock=clock, sites=sites, authors=authors, events=events, transaction=database.transaction),
        list_bans=ListBans(clock=clock, sites=sites, bans=bans),
        impose=impose,
        preview=impose.preview,
        lift=LiftBan(clock=clock, bans=bans, events=events, transaction=database.transaction),
    )


def _policy_doors(world: World) -> PolicyDoors:
    """Return what moderators may do with the settings of sites."""
    sites = SqlSites()
    change_site = ChangeSite(clock=world.clock, sites=sites, events=SqlEvents(), transaction=database.transaction)
    return PolicyDoors(
        list_sites=ListSites(sites=sites),
        show_site=ShowSettings(sites=sites, fold=world.fold),
        change_site=ChangeSettings(
            sites=sites, change_site=change_site, languages=world.phrasebook.languages, fold=world.fold
        ),
        try_policy=TryPolicy(
            clock=world.clock, sites=sites, stored=SqlTrials(), comments=SqlComments(), fold=world.fold
        ),
    )


def _log_doors(world: World) -> LogDoors:
    """Return what moderators may see of the log."""
    log, events, tallies = SqlFilteredLog(), SqlEvents(), SqlTallies()
    return LogDoors(
        show=ShowLog(sites=SqlSites(), read=ReadLog(log=log)),
        verify=VerifyPart(events=events, log=log, seals=SqlSeals()),
        statistics=ShowStatistics(
            clock=world.clock,
            sites=SqlSites(),
            events=events,
            count=CountLines(histories=tallies),
            tallies=tallies,
        ),
    )


def _act_doors(world: World, metrics: Metrics, decide: DecideComments, sites: SqlSites) -> ActDoors:
    """Return what lists acts, takes them back, and decides by filter."""
    acts, bulks, orders = SqlActs(), SqlBulks(), SqlOrders()
    pace = Pace(timer=time.monotonic, pause=time.sleep)
    show_bulk = ShowBulk(bulks=bulks, clock=world.clock, transaction=database.transaction)
    return ActDoors(
        list_acts=ListActs(sites=sites, acts=acts),
        undo=UndoAct(
            acts=acts,
            bulks=bulks,
            orders=orders,
            decide=decide,
            new_id=world.new_id,
            pace=pace,
            carried_out=metrics,
        ),
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
            sites=sites,
            bulks=bulks,
            acts=acts,
            orders=orders,
            decide=decide,
            new_id=world.new_id,
            pace=pace,
            carried_out=metrics,
        ),
        show_bulk=show_bulk,
        forget_bulk=show_bulk.forget,
        end_order=EndOrder(
            clock=world.clock, sites=sites, orders=orders, events=SqlEvents(), transaction=database.transaction
        ),
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
        give=GiveOpinion(clock=clock, sites=sites, looks=looks, events=SqlEvents(), transaction=database.transaction),
        agreement=ShowAgreement(clock=clock, sites=sites, looks=looks),
    )
