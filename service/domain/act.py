"""An act: what one moderator did at once, to one comment or to thousands, and what taking it back means."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, NewType
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from service.domain.comment import Comment, CommentId
    from service.domain.lifecycle import Action, State
    from service.domain.site import SiteId

ActId = NewType("ActId", UUID)
"""Ordered by time of creation (UUID version 7)."""


class ActKind(StrEnum):
    """How an act came about."""

    DECISION = "decision"
    BULK = "bulk"
    UNDO = "undo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What somebody did at once.

    Attributes:
        id: Its name, in the log too.
        kind: One request's decisions, a filter's, or the undoing of another act.
        action: What was done; ``None`` where it was not one thing alone, as in every undoing.
        actor: By whom, as the log names them.
        at: When it began.
        undoes: The act that it takes back, if it is an undoing.
        undone_by: The act that takes it back, if one does.
        through: An undoing has come so far: the last comment of the other act that it looked at.
        changed: Comments that an undoing left alone, since something later stands on them.
        finished: Whether it has come to its end. An undoing of thousands takes several requests.
    """

    id: ActId
    kind: ActKind
    action: Action | None
    actor: str
    at: datetime
    undoes: ActId | None = None
    undone_by: ActId | None = None
    through: CommentId | None = None
    changed: int = 0
    finished: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ActItem:
    """What an act did to one comment.

    Attributes:
        comment: Which.
        site: Where it stands.
        state, state_before_trash: As it stood before.
        version_before: Its version before.
        version: Its version while nothing later stands on the act: the one that the act left, or the one that the
            undoing of everything later left.
    """

    comment: CommentId
    site: SiteId
    state: State
    state_before_trash: State | None
    version_before: int
    version: int


def changed(before: Comment, after: Comment) -> ActItem:
    """Return what an act did to a comment, given as it stood and as it stands."""
    return ActItem(
        comment=before.id,
        site=before.site,
        state=before.state,
        state_before_trash=before.state_before_trash,
        version_before=before.version,
        version=after.version,
    )


def merged(items: Iterable[ActItem]) -> tuple[ActItem, ...]:
    """Return one item for each comment: how it stood before the first of them, and its version after the last."""
    found: dict[CommentId, ActItem] = {}
    for item in items:
        first = found.get(item.comment, item)
        found[item.comment] = replace(first, version=item.version)
    return tuple(found.values())


def restored(item: ActItem, comment: Comment | None) -> Comment | None:
    """Return a comment as it is to stand once the act is taken back; ``None`` where that cannot be.

    Args:
        item: What the act did to it.
        comment: As it stands; ``None`` if it is gone.
    """
    if comment is None or comment.version != item.version:
        return None
    return replace(comment, state=item.state, state_before_trash=item.state_before_trash, version=comment.version + 1)
