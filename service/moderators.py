"""The composition root of what moderators do: their use cases over storage and the world."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.adapters.mail_domains import HashedDomains
from service.api.author_doors import AuthorDoors
from service.api.moderation_doors import ModerationDoors
from service.storage import database
from service.storage.alarms import SqlAlarms
from service.storage.author_records import SqlAuthorRecords
from service.storage.authors import SqlAuthors
from service.storage.bans import SqlBans
from service.storage.campaigns import SqlCampaigns
from service.storage.comments import SqlComments
from service.storage.events import SqlEvents
from service.storage.pages import SqlPages
from service.storage.sites import SqlSites
from service.storage.tokens import SqlTokens
from service.storage.traffic import SqlTraffic
from service.use_cases.authenticate import Authenticate
from service.use_cases.ban_authors import ImposeBan, LiftBan, ListBans
from service.use_cases.campaigns import ListCampaigns
from service.use_cases.decide_comments import DecideComments
from service.use_cases.list_alarms import ListAlarms
from service.use_cases.list_queue import ListQueue, ShowComment
from service.use_cases.show_author import ShowAuthor, TrustAuthor
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
        list_campaigns=ListCampaigns(sites=sites, campaigns=SqlCampaigns()),
        show_comment=ShowComment(comments=comments, events=events, classifier=world.classifier),
        decide=metrics.counting_decide(decide.one),
        show_workload=ShowWorkload(weigh=WeighThresholds(clock=world.clock, sites=sites, traffic=SqlTraffic())),
        authors=_author_doors(world),
        list_alarms=ListAlarms(sites=sites, alarms=SqlAlarms()),
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
