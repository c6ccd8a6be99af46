"""What can go wrong in moderation, as one tree with stable codes.

::

    ModerationError
    ├── InvalidSubmission        invalid-submission       fields of a comment are missing or unusable
    │   └── InvalidSettings      invalid-settings         the same of a site's settings
    ├── MalformedRequest         malformed-request        a body or parameter that cannot be read
    ├── NotFound
    │   ├── UnknownSite          unknown-site
    │   ├── UnknownPage          unknown-page
    │   ├── UnknownComment       unknown-comment
    │   ├── UnknownReceipt       unknown-receipt
    │   ├── UnknownPerson        unknown-person
    │   └── UnknownToken         unknown-token
    ├── Closed
    │   ├── SiteClosed           site-closed
    │   └── PageClosed           page-closed
    ├── UnknownReason            unknown-reason           the site has no reason of that code
    │   ├── UnknownAuthor        unknown-author
    │   ├── UnknownBan           unknown-ban
    │   ├── UnknownAct           unknown-act
    │   ├── UnknownBulk          unknown-bulk             or it expired, or it is somebody else's
    │   └── UnknownReceipt       unknown-receipt
    ├── Closed
    │   ├── SiteClosed           site-closed
    │   └── PageClosed           page-closed
    ├── Banned                   banned                   who sent it is banned, and is told
    ├── SharedDomain             shared-domain            a big mail provider's, and nobody insisted
    ├── TooManyMatches           too-many-matches         a bulk act's filter means more than can be frozen
    ├── IdempotencyConflict      idempotency-conflict     the key was used for another body
    ├── AnswerNotKept            answer-not-kept          done under this key, and its answer held a secret
    ├── TooManyComments          too-many-comments        the author must wait
    ├── OriginNotAllowed         origin-not-allowed
    ├── NotAuthenticated         not-authenticated        no token or session, or not a live one
    │   └── WrongPassword        wrong-password
    ├── TooManyAttempts          too-many-attempts        whoever signs in must wait
    ├── CrossSiteWrite           cross-site-write         a session's write without its proof
    ├── NameTaken                name-taken               somebody has that name
    ├── LastOwner                last-owner               nobody would be left who owns all sites
    ├── NotAllowed               not-allowed              the token lacks the scope
    ├── ActionNotAllowed         action-not-allowed       the state machine has no such step
    ├── StaleDecision            stale-decision           somebody decided in the meantime; tells who and what
    ├── StaleDecision            stale-decision           somebody decided in the meantime
    │   └── StaleSettings        stale-settings           somebody changed the site in the meantime
    ├── ClassifierUnavailable    classifier-unavailable   no score can be given; comments are held
    └── StorageUnavailable       storage-unavailable      the database is locked, read-only or away

Codes are part of the API: they never change their meaning. The text of an exception is for the log and holds no
personal data; what a person reads is translated once, from the code, by the ``Phrasebook``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from service.domain.fields import FieldProblem
    from service.domain.lifecycle import Action, State


class ModerationError(Exception):
    """Anything the service refuses on purpose."""

    code: ClassVar[str]


class InvalidSubmission(ModerationError):
    """Fields of a submission are missing or unusable; nothing was stored."""

    code = "invalid-submission"

    def __init__(self, problems: tuple[FieldProblem, ...]) -> None:
        super().__init__(", ".join(f"{problem.field}: {problem.code}" for problem in problems))
        self.problems = problems


class InvalidSettings(InvalidSubmission):
    """Settings of a site are unusable; nothing was changed."""

    code = "invalid-settings"


class MalformedRequest(ModerationError):
    """A body or parameter cannot be read; *reason* is a stable word such as ``duplicate-key``."""

    code = "malformed-request"

    def __init__(self, reason: str, *, parameter: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.parameter = parameter


class NotFound(ModerationError):
    """What was named does not exist, or not for the one who asks."""


class UnknownSite(NotFound):
    """No site of that name."""

    code = "unknown-site"


class UnknownPage(NotFound):
    """The site takes comments on listed pages only, and this is none of them."""

    code = "unknown-page"


class UnknownComment(NotFound):
    """No comment of that id within the token's sites."""

    code = "unknown-comment"


class UnknownAuthor(NotFound):
    """No author of that id within the token's sites."""

    code = "unknown-author"


class UnknownBan(NotFound):
    """No ban of that id within the token's sites, or one that was lifted."""

    code = "unknown-ban"


class UnknownAct(NotFound):
    """No act of that id, or none that touched a site of the token's."""

    code = "unknown-act"


class UnknownBulk(NotFound):
    """No preview of that id: it expired, or somebody else made it."""

    code = "unknown-bulk"


class UnknownReceipt(NotFound):
    """The receipt was not signed here, or its comment is gone."""

    code = "unknown-receipt"


