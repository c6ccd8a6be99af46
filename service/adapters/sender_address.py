"""The address that a request came from, without the port that some servers and proxies write behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

# An IPv6 address stands in brackets before a port (RFC 3986, section 3.2.2); without them it is left as it is.
_WITH_PORT = re.compile(r"(?:\[(?P<six>[^\]]*)\]|(?P<four>[0-9.]+))(?::[0-9]+)?")


@dataclass(frozen=True, slots=True)
class PlainSender:
    """WSGI middleware: lets ``REMOTE_ADDR`` be an address and nothing more, as CGI has it (RFC 3875, section 4.1.8).

    FastPySGI writes ``192.0.2.7:33566``, which is in nobody's range: all senders would be counted as one, and no ban of
    a range would meet anybody. It stands behind whatever believes a proxy, since proxies write ports as well.
    """

    app: WSGIApplication

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Pass the request on."""
        match = _WITH_PORT.fullmatch(environ.get("REMOTE_ADDR", ""))
        if match:
            environ["REMOTE_ADDR"] = match["six"] or match["four"]
        return self.app(environ, start_response)
