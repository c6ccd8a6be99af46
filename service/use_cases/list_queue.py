"""List comments as moderators see them, and show one with its reasons and its history."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from service.domain.errors import ClassifierUnavailable, UnknownComment
from service.domain.token import Scope

if TYPE_CHECKING:
    from service.domain.comment import CommentId
    from service.domain.event import Event
    from service.domain.explanation import Explanation
    from service.domain.moderator import Moderator
    from service.use_cases.event_log import Events
    from service.use_cases.ports import Clock, SpamClassifier, TextFolder
    from service.use_cases.queue import LearningPlace, Place, QueueItem, QueueQuery
    from service.use_cases.repositories import Comments, Sites

MAX_LIMIT = 200
"""Greatest number of items in one answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListQueue:
    """One page of the queue."""

    clock: Clock
    sites: Sites
    comments: Comments
    fold: TextFolder

    def __call__(
        self, query: QueueQuery, moderator: Moderator
    ) -> tuple[tuple[QueueItem, ...], Place | LearningPlace | None]:
        """Return items and the place to go on from (``None`` at the end).

        Fewer items than asked for, or none, and a place: what was looked through did not hold more, go on from there.
        Who may see one site and asks for none gets that one.

        Raises:
            NotAllowed: The moderator may not read.
            UnknownSite: There is no such site, or it is not open to the moderator.
        """
        moderator.require(Scope.READ)
        site = moderator.site_of(query.site)
        if site is not None:
            self.sites.get(site)
        limit = max(1, min(query.limit, MAX_LIMIT))
        text = self.fold(query.text).strip() if query.text else ""
        wanted = replace(query, site=site, text=text, within=moderator.sites, limit=limit + 1)
        part = self.comments.queue(replace(wanted, asker=moderator.actor, now=self.clock.now()))
        if len(part.items) <= limit:
            return part.items, part.reached
        return part.items[:limit], part.places[limit - 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentDetail:
    """One comment with all that a moderator may know.

    Attributes:
        item: As in the queue.
        explanation: Of the score by the model that is live now; ``None`` if it cannot judge.
        history: What happened to the comment, oldest first.
    """

    item: QueueItem
    explanation: Explanation | None
    history: tuple[Event, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowComment:
    """One comment, explained."""

    clock: Clock
    comments: Comments
    events: Events
    classifier: SpamClassifier

    def __call__(self, comment: CommentId, moderator: Moderator) -> CommentDetail:
        """Return a comment with its explanation and history.

        Raises:
            NotAllowed: The moderator may not read.
            UnknownComment: There is none of that id, or on no site that is open to the moderator.
        """
        moderator.require(Scope.READ)
        item = self.comments.item(comment, within=moderator.sites, now=self.clock.now())
        if not moderator.opens(item.site):
            raise UnknownComment(comment)
        try:
            explanation = self.classifier.of_site(item.site).explain(item.text, item.name, item.url)
        except ClassifierUnavailable:
            explanation = None
        return CommentDetail(item=item, explanation=explanation, history=self.events.of_comment(item.site, comment))
