"""The form page as a value: what the template shows of it, whether it opens or comes back with errors."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_urlsafe
from typing import TYPE_CHECKING
from uuid import UUID

from flask import url_for

from service.domain.comment import CommentId
from service.domain.fields import Field
from service.embed.doors import doors
from service.embed.sent import FIELDS, TRAP, Sent
from service.embed.threads import Node, thread
from service.use_cases.list_page import MAX_LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from service.domain.comment import Comment
    from service.domain.fields import FieldProblem
    from service.domain.page import Page
    from service.domain.site import Site, SiteId
    from service.use_cases.open_form import OpenedForm

MOST_SHOWN = 500
"""Comments on one form page, at most; a link leads on to newer ones."""

INPUTS = {FIELDS[one]: one for one in (Field.TEXT, Field.NAME, Field.EMAIL, Field.URL)}
"""The inputs that people fill in, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong, as shown.

    Attributes:
        input: Name of the input it stands at, or ``""``.
        sentence: In the visitor's language.
    """

    input: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """Everything the template shows.

    Attributes:
        site: Name of the site.
        title: What people call it.
        page: The page as it was named.
        language: Language of this page.
        named_language: The language if the address asked for it, to be kept in links and the form.
        required: Inputs that must be filled.
        closed: Whether no comments are taken.
        stamp: To come back with the form.
        once: By which the same form sent twice is known.
        values: What stands in the inputs.
        faults: What is wrong with them.
        notice: A sentence above everything, or ``""``.
        parent: What is replied to, or ``None``.
        threads: The comments.
        count: How many there are on the page.
        next: Where newer comments begin, or ``""``.
    """

    site: str
    title: str = ""
    page: str
    language: str
    named_language: str = ""
    required: frozenset[str]
    closed: bool = False
    stamp: str = ""
    once: str = field(default_factory=lambda: token_urlsafe(16))
    values: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    notice: str = ""
    parent: Comment | None = None
    threads: list[Node] = field(default_factory=list)
    count: int = 0
    next: str = ""
    trap: str = TRAP

    def link(self, *, parent: str | None = None, after: str | None = None, anchor: str | None = None) -> str:
        """Return the address of this form, replying to a comment, or with the comments after a place."""
        lang = self.named_language or None
        return url_for(
            "embed_form.show", site=self.site, lang=lang, page=self.page, parent=parent, after=after, _anchor=anchor
        )

    def fault_at(self, name: str) -> Fault | None:
        """Return what is wrong with an input, if anything."""
        return next((fault for fault in self.faults if fault.input == name), None)


def opened_page(  # noqa: PLR0913 - what was opened, and what the address asked for
    opened: OpenedForm, address: str, language: str, named: str, *, parent: str, after: str
) -> FormPage:
    """Return the page of a form that opens now."""
    comments, following = _comments(opened.site.id, opened.page, _place(after))
    return FormPage(
        site=opened.site.id,
        title=opened.site.title,
        page=address,
        language=language,
        named_language=named,
        required=_required(opened.site),
        closed=opened.closed,
        stamp=opened.stamp,
        parent=next((one for one in comments if str(one.id) == parent), None),
        threads=thread(comments),
        count=opened.page.approved,
        next=following,
    )


def returned_page(  # noqa: PLR0913 - what came, what is wrong with it, and what could be found out about its page
    sent: Sent,
    site: SiteId,
    language: str,
    *,
    opened: OpenedForm | None = None,
    problems: Iterable[FieldProblem] = (),
    notice: str = "",
) -> FormPage:
    """Return the page of a form that comes back as it was sent.

    Args:
        sent: What was sent; every letter of it stands in the form again.
        site: The site's name.
        language: The visitor's.
        opened: The form's page, ``None`` where it cannot be read (a bad address, no database).
        problems: What is wrong with the fields.
        notice: What is wrong with the whole.
    """
    problems = tuple(problems)
    stale_stamp = any(problem.field == Field.STAMP for problem in problems)
    comments, following = _comments(site, opened.page, None) if opened else ((), "")
    shown = dict(sent.shown)
    parent = str(sent.fields[Field.PARENT])
    return FormPage(
        site=site,
        title=opened.site.title if opened else "",
        page=sent.page.encode("utf-8", "surrogateescape").decode("utf-8", "replace"),
        language=language,
        named_language=shown.get("lang", ""),
        required=_required(opened.site) if opened else frozenset({"comment", "author", "email"}),
        closed=opened.closed if opened else False,
        # The stamp says when the visitor began to write: it stays, as long as it can be used at all.
        stamp=(opened.stamp if opened and (stale_stamp or not sent.get("stamp")) else shown.get("stamp", "")),
        once=shown.get("once") or token_urlsafe(16),
        values=shown,
        faults=tuple(sorted((_fault(problem, language) for problem in problems), key=_position)),
        notice=notice,
        parent=next((one for one in comments if str(one.id) == parent), None),
        threads=thread(comments),
        count=opened.page.approved if opened else 0,
        next=following,
    )


def _required(site: Site) -> frozenset[str]:
    """Return the inputs that a site requires."""
    return frozenset(name for name, one in INPUTS.items() if one in site.required)


def _fault(problem: FieldProblem, language: str) -> Fault:
    """Word one problem and put it at its input."""
    at = FIELDS.get(Field(problem.field), "")
    return Fault(input=at if at in INPUTS else "", sentence=doors().phrasebook.problem(problem, language))


def _position(fault: Fault) -> int:
    """Return where a fault stands in the form, from the top; one without input comes first."""
    return list(INPUTS).index(fault.input) if fault.input else -1


def _comments(site: SiteId, page: Page, after: tuple[datetime, CommentId] | None) -> tuple[tuple[Comment, ...], str]:
    """Return the comments that one form page shows, and where newer ones begin."""
    shown: list[Comment] = []
    while len(shown) < MOST_SHOWN:
        found, after = doors().list_page(site, page, after, MAX_LIMIT)
        shown += found
        if after is None:
            return tuple(shown), ""
    return tuple(shown), f"{after[0].isoformat()}~{after[1]}" if after else ""


def _place(after: str) -> tuple[datetime, CommentId] | None:
    """Read where to begin; anything unreadable is the beginning."""
    at, _, comment = after.partition("~")
    try:
        place = datetime.fromisoformat(at), CommentId(UUID(comment))
    except ValueError:
        return None
    return place if place[0].tzinfo else None
