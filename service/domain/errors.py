"""What can go wrong in moderation, as one tree with stable codes.

::

    ModerationError
    ├── InvalidSubmission        invalid-submission       fields of a comment are missing or unusable
    ├── MalformedRequest         malformed-request        a body or parameter that cannot be read
    ├── NotFound
    │   ├── UnknownSite          unknown-site
    │   ├── UnknownPage          unknown-page
    │   ├── UnknownComment       unknown-comment
    │   └── UnknownReceipt       unknown-receipt
    ├── Closed
    │   ├── SiteClosed           site-closed
    │   └── PageClosed           page-closed
    ├── IdempotencyConflict      idempotency-conflict     the key was used for another body
    ├── TooManyComments          too-many-comments        the author must wait
    ├── OriginNotAllowed         origin-not-allowed
    ├── NotAuthenticated         not-authenticated        no token, or not a live one
    ├── NotAllowed               not-allowed              the token lacks the scope
    ├── ActionNotAllowed         action-not-allowed       the state machine has no such step
    ├── StaleDecision            stale-decision           somebody decided in the meantime
    ├── Claimed                  claimed                  somebody else has taken the comment to decide it
    ├── OpinionGiven             opinion-given            the second opinion on the comment was given already
    ├── ClassifierUnavailable    classifier-unavailable   no score can be given; comments are held
    └── StorageUnavailable       storage-unavailable      the database is locked, read-only or away

Codes are part of the API: they never change their meaning. The text of an exception is for the log and holds no
personal data; what a person reads is translated once, from the code, by the ``Phrasebook``.
"""

from __future__ import annotations

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


class UnknownReceipt(NotFound):
    """The receipt was not signed here, or its comment is gone."""

    code = "unknown-receipt"


class Closed(ModerationError):
    """No more comments are taken."""


class SiteClosed(Closed):
    """The whole site takes no comments."""

    code = "site-closed"


class PageClosed(Closed):
    """This page takes no more comments."""

    code = "page-closed"


class IdempotencyConflict(ModerationError):
    """An idempotency key came back with another body."""

    code = "idempotency-conflict"


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
    """No token came with the request, or not a live one."""

    code = "not-authenticated"


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


class StaleDecision(ModerationError):
    """Somebody decided after the moderator looked.

    Attributes:
        version: The comment's version now, or ``None`` if it was lost in a race and not read again.
    """

    code = "stale-decision"

    def __init__(self, version: int | None = None) -> None:
        super().__init__(f"version now {version}")
        self.version = version


class Claimed(ModerationError):
    """Somebody else has taken the comment to decide it, and holds it for a while.

    Attributes:
        by: Who, as the log names them.
        until: When the comment is free again, unless they renew.
    """

    code = "claimed"

    def __init__(self, by: str, until: datetime) -> None:
        super().__init__(f"until {until.isoformat()}")
        self.by = by
        self.until = until


class OpinionGiven(ModerationError):
    """The second opinion on the comment was given already; the first one stays."""

    code = "opinion-given"


class ClassifierUnavailable(ModerationError):
    """The classifier is missing, altered or failed; what it should have judged is held."""

    code = "classifier-unavailable"


class StorageUnavailable(ModerationError):
    """The database is locked, read-only or away; nothing was half-written."""

    code = "storage-unavailable"

    def __init__(self, retry_after: timedelta) -> None:
        super().__init__(f"retry after {retry_after.total_seconds():.0f} s")
        self.retry_after = retry_after
