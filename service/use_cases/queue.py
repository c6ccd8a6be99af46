"""What moderators see of comments, and how they ask for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from service.domain.author import AuthorHistory
    from service.domain.campaign import CampaignId, Membership
    from service.domain.comment import CommentId
    from service.domain.lifecycle import State
    from service.domain.page import PageKey
    from service.domain.site import SiteId


class QueueOrder(StrEnum):
    """Orders that an index serves."""

    OLDEST = "oldest"
    NEWEST = "newest"
    LIKELY_SPAM = "likely-spam"
    LIKELY_GENUINE = "likely-genuine"


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
class QueueQuery:
    """What a moderator asks for.

    Attributes:
        site: One site; ``None`` for all.
        state: One state.
        order: By what.
        text: Folded words that name or text must contain, or ``""``.
        campaign: One campaign; ``None`` for any.
        within: The site whose part of a campaign is counted; ``None``: all of it.
        after: Begin behind this place.
        limit: Greatest number of items.
    """

    site: SiteId | None
    state: State
    order: QueueOrder = QueueOrder.OLDEST
    text: str = ""
    campaign: CampaignId | None = None
    within: SiteId | None = None
    after: Place | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueItem:
    """A comment as a moderator sees it: no address, nothing made from one; its campaign if it is not alone there."""

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
    campaign: Membership | None = None

    def place(self, order: QueueOrder) -> Place:
        """Return where the item stands in an order."""
        if order in {QueueOrder.OLDEST, QueueOrder.NEWEST}:
            return Place(self.created_at, self.id)
        return Place(1.0 if self.spam_probability is None else self.spam_probability, self.id)
