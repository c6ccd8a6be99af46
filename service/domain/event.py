"""One line of the append-only log: audit trail, outbox and source of training labels at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from service.domain.comment import Comment, CommentId
    from service.domain.site import SiteId


class EventKind(StrEnum):
    """What happened."""

    COMMENT_SUBMITTED = "comment-submitted"
    COMMENT_DECIDED = "comment-decided"
    DECISION_UNDONE = "decision-undone"
    CAMPAIGN_ORDERED = "campaign-ordered"
    CAMPAIGN_ORDER_ENDED = "campaign-order-ended"
    CONFIRMATION_REQUESTED = "confirmation-requested"
    AUTHOR_CONFIRMED = "author-confirmed"
    AUTHOR_TRUSTED = "author-trusted"
    AUTHOR_BANNED = "author-banned"
    BAN_LIFTED = "ban-lifted"
    SITE_CHANGED = "site-changed"
    TOKEN_ISSUED = "token-issued"  # noqa: S105 - the name of an event
    TOKEN_REVOKED = "token-revoked"  # noqa: S105 - the name of an event
    PERSON_ADDED = "person-added"
    PERSON_CHANGED = "person-changed"
    SIGNED_IN = "signed-in"
    ALARM_RAISED = "alarm-raised"
    ALARM_CLEARED = "alarm-cleared"
    MODEL_TRAINED = "model-trained"
    MODEL_ACTIVATED = "model-activated"


HUMAN = ("token:", "person:")
"""How the actors begin that are people, or programs of theirs; the service's own decisions teach it nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What happened, when, and by whose hand. It holds no personal data of a visitor, so it need never be erased.

    Attributes:
        kind: What happened.
        site: Where.
        comment: Which comment, if one.
        at: When, in UTC.
        actor: ``policy`` or ``worker`` for the service itself, ``token:<label>`` for a moderator's program, ``author``
            for a visitor.
        details: Codes, states, numbers; what each kind holds stands in docs/architecture.md.
    """

    kind: EventKind
    site: SiteId
    comment: CommentId | None
    at: datetime
    actor: str
    details: Mapping[str, str | int | float | None] = field(default_factory=dict)


def submitted(comment: Comment) -> Event:
    """Return the event of a new comment."""
    return Event(
        kind=EventKind.COMMENT_SUBMITTED,
        site=comment.site,
        comment=comment.id,
        at=comment.created_at,
        actor="policy",
        details={
            "state": comment.state,
            "rule": comment.rule,
            "spam_probability": comment.spam_probability,
            "model": comment.model,
            "version": comment.version,
            "campaign": None if comment.campaign is None else str(comment.campaign),
        },
    )
