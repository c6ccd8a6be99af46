"""A comment as a value, from its submission to its last decision."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NewType
from uuid import UUID

from service.domain.lifecycle import Action, State, next_state

if TYPE_CHECKING:
    from datetime import datetime

    from service.domain.author import AuthorId
    from service.domain.campaign import CampaignId
    from service.domain.page import PageKey
    from service.domain.site import SiteId

CommentId = NewType("CommentId", UUID)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """One comment.

    Attributes:
        id: Ordered by time of creation (UUID version 7).
        name: The author's name as typed, or ``""`` where the site does not require one.
        url: The author's website (http or https), or ``None``.
        author: Who wrote it, as far as an address was given; ``None`` otherwise.
        text: As typed, never escaped.
        html: Rendered once from *text*, safe to place in a page.
        folded: Name and text as a reader sees them, for search and for the comparison with others.
        spam_probability: In (0, 1); ``None`` if the classifier could not judge.
        model: Digest of the model that gave it; ``None`` likewise.
        rule: Code of the rule that decided.
        state_before_trash: Set exactly while the state is trash.
        version: Counts decisions, from 1.
        campaign: What it belongs to or founded; ``None`` if it says too little for one.
    """

    id: CommentId
    site: SiteId
    page: PageKey
    parent: CommentId | None
    name: str
    url: str | None
    author: AuthorId | None
    text: str
    html: str
    folded: str
    language: str
    state: State
    state_before_trash: State | None = None
    version: int = 1
    spam_probability: float | None
    model: str | None
    rule: str
    created_at: datetime
    edited_at: datetime | None = None
    campaign: CampaignId | None = None

    def after(self, action: Action) -> Comment:
        """Return this comment as it stands after a moderator's action.

        Raises:
            ActionNotAllowed: The action does not apply to the comment's state.
        """
        state = next_state(self.state, action, self.state_before_trash)
        before = self.state if state is State.TRASH else None
        return replace(self, state=state, state_before_trash=before, version=self.version + 1)
