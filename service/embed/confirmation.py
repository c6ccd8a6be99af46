"""Where an author proves an address: asks for a mail on the receipt page, and answers the link that came with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, redirect, request, url_for

from service.domain.errors import UnknownReceipt
from service.domain.site import SiteId
from service.embed import refusal
from service.embed.doors import doors
from service.embed.headers import page as html_page
from service.embed.language import asked_for, speak

if TYPE_CHECKING:
    from flask import Response
    from werkzeug.wrappers import Response as AnyResponse

    from service.domain.site import Site

bp = Blueprint("embed_confirmation", __name__)
refusal.install(bp)


@bp.post("/sites/<site>/receipts/<receipt>/confirmation")
def ask(site: str, receipt: str) -> AnyResponse:
    """Ask for a mail: 303 back to the receipt, which says that one is on its way."""
    found, named = _site(site)
    confirmation = doors().confirmation
    if confirmation.show_proof is None:
        abort(404)
    confirmation.request(found.id, receipt, request.remote_addr or "")
    response = redirect(url_for("embed_receipt.show", site=site, receipt=receipt, lang=named or None), code=303)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/sites/<site>/confirmations/<link>")
def show(site: str, link: str) -> Response:
    """Say what answering the link does. Programs that open every link in a mail confirm nothing by that."""
    found, named = _site(site)
    try:
        doors().confirmation.look(found.id, link)
    except UnknownReceipt:
        return _page(found, "unknown", status=404)
    return _page(found, "asks", answer=url_for("embed_confirmation.confirm", site=site, link=link, lang=named or None))


@bp.post("/sites/<site>/confirmations/<link>")
def confirm(site: str, link: str) -> Response:
    """Take the answer."""
    found, _ = _site(site)
    try:
        doors().confirmation.confirm(found.id, link)
    except UnknownReceipt:
        return _page(found, "unknown", status=404)
    return _page(found, "confirmed")


def _site(name: str) -> tuple[Site, str]:
    """Return the site, whose language is spoken from here on, and the language that the address asks for instead."""
    named = asked_for(request.args.get("lang", ""))
    speak(named)
    found = doors().sites.get(SiteId(name))
    speak(named, found.language)
    return found, named


def _page(site: Site, state: str, *, status: int = 200, answer: str = "") -> Response:
    """Return the page. Its address proves something: nobody else keeps it, finds it or learns it from a link."""
    response = html_page(
        "embed/confirmation.html",
        status=status,
        referrer="no-referrer",
        site=site,
        state=state,
        answer=answer,
        language=speak(asked_for(request.args.get("lang", "")), site.language),
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response
