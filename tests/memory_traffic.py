"""What came to a site, counted in memory."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.domain.event import HUMAN
from service.domain.lifecycle import State
from service.domain.standing import standing
from service.domain.traffic import BINS, Cell

if TYPE_CHECKING:
    from datetime import datetime

    from service.domain.comment import Comment
    from service.domain.site import SiteId
    from service.use_cases.weigh_thresholds import TrafficCounts
    from tests.memory_store import MemoryStore


@dataclass(frozen=True, slots=True)
class MemoryTraffic:
    store: MemoryStore

    def began_before(self, site: SiteId, at: datetime) -> bool:
        return any(comment.site == site and comment.created_at < at for comment in self.store.comments.values())

    def between(self, site: SiteId, since: datetime, until: datetime) -> tuple[Cell, ...]:
        found: dict[tuple[int | None, str, bool, bool | None], list[float | None]] = {}
        for comment in self.store.comments.values():
            if comment.site == site and since <= comment.created_at < until:
                score = comment.spam_probability
                author = self.store.authors.get(comment.author) if comment.author else None
                kind = (
                    None if score is None else math.floor(score * BINS),
                    comment.rule,
                    author is not None and author.history.confirmed,
                    self.decided(comment),
                )
                found.setdefault(kind, []).append(score)
        return tuple(
            Cell(bin=score, rule=rule, confirmed=confirmed, spam=spam, comments=len(one), mass=sum(p or 0 for p in one))
            for (score, rule, confirmed, spam), one in found.items()
        )

    def decided(self, comment: Comment) -> bool | None:
        """Return what a person decided last."""
        about = (comment.site, comment.id)
        decided = standing(event for event in self.store.events if (event.site, event.comment) == about)
        if not decided or not decided[-1].actor.startswith(HUMAN):
            return None
        return {State.APPROVED: False, State.SPAM: True}.get(comment.state_before_trash or comment.state)


if TYPE_CHECKING:
    # It keeps its port's promise as far as types can tell.
    _: type[TrafficCounts] = MemoryTraffic
