"""Claims in memory."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from service.domain.claim import Claim
from tests.memory_comments import MemoryComments

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from service.domain.comment import CommentId
    from service.domain.site import SiteId
    from service.use_cases.claim_comments import Claims
    from service.use_cases.queue import QueueQuery
    from tests.memory_store import MemoryStore


@dataclass(frozen=True, slots=True)
class MemoryClaims:
    store: MemoryStore

    def take(self, query: QueueQuery, by: str, until: datetime) -> tuple[CommentId, ...]:
        taken = tuple(item.id for item in MemoryComments(self.store).queue(query).items)
        self.store.claims |= dict.fromkeys(taken, Claim(by=by, until=until))
        return taken

    def standing(self, comments: Iterable[CommentId], now: datetime) -> Mapping[CommentId, Claim]:
        held = ((one, self.store.claims.get(one)) for one in comments)
        return {one: claim for one, claim in held if claim is not None and claim.until > now}

    def count(self, by: str, now: datetime) -> int:
        return len(self._held(by, now))

    def renew(
        self,
        by: str,
        now: datetime,
        until: datetime,
        comments: Collection[CommentId] | None = None,
        sites: frozenset[SiteId] | None = None,
    ) -> tuple[CommentId, ...]:
        renewed = [
            one
            for one in self._held(by, now)
            if (comments is None or one in comments) and (sites is None or self.store.comments[one].site in sites)
        ]
        self.store.claims |= {one: replace(self.store.claims[one], until=until) for one in renewed}
        return tuple(sorted(renewed))

    def release(self, by: str, comments: Collection[CommentId] | None = None) -> None:
        claims = self.store.claims
        self.end([one for one in claims if claims[one].by == by and (comments is None or one in comments)])

    def end(self, comments: Collection[CommentId]) -> None:
        self.store.claims = {one: claim for one, claim in self.store.claims.items() if one not in comments}

    def forget(self, now: datetime) -> int:
        over = [one for one, claim in self.store.claims.items() if claim.until <= now]
        self.end(over)
        return len(over)

    def _held(self, by: str, now: datetime) -> list[CommentId]:
        return [one for one, claim in self.standing(self.store.claims, now).items() if claim.by == by]


if TYPE_CHECKING:
    from tests.memory_store import MemoryStore as _Store

    # It keeps its port's promise as far as types can tell.
    _: Claims = MemoryClaims(_Store())
