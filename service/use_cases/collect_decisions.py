"""Collect what people decided: each comment once, under its last decision, in the order of time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from service.domain.errors import UnknownComment
from service.domain.event import EventKind
from service.domain.learning import is_human_decision, label_of
from service.use_cases.model_registry import DecidedComment, silent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.domain.comment import CommentId
    from service.domain.event import Event
    from service.domain.site import SiteId
    from service.use_cases.event_log import LogLine, SettledEvents
    from service.use_cases.model_registry import Progress
    from service.use_cases.repositories import Comments, Sites

    _Label = tuple[tuple[int, int], bool | None]

BATCH = 1000
"""Lines of the log read at once."""

MOST = 20_000
"""Of more decisions the newest are taken: spam changes, and training takes about ten seconds for each thousand."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The last human decision on each comment that was not undone, as the log is read.

    An undoing lets what stood before its act stand again, and may be undone itself; the log has one only where nothing
    later stood on the act.
    """

    last: dict[CommentId, _Label | None] = field(default_factory=dict)
    before: dict[tuple[CommentId, str], _Label | None] = field(default_factory=dict)

    def read(self, event: Event, comment: CommentId, place: tuple[int, int]) -> None:
        """Take in the next line of the log about a comment; *place*: how many came before, and its number."""
        if is_human_decision(event):
            found: _Label | None = (place, label_of(event))
        elif event.kind is EventKind.DECISION_UNDONE:
            found = self.before.get((comment, str(event.details.get("undoes"))))
        else:
            return
        # The first line of an act on a comment tells what stood before it.
        if act := event.details.get("act"):
            self.before.setdefault((comment, str(act)), self.last.get(comment))
        self.last[comment] = found

    def labelled(self) -> list[tuple[CommentId, int, bool]]:
        """Return the comments that a standing decision calls spam or not, each with its line, in the log's order."""
        found = sorted((label, comment) for comment, label in self.last.items() if label and label[1] is not None)
        return [(comment, place[1], bool(spam)) for (place, spam), comment in found]


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectDecisions:
    """Reads the log to its end; what a machine decided teaches nothing."""

    events: SettledEvents
    comments: Comments
    sites: Sites

    def __call__(self, site: SiteId | None, progress: Progress = silent) -> tuple[DecidedComment, ...]:
        """Return the decided comments of a site (``None``: of all), the newest :data:`MOST`.

        Args:
            site: Which.
            progress: Shown while comments are read.

        Raises:
            UnknownSite: There is none of that name.
        """
        policies = {one.id: one.policy for one in ([self.sites.get(site)] if site else self.sites.all())}
        standing = Standing()
        for place, entry in enumerate(self._lines()):
            event = entry.event
            if event.comment is not None and event.site in policies:
                standing.read(event, event.comment, (place, entry.id))
        labelled = standing.labelled()[-MOST:]
        found = []
        for comment, line, spam in progress(labelled, len(labelled), "comment"):
            try:
                stored = self.comments.get(comment)
            except UnknownComment:
                continue
            policy = policies[stored.site]
            found.append(
                DecidedComment(
                    text=stored.text,
                    name=stored.name,
                    url=stored.url,
                    spam=spam,
                    site=stored.site,
                    doubtful_probability=policy.doubtful_probability,
                    spam_probability=policy.spam_probability,
                    line=line,
                )
            )
        return tuple(found)

    def _lines(self) -> Iterator[LogLine]:
        """Yield the settled lines of the log, in its order."""
        place = 0
        while lines := self.events.after(place, BATCH):
            yield from lines
            place = lines[-1].id
