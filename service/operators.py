"""The composition root of the command line and the worker: storage and its use cases, and nothing of the web."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Flask

from service.adapters.clock import SystemClock
from service.adapters.ids import new_comment_id
from service.adapters.passwords import Argon2Passwords
from service.storage import database
from service.storage.alarms import SqlAlarms
from service.storage.answers import SqlAnswers
from service.storage.bulks import SqlBulks
from service.storage.campaign_orders import SqlOrders
from service.storage.campaigns import SqlCampaigns
from service.storage.claims import SqlClaims
from service.storage.cursors import SqlCursors
from service.storage.events import SqlEvents
from service.storage.filtered_log import SqlFilteredLog
from service.storage.pages import SqlPages
from service.storage.people import SqlPeople
from service.storage.seals import SqlSeals
from service.storage.search_index import SqlSearchIndex
from service.storage.second_looks import SqlSecondLooks
from service.storage.sites import SqlSites
from service.storage.tallies import SqlTallies
from service.storage.tokens import SqlTokens
from service.storage.traffic import SqlTraffic
from service.storage.write_answers import SqlWriteAnswers
from service.use_cases.authenticate import IssueToken, RevokeToken
from service.use_cases.campaigns import ForgetCampaigns
from service.use_cases.claim_comments import ForgetClaims
from service.use_cases.commit_bulk import ForgetBulks
from service.use_cases.follow_aims import FollowAims, SetAim
from service.use_cases.forget_answers import ForgetAnswers
from service.use_cases.index_comments import IndexComments
from service.use_cases.manage_people import AddPerson, ChangePerson
from service.use_cases.manage_sites import AddSite, ChangeSite, ClosePage
from service.use_cases.read_log import ReadLog
from service.use_cases.seal_log import SealLog, VerifyLog
from service.use_cases.second_opinions import CollectSecondLooks
from service.use_cases.tally_log import CountLines, TallyLog
from service.use_cases.weigh_thresholds import WeighThresholds

if TYPE_CHECKING:
    from service.settings import Settings
    from service.use_cases.ports import Clock


def storage_app(settings: Settings) -> Flask:
    """Return an application that has the database and no doors: what the command line and the worker need."""
    app = Flask(__name__)
    database.configure(app, settings.database)
    return app


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorDoors:
    """What the command line and the worker may do."""

    clock: Clock
    sites: SqlSites
    tokens: SqlTokens
    add_site: AddSite
    change_site: ChangeSite
    close_page: ClosePage
    issue_token: IssueToken
    revoke_token: RevokeToken
    forget_answers: ForgetAnswers
    forget_campaigns: ForgetCampaigns
    forget_bulks: ForgetBulks
    index_comments: IndexComments
    seal_log: SealLog
    verify_log: VerifyLog
    read_log: ReadLog
    tally_log: TallyLog
    weigh_thresholds: WeighThresholds
    set_aim: SetAim
    follow_aims: FollowAims
    alarms: SqlAlarms
    collect_second_looks: CollectSecondLooks
    forget_claims: ForgetClaims


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDoors:
    """What the command line does with people."""

    people: SqlPeople
    add_person: AddPerson
    change_person: ChangePerson


def person_doors() -> PersonDoors:
    """Return what the command line does with people, within a ``storage_app``'s context."""
    clock, sites, people, passwords, events = SystemClock(), SqlSites(), SqlPeople(), Argon2Passwords(), SqlEvents()
    return PersonDoors(
        people=people,
        add_person=AddPerson(
            clock=clock,
            new_id=new_comment_id,
            sites=sites,
            people=people,
            passwords=passwords,
            events=events,
            transaction=database.transaction,
        ),
        change_person=ChangePerson(
            clock=clock,
            sites=sites,
            people=people,
            passwords=passwords,
            events=events,
            transaction=database.transaction,
        ),
    )


def operator_doors() -> OperatorDoors:
    """Return the operator's use cases; they run within a ``storage_app``'s context."""
    clock, transaction = SystemClock(), database.transaction
    sites, pages, tokens, events, seals = SqlSites(), SqlPages(), SqlTokens(), SqlEvents(), SqlSeals()
    tallies = SqlTallies()
    change_site = ChangeSite(sites=sites, clock=clock, events=events, transaction=transaction)
    weigh_thresholds = WeighThresholds(clock=clock, sites=sites, traffic=SqlTraffic())
    return OperatorDoors(
        clock=clock,
        sites=sites,
        tokens=tokens,
        add_site=AddSite(sites=sites, clock=clock, events=events, transaction=transaction),
        change_site=change_site,
        close_page=ClosePage(sites=sites, pages=pages, clock=clock, events=events, transaction=transaction),
        issue_token=IssueToken(
            new_id=new_comment_id, sites=sites, tokens=tokens, clock=clock, events=events, transaction=transaction
        ),
        revoke_token=RevokeToken(tokens=tokens, clock=clock, events=events, transaction=transaction),
        forget_answers=ForgetAnswers(
            answers=SqlAnswers(), write_answers=SqlWriteAnswers(), clock=clock, transaction=transaction
        ),
        forget_campaigns=ForgetCampaigns(campaigns=SqlCampaigns(), clock=clock, transaction=transaction),
        forget_bulks=ForgetBulks(bulks=SqlBulks(), orders=SqlOrders(), clock=clock, transaction=transaction),
        index_comments=IndexComments(
            events=events, cursors=SqlCursors(), index=SqlSearchIndex(), transaction=transaction
        ),
        seal_log=SealLog(events=events, seals=seals, clock=clock, transaction=transaction),
        verify_log=VerifyLog(events=events, seals=seals),
        read_log=ReadLog(log=SqlFilteredLog()),
        tally_log=TallyLog(
            events=events, count=CountLines(histories=tallies), tallies=tallies, transaction=transaction
        ),
        weigh_thresholds=weigh_thresholds,
        set_aim=SetAim(clock=clock, change_site=change_site),
        follow_aims=FollowAims(clock=clock, sites=sites, weigh=weigh_thresholds, change_site=change_site),
        alarms=SqlAlarms(),
        collect_second_looks=CollectSecondLooks(
            clock=clock,
            sites=sites,
            settled=events,
            cursors=SqlCursors(),
            looks=SqlSecondLooks(),
            transaction=transaction,
        ),
        forget_claims=ForgetClaims(clock=clock, claims=SqlClaims(), transaction=transaction),
    )
