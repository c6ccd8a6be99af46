"""The answer to who reads a page: nothing if nothing changed, else bytes that were rendered once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, request

from service.api.doors import doors
from service.api.rendered_pages import RenderedKey
from service.api.rendering import render_page

if TYPE_CHECKING:
    from service.api.parameters import Listing
    from service.domain.page import Page
    from service.domain.site import SiteId

RENDERING = 1
"""Counts changes of how a page is written, so that a browser asks anew after one."""

CACHE_CONTROL = "public, max-age=0, must-revalidate"
"""Anyone may keep the answer and must ask before using it, which costs next to nothing."""


def etag_of(version: int, limit: int, after: str) -> str:
    """Return the ETag, without quotes, of a part of a page's comments."""
    return f"{RENDERING}-{version}-{limit}-{after}"


def page_answer(site: SiteId, page: Page, listing: Listing) -> Response:
    """Answer with a part of a page's public comments, or that it is as it was."""
    etag = etag_of(page.version, listing.limit, listing.after)
    if request.if_none_match.contains_weak(etag):
        response = Response(status=304, mimetype="application/json")
    else:
        response = Response(_body(site, page, listing), mimetype="application/json")
    response.set_etag(etag)
    response.headers["Cache-Control"] = CACHE_CONTROL
    return response


def _body(site: SiteId, page: Page, listing: Listing) -> bytes:
    """Return the answer's bytes, from memory if they were rendered before."""
    key = RenderedKey(site, page.key, page.version, listing.after, listing.limit)
    kept = doors().rendered.get(key)
    if kept is not None:
        return kept
    comments, following = doors().list_page(site, page, listing.place, listing.limit)
    body = render_page(comments, page, following).model_dump_json().encode()
    doors().rendered.keep(key, body)
    return body
