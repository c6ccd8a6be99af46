"""The lean path of the service's commonest request: a page's first comments, unchanged since they were rendered.

It stands before Flask and gives the very answer that :func:`service.api.comments.list_page` would give, or none, and
then that view answers. A test compares the two, header by header.
"""

from __future__ import annotations

import re
import secrets
from time import perf_counter
from typing import TYPE_CHECKING

from service.api.cors import READ_HEADERS
from service.api.headers import JSON_HEADERS
from service.api.inputs import DEFAULT_LIMIT
from service.api.page_answers import CACHE_CONTROL, etag_of
from service.api.rendered_pages import RenderedKey
from service.domain.page import canonical_page
from service.domain.site import SITE_ID, SiteId
from service.use_cases.list_page import MAX_LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from service.api.doors import ApiDoors

ROUTE = "/api/v1/sites/<site>/comments"
"""The route whose requests are answered here, as the metrics name it."""

_PATH = re.compile(rf"/api/v1/sites/({SITE_ID.pattern})/comments")
# A path as it stands: an address that needs decoding or has a host of its own goes the long way.
_QUERY = re.compile(r"page=(/(?!/)[A-Za-z0-9/._~-]{0,500})(?:&limit=([1-9][0-9]{0,2}))?")


class LeanReads:
    """A WSGI application before another."""

    def __init__(self, application: WSGIApplication, doors: ApiDoors) -> None:
        self._application = application
        self._doors = doors

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer an unchanged page; hand everything else on."""
        began = perf_counter()
        found = self._answer(environ) if environ["REQUEST_METHOD"] == "GET" else None
        if found is None:
            return self._application(environ, start_response)
        status, etag, body = found
        headers = [("ETag", etag), ("Cache-Control", CACHE_CONTROL), *READ_HEADERS, *JSON_HEADERS]
        headers.append(("X-Request-Id", secrets.token_hex(8)))
        self._doors.metrics.answered("GET", ROUTE, status, perf_counter() - began)
        if status == 304:  # noqa: PLR2004 - HTTP's number for "not modified"
            start_response("304 NOT MODIFIED", headers)
            return ()
        length = ("Content-Length", str(len(body)))
        start_response("200 OK", [("Content-Type", "application/json"), length, *headers])
        return (body,)

    def _answer(self, environ: WSGIEnvironment) -> tuple[int, str, bytes] | None:
        """Return status, ETag and body, or ``None`` where only the long way knows."""
        path = _PATH.fullmatch(environ.get("PATH_INFO", ""))
        query = _QUERY.fullmatch(environ.get("QUERY_STRING", ""))
        if path is None or query is None or "HTTP_X_REQUEST_ID" in environ:
            return None
        site, key = SiteId(path[1]), canonical_page(query[1])
        version = self._doors.page_version(site, key)
        if version is None:
            return None
        limit = min(int(query[2] or DEFAULT_LIMIT), MAX_LIMIT)
        etag = f'"{etag_of(version, limit, "")}"'
        asked = environ.get("HTTP_IF_NONE_MATCH")
        if asked == etag:
            return 304, etag, b""
        body = None if asked else self._doors.rendered.get(RenderedKey(site, key, version, "", limit))
        return None if body is None else (200, etag, body)
