"""Collect what people decided: each comment once, under its last decision, in the order of time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.domain.errors import UnknownComment
from service.domain.learning import is_human_decision, label_of
from service.use_cases.model_registry import DecidedComment, silent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.domain.comment import CommentId
    from service.domain.site import SiteId
    from service.use_cases.event_log import LogLine, SettledEvents
    from service.use_cases.model_registry import Progress
    from service.use_cases.repositories import Comments, Sites

BATCH = 1000
"""Lines of the log read at once."""

MOST = 20_000
"""Of more decisions the newest are taken: spam changes, and training takes about ten seconds for each thousand."""


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
        last: dict[CommentId, tuple[int, bool | None]] = {}
        for entry in self._lines():
            event = entry.event
            if event.comment is not None and event.site in policies and is_human_decision(event):
                last.pop(event.comment, None)  # so that the order is that of the last decisions
                last[event.comment] = (entry.id, label_of(event))
        labelled = [(comment, line, spam) for comment, (line, spam) in last.items() if spam is not None][-MOST:]
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
