"""What the API needs, and the one place of this package that reads ``current_app``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from flask import current_app

from service.api.lean_polls import QuietPolls
from service.api.metrics import Metrics
from service.api.rendered_pages import RenderedPages

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from service.api.moderation_doors import ModerationDoors
    from service.domain.alarm import Alarm
    from service.domain.comment import Comment, CommentId
    from service.domain.page import Page, PageKey
    from service.domain.site import SiteId
    from service.use_cases.attempt import Accepted, Attempt
    from service.use_cases.open_form import OpenedForm
    from service.use_cases.ports import Phrasebook
    from service.use_cases.repositories import Sites
    from service.use_cases.show_receipt import Shown

EXTENSION = "saring.api"
"""Key of the doors in ``app.extensions``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiDoors:
    """The use cases behind the API, as what they are called with.

    Attributes:
        submit: Takes a comment.
        find_page: Finds a page and its version.
        page_version: Version of a known page, asked by the shortest way; ``None`` where the long way must be gone.
        log_end: Last line of the log, asked by the shortest way; ``None`` where the long way must be gone.
        list_page: Lists the public comments of a page.
        open_form: Opens a form on a page.
        show_receipt: Shows an author what became of a comment.
        moderation: What moderators may do.
        sites: Says which origins a site admits and in which language it speaks.
        phrasebook: Words errors for people.
        labels: The words of the comment form in a language, for the widget.
        trap: Name of the form's field that people do not see.
        probes: By name, what must work before requests can be taken; a probe raises if it does not.
        standing_alarms: Returns every alarm, for operators.
        canary: How many known comments the classifier scores wrongly; ``None`` if none was scored.
        max_body_bytes: Greatest size of a request's body, in bytes.
        public_url: Where visitors reach the service; empty: as the request says.
        metrics: Counts what happens.
        rendered: Answers that were rendered before.
        polls: Polls of the log that found nothing before.
        documents: Descriptions of the API that were written before.
    """

    submit: Callable[[Attempt], Accepted]
    find_page: Callable[[SiteId, str], Page]
    page_version: Callable[[SiteId, PageKey], int | None]
    log_end: Callable[[], int | None]
    list_page: Callable[
        [SiteId, Page, tuple[datetime, CommentId] | None, int],
        tuple[tuple[Comment, ...], tuple[datetime, CommentId] | None],
    ]
    open_form: Callable[[SiteId, str], OpenedForm]
    show_receipt: Callable[[SiteId, str], Shown]
    moderation: ModerationDoors
    sites: Sites
    phrasebook: Phrasebook
    labels: Callable[[str], Mapping[str, str]]
    trap: str = "trap"
    probes: Mapping[str, Callable[[], None]]
    standing_alarms: Callable[[], tuple[Alarm, ...]]
    canary: Callable[[], int | None]
    max_body_bytes: int
    public_url: str = ""
    metrics: Metrics = field(default_factory=Metrics)
    rendered: RenderedPages = field(default_factory=RenderedPages)
    polls: QuietPolls = field(default_factory=QuietPolls)
    documents: dict[str, str] = field(default_factory=dict)


def doors() -> ApiDoors:
    """Return the doors of the application that answers this request."""
    return cast("ApiDoors", current_app.extensions[EXTENSION])
