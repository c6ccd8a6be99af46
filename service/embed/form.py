"""The comment form that works without JavaScript: a page that shows it, and the address that it posts to."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Blueprint, redirect, request, url_for
from werkzeug.exceptions import MethodNotAllowed, UnsupportedMediaType

from service.domain.errors import (
    IdempotencyConflict,
    InvalidSubmission,
    ModerationError,
    NotFound,
    StorageUnavailable,
)
from service.domain.site import SiteId
from service.embed import refusal
from service.embed.doors import doors
from service.embed.form_page import FormPage, opened_page, returned_page
from service.embed.headers import page as html_page
from service.embed.language import asked_for, speak
from service.embed.sent import Sent, read_form, read_pairs
from service.use_cases.attempt import Attempt

if TYPE_CHECKING:
    from flask import Response
    from werkzeug.wrappers import Response as AnyResponse

    from service.use_cases.attempt import Accepted
    from service.use_cases.open_form import OpenedForm

bp = Blueprint("embed_form", __name__)
refusal.install(bp)

MAX_PARTS = 100
"""Inputs that a multipart form may have."""


@bp.get("/sites/<site>/form")
def show(site: str) -> Response:
    """Show a page's comments and the form."""
    named = asked_for(request.args.get("lang", ""))
    language = speak(named, doors().sites.get(SiteId(site)).language)
    address = request.args.get("page", "")
    opened = doors().open_form(SiteId(site), address)
    view = opened_page(
        opened,
        address,
        language,
        named,
        parent=request.args.get("parent", ""),
        after=request.args.get("after", ""),
    )
    return _form_page(view, 200, opened)


@bp.post("/sites/<site>/comments")
def submit(site: str) -> AnyResponse:
    """Take a posted form: 303 to its receipt, or the form again as it was sent."""
    sent = _read()
    named = asked_for(sent.shown.get("lang", ""))
    language = speak(named)
    try:
        language = speak(named, doors().sites.get(SiteId(site)).language)
        accepted = _submit(sent, SiteId(site), language)
    except ModerationError as error:
        if isinstance(error, NotFound):
            raise
        return _returned(error, sent, SiteId(site), language)
    return redirect(url_for("embed_receipt.show", site=site, receipt=accepted.receipt, lang=named or None), code=303)


@bp.get("/sites/<site>/comments")
def reload(site: str) -> AnyResponse:
    """Refuse to be read: whoever reloads a form that came back asks for this, and is told so by a page."""
    del site
    raise MethodNotAllowed(valid_methods=["POST"])


def _read() -> Sent:
    """Read the posted form, of either kind that browsers send.

    Raises:
        UnsupportedMediaType: It is neither.
        RequestEntityTooLarge: It is larger than allowed; refused before it is read where its size is declared.
    """
    request.max_content_length = doors().max_body_bytes
    request.max_form_memory_size = doors().max_body_bytes
    request.max_form_parts = MAX_PARTS
    if request.mimetype == "application/x-www-form-urlencoded":
        return read_form(request.get_data(cache=False))
    if request.mimetype == "multipart/form-data":
        return read_pairs(request.form.items(multi=True))
    raise UnsupportedMediaType


def _submit(sent: Sent, site: SiteId, language: str) -> Accepted:
    """Hand the form to the core. A form sent twice is one comment; sent again with another text, it is another."""
    keys = (sent.key, None) if sent.key else (None,)
    for key in keys:
        attempt = Attempt(
            site=site,
            fields=sent.fields,
            language=language,
            client=request.remote_addr or "",
            origin=request.headers.get("Origin"),
            own_origin=_own_origin(),
            key=key,
        )
        try:
            return doors().submit(attempt)
        except IdempotencyConflict:
            continue
    raise IdempotencyConflict


def _own_origin() -> str:
    """Return the service's own web origin, as visitors know it."""
    parts = urlsplit(doors().public_url or request.host_url)
    return f"{parts.scheme}://{parts.netloc}"


def _returned(error: ModerationError, sent: Sent, site: SiteId, language: str) -> Response:
    """Give the form back as it was sent, with what is wrong."""
    opened: OpenedForm | None = None
    try:
        opened = doors().open_form(site, sent.page)
        view = _faulty(error, sent, site, language, opened)
    except (InvalidSubmission, StorageUnavailable):
        # The page's address is what is wrong, or the database is away: the form comes back without its surroundings.
        view = _faulty(error, sent, site, language, None)
    return refusal.with_retry(_form_page(view, refusal.status_of(error), opened), error)


def _faulty(error: ModerationError, sent: Sent, site: SiteId, language: str, opened: OpenedForm | None) -> FormPage:
    """Return the form with an error in it."""
    if isinstance(error, InvalidSubmission):
        return returned_page(sent, site, language, opened=opened, problems=error.problems)
    notice = doors().phrasebook.title(error, language)
    return returned_page(sent, site, language, opened=opened, notice=notice)


def _form_page(view: FormPage, status: int, opened: OpenedForm | None) -> Response:
    """Render the form; the site's own pages may frame it."""
    return html_page(
        "embed/form.html",
        status=status,
        framed_by=opened.site.origins if opened else (),
        # A page that holds an address as typed is nobody else's; an empty form may be kept, but its stamp ages.
        cache="no-store" if status != 200 else "private, no-cache",  # noqa: PLR2004 - HTTP's number for OK
        view=view,
        language=view.language,
    )
