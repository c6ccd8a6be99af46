"""What the use cases need of the outside world, as narrow protocols, storage apart (see ``repositories``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from service.domain.author import AuthorId, SealedEmail
    from service.domain.campaign import Signature
    from service.domain.comment import CommentId
    from service.domain.errors import ModerationError
    from service.domain.explanation import Explanation
    from service.domain.fields import FieldFault, FieldProblem
    from service.domain.page import PageKey
    from service.domain.site import Site, SiteId


class Clock(Protocol):
    """The time."""

    def now(self) -> datetime:
        """Return the time, aware, in UTC."""
        ...


class CommentIds(Protocol):
    """A source of new ids."""

    def __call__(self) -> CommentId:
        """Return an id never given before, greater than those given earlier by this process."""
        ...


class SpamClassifier(Protocol):
    """The trained classifier."""

    def of_site(self, site: SiteId) -> SpamClassifier:
        """Return the classifier with the model that is live on a site now.

        It keeps that model whatever is switched meanwhile, so that a probability and the digest are of one model.

        Raises:
            StorageUnavailable: Which model is live cannot be told now.
        """
        ...

    @property
    def digest(self) -> str | None:
        """Name of the model, ``None`` if none is loaded."""
        ...

    def probability(self, text: str, name: str, url: str | None) -> float:
        """Return the probability of spam, in (0, 1).

        Raises:
            ClassifierUnavailable: For whatever reason; the comment is to be held.
        """
        ...

    def explain(self, text: str, name: str, url: str | None) -> Explanation:
        """Return the same probability as an exact sum of parts.

        Raises:
            ClassifierUnavailable: For whatever reason.
        """
        ...

    def check(self) -> None:
        """Find out whether comments of which there is no doubt are scored rightly; what was found is kept for a while.

        Raises:
            ClassifierUnavailable: None can be scored, or one is scored wrongly; ``probability`` raises it too.
        """
        ...


class TextFolder(Protocol):
    """What a reader sees of a text in disguised letters."""

    def __call__(self, text: str) -> str:
        """Return *text* with look-alikes, invisible and spaced-out characters undone, in lower case."""
        ...


class CampaignSigner(Protocol):
    """What recognises a text in its variants."""

    def __call__(self, text: str, folded: str) -> Signature | None:
        """Return the signature of *text*, which is given folded too; ``None`` if it says too little.

        It raises nothing: a comment without a campaign is taken like any other.
        """
        ...


class Markup(Protocol):
    """How a comment is shown."""

    def __call__(self, text: str) -> str:
        """Return safe HTML: everything escaped, paragraphs and links made, links marked ``ugc nofollow noopener``."""
        ...


class InvalidEmail(Exception):
    """An address that cannot be used; *fault* says why, and the address itself is in no message."""

    def __init__(self, fault: FieldFault) -> None:
        super().__init__(fault)
        self.fault = fault


class EmailSealer(Protocol):
    """Checks an address and seals it. What submits holds this port, and cannot open what it sealed."""

    def seal(self, site: SiteId, address: str) -> SealedEmail:
        """Return the address sealed, with the key by which it is known on *site*.

        Raises:
            InvalidEmail: Not a usable address: syntax, or a special-use or reserved domain. No DNS is asked.
        """
        ...


class EmailOpener(Protocol):
    """Opens sealed addresses. Only the worker holds this port."""

    def open(self, box: bytes) -> str:
        """Return the address.

        Raises:
            ValueError: Not sealed for this key, or altered.
        """
        ...


class KeyedHasher(Protocol):
    """Digests that nobody without the key can compute or guess back."""

    def __call__(self, purpose: str, *parts: str) -> bytes:
        """Return 32 bytes for *parts* in order; other purposes give other digests."""
        ...


class FormStamps(Protocol):
    """The signed, dated stamp that a form carries."""

    def issue(self, site: SiteId, page: PageKey) -> str:
        """Return a stamp for a form that opens now."""
        ...

    def age(self, site: SiteId, page: PageKey, stamp: str) -> timedelta | None:
        """Return how long ago the stamp was issued for this page; ``None`` if it was not, or not by us."""
        ...


class Receipts(Protocol):
    """Signed names by which an author comes back to a comment."""

    def issue(self, site: SiteId, comment: CommentId) -> str:
        """Return the receipt of a comment; the same each time."""
        ...

    def read(self, site: SiteId, receipt: str) -> CommentId:
        """Return which comment a receipt is for.

        Raises:
            UnknownReceipt: Not signed here, or for another site.
        """
        ...


class Mailer(Protocol):
    """Sends mail."""

    def send(self, to: str, subject: str, text: str) -> None:
        """Send plain text to one address.

        Raises:
            OSError: The mail server refuses or is away. The address is in no message, cause or context.
        """
        ...


class ConfirmationLinks(Protocol):
    """Signed, dated names by which an author proves an address."""

    def issue(self, site: SiteId, author: AuthorId) -> str:
        """Return a link's last part, good for a week."""
        ...

    def read(self, site: SiteId, link: str) -> AuthorId:
        """Return whose address a link proves.

        Raises:
            UnknownReceipt: Not signed here, for another site, or too old.
        """
        ...


class ConfirmationMails(Protocol):
    """The mail that carries a confirmation link, in the site's language."""

    def send(self, address: str, site: Site, link: str) -> None:
        """Send it.

        Raises:
            OSError: The mail server refuses or is away.
        """
        ...


class RateLimiter(Protocol):
    """Counts submissions per address range and site."""

    def hit(self, site: SiteId, client: str) -> None:
        """Count one submission from an IP address.

        Raises:
            TooManyComments: Too many came from there.
        """
        ...


class Phrasebook(Protocol):
    """What people read, in their language."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages there are catalogues for, such as ``("en", "id")``."""
        ...

    def title(self, error: ModerationError, language: str) -> str:
        """Return a sentence for an error."""
        ...

    def problem(self, problem: FieldProblem, language: str) -> str:
        """Return a sentence for one thing wrong with one field."""
        ...
