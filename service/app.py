"""The composition root: the only place where ports meet adapters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Flask

from service.adapters.clock import SystemClock
from service.adapters.email_vault import EmailVault
from service.adapters.form_stamp import SignedStamps
from service.adapters.hashing import BlakeHasher
from service.adapters.ids import new_comment_id
from service.adapters.keys import Keys
from service.adapters.markup import render_comment
from service.adapters.rate_limit import NoLimiter, WindowLimiter
from service.adapters.receipts import SignedReceipts
from service.adapters.spam_model import ShippedClassifier, fold
from service.adapters.translations import CataloguePhrasebook
from service.storage import database
from service.storage.answers import SqlAnswers
from service.storage.events import SqlEvents
from service.storage.pages import SqlPages
from service.storage.seals import SqlSeals
from service.storage.sites import SqlSites
from service.storage.tokens import SqlTokens
from service.use_cases.authenticate import IssueToken, RevokeToken
from service.use_cases.forget_answers import ForgetAnswers
from service.use_cases.manage_sites import AddSite, ChangeSite, ClosePage
from service.use_cases.seal_log import SealLog, VerifyLog

if TYPE_CHECKING:
    from service.settings import Settings
    from service.use_cases import ports


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The outside world, storage apart: what tests replace and production does not."""

    clock: ports.Clock
    new_id: ports.CommentIds
    classifier: ports.SpamClassifier
    fold: ports.TextFolder
    markup: ports.Markup
    sealer: ports.EmailSealer
    hasher: ports.KeyedHasher
    stamps: ports.FormStamps
    receipts: ports.Receipts
    limiter: ports.RateLimiter
    phrasebook: ports.Phrasebook


def production_world(settings: Settings) -> World:
    """Return the world as it is in production; the keys must exist."""
    keys = Keys.load(settings.keys)
    clock = SystemClock()
    hasher = BlakeHasher(keys.hashing)
    limiter: ports.RateLimiter = NoLimiter()
    if settings.rate_limit_enabled:
        limiter = WindowLimiter(settings.rate_limit, hasher=hasher, clock=clock, redis_url=settings.redis_url)
    return World(
        clock=clock,
        new_id=new_comment_id,
        classifier=ShippedClassifier(settings.model_dir),
        fold=fold,
        markup=render_comment,
        sealer=EmailVault(sealing_key=keys.sealing, hasher=hasher),
        hasher=hasher,
        stamps=SignedStamps(keys.signing, clock),
        receipts=SignedReceipts(keys.signing),
        limiter=limiter,
        phrasebook=CataloguePhrasebook(),
    )


def storage_app(settings: Settings) -> Flask:
    """Return an application that has the database and no doors: what the command line and the worker need."""
    app = Flask("service", static_url_path="/static")
    database.configure(app, settings.database)
    return app


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorDoors:
    """What the command line and the worker may do."""

    clock: ports.Clock
    sites: SqlSites
    tokens: SqlTokens
    add_site: AddSite
    change_site: ChangeSite
    close_page: ClosePage
    issue_token: IssueToken
    revoke_token: RevokeToken
    forget_answers: ForgetAnswers
    seal_log: SealLog
    verify_log: VerifyLog


def operator_doors() -> OperatorDoors:
    """Return the operator's use cases; they run within a ``storage_app``'s context."""
    clock, transaction = SystemClock(), database.transaction
    sites, pages, tokens, events, seals = SqlSites(), SqlPages(), SqlTokens(), SqlEvents(), SqlSeals()
    return OperatorDoors(
        clock=clock,
        sites=sites,
        tokens=tokens,
        add_site=AddSite(sites=sites, clock=clock, events=events, transaction=transaction),
        change_site=ChangeSite(sites=sites, clock=clock, events=events, transaction=transaction),
        close_page=ClosePage(sites=sites, pages=pages, clock=clock, events=events, transaction=transaction),
        issue_token=IssueToken(
            new_id=new_comment_id, sites=sites, tokens=tokens, clock=clock, events=events, transaction=transaction
        ),
        revoke_token=RevokeToken(tokens=tokens, clock=clock, events=events, transaction=transaction),
        forget_answers=ForgetAnswers(answers=SqlAnswers(), clock=clock, transaction=transaction),
        seal_log=SealLog(events=events, seals=seals, clock=clock, transaction=transaction),
        verify_log=VerifyLog(events=events, seals=seals),
    )
