"""Where the worker's use case that opens addresses is composed: nothing but the worker imports this module."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.adapters.clock import SystemClock
from service.adapters.confirmation_links import SignedLinks
from service.adapters.confirmation_mails import MailedConfirmations
from service.adapters.email_vault import VaultOpener
from service.adapters.keys import Keys
from service.adapters.smtp import SmtpMailer
from service.adapters.translations import CataloguePhrasebook
from service.storage import database
from service.storage.authors import SqlAuthors
from service.storage.comments import SqlComments
from service.storage.cursors import SqlCursors
from service.storage.events import SqlEvents
from service.storage.sites import SqlSites
from service.use_cases.confirm_address import SendConfirmations

if TYPE_CHECKING:
    from service.domain.site import SiteId
    from service.settings import Settings
    from service.use_cases.ports import Clock


def confirmation_sender(settings: Settings, clock: Clock | None = None) -> SendConfirmations:
    """Return what sends the mails that were asked for; it runs within a ``storage_app``'s context.

    Args:
        settings: Of this installation; mail must be enabled.
        clock: The time; the system's if none is given.

    Raises:
        UnusableKeys: The opener key, or one of the others, is missing, damaged, or open to others.
        ValueError: The mail server or the sender cannot be read.
    """
    clock = clock or SystemClock()

    def address_of(site: SiteId, link: str) -> str:
        return f"{settings.address}/sites/{site}/confirmations/{link}"

    return SendConfirmations(
        clock=clock,
        settled=SqlEvents(),
        cursors=SqlCursors(),
        comments=SqlComments(),
        authors=SqlAuthors(),
        sites=SqlSites(),
        opener=VaultOpener(settings.opener_key),
        links=SignedLinks(Keys.load(settings.keys).signing, clock),
        mails=MailedConfirmations(
            mailer=SmtpMailer(settings.smtp_url, settings.mail_from),
            phrasebook=CataloguePhrasebook(),
            address_of=address_of,
        ),
        transaction=database.transaction,
    )
