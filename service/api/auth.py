"""Who asks: the token that a program brings (RFC 6750), or the session of somebody at the desk, by its cookie."""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask import request

from service.api.cors import READS
from service.api.doors import doors
from service.domain.errors import CrossSiteWrite

if TYPE_CHECKING:
    from service.api.operation import Operation
    from service.domain.moderator import Moderator
    from service.domain.session import Session

COOKIE = "saring_session"
"""Cookie that holds a session's secret. No script can read it, and no other site's page has it sent."""

CSRF_HEADER = "X-CSRF-Token"
"""Header by which a page proves that it is ours: no other site's can send it, nor know what it holds."""

SESSION = "/api/v1/moderation/session"
"""Where somebody comes in, which no page of another site may have them do."""

OWN_PAGES = frozenset({"same-origin", "none"})
"""What ``Sec-Fetch-Site`` says of our own pages, and of what somebody opened by hand (Fetch Metadata)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Who asks, and by what.

    Attributes:
        moderator: Who.
        session: Their session; ``None`` where a token came with the request.
    """

    moderator: Moderator
    session: Session | None


def asking() -> Moderator:
    """Return who stands behind this request.

    Raises:
        NotAuthenticated: It brings no token and no session, or not a live one.
        CrossSiteWrite: It writes by a session, without the session's proof.
    """
    return who_asks().moderator


def who_asks() -> Asking:
    """Return who stands behind this request, and by what; raises as :func:`asking`.

    A token wins over a cookie: what a program says it is, it is.
    """
    brought = request.authorization
    secret = request.cookies.get(COOKIE, "")
    if not secret or (brought is not None and brought.type == "bearer"):
        token = brought.token or "" if brought is not None and brought.type == "bearer" else ""
        return Asking(moderator=doors().moderation.authenticate(token), session=None)
    session = doors().moderation.people.resume(secret)
    if request.method not in READS:
        refuse_other_pages()
        given = request.headers.get(CSRF_HEADER, "")
        if not hmac.compare_digest(given.encode(), csrf_token(secret).encode()):
            raise CrossSiteWrite
    return Asking(moderator=session.moderator, session=session)


def refuse_other_pages() -> None:
    """Raise :class:`CrossSiteWrite` where the browser says that a page of another origin sends this."""
    if request.headers.get("Sec-Fetch-Site", "none") not in OWN_PAGES:
        raise CrossSiteWrite


def csrf_token(secret: str) -> str:
    """Return what a session's writes must prove: made of its secret, which it does not tell, so nothing is stored."""
    digest = hashlib.sha256(b"saring csrf\0" + secret.encode("utf-8", "surrogatepass")).digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


def with_proofs(*operations: Operation) -> tuple[Operation, ...]:
    """Return operations, those that write by a session described as refused without its proof."""
    refused = CrossSiteWrite()
    return tuple(replace(one, errors=(*one.errors, refused)) if _proves(one) else one for one in operations)


def _proves(one: Operation) -> bool:
    """Return whether a session must prove that it writes."""
    return one.method.upper() not in READS and (one.scope is not None or one.authenticated or one.path == SESSION)
