"""What moderators see of comments, and how they ask for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from service.domain.author import AuthorHistory, AuthorId
    from service.domain.campaign import CampaignId, Membership
    from service.domain.claim import Claim, Hold
    from service.domain.comment import CommentId
    from service.domain.lifecycle import State
    from service.domain.page import PageKey
    from service.domain.site import SiteId


class QueueOrder(StrEnum):
    """Orders that indexes serve; the last one is told in ``learning_order``."""

    OLDEST = "oldest"
    NEWEST = "newest"
    LIKELY_SPAM = "likely-spam"
    LIKELY_GENUINE = "likely-genuine"
    MOST_TO_LEARN = "most-to-learn"


BY_TIME = frozenset({QueueOrder.OLDEST, QueueOrder.NEWEST})
"""The orders by ``created_at``."""

DOWNWARDS = frozenset({QueueOrder.NEWEST, QueueOrder.LIKELY_SPAM})
"""The orders in which the greatest value comes first."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in an order: the value ordered by, and the id that settles ties.

    Attributes:
        value: ``created_at`` in the orders by time, the spam probability (1 for none) in the others.
        comment: The comment at that place.
    """

    value: datetime | float
    comment: CommentId


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningPlace:
    """A place in the order *most to learn from*, which is three lines in one; see ``learning_order``.

    Attributes:
        above, below: How far the scores from 0.5 upwards and from there downwards have come; ``None``: not begun.
        sample: How far the sample has come, by time.
        given: How many were listed up to here.
    """

    above: Place | None = None
    below: Place | None = None
    sample: Place | None = None
    given: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """Places in one of the orders that an index serves.

    Attributes:
        places: In that order.
        reached: Where looking stopped although more may follow; ``None`` at the end, or where enough were found.
    """

    places: tuple[Place, ...]
    reached: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFilter:
    """Which comments are meant: those that meet everything that is asked; ``None`` asks nothing.

    Attributes:
        site: One site.
        within: The sites that are open to whoever asks, outside which nothing is found or counted; ``None``: all.
        state: One state.
        page: One page, by its key.
        author: One author.
        campaign: One campaign.
        rule: Decided by that rule when it came.
        min_score, max_score: Spam probability from and up to, in [0, 1]; a comment without one meets neither.
        language: In that language.
        since, until: Created from then on, and before then.
        text: Folded words that name or text must contain, or ``""``.
        claimed: Free, claimed by :attr:`asker` or by somebody else, at :attr:`now`.
        asker: The actor who asks.
        now: When; without it no comment is seen as claimed.
    """

    site: SiteId | None = None
    within: frozenset[SiteId] | None = None
    state: State | None = None
    page: PageKey | None = None
    author: AuthorId | None = None
    campaign: CampaignId | None = None
    rule: str | None = None
    min_score: float | None = None
    max_score: float | None = None
    language: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    text: str = ""
    claimed: Hold | None = None
    asker: str | None = None
    now: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueQuery(QueueFilter):
    """What a moderator asks to see.

    Attributes:
        order: By what.
        after: Begin behind this place.
        limit: Greatest number of items.
    """

    order: QueueOrder = QueueOrder.OLDEST
    after: Place | LearningPlace | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueItem:
    """A comment as a moderator sees it: no address, nothing made from one; its campaign if it is not alone there.

    ``claim`` is the one that holds at the moment of the question.
    ``author_id`` was drawn by lot when the author came first; ``sampled`` says that chance put the item in its place.
    """

    id: CommentId
    site: SiteId
    page: PageKey
    page_title: str
    parent: CommentId | None
    name: str
    url: str | None
    author: AuthorHistory
    text: str
    language: str
    state: State
    version: int
    spam_probability: float | None
    model: str | None
    rule: str
    created_at: datetime
    author_id: AuthorId | None = None
    campaign: Membership | None = None
    claim: Claim | None = None
    sampled: bool = False

    def place(self, order: QueueOrder) -> Place:
        """Return where the item stands in an order of one line."""
        if order in BY_TIME:
            return Place(self.created_at, self.id)
        return Place(1.0 if self.spam_probability is None else self.spam_probability, self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePart:
    """A part of the queue.

    Attributes:
        items: The comments, in the query's order.
        places: Where each of them stands, to go on from.
        reached: Where looking stopped before there were as many as asked for, so that a filter that hardly anything
            meets costs no more than another; ``None`` if there are that many, or no more at all.
    """

    items: tuple[QueueItem, ...]
    places: tuple[Place | LearningPlace, ...]
    reached: Place | LearningPlace | None = None
