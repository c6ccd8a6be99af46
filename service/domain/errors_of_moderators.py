"""What can go wrong for moderators; see :mod:`service.domain.errors`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.domain.errors_of_visitors import InvalidSubmission, ModerationError, NotFound

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from service.domain.lifecycle import Action, State


class InvalidSettings(InvalidSubmission):
    """Settings of a site are unusable; nothing was changed."""

    code = "invalid-settings"


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


class UnknownPerson(NotFound):
    """Nobody of that id within the sites that the asker manages."""

    code = "unknown-person"


class UnknownToken(NotFound):
    """No token of that id within the sites that the asker manages."""

    code = "unknown-token"


class UnknownReason(ModerationError):
    """The site has no reason of that code."""

    code = "unknown-reason"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


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


class AnswerNotKept(ModerationError):
    """This was done under the same key before; its answer held a secret, which is shown once."""

    code = "answer-not-kept"


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
