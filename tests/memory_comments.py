"""Comments in memory, with the orders and filters of the queue."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from service.domain.author import STRANGER
from service.domain.campaign import Membership
from service.domain.claim import Hold
from service.domain.errors import StaleDecision, UnknownComment
from service.domain.lifecycle import State
from service.domain.words import Search
from service.use_cases.count_comments import MOST_GROUPS, Counts, Group
from service.use_cases.learning_order import MIDDLE, interleave, is_sampled
from service.use_cases.queue import (
    DOWNWARDS,
    LearningPlace,
    Line,
    Place,
    QueueFilter,
    QueueItem,
    QueueOrder,
    QueuePart,
    QueueQuery,
)
from service.use_cases.repositories import DuplicateText, Surroundings
from tests.memory_bans import bans_met
from tests.memory_campaigns import MemoryCampaigns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from service.domain.claim import Claim
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

    def queue(self, query: QueueQuery) -> QueuePart:
        found = [
            self._item(comment, query.within, query.now)
            for comment in self.store.comments.values()
            if meets(query, comment) and _held(query, self._claim(comment, query.now))
        ]
        if query.order is QueueOrder.MOST_TO_LEARN:
            return _most_to_learn(found, query)
        after = query.after if isinstance(query.after, Place) else None
        line = _line(found, query.order, after)
        places = tuple([item.place(query.order) for item in line[: query.limit]])
        return QueuePart(items=tuple(line[: query.limit]), places=places)

    def counts(self, wanted: QueueFilter) -> Counts:
        meant = [comment for comment in self.store.comments.values() if meets(replace(wanted, state=None), comment)]
        waiting = [comment for comment in meant if comment.state is State.PENDING]
        campaigns = Counter(comment.campaign for comment in waiting if comment.campaign)
        groups = [
            Group(campaign, count, min(comment.text for comment in waiting if comment.campaign == campaign))
            for campaign, count in campaigns.items()
            if count > 1
        ]
        rules = Counter(comment.rule for comment in waiting)
        return Counts(
            states={state: sum(comment.state is state for comment in meant) for state in State},
            more=frozenset(),
            rules=tuple(sorted(rules.items(), key=lambda one: (-one[1], one[0]))[:MOST_GROUPS]),
            campaigns=tuple(sorted(groups, key=lambda one: (-one.count, one.campaign))[:MOST_GROUPS]),
            partly=False,
        )

    def items(
        self, comments: Sequence[CommentId], *, within: frozenset[SiteId] | None, now: datetime
    ) -> tuple[QueueItem, ...]:
        found = (self.store.comments.get(one) for one in comments)
        return tuple(self._item(one, within, now) for one in found if one is not None)

    def item(
        self, comment: CommentId, *, within: frozenset[SiteId] | None = None, now: datetime | None = None
    ) -> QueueItem:
        return self._item(self.get(comment), within, now)

    def _claim(self, comment: Comment, now: datetime | None) -> Claim | None:
        claim = self.store.claims.get(comment.id)
        return claim if claim is not None and now is not None and claim.until > now else None

    def _item(self, comment: Comment, within: frozenset[SiteId] | None, now: datetime | None) -> QueueItem:
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
            author_id=comment.author,
            campaign=Membership(id=comment.campaign, size=len(alike)) if comment.campaign and len(alike) > 1 else None,
            claim=self._claim(comment, now),
        )


def _held(wanted: QueueFilter, claim: Claim | None) -> bool:
    """Return whether a comment is held as a filter asks."""
    hold = Hold.FREE if claim is None else Hold.MINE if claim.by == wanted.asker else Hold.TAKEN
    return wanted.claimed in {None, hold}


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
        and Search.of(wanted.text).found_in(comment.folded)
    )


def _line(items: list[QueueItem], order: QueueOrder, after: Place | None) -> list[QueueItem]:
    """Return the items of an order behind a place."""
    down = order in DOWNWARDS

    def place(item: QueueItem) -> tuple[float, CommentId]:
        return _place(item.place(order).value), item.id

    found = sorted(items, key=place, reverse=down)
    if after is None:
        return found
    here = (_place(after.value), after.comment)
    return [item for item in found if (place(item) < here if down else place(item) > here)]


def _most_to_learn(items: list[QueueItem], query: QueueQuery) -> QueuePart:
    """Return the three lines of that order as one."""
    after = query.after if isinstance(query.after, LearningPlace) else LearningPlace()

    def line(order: QueueOrder, here: Place | None, *, sample: bool, above: bool = True) -> Line:
        of_line = [
            item
            for item in items
            if is_sampled(item.id) == sample
            and (sample or (_place(item.place(QueueOrder.LIKELY_SPAM).value) >= MIDDLE) == above)
        ]
        return Line(tuple([item.place(order) for item in _line(of_line, order, here)]))

    listed, _ = interleave(
        line(QueueOrder.LIKELY_GENUINE, after.above, sample=False),
        line(QueueOrder.LIKELY_SPAM, after.below, sample=False, above=False),
        line(QueueOrder.OLDEST, after.sample, sample=True),
        after,
        query.limit,
    )
    known = {item.id: replace(item, sampled=is_sampled(item.id)) for item in items}
    return QueuePart(items=tuple(known[comment] for comment, _ in listed), places=tuple(place for _, place in listed))


def _place(value: datetime | float) -> float:
    """Return a place's value as a number, so that the two kinds sort alike."""
    return value if isinstance(value, float | int) else value.timestamp()
