"""The mail that carries a confirmation link, in the site's language and with no word of a visitor's."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.adapters.sentences import sentence
from service.adapters.smtp import RecipientRefused

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.adapters.translations import CataloguePhrasebook
    from service.domain.site import Site, SiteId
    from service.use_cases.ports import Mailer

logger = logging.getLogger(__name__)

SUBJECT = sentence("Confirm your email address for %(site)s")

GREETING = sentence("Hello,")

REASON = sentence(
    "Somebody left a comment on %(site)s with this email address and asked for this message. "
    "If it was you, please open this link and confirm that the address is yours:"
)

ELSE = sentence(
    "The link works for 7 days. If it was not you, there is nothing to do: the address stays unconfirmed "
    "and is not published."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailedConfirmations:
    """Writes the mail and hands it to the mailer.

    Attributes:
        mailer: Sends it.
        phrasebook: Words it.
        address_of: Returns the whole address of a link from the site and the link's last part.
    """

    mailer: Mailer
    phrasebook: CataloguePhrasebook
    address_of: Callable[[SiteId, str], str]

    def send(self, address: str, site: Site, link: str) -> None:
        """Send it. An address refused for good is left at that: to try again would hold up all mails after it.

        Raises:
            OSError: The mail server refuses or is away.
        """
        language, title = site.language, site.title
        say = self.phrasebook.say
        paragraphs = (
            say(GREETING, language),
            say(REASON, language, site=title),
            self.address_of(site.id, link),
            say(ELSE, language),
        )
        try:
            self.mailer.send(address, say(SUBJECT, language, site=title), "\n\n".join(paragraphs) + "\n")
        except RecipientRefused as error:
            logger.info("confirmation_refused", extra={"site": site.id, "reason": str(error)})
