"""Values of the core written for the wire: each function lists the fields that leave."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING
from urllib.parse import quote

from service.api.alarm_views import AlarmList, AlarmView
from service.api.cursors import write_page_cursor, write_queue_cursor
from service.api.explained import ExplanationPart, ExplanationView
from service.api.schemas import (
    AcceptedComment,
    CommentView,
    DecidedComment,
    FormView,
    HistoryEntry,
    PublicAuthor,
    PublicComment,
    PublicPage,
    Queue,
    QueueEntry,
    ReceiptView,
    SeenAuthor,
    SeenCampaign,
    SeenClaim,
)
from service.domain.fields import LIMITS, Field
from service.use_cases.show_receipt import PublicState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from service.domain.act import ActId
    from service.domain.alarm import Alarm
    from service.domain.comment import Comment, CommentId
    from service.domain.explanation import Explanation
    from service.domain.page import Page
    from service.use_cases.attempt import Accepted
    from service.use_cases.list_queue import CommentDetail
    from service.use_cases.open_form import OpenedForm
    from service.use_cases.queue import LearningPlace, Place, QueueItem, QueueOrder
    from service.use_cases.show_receipt import Shown


def render_accepted(accepted: Accepted) -> AcceptedComment:
    """Render a comment that was taken. Neither score nor rule leaves: they would teach spammers the threshold."""
    comment = accepted.comment
    return AcceptedComment(
        id=comment.id,
        state=PublicState.APPROVED if accepted.public else PublicState.PENDING,
        html=comment.html,
        created_at=comment.created_at,
        receipt=f"/sites/{comment.site}/receipts/{quote(accepted.receipt, safe='')}",
    )


def render_page(comments: tuple[Comment, ...], page: Page, following: tuple[datetime, CommentId] | None) -> PublicPage:
    """Render public comments of a page."""
    return PublicPage(
        comments=[_public(comment) for comment in comments], count=page.approved, next=write_page_cursor(following)
    )


def render_receipt(shown: Shown) -> ReceiptView:
    """Render what became of a comment."""
    comment = shown.comment
    return ReceiptView(
        id=comment.id,
        state=shown.state,
        html=comment.html,
        created_at=comment.created_at,
        page=comment.page,
        refusal=shown.refusal or None,
    )


def render_form(form: OpenedForm, language: str, trap: str, labels: Mapping[str, str]) -> FormView:
    """Render what a form needs to know."""
    return FormView(
        site=form.site.id,
        page=form.page.key,
        closed=form.closed,
        language=language,
        required=[field for field in Field if field in form.site.required],
        limits=dict(LIMITS),
        stamp=form.stamp,
        trap=trap,
        labels=dict(labels),
    )


def render_queue(items: tuple[QueueItem, ...], following: Place | LearningPlace | None, order: QueueOrder) -> Queue:
    """Render a part of the queue."""
    return Queue(items=[entry(item) for item in items], next=write_queue_cursor(following, order))


def render_detail(detail: CommentDetail) -> CommentView:
    """Render one comment with its reasons and its history."""
    return CommentView(
        **dict(entry(detail.item)),
        explanation=None if detail.explanation is None else _explanation(detail.explanation),
        history=[
            HistoryEntry(kind=event.kind, at=event.at, actor=event.actor, details=dict(event.details))
            for event in detail.history
        ],
    )


def render_decided(comment: Comment, act: ActId) -> DecidedComment:
    """Render a comment as a decision left it."""
    return DecidedComment(
        id=comment.id,
        act=act,
        site=comment.site,
        page=comment.page,
        state=comment.state,
        version=comment.version,
        spam_probability=comment.spam_probability,
        rule=comment.rule,
        created_at=comment.created_at,
    )


def render_alarms(alarms: Iterable[Alarm]) -> AlarmList:
    """Render what is watched."""
    return AlarmList(
        alarms=[
            AlarmView(
                site=alarm.site,
                kind=alarm.kind,
                raised=alarm.raised,
                raised_at=alarm.raised_at,
                checked_at=alarm.checked_at,
                value=alarm.value,
                limit=alarm.limit,
                now=alarm.now,
                before=alarm.before,
                untold=alarm.untold,
            )
            for alarm in alarms
        ]
    )


def _public(comment: Comment) -> PublicComment:
    """Render a comment for readers."""
    return PublicComment(
        id=comment.id,
        parent_id=comment.parent,
        author=PublicAuthor(name=comment.name, url=comment.url),
        html=comment.html,
        created_at=comment.created_at,
        edited_at=comment.edited_at,
    )


def entry(item: QueueItem) -> QueueEntry:
    """Render a comment for moderators."""
    return QueueEntry(
        id=item.id,
        site=item.site,
        page=item.page,
        page_title=item.page_title,
        parent_id=item.parent,
        author=SeenAuthor(
            id=item.author_id,
            name=item.name,
            url=item.url,
            confirmed=item.author.confirmed,
            seen=item.author.seen,
            approved=item.author.approved,
        ),
        text=item.text,
        language=item.language,
        state=item.state,
        version=item.version,
        spam_probability=item.spam_probability,
        model=item.model,
        rule=item.rule,
        created_at=item.created_at,
        campaign=None if item.campaign is None else SeenCampaign(id=item.campaign.id, size=item.campaign.size),
        claim=None if item.claim is None else SeenClaim(by=item.claim.by, until=item.claim.until),
        sampled=item.sampled,
    )


def _explanation(explanation: Explanation) -> ExplanationView:
    """Render the sum behind a score."""
    return ExplanationView(
        bias=explanation.bias,
        parts=[ExplanationPart(**asdict(part)) for part in explanation.parts],
        probability=explanation.probability,
        model=explanation.model,
        folded=explanation.folded,
    )