class UnknownPerson(NotFound):
    """Nobody of that id within the sites that the asker manages."""

    code = "unknown-person"


class UnknownToken(NotFound):
    """No token of that id within the sites that the asker manages."""

    code = "unknown-token"


class Closed(ModerationError):
    """No more comments are taken."""


class SiteClosed(Closed):
    """The whole site takes no comments."""

    code = "site-closed"


class PageClosed(Closed):
    """This page takes no more comments."""

    code = "page-closed"


class UnknownReason(ModerationError):
    """The site has no reason of that code."""

    code = "unknown-reason"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Banned(ModerationError):
    """Whoever sent the comment is banned, and the ban is one that is told."""

    code = "banned"


class SharedDomain(ModerationError):
    """The domain is a big mail provider's: a ban would meet a crowd of strangers, and nobody insisted on it."""

    code = "shared-domain"


class TooManyMatches(ModerationError):
    """The filter of a bulk act means more comments than one act may decide; narrow it.

    Attributes:
        limit: So many may be meant.
    """

    code = "too-many-matches"

    def __init__(self, limit: int) -> None:
        super().__init__(f"more than {limit}")
        self.limit = limit


class IdempotencyConflict(ModerationError):
    """An idempotency key came back with another body."""

    code = "idempotency-conflict"


class AnswerNotKept(ModerationError):
    """This was done under the same key before; its answer held a secret, which is shown once."""

    code = "answer-not-kept"


class TooManyComments(ModerationError):
    """The author must wait."""

    code = "too-many-comments"

    def __init__(self, retry_after: timedelta) -> None:
        super().__init__(f"retry after {retry_after.total_seconds():.0f} s")
        self.retry_after = retry_after


class OriginNotAllowed(ModerationError):
    """A browser sent the request from a page that the site does not name."""

    code = "origin-not-allowed"


class NotAuthenticated(ModerationError):
    """No token or session came with the request, or not a live one."""

    code = "not-authenticated"


class WrongPassword(NotAuthenticated):
    """Name and password do not belong together; it is not said which of the two is wrong."""

    code = "wrong-password"


class TooManyAttempts(ModerationError):
    """Too many failed to sign in under this name, or from this address range."""

    code = "too-many-attempts"

    def __init__(self, retry_after: timedelta) -> None:
        super().__init__(f"retry after {retry_after.total_seconds():.0f} s")
        self.retry_after = retry_after


class CrossSiteWrite(ModerationError):
    """A write by a session lacks the session's proof, or the browser says that another site sent it."""

    code = "cross-site-write"


class NameTaken(ModerationError):
    """Somebody has that name already."""

    code = "name-taken"


class LastOwner(ModerationError):
    """Nobody would be left who owns all sites."""

    code = "last-owner"


class NotAllowed(ModerationError):
    """The token is live but lacks the scope."""

    code = "not-allowed"

    def __init__(self, scope: str) -> None:
        super().__init__(scope)
        self.scope = scope


class ActionNotAllowed(ModerationError):
    """The state machine has no such step."""

    code = "action-not-allowed"

    def __init__(self, state: State, action: Action) -> None:
        super().__init__(f"{action} does not apply to {state}")
        self.state = state
        self.action = action


@dataclass(frozen=True, slots=True, kw_only=True)
class Meanwhile:
    """What happened to a comment after a moderator looked.

    Attributes:
        by: Who did it, as the log names them.
        at: When, in UTC.
        action: What was done: an action's name, or the kind of the event.
    """

    by: str
    at: datetime
    action: str


class StaleDecision(ModerationError):
    """Somebody decided after the moderator looked.

    Attributes:
        version: The comment's (or site's) version now, or ``None`` if it was lost in a race and not read again.
        state: The comment's state now, ``None`` likewise.
        meanwhile: What brought it there; ``None`` if nothing did: the version named is not one it has had.
    """

    code = "stale-decision"

    def __init__(
        self, version: int | None = None, *, state: State | None = None, meanwhile: Meanwhile | None = None
    ) -> None:
        super().__init__(f"version now {version}")
        self.version = version
        self.state = state
        self.meanwhile = meanwhile


class StaleSettings(StaleDecision):
    """Somebody changed the site's settings after they were read."""

    code = "stale-settings"


class ClassifierUnavailable(ModerationError):
    """The classifier is missing, altered or failed; what it should have judged is held."""

    code = "classifier-unavailable"


class StorageUnavailable(ModerationError):
    """The database is locked, read-only or away; nothing was half-written."""

    code = "storage-unavailable"

    def __init__(self, retry_after: timedelta) -> None:
        super().__init__(f"retry after {retry_after.total_seconds():.0f} s")
        self.retry_after = retry_after
