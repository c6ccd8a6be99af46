"""Comments of a page as threads: replies under what they answer, flat where it gets too deep to read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.domain.comment import Comment, CommentId

DEEPEST = 5
"""Levels of a thread, from 1; what answers a comment of the last stands beside it. It also bounds the recursion."""


@dataclass(slots=True, kw_only=True)
class Node:
    """One comment in its thread.

    Attributes:
        comment: What was written.
        level: From 1 to ``DEEPEST``.
        answers: Name of the author it answers, where the place does not show that; ``None`` otherwise.
        replies: In order of time.
    """

    comment: Comment
    level: int = 1
    answers: str | None = None
    replies: list[Node] = field(default_factory=list)


def thread(comments: Iterable[Comment]) -> list[Node]:
    """Return the threads of a page.

    Args:
        comments: Public comments, oldest first. One whose parent is not among them begins a thread.
    """
    roots: list[Node] = []
    nodes: dict[CommentId, Node] = {}
    siblings: dict[CommentId, list[Node]] = {}
    for comment in comments:
        parent = nodes.get(comment.parent) if comment.parent is not None else None
        node = Node(comment=comment)
        place = roots
        if parent is not None:
            flat = parent.level == DEEPEST
            node.level = min(parent.level + 1, DEEPEST)
            node.answers = parent.comment.name if flat else None
            place = siblings[parent.comment.id] if flat else parent.replies
        place.append(node)
        nodes[comment.id] = node
        siblings[comment.id] = place
    return roots
