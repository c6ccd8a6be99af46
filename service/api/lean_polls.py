"""The lean path of polls of the log: a desk that follows it asks every few seconds, and mostly nothing happened.

It stands before Flask. Who was told a moment ago, by the long way, that nothing is behind a line, and asks the very
same again, is told so again if that line is still the last. Whether they may ask is looked at by the long way every few
seconds; until then somebody whose session ended learns no more than that nothing happened. That a token was revoked is
a line itself.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from service.api.headers import JSON_HEADERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from service.api.doors import ApiDoors

PATH = "/api/v1/moderation/log"
"""The route whose polls are answered here."""

TRUSTED_SECONDS = 10.0
"""How long nobody is asked again who they are."""

MOST = 1000
"""How many polls are remembered; those that were noted first are forgotten first."""

# All that the long way's answer depends on, besides the log itself.
_ASKED = ("HTTP_AUTHORIZATION", "HTTP_COOKIE", "HTTP_ACCEPT", "QUERY_STRING")


@dataclass(slots=True)
class QuietPolls:
    """Polls that were answered with nothing. What they brought is kept as a digest: it holds secrets.

    Attributes:
        now: Seconds of a clock that never goes back.
    """

    now: Callable[[], float] = time.monotonic
    _known: OrderedDict[bytes, tuple[int, float]] = field(default_factory=OrderedDict)

    def note(self, environ: WSGIEnvironment, line: int) -> None:
        """Remember that a poll was told that nothing is behind a line."""
        self._known[_digest(environ)] = (line, self.now() + TRUSTED_SECONDS)
        while len(self._known) > MOST:
            self._known.popitem(last=False)

    def line(self, environ: WSGIEnvironment) -> int | None:
        """Return behind which line a poll was told that nothing is; ``None`` if it was not, or too long ago."""
        key = _digest(environ)
        known = self._known.get(key)
        if known is None:
            return None
        if known[1] < self.now():
            self._known.pop(key, None)
            return None
        return known[0]


def _digest(environ: WSGIEnvironment) -> bytes:
    """Return what a poll is known by."""
    said = "\0".join(str(environ.get(name, "")) for name in _ASKED)
    return hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=32).digest()


class LeanPolls:
    """A WSGI application before another."""

    def __init__(self, application: WSGIApplication, doors: ApiDoors) -> None:
        self._application = application
        self._doors = doors

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a poll that finds nothing again; hand everything else on."""
        if environ.get("PATH_INFO") != PATH or environ["REQUEST_METHOD"] != "GET" or "HTTP_X_REQUEST_ID" in environ:
            return self._application(environ, start_response)
        began = time.perf_counter()
        line = self._doors.polls.line(environ)
        if line is None or self._doors.log_end() != line:
            return self._application(environ, start_response)
        body = f'{{"items":[],"next":"{line}","more":false}}'.encode()
        headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
        headers += [("Cache-Control", "no-store"), ("Vary", "Accept"), *JSON_HEADERS]
        headers.append(("X-Request-Id", secrets.token_hex(8)))
        self._doors.metrics.answered("GET", PATH, 200, time.perf_counter() - began)
        start_response("200 OK", headers)
        return (body,)
