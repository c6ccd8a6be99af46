"""Index the words of comments, behind the writers: accepting a comment costs nothing for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from service.domain.event import EventKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.domain.comment import CommentId
    from service.use_cases.event_log import Cursors, SettledEvents
    from service.use_cases.repositories import Transaction

READER = "index-words"
"""Name of the cursor that says how far the log was read."""

BATCH = 500
"""Lines of the log in one transaction: on SQLite everybody else waits so long, some 40 ms."""


class SearchIndex(Protocol):
    """The index of words."""

    def add(self, comments: Iterable[CommentId]) -> None:
        """Index comments; one that is indexed stays as it is, one that is gone is left out."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexComments:
    """Index what the log says came since last time. Safe to repeat, and for several workers at once."""

    events: SettledEvents
    cursors: Cursors
    index: SearchIndex
    transaction: Transaction

    def __call__(self) -> int:
        """Read the settled log to its end; return how many comments were found in it."""
        indexed = 0
        while (batch := self._batch()) is not None:
            indexed += batch
        return indexed

    def _batch(self) -> int | None:
        """Index the comments of the next lines and return how many; ``None`` at the end."""
        with self.transaction():
            lines = self.events.after(self.cursors.get(READER), BATCH)
            if not lines:
                return None
            came = [
                line.event.comment
                for line in lines
                if line.event.kind is EventKind.COMMENT_SUBMITTED and line.event.comment is not None
            ]
            if came:
                self.index.add(came)
            self.cursors.move(READER, lines[-1].id)
        return len(came)
