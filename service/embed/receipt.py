"""The receipt: where an author sees what became of a comment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, request, url_for

from service.domain.site import SiteId
from service.embed import refusal
from service.embed.doors import doors
from service.embed.headers import page as html_page
from service.embed.language import asked_for, speak
from service.use_cases.confirm_address import Proof

if TYPE_CHECKING:
    from flask import Response

    from service.domain.comment import Comment
    from service.domain.site import Site

bp = Blueprint("embed_receipt", __name__)
refusal.install(bp)


@bp.get("/sites/<site>/receipts/<receipt>")
def show(site: str, receipt: str) -> Response:
    """Show an author the comment, as text, and whether it waits, is public or was declined."""
    found = doors().sites.get(SiteId(site))
    named = asked_for(request.args.get("lang", ""))
    language = speak(named, found.language)
    shown = doors().show_receipt(found.id, receipt)
    comment = shown.comment
    form = url_for("embed_form.show", site=site, page=comment.page, lang=named or None)
    response = html_page(
        "embed/receipt.html",
        framed_by=found.origins,
        # The address of this page is a secret of its author's: no link from here may carry it away.
        referrer="no-referrer",
        comment=comment,
        state=shown.state.value,
        refusal=shown.refusal,
        proof=_proof(comment),
        ask=url_for("embed_confirmation.ask", site=site, receipt=receipt, lang=named or None),
        form=form,
        article=_article(found, comment),
        language=language,
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _proof(comment: Comment) -> Proof:
    """Return how far the proof of the address has come; none is offered where no mail is sent."""
    show_proof = doors().confirmation.show_proof
    return show_proof(comment) if show_proof else Proof.NOT_NEEDED


def _article(site: Site, comment: Comment) -> str | None:
    """Return where the article is, as far as that is known."""
    if comment.page.startswith("//"):
        return "https:" + comment.page
    return site.origins[0] + comment.page if site.origins else None
