"""Let an author prove an address: ask for a mail, send it, and take the link's answer.

Only a proved address earns trust. The mail goes out only when the author asks for it on the receipt page, once a
comment and at most once a day an address, and holds no word of a visitor: so it is no use to one who wants to annoy
somebody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from service.domain.errors import UnknownComment, UnknownReceipt
from service.domain.event import Event, EventKind

if TYPE_CHECKING:
    from service.domain.author import AuthorId
    from service.domain.comment import Comment
    from service.domain.site import SiteId
    from service.use_cases.event_log import Cursors, Events, SettledEvents
    from service.use_cases.ports import (
        Clock,
        ConfirmationLinks,
        ConfirmationMails,
        EmailOpener,
        RateLimiter,
        Receipts,
    )
    from service.use_cases.repositories import Authors, Comments, Sites, Transaction

CURSOR = "confirmation-mails"
BATCH = 200
"""Lines of the log looked at in one go."""

MAIL_INTERVAL = timedelta(days=1)
"""An address gets no second mail of a site sooner."""


class Proof(StrEnum):
    """How far the proof of a comment's address has come, as its author is told."""

    NOT_NEEDED = "not-needed"
    """There is no address, or it is proved."""

    OFFERED = "offered"
    REQUESTED = "requested"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowProof:
    """Tell an author whether there is an address to prove."""

    comments: Comments
    events: Events

    def __call__(self, comment: Comment) -> Proof:
        """Return how far it has come.

        Raises:
            UnknownComment: The comment is gone.
        """
        if comment.author is None or self.comments.item(comment.id).author.confirmed:
            return Proof.NOT_NEEDED
        return Proof.REQUESTED if _was_requested(self.events, comment) else Proof.OFFERED


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestConfirmation:
    """Ask for a mail with a link that proves the address of a comment's author."""

    clock: Clock
    limiter: RateLimiter
    receipts: Receipts
    comments: Comments
    events: Events
    transaction: Transaction

    def __call__(self, site: SiteId, receipt: str, client: str) -> None:
        """Note the wish; the worker sends the mail. A second wish for the same comment changes nothing.

        Args:
            site: The site of the comment.
            receipt: The comment's receipt.
            client: IP address of the one who asks; wishes count like comments.

        Raises:
            TooManyComments: Too many came from there.
            UnknownReceipt: Not signed here, for another site, or its comment is gone.
        """
        self.limiter.hit(site, client)
        try:
            comment = self.comments.get(self.receipts.read(site, receipt))
        except UnknownComment as error:
            raise UnknownReceipt from error
        if comment.author is None:
            return
        with self.transaction():
            if _was_requested(self.events, comment):
                return
            self.events.append(
                Event(
                    kind=EventKind.CONFIRMATION_REQUESTED,
                    site=site,
                    comment=comment.id,
                    at=self.clock.now(),
                    actor="author",
                )
            )


def _was_requested(events: Events, comment: Comment) -> bool:
    """Return whether a mail was asked for on a comment's receipt."""
    history = events.of_comment(comment.site, comment.id)
    return any(event.kind is EventKind.CONFIRMATION_REQUESTED for event in history)


@dataclass(frozen=True, slots=True, kw_only=True)
class SendConfirmations:
    """Send the mails that were asked for, in the order of the log, each at least once."""

    clock: Clock
    settled: SettledEvents
    cursors: Cursors
    comments: Comments
    authors: Authors
    sites: Sites
    opener: EmailOpener
    links: ConfirmationLinks
    mails: ConfirmationMails
    transaction: Transaction

    def __call__(self) -> int:
        """Send what is due and return how many mails went out.

        Raises:
            OSError: The mail server refuses; what is due stays due.
        """
        sent = 0
        done = self.cursors.get(CURSOR)
        while lines := self.settled.after(done, BATCH):
            for line in lines:
                if line.event.kind is EventKind.CONFIRMATION_REQUESTED and self._sent(line.event, done):
                    sent += 1
                    self._done(line.id)
                done = line.id
            self._done(done)
        return sent

    def _sent(self, event: Event, done: int) -> bool:
        """Send one mail if it is due, and return whether it was; if the server refuses, it stays due."""
        try:
            return self._send(event)
        except OSError:
            # Another worker may have gone past this line, because the mail was claimed here. Going back repeats
            # nothing: what went out is claimed for a day.
            self._done(done)
            raise

    def _done(self, line: int) -> None:
        """Remember how far the log was read."""
        with self.transaction():
            self.cursors.move(CURSOR, line)

    def _send(self, event: Event) -> bool:
        """Send one mail unless there is nothing to prove or the address had one lately.

        The day's mail is claimed before it is sent, so that two workers cannot both send it, and given back if the
        server refuses. No transaction is open while the server is spoken to.
        """
        try:
            author = self.comments.get(event.comment).author if event.comment else None
        except UnknownComment:
            return False
        if author is None:
            return False
        with self.transaction():
            if not self.authors.claim_mail(author, self.clock.now(), MAIL_INTERVAL):
                return False
        try:
            site = self.sites.get(event.site)
            address = self.opener.open(self.authors.sealed(author))
            self.mails.send(address, site, self.links.issue(site.id, author))
        except OSError:
            with self.transaction():
                self.authors.release_mail(author)
            raise
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmAddress:
    """Take the answer to a confirmation link. Looking at the link does nothing; answering it does."""

    clock: Clock
    links: ConfirmationLinks
    authors: Authors
    events: Events
    transaction: Transaction

    def __call__(self, site: SiteId, link: str) -> AuthorId:
        """Note that the address is proved, and return whose it is.

        Raises:
            UnknownReceipt: Not signed here, for another site, or too old.
        """
        author = self.links.read(site, link)
        with self.transaction():
            if self.authors.confirm(author, self.clock.now()):
                self.events.append(
                    Event(kind=EventKind.AUTHOR_CONFIRMED, site=site, comment=None, at=self.clock.now(), actor="author")
                )
        return author
