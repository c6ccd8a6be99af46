"""Comments in memory, with the orders and filters of the queue."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from service.domain.author import STRANGER
from service.domain.campaign import Membership
from service.domain.errors import StaleDecision, UnknownComment
from service.domain.lifecycle import State
from service.use_cases.queue import QueueFilter, QueueItem, QueueOrder, QueueQuery
from service.use_cases.repositories import DuplicateText, Surroundings
from tests.memory_bans import bans_met
from tests.memory_campaigns import MemoryCampaigns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from service.domain.comment import Comment, CommentId
    from service.domain.kept_evidence import KeptEvidence
    from service.domain.page import PageKey
    from service.domain.site import SiteId
    from service.use_cases.repositories import Arrival
    from tests.memory_store import MemoryStore


@dataclass(frozen=True, slots=True)
class MemoryComments:
    store: MemoryStore

    def surroundings(self, arrival: Arrival) -> Surroundings:
        site, page, email = arrival.site, arrival.page, arrival.email
        above = self.store.comments.get(arrival.parent) if arrival.parent else None
        known = [
            (author, known)
            for author, known in self.store.authors.items()
            if email is not None and (known.site, known.email.key) == (site, email.key)
        ]
        return Surroundings(
            page=self.store.pages.get((site, page)),
            parent_public=above is not None and (above.site, above.page, above.state) == (site, page, State.APPROVED),
            author=next((author.history for _, author in known), STRANGER),
            duplicate=(site, page, arrival.fingerprint) in self.store.fingerprints,
            bans=bans_met(self.store, arrival, next((author for author, _ in known), None)),
        )

    def add(self, comment: Comment, fingerprint: bytes | None, evidence: KeptEvidence | None = None) -> None:
        assert (comment.site, comment.page) in self.store.pages, "its page must be known"
        assert comment.author is None or comment.author in self.store.authors, "its author must be known"
        assert comment.id not in self.store.comments, "an id is unique"
        if fingerprint is not None:
            mark = (comment.site, comment.page, fingerprint)
            if mark in self.store.fingerprints:
                raise DuplicateText
            self.store.fingerprints.add(mark)
        self.store.comments[comment.id] = comment
        if evidence is not None:
            self.store.evidence[comment.id] = evidence

    def get(self, comment: CommentId) -> Comment:
        if comment not in self.store.comments:
            raise UnknownComment(comment)
        return self.store.comments[comment]

    def locked(self, comments: Iterable[CommentId]) -> Mapping[CommentId, Comment]:
        return {comment: self.store.comments[comment] for comment in comments if comment in self.store.comments}

    def decide(self, *comments: Comment) -> None:
        for comment in comments:
            stored = self.store.comments.get(comment.id)
            if stored is None or stored.version + 1 != comment.version:
                raise StaleDecision(stored.version if stored else None)
            self.store.comments[comment.id] = replace(
                stored, state=comment.state, state_before_trash=comment.state_before_trash, version=comment.version
            )

    def public(
        self, site: SiteId, page: PageKey, after: tuple[datetime, CommentId] | None, limit: int
    ) -> tuple[Comment, ...]:
        found = (
            comment
            for comment in self.store.comments.values()
            if (comment.site, comment.page, comment.state) == (site, page, State.APPROVED)
            and (after is None or (comment.created_at, comment.id) > after)
        )
        return tuple(sorted(found, key=lambda comment: (comment.created_at, comment.id))[:limit])

    def queue(self, query: QueueQuery) -> tuple[QueueItem, ...]:
        found = [self._item(comment, query.within) for comment in self.store.comments.values() if meets(query, comment)]
        downwards = query.order in {QueueOrder.NEWEST, QueueOrder.LIKELY_SPAM}

        def place(item: QueueItem) -> tuple[float, CommentId]:
            return _place(item.place(query.order).value), item.id

        found.sort(key=place, reverse=downwards)
        if query.after is not None:
            after = (_place(query.after.value), query.after.comment)
            found = [item for item in found if (place(item) < after if downwards else place(item) > after)]
        return tuple(found[: query.limit])

    def item(self, comment: CommentId, *, within: frozenset[SiteId] | None = None) -> QueueItem:
        return self._item(self.get(comment), within)

    def _item(self, comment: Comment, within: frozenset[SiteId] | None) -> QueueItem:
        alike = MemoryCampaigns(self.store).members(comment.campaign, within) if comment.campaign else []
        return QueueItem(
            id=comment.id,
            site=comment.site,
            page=comment.page,
            page_title=self.store.pages[comment.site, comment.page].title,
            parent=comment.parent,
            name=comment.name,
            url=comment.url,
            author=self.store.authors[comment.author].history if comment.author else STRANGER,
            text=comment.text,
            language=comment.language,
            state=comment.state,
            version=comment.version,
            spam_probability=comment.spam_probability,
            model=comment.model,
            rule=comment.rule,
            created_at=comment.created_at,
            campaign=Membership(id=comment.campaign, size=len(alike)) if comment.campaign and len(alike) > 1 else None,
        )


def meets(wanted: QueueFilter, comment: Comment) -> bool:
    """Return whether a comment meets everything that a filter asks."""
    score = comment.spam_probability
    return (
        wanted.site in {None, comment.site}
        and (wanted.within is None or comment.site in wanted.within)
        and wanted.state in {None, comment.state}
        and wanted.page in {None, comment.page}
        and wanted.author in {None, comment.author}
        and wanted.campaign in {None, comment.campaign}
        and wanted.rule in {None, comment.rule}
        and wanted.language in {None, comment.language}
        and (wanted.min_score is None or (score is not None and score >= wanted.min_score))
        and (wanted.max_score is None or (score is not None and score <= wanted.max_score))
        and (wanted.since is None or comment.created_at >= wanted.since)
        and (wanted.until is None or comment.created_at < wanted.until)
        and all(word in comment.folded for word in wanted.text.split())
    )


def _place(value: datetime | float) -> float:
    """Return a place's value as a number, so that the two kinds sort alike."""
    return value if isinstance(value, float | int) else value.timestamp()
