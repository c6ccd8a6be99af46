"""Show an author what became of a comment."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from service.domain.errors import UnknownComment, UnknownReceipt
from service.domain.lifecycle import State

if TYPE_CHECKING:
    from service.domain.comment import Comment
    from service.domain.site import SiteId
    from service.use_cases.ports import Receipts
    from service.use_cases.repositories import Comments


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
class ShowReceipt:
    """Come back to a comment by its receipt."""

    receipts: Receipts
    comments: Comments

    def __call__(self, site: SiteId, receipt: str) -> tuple[Comment, PublicState]:
        """Return the comment and what its author is told.

        Raises:
            UnknownReceipt: Not signed here, for another site, or its comment is gone.
        """
        try:
            comment = self.comments.get(self.receipts.read(site, receipt))
        except UnknownComment as error:
            raise UnknownReceipt from error
        return comment, PUBLIC_STATES[comment.state]
