"""The composition root of the web: where ports meet adapters. The command line's and the worker's is ``operators``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import Babel
from werkzeug.middleware.proxy_fix import ProxyFix

from service.adapters.campaign_signatures import sign_text
from service.adapters.clock import SystemClock
from service.adapters.confirmation_links import SignedLinks
from service.adapters.email_vault import EmailVault
from service.adapters.form_stamp import SignedStamps
from service.adapters.hashing import BlakeHasher
from service.adapters.ids import new_comment_id
from service.adapters.keys import Keys
from service.adapters.live_classifier import LiveClassifier
from service.adapters.markup import render_comment
from service.adapters.rate_limit import NoLimiter, WindowLimiter
from service.adapters.receipts import SignedReceipts
from service.adapters.spam_model import ShippedClassifier, fold
from service.adapters.translations import LOCALE, CataloguePhrasebook
from service.api.doors import ApiDoors
from service.api.metrics import Metrics
from service.api.mounting import mount as mount_api
from service.desk.doors import DeskDoors
from service.desk.mounting import mount as mount_desk
from service.embed.doors import ConfirmationDoors, EmbedDoors
from service.embed.labels import labels
from service.embed.language import select_language
from service.embed.mounting import mount as mount_embed
from service.embed.sent import TRAP
from service.operators import storage_app
from service.storage import database, readiness
from service.storage.alarms import SqlAlarms
from service.storage.answers import SqlAnswers
from service.storage.authors import SqlAuthors
from service.storage.campaigns import SqlCampaigns
from service.storage.comments import SqlComments
from service.storage.events import SqlEvents
from service.storage.model_registry import SqlModels
from service.storage.page_versions import PageVersions
from service.storage.pages import SqlPages
from service.storage.sites import SqlSites
from service.storage.tokens import SqlTokens
from service.storage.traffic import SqlTraffic
from service.use_cases.authenticate import Authenticate
from service.use_cases.campaigns import ListCampaigns
from service.use_cases.confirm_address import ConfirmAddress, RequestConfirmation, ShowProof
from service.use_cases.decide_comment import DecideComment
from service.use_cases.list_alarms import ListAlarms
from service.use_cases.list_page import FindPage, ListPage, SeePage
from service.use_cases.list_queue import ListQueue, ShowComment
from service.use_cases.open_form import OpenForm
from service.use_cases.show_receipt import ShowReceipt
from service.use_cases.submit_comment import SubmitComment
from service.use_cases.weigh_thresholds import ShowWorkload, WeighThresholds

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from service.settings import Settings
    from service.use_cases import ports


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The outside world, storage apart: what tests replace and production does not.

    Attributes:
        canary: How many known comments the classifier scores wrongly; ``None`` if none was scored.
    """

    clock: ports.Clock
    new_id: ports.CommentIds
    classifier: ports.SpamClassifier
    fold: ports.TextFolder
    sign: ports.CampaignSigner
    markup: ports.Markup
    sealer: ports.EmailSealer
    hasher: ports.KeyedHasher
    stamps: ports.FormStamps
    receipts: ports.Receipts
    links: ports.ConfirmationLinks
    limiter: ports.RateLimiter
    phrasebook: ports.Phrasebook
    canary: Callable[[], int | None] = lambda: None


def production_world(settings: Settings) -> World:
    """Return the world as it is in production; the keys must exist."""
    keys = Keys.load(settings.keys)
    clock = SystemClock()
    hasher = BlakeHasher(keys.hashing)
    classifier = LiveClassifier(ShippedClassifier(settings.model_dir, clock=clock), SqlModels(), clock)
    limiter: ports.RateLimiter = NoLimiter()
    if settings.rate_limit_enabled:
        limiter = WindowLimiter(settings.rate_limit, hasher=hasher, clock=clock, redis_url=settings.redis_url)
    return World(
        clock=clock,
        new_id=new_comment_id,
        classifier=classifier,
        fold=fold,
        sign=sign_text,
        markup=render_comment,
        sealer=EmailVault(sealing_key=keys.sealing, hasher=hasher),
        hasher=hasher,
        stamps=SignedStamps(keys.signing, clock),
        receipts=SignedReceipts(keys.signing),
        links=SignedLinks(keys.signing, clock),
        limiter=limiter,
        phrasebook=CataloguePhrasebook(),
        canary=lambda: classifier.wrong,
    )


