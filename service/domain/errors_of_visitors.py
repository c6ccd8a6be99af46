"""What can go wrong for whoever sends a comment or reads one, and for everybody; see :mod:`service.domain.errors`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from datetime import timedelta

    from service.domain.fields import FieldProblem


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


class Banned(ModerationError):
    """Whoever sent the comment is banned, and the ban is one that is told."""

    code = "banned"


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


class ClassifierUnavailable(ModerationError):
    """The classifier is missing, altered or failed; what it should have judged is held."""

    code = "classifier-unavailable"


class StorageUnavailable(ModerationError):
    """The database is locked, read-only or away; nothing was half-written."""

    code = "storage-unavailable"

    def __init__(self, retry_after: timedelta) -> None:
        super().__init__(f"retry after {retry_after.total_seconds():.0f} s")
        self.retry_after = retry_after
