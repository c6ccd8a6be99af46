"""Who asks: the token that a moderator's program brings (RFC 6750)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

from service.api.doors import doors

if TYPE_CHECKING:
    from service.domain.moderator import Moderator


def asking() -> Moderator:
    """Return who stands behind this request.

    Raises:
        NotAuthenticated: It brings no token, or not a live one.
    """
    brought = request.authorization
    return doors().moderation.authenticate(
        brought.token or "" if brought is not None and brought.type == "bearer" else ""
    )