def create_app(settings: Settings, world: World | None = None) -> Flask:
    """Return the whole application.

    Args:
        settings: Of this installation.
        world: The outside world; the one of production if none is given.
    """
    world = world or production_world(settings)
    app = storage_app(settings)
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign] # Flask's own way to put something in front
            app.wsgi_app, x_for=settings.trusted_proxies, x_proto=1, x_host=0
        )
    Babel(app, default_translation_directories=str(LOCALE), locale_selector=select_language)
    _mount(app, settings, world)
    return app


def _mount(app: Flask, settings: Settings, world: World) -> None:
    """Give the application its doors."""
    sites, pages, authors, comments, events = SqlSites(), SqlPages(), SqlAuthors(), SqlComments(), SqlEvents()
    alarms = SqlAlarms()
    campaigns = SqlCampaigns()
    metrics = Metrics()
    open_form = OpenForm(see_page=SeePage(sites=sites, pages=pages), stamps=world.stamps)
    list_page = ListPage(comments=comments)
    show_receipt = ShowReceipt(receipts=world.receipts, comments=comments)
    submit = metrics.counting_submit(
        SubmitComment(
            clock=world.clock,
            new_id=world.new_id,
            limiter=world.limiter,
            stamps=world.stamps,
            sealer=world.sealer,
            hasher=world.hasher,
            classifier=world.classifier,
            fold=world.fold,
            sign=world.sign,
            markup=world.markup,
            receipts=world.receipts,
            sites=sites,
            pages=pages,
            authors=authors,
            comments=comments,
            campaigns=campaigns,
            events=events,
            answers=SqlAnswers(),
            transaction=database.transaction,
        )
    )
    decide = metrics.counting_decide(
        DecideComment(
            clock=world.clock,
            comments=comments,
            pages=pages,
            authors=authors,
            events=events,
            transaction=database.transaction,
        )
    )
    mount_api(
        app,
        ApiDoors(
            submit=submit,
            page_version=PageVersions(app),
            find_page=FindPage(sites=sites, pages=pages),
            list_page=list_page,
            open_form=open_form,
            show_receipt=show_receipt,
            authenticate=Authenticate(tokens=SqlTokens()),
            list_queue=ListQueue(sites=sites, comments=comments, fold=world.fold),
            list_campaigns=ListCampaigns(sites=sites, campaigns=campaigns),
            show_comment=ShowComment(comments=comments, events=events, classifier=world.classifier),
            decide=decide,
            show_workload=ShowWorkload(
                weigh=WeighThresholds(clock=world.clock, sites=sites, traffic=SqlTraffic()),
            ),
            sites=sites,
            phrasebook=world.phrasebook,
            labels=labels,
            trap=TRAP,
            probes={"database": readiness.check, "classifier": world.classifier.check},
            list_alarms=ListAlarms(sites=sites, alarms=alarms),
            standing_alarms=alarms.all,
            canary=world.canary,
            max_body_bytes=settings.max_body_bytes,
            public_url=settings.public_url,
            metrics=metrics,
        ),
    )
    mount_embed(
        app,
        EmbedDoors(
            open_form=open_form,
            list_page=list_page,
            submit=submit,
            show_receipt=show_receipt,
            confirmation=_confirmation_doors(settings, world),
            sites=sites,
            phrasebook=world.phrasebook,
            max_body_bytes=settings.max_body_bytes,
            public_url=settings.public_url,
            demo_enabled=settings.demo_enabled,
        ),
    )
    mount_desk(app, DeskDoors(languages=world.phrasebook.languages))


def _confirmation_doors(settings: Settings, world: World) -> ConfirmationDoors:
    """Return what lets an author prove an address; the worker sends the mail."""
    comments, events = SqlComments(), SqlEvents()
    return ConfirmationDoors(
        show_proof=ShowProof(comments=comments, events=events) if settings.mail_enabled else None,
        request=RequestConfirmation(
            clock=world.clock,
            limiter=world.limiter,
            receipts=world.receipts,
            comments=comments,
            events=events,
            transaction=database.transaction,
        ),
        look=world.links.read,
        confirm=ConfirmAddress(
            clock=world.clock,
            links=world.links,
            authors=SqlAuthors(),
            events=events,
            transaction=database.transaction,
        ),
    )
