"""The public API: post a comment, read a page's comments, open a form, come back by a receipt."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from service.api import cors
from service.api.answers import answer
from service.api.bodies import json_object
from service.api.doors import doors
from service.api.filters import site_id
from service.api.language import asked_for, form_language, wish_for
from service.api.page_answers import page_answer
from service.api.parameters import idempotency_key, page_address, parse_listing
from service.api.parsing import parse_submission
from service.api.rendering import render_accepted, render_form, render_receipt
from service.domain.fields import Field
from service.use_cases.attempt import Attempt

if TYPE_CHECKING:
    from collections.abc import Mapping

bp = Blueprint("comments", __name__, url_prefix="/api/v1/sites/<site>")
bp.before_request(cors.answer_preflight)
bp.after_request(cors.add_headers)


@bp.post("/comments")
def submit(site: str) -> Response:
    """Take a comment."""
    accepted = doors().submit(_attempt(site, parse_submission(json_object())))
    return answer(render_accepted(accepted), HTTPStatus.CREATED if accepted.public else HTTPStatus.ACCEPTED)


@bp.get("/comments")
def list_page(site: str) -> Response:
    """List a page's public comments."""
    listing = parse_listing(request.args)
    page = doors().find_page(site_id(site), listing.address)
    return page_answer(site_id(site), page, listing)


@bp.get("/form")
def open_form(site: str) -> Response:
    """Say what a form needs to know."""
    form = doors().open_form(site_id(site), page_address(request.args))
    language = form_language(form.site.language)
    return answer(render_form(form, language, doors().trap, doors().labels(language)))


@bp.get("/receipts/<receipt>")
def show_receipt(site: str, receipt: str) -> Response:
    """Show an author what became of a comment."""
    return answer(render_receipt(doors().show_receipt(site_id(site), receipt)))


def _attempt(site: str, fields: Mapping[Field, object]) -> Attempt:
    """Return this request as an attempt to store a comment."""
    wish_for(fields[Field.LANGUAGE])
    return Attempt(
        site=site_id(site),
        fields=fields,
        language=asked_for(),
        client=request.remote_addr or "",
        origin=request.headers.get("Origin"),
        own_origin=cors.own_origin(),
        key=idempotency_key(request.headers.get("Idempotency-Key")),
    )
