"""The append-only log, as the use cases write and read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from service.domain.comment import Comment, CommentId
    from service.domain.event import Event
    from service.domain.site import SiteId


class Events(Protocol):
    """The append-only log."""

    def append(self, *events: Event) -> None:
        """Write lines, in order."""
        ...

    def of_comment(self, site: SiteId, comment: CommentId) -> tuple[Event, ...]:
        """Return what happened to a comment, oldest first."""
        ...

    def latest(self, comments: Iterable[Comment]) -> Mapping[CommentId, Event]:
        """Return, for each comment, the line that brought it to its version: the last one that names a version."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """A line of the log with its number; numbers grow, and gaps mean nothing."""

    id: int
    event: Event


class SettledEvents(Protocol):
    """The part of the log before which no line can appear any more."""

    def after(self, line: int, limit: int) -> tuple[LogLine, ...]:
        """Return the lines behind a line in the log's order (0: from the first), *limit* at most.

        The order is that of the transactions that wrote, which is not always that of the numbers; it never changes.
        """
        ...


class Cursors(Protocol):
    """How far each reader of the log has come."""

    def get(self, name: str) -> int:
        """Return the last line that a reader is done with, 0 if none."""
        ...

    def move(self, name: str, line: int) -> None:
        """Note that a reader is done with a line and all before it."""
        ...
