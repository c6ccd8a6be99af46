"""The order *most to learn from*, of indexes made for others: by score from the middle outwards, and by time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service.storage.queue_walk import line_of, shared
from service.use_cases.learning_order import interleave
from service.use_cases.queue import Line, QueueOrder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.domain.comment import CommentId
    from service.use_cases.queue import LearningPlace, Place


_LINES = 3


def learning(
    bound: Mapping[str, Any], after: LearningPlace, limit: int, looks: tuple[int, ...]
) -> tuple[tuple[tuple[CommentId, LearningPlace], ...], LearningPlace | None]:
    """Return comments as they are listed, with their places, and where looking stopped if it did.

    Args:
        bound: The filter's parameters.
        after: The place to begin behind.
        limit: Greatest number of comments.
        looks: How many rows to look at in all, less first.
    """

    def line(order: QueueOrder, place: Place | None, *lines: str) -> Line:
        begun = {"value": place.value, "last": place.comment} if place else {}
        return line_of(order, {**bound, **begun}, limit, shared(looks, _LINES), *lines)

    return interleave(
        line(QueueOrder.LIKELY_GENUINE, after.above, "above", "unsampled"),
        line(QueueOrder.LIKELY_SPAM, after.below, "below", "unsampled"),
        line(QueueOrder.OLDEST, after.sample, "sampled"),
        after,
        limit,
    )
