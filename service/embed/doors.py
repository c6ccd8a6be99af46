"""What the visitor's pages need, and the one place of this package that reads ``current_app``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from flask import current_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from service.domain.author import AuthorId
    from service.domain.comment import Comment, CommentId
    from service.domain.page import Page
    from service.domain.site import SiteId
    from service.use_cases.attempt import Accepted, Attempt
    from service.use_cases.confirm_address import Proof
    from service.use_cases.open_form import OpenedForm
    from service.use_cases.ports import Phrasebook
    from service.use_cases.repositories import Sites
    from service.use_cases.show_receipt import Shown

EXTENSION = "saring.embed"
"""Key of the doors in ``app.extensions``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmationDoors:
    """The use cases by which an author proves an address.

    Attributes:
        show_proof: Says how far the proof of a comment's address has come; ``None`` where no mail is sent.
        request: Asks for a mail, for the client at an IP address.
        look: Returns whose address a link proves, and does nothing.
        confirm: Takes the answer to a link.
    """

    show_proof: Callable[[Comment], Proof] | None
    request: Callable[[SiteId, str, str], None]
    look: Callable[[SiteId, str], AuthorId]
    confirm: Callable[[SiteId, str], AuthorId]


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbedDoors:
    """The use cases behind the visitor's pages, as what they are called with.

    Attributes:
        open_form: Opens a form on a page.
        list_page: Lists the public comments of a page.
        submit: Takes a comment.
        show_receipt: Shows an author what became of a comment.
        confirmation: Lets an author prove an address.
        sites: Says in which language a site speaks.
        phrasebook: Words errors for people.
        max_body_bytes: Greatest size of a posted form, in bytes.
        public_url: Where visitors reach the service; empty: as the request says.
        demo_enabled: Whether there is a demo article page.
    """

    open_form: Callable[[SiteId, str], OpenedForm]
    list_page: Callable[
        [SiteId, Page, tuple[datetime, CommentId] | None, int],
        tuple[tuple[Comment, ...], tuple[datetime, CommentId] | None],
    ]
    submit: Callable[[Attempt], Accepted]
    show_receipt: Callable[[SiteId, str], Shown]
    confirmation: ConfirmationDoors
    sites: Sites
    phrasebook: Phrasebook
    max_body_bytes: int
    public_url: str = ""
    demo_enabled: bool = True


def doors() -> EmbedDoors:
    """Return the doors of the application that answers this request."""
    return cast("EmbedDoors", current_app.extensions[EXTENSION])
