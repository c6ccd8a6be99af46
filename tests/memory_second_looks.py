"""Second opinions in memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.domain.event import EventKind
from service.domain.second_opinion import Pairs
from service.use_cases.second_opinions import BlindItem

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from service.domain.comment import CommentId
    from service.domain.site import SiteId
    from service.use_cases.second_opinions import Look, LookQuery, Opinion, SecondLooks
    from tests.memory_store import MemoryStore


@dataclass(frozen=True, slots=True)
class MemorySecondLooks:
    store: MemoryStore

    def put(self, looks: Sequence[Look]) -> None:
        self.store.looks |= {one.comment: one for one in looks if one.comment not in self.store.opinions}

    def withdraw(self, comments: Collection[CommentId]) -> None:
        kept = {
            one: look for one, look in self.store.looks.items() if one not in comments or one in self.store.opinions
        }
        self.store.looks = kept

    def waiting(self, query: LookQuery) -> tuple[BlindItem, ...]:
        found = [
            self._blind(look)
            for look in self.store.looks.values()
            if look.comment not in self.store.opinions
            and self.asked(look.comment, query.asker) is not None
            and query.site in {None, look.site}
            and (query.site is not None or query.within is None or look.site in query.within)
            and (query.after is None or (look.at, look.comment) > query.after)
        ]
        return tuple(sorted(found, key=lambda item: (item.decided_at, item.id))[: query.limit])

    def asked(self, comment: CommentId, asker: str) -> SiteId | None:
        look = self.store.looks.get(comment)
        theirs = any(
            (event.kind, event.comment, event.actor) == (EventKind.COMMENT_DECIDED, comment, asker)
            for event in self.store.events
        )
        return None if look is None or theirs else look.site

    def give(self, opinion: Opinion, by: str, at: datetime) -> bool:
        if opinion.comment not in self.store.looks or opinion.comment in self.store.opinions:
            return False
        self.store.opinions[opinion.comment] = (opinion, by, at)
        return True

    def pairs(self, site: SiteId | None, within: frozenset[SiteId] | None, since: datetime) -> tuple[Pairs, ...]:
        looks = ((self.store.looks[comment], *given) for comment, given in self.store.opinions.items())
        return tuple(
            Pairs(
                decided_by=look.by,
                decided=look.action,
                reason_code=look.reason_code,
                given_by=by,
                given=opinion.action,
            )
            for look, opinion, by, at in looks
            if at >= since and site in {None, look.site} and (site is not None or within is None or look.site in within)
        )

    def forget(self, before: datetime) -> int:
        looks = self.store.looks
        old = [one for one in looks if looks[one].at < before and one not in self.store.opinions]
        self.withdraw(old)
        return len(old)

    def _blind(self, look: Look) -> BlindItem:
        comment = self.store.comments[look.comment]
        return BlindItem(
            id=comment.id,
            site=comment.site,
            page=comment.page,
            page_title=self.store.pages[comment.site, comment.page].title,
            parent=comment.parent,
            name=comment.name,
            url=comment.url,
            text=comment.text,
            language=comment.language,
            created_at=comment.created_at,
            decided_at=look.at,
        )


if TYPE_CHECKING:
    from tests.memory_store import MemoryStore as _Store

    # It keeps its port's promise as far as types can tell.
    _: SecondLooks = MemorySecondLooks(_Store())
