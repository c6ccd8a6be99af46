"""New ids: UUID version 7 (RFC 9562, section 5.7), which sort by the time they were made."""

from __future__ import annotations

from uuid_utils.compat import uuid7

from service.domain.comment import CommentId


def new_comment_id() -> CommentId:
    """Return an id never given before, greater than those given earlier by this process.

    Within one millisecond the package counts on instead of drawing anew, so the order holds there too.
    """
    return CommentId(uuid7())
