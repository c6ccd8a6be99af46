"""The composition root of the web: where ports meet adapters. The command line's and the worker's is ``operators``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import Babel
from werkzeug.middleware.proxy_fix import ProxyFix

from service.adapters.sender_address import PlainSender
from service.adapters.translations import LOCALE
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
from service.moderators import moderation_doors
from service.operators import storage_app
from service.storage import database, readiness
from service.storage.alarms import SqlAlarms
from service.storage.answers import SqlAnswers
from service.storage.authors import SqlAuthors
from service.storage.campaign_orders import SqlOrders
from service.storage.campaigns import SqlCampaigns
from service.storage.comments import SqlComments
from service.storage.events import SqlEvents
from service.storage.log_end import LogEnd
from service.storage.page_versions import PageVersions
from service.storage.pages import SqlPages
from service.storage.sites import SqlSites
from service.use_cases.confirm_address import ConfirmAddress, RequestConfirmation, ShowProof
from service.use_cases.list_page import FindPage, ListPage, SeePage
from service.use_cases.open_form import OpenForm
from service.use_cases.show_receipt import ShowReceipt
from service.use_cases.submit_comment import SubmitComment
from service.world import production_world

if TYPE_CHECKING:
    from flask import Flask

    from service.settings import Settings
    from service.world import World


def create_app(settings: Settings, world: World | None = None) -> Flask:
    """Return the whole application.

    Args:
        settings: Of this installation.
        world: The outside world; the one of production if none is given.
    """
    world = world or production_world(settings)
    app = storage_app(settings)
    app.wsgi_app = PlainSender(app.wsgi_app)  # type: ignore[method-assign] # Flask's own way to put something in front
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign] # as above
            app.wsgi_app, x_for=settings.trusted_proxies, x_proto=1, x_host=0
        )
    Babel(app, default_translation_directories=str(LOCALE), locale_selector=select_language)
    _mount(app, settings, world)
    return app


def _mount(app: Flask, settings: Settings, world: World) -> None:
    """Give the application its doors."""
    sites, pages, authors, comments, events = SqlSites(), SqlPages(), SqlAuthors(), SqlComments(), SqlEvents()
    metrics = Metrics()
    open_form = OpenForm(see_page=SeePage(sites=sites, pages=pages), stamps=world.stamps)
    list_page = ListPage(comments=comments)
    show_receipt = ShowReceipt(receipts=world.receipts, sites=sites, comments=comments, events=events)
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
            campaigns=SqlCampaigns(),
            orders=SqlOrders(),
            events=events,
            answers=SqlAnswers(),
            transaction=database.transaction,
        )
    )
    mount_api(
        app,
        ApiDoors(
            submit=submit,
            page_version=PageVersions(app),
            log_end=LogEnd(app),
            find_page=FindPage(sites=sites, pages=pages),
            list_page=list_page,
            open_form=open_form,
            show_receipt=show_receipt,
            moderation=moderation_doors(world, metrics),
            sites=sites,
            phrasebook=world.phrasebook,
            labels=labels,
            trap=TRAP,
            probes={"database": readiness.check, "classifier": world.classifier.check},
            standing_alarms=SqlAlarms().all,
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
