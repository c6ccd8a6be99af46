"""Decide a comment: the one path by which its state changes after submission."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.domain.errors import StaleDecision, UnknownComment
from service.domain.event import Event, EventKind
from service.domain.lifecycle import State
from service.domain.page import Page
from service.domain.token import Scope

if TYPE_CHECKING:
    from service.domain.comment import Comment, CommentId
    from service.domain.lifecycle import Action
    from service.domain.token import Token
    from service.use_cases.ports import Clock
    from service.use_cases.repositories import Authors, Comments, Events, Pages, Transaction

MAX_REASON = 500
"""Greatest length of a moderator's reason, in characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a moderator wants.

    Attributes:
        comment: Which comment.
        action: What to do with it.
        version: The version that the moderator saw.
        reason: For the record, or ``None``.
    """

    comment: CommentId
    action: Action
    version: int
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideComment:
    """The walk of one decision, straight through."""

    clock: Clock
    comments: Comments
    pages: Pages
    authors: Authors
    events: Events
    transaction: Transaction

    def __call__(self, decision: Decision, token: Token) -> Comment:
        """Carry a decision out and return the comment as it stands.

        Raises:
            NotAllowed: The token may not decide.
            UnknownComment: There is none of that id, or not on the token's site.
            StaleDecision: Somebody decided after the moderator looked; nothing changed.
            ActionNotAllowed: The action does not apply to the comment's state; nothing changed.
            StorageUnavailable: Nothing changed; try again.
        """
        token.require(Scope.DECIDE)
        with self.transaction():
            before = self.comments.get(decision.comment)
            if not token.opens(before.site):
                raise UnknownComment(decision.comment)
            if before.version != decision.version:
                raise StaleDecision(before.version)
            after = before.after(decision.action)
            self.comments.decide(after)
            published = (after.state is State.APPROVED) - (before.state is State.APPROVED)
            if published:
                self.pages.note(after.site, Page(key=after.page), published=published)
            if published and after.author is not None:
                self.authors.count_approved(after.author, published)
            self.events.append(
                Event(
                    kind=EventKind.COMMENT_DECIDED,
                    site=after.site,
                    comment=after.id,
                    at=self.clock.now(),
                    actor=f"token:{token.label}",
                    details={
                        "action": decision.action,
                        "from": before.state,
                        "state": after.state,
                        "version": after.version,
                        "reason": decision.reason,
                        "spam_probability": before.spam_probability,
                        "model": before.model,
                    },
                )
            )
        return after
