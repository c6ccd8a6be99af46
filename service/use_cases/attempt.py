"""A submission as it comes to the service, and as it is answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.domain.comment import Comment
    from service.domain.fields import Field
    from service.domain.site import SiteId


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A request to store a comment.

    Attributes:
        site: The site it names.
        fields: What was sent, by field, as it came.
        language: The visitor's language, if the fields name none; ``""``: the site's.
        client: IP address of the sender.
        origin: The web origin that a browser names, or ``None``.
        own_origin: The service's own.
        key: The idempotency key, or ``None``.
    """

    site: SiteId
    fields: Mapping[Field, object] = field(repr=False)
    language: str
    client: str = field(repr=False)
    origin: str | None = None
    own_origin: str = ""
    key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A stored comment as its author may know it.

    Attributes:
        comment: What was stored.
        public: Whether readers see it; if not, the author is told that it waits, whatever it was filed as.
        receipt: By which the author comes back to it.
    """

    comment: Comment
    public: bool
    receipt: str
