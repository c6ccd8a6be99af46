"""What came to a site, newest first, in memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.domain.author import AuthorHistory
from service.domain.trial import Came
from tests.memory_traffic import MemoryTraffic

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from service.domain.comment import Comment
    from service.domain.site import SiteId
    from service.use_cases.try_policy import StoredComments


@dataclass(frozen=True, slots=True)
class MemoryTrials(MemoryTraffic):
    def newest(self, site: SiteId, since: datetime, until: datetime) -> Iterator[Came]:
        found = [one for one in self.store.comments.values() if one.site == site and since <= one.created_at < until]
        found.sort(key=lambda one: (one.created_at, one.id), reverse=True)
        return map(self._came, found)

    def count(self, site: SiteId, since: datetime, until: datetime) -> int:
        return len(list(self.newest(site, since, until)))

    def _came(self, comment: Comment) -> Came:
        history = self.store.authors[comment.author].history if comment.author else AuthorHistory()
        return Came(
            id=comment.id,
            created_at=comment.created_at,
            text=comment.text,
            url=comment.url,
            folded=comment.folded,
            spam_probability=comment.spam_probability,
            rule=comment.rule,
            spam=self.decided(comment),
            evidence=self.store.evidence.get(comment.id),
            author=AuthorHistory(confirmed=history.confirmed, approved=history.approved, trusted=history.trusted),
        )


if TYPE_CHECKING:
    # It keeps its port's promise as far as types can tell.
    _: type[StoredComments] = MemoryTrials
