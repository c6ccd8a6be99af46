"""Show an author what became of a comment."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from service.domain.errors import UnknownComment, UnknownReceipt
from service.domain.event import EventKind
from service.domain.lifecycle import State
from service.domain.standing import standing

if TYPE_CHECKING:
    from service.domain.comment import Comment
    from service.domain.site import SiteId
    from service.use_cases.event_log import Events
    from service.use_cases.ports import Receipts
    from service.use_cases.repositories import Comments, Sites


class PublicState(StrEnum):
    """What an author is told. Filed as spam reads as waiting: the answer teaches a spammer nothing."""

    APPROVED = "approved"
    PENDING = "pending"
    DECLINED = "declined"


PUBLIC_STATES = {
    State.APPROVED: PublicState.APPROVED,
    State.PENDING: PublicState.PENDING,
    State.SPAM: PublicState.PENDING,
    State.REJECTED: PublicState.DECLINED,
    State.TRASH: PublicState.DECLINED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A comment as its author may know it.

    Attributes:
        comment: The author's own.
        state: What became of it.
        refusal: Why it was rejected, in the site's words and as text; ``""`` where nothing is told.
    """

    comment: Comment
    state: PublicState
    refusal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowReceipt:
    """Come back to a comment by its receipt."""

    receipts: Receipts
    sites: Sites
    comments: Comments
    events: Events

    def __call__(self, site: SiteId, receipt: str) -> Shown:
        """Return the comment and what its author is told.

        Raises:
            UnknownReceipt: Not signed here, for another site, or its comment is gone.
        """
        try:
            comment = self.comments.get(self.receipts.read(site, receipt))
        except UnknownComment as error:
            raise UnknownReceipt from error
        return Shown(comment=comment, state=PUBLIC_STATES[comment.state], refusal=self._refusal(comment))

    def _refusal(self, comment: Comment) -> str:
        """Return what the reason of the rejection tells.

        It is looked up where it was noted, in the log's last line on the comment: whatever changes the comment's state
        writes another one, and so takes it away. Where the last one undid something, the decision that stands again
        tells it.
        """
        line = self.events.latest([comment]).get(comment.id) if comment.state is State.REJECTED else None
        if line is not None and line.kind is EventKind.DECISION_UNDONE:
            line = next(reversed(standing(self.events.of_comment(comment.site, comment.id))), None)
        code = line.details.get("reason_code") if line else None
        return self.sites.get(comment.site).told(str(code)) if code else ""
