"""A bulk act between its preview and its end, and what storage keeps of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, NewType, Protocol
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from service.domain.act import ActId
    from service.domain.campaign import CampaignId
    from service.domain.comment import CommentId
    from service.domain.lifecycle import Action, State
    from service.domain.site import SiteId
    from service.use_cases.queue import QueueFilter

BulkId = NewType("BulkId", UUID)
"""A preview's token: whoever made it commits by it what it froze."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulk:
    """A bulk act.

    Attributes:
        id: Its token.
        actor: Who made it, as the log names them; nobody else may commit it.
        action: What is to be done.
        reason, reason_code: For the record, or ``None``.
        site: The site that the filter named, ``None`` for all on which the actor may decide.
        campaign: The campaign that a standing order is for, ``None`` without one.
        hours: How long that order stands.
        expires_at: What is not committed by then is forgotten.
        comments: How many were frozen.
        act: The act that it became with the first commit.
        through: It has come so far: the last comment decided, or passed over.
        decided: Comments decided.
        changed: Comments passed over, since somebody touched them after the preview.
        claimed: Comments passed over, since somebody else held them to decide them.
        inapplicable: Comments passed over, since the action does not apply to their state, may not be done there,
            or the site has struck its reason out.
        finished: Whether nothing more is decided.
    """

    id: BulkId
    actor: str
    action: Action
    reason: str | None = None
    reason_code: str | None = None
    site: SiteId | None = None
    campaign: CampaignId | None = None
    hours: int | None = None
    expires_at: datetime
    comments: int
    act: ActId | None = None
    through: CommentId | None = None
    decided: int = 0
    changed: int = 0
    claimed: int = 0
    inapplicable: int = 0
    finished: bool = False

    @property
    def remaining(self) -> int:
        """Comments not looked at yet."""
        return self.comments - self.decided - self.changed - self.claimed - self.inapplicable


class Match(NamedTuple):
    """A comment that a filter means: a tuple, since there may be a hundred thousand.

    Attributes:
        comment: Which.
        version: Its version.
        site: Its site.
        state: Its state.
        rule: The rule that decided when it came.
        campaign: Its campaign, if there are more comments in it.
        score: Its spam probability, ``None`` if it has none.
        created_at: When it came.
        known: Whether its author has approved comments.
    """

    comment: CommentId
    version: int
    site: SiteId
    state: State
    rule: str
    campaign: CampaignId | None
    score: float | None
    created_at: datetime
    known: bool


class Bulks(Protocol):
    """The bulk acts."""

    def matching(self, wanted: QueueFilter, limit: int) -> Sequence[Match]:
        """Return what a filter means at one moment, *limit* at most, in no order."""
        ...

    def add(self, bulk: Bulk) -> None:
        """Store a new one, without its comments."""
        ...

    def freeze(self, bulk: BulkId, items: Sequence[tuple[CommentId, int]]) -> None:
        """Store comments of a bulk act, each with its version."""
        ...

    def get(self, bulk: BulkId) -> Bulk:
        """Return a bulk act.

        Raises:
            UnknownBulk: There is none of that id.
        """
        ...

    def locked(self, bulk: BulkId) -> Bulk:
        """Return it; nobody else gets it so until the transaction ends.

        Raises:
            UnknownBulk: There is none of that id.
        """
        ...

    def items(self, bulk: BulkId, after: CommentId | None, limit: int) -> Sequence[tuple[CommentId, int]]:
        """Return its comments and their versions, by id, behind one of them, *limit* at most."""
        ...

    def change(self, bulk: Bulk) -> None:
        """Store how far it has come."""
        ...

    def stop(self, act: ActId) -> None:
        """Finish the bulk act that became *act*, if one did."""
        ...

    def forget(self, bulk: BulkId) -> None:
        """Delete it; its comments stay until :meth:`forget_items`."""
        ...

    def forget_expired(self, at: datetime) -> int:
        """Delete those that expired by then; return how many."""
        ...

    def forget_items(self, limit: int) -> int:
        """Delete comments of bulk acts that are gone, *limit* at most; return how many."""
        ...
