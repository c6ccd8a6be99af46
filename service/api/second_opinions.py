"""Second opinions, on the wire: what one is asked about, what one says, and how far moderators agree."""

from __future__ import annotations

from collections.abc import Callable  # noqa: TC003 - the annotations of doors are read when it runs
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID  # noqa: TC003 - pydantic reads the annotations when it runs

from flask import Blueprint, Response, request
from pydantic import BaseModel, ConfigDict
from pydantic import Field as Described

from service.api import http_errors
from service.api.answers import answer
from service.api.auth import asking
from service.api.bodies import json_object
from service.api.cursors import read_time_cursor, write_time_cursor
from service.api.doors import doors
from service.api.inputs import AFTER, COMMENT, MOST_COUNTED, ONE_SITE, limit
from service.api.operation import Answer, Input, Operation
from service.api.parameters import parse_days, parse_limit, parse_site
from service.api.parsing import read
from service.api.schemas import PublicAuthor
from service.domain import errors
from service.domain.comment import CommentId
from service.domain.lifecycle import Action
from service.domain.token import Scope
from service.use_cases.second_opinions import DAYS, MAX_LIMIT, MOST_DAYS, Opinion

if TYPE_CHECKING:
    from service.domain.moderator import Moderator
    from service.domain.second_opinion import Agreed, Agreement
    from service.domain.site import SiteId
    from service.use_cases.second_opinions import BlindItem, Place

bp = Blueprint("second_opinions", __name__, url_prefix="/api/v1/moderation")

LOOKS = "second-looks"
"""Kind of the cursors of what waits for a second look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionDoors:
    """What moderators do about second opinions.

    Attributes:
        waiting: Lists what a moderator is asked about.
        give: Takes what they say.
        agreement: Says how far moderators agree, by so many days.
    """

    waiting: Callable[[SiteId | None, Place | None, int, Moderator], tuple[tuple[BlindItem, ...], Place | None]]
    give: Callable[[Opinion, Moderator], datetime]
    agreement: Callable[[SiteId | None, int, Moderator], tuple[datetime, Agreement]]


class BlindEntry(BaseModel):
    """A comment without anything that tells what somebody, or the classifier, thinks of it."""

    id: UUID
    site: str
    page: str
    page_title: str
    parent_id: UUID | None
    author: PublicAuthor
    text: str = Described(description="As typed: text, never to be placed in a page as HTML.")
    language: str
    created_at: datetime


class BlindQueue(BaseModel):
    """A part of what one is asked about."""

    items: list[BlindEntry]
    next: str | None = Described(description="To be sent as `after` for what follows; null at the end.")


class OpinionIn(BaseModel):
    """What a second moderator says."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"action": "reject", "reason_code": "off-topic"}]})

    action: Literal[Action.APPROVE, Action.MARK_SPAM, Action.REJECT]
    reason_code: str | None = Described(default=None, description="One of the site's reasons.")


class OpinionView(BaseModel):
    """An opinion as it was taken."""

    comment: UUID
    action: Action
    reason_code: str | None
    at: datetime


class AgreedView(BaseModel):
    """How often a decision and the second opinion on it were the same."""

    pairs: int = Described(description="Decisions that a second opinion was given on.")
    agreed: int
    share: float | None = Described(description="Null without any pair.")
    low: float | None = Described(description="The share of many more would lie between here…")
    high: float | None = Described(description="…and here, in 95 of 100 cases.")


class ReasonAgreed(AgreedView):
    """The same for decisions with one reason."""

    reason_code: str


class PersonAgreed(AgreedView):
    """The same for what one moderator decided or was asked about."""

    actor: str


class AgreementOfMany(AgreedView):
    """How far moderators agree."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "site": "demo",
                    "since": "2026-02-14T09:00:00Z",
                    "days": 28,
                    "pairs": 40,
                    "agreed": 36,
                    "share": 0.9,
                    "low": 0.77,
                    "high": 0.96,
                    "kappa": 0.81,
                    "by_reason": [
                        {"reason_code": "off-topic", "pairs": 9, "agreed": 6, "share": 0.67, "low": 0.35, "high": 0.88}
                    ],
                    "by_person": [
                        {"actor": "person:rina", "pairs": 31, "agreed": 29, "share": 0.94, "low": 0.79, "high": 0.98}
                    ],
                }
            ]
        }
    )

    site: str | None = Described(description="null: all that is open to whoever asks.")
    since: datetime
    days: int
    kappa: float | None = Described(
        description="Agreement beyond chance: 1 is perfect, 0 chance alone; null where chance leaves nothing to tell."
    )
    by_reason: list[ReasonAgreed] = Described(description="By the decision's reason, most pairs first.")
    by_person: list[PersonAgreed] = Described(description="By actor; each pair counts for both. Most pairs first.")


@bp.get("/second-opinions")
def list_second_opinions() -> Response:
    """List what the moderator is asked about."""
    moderator = asking()
    query = request.args
    found = read_time_cursor(query.get("after", ""), LOOKS)
    after = None if found is None else (found[0], CommentId(found[1]))
    items, following = doors().moderation.opinions.waiting(
        parse_site(query), after, parse_limit(query, MAX_LIMIT), moderator
    )
    return answer(BlindQueue(items=[_blind(item) for item in items], next=write_time_cursor(following, LOOKS)))


@bp.post("/second-opinions/<uuid:comment>")
def give_opinion(comment: UUID) -> Response:
    """Take what a moderator says."""
    moderator = asking()
    sent = read(OpinionIn, json_object())
    opinion = Opinion(comment=CommentId(comment), action=Action(sent.action), reason_code=sent.reason_code)
    at = doors().moderation.opinions.give(opinion, moderator)
    return answer(
        OpinionView(comment=comment, action=opinion.action, reason_code=opinion.reason_code, at=at), HTTPStatus.CREATED
    )


@bp.get("/agreement")
def show_agreement() -> Response:
    """Say how far moderators agree."""
    moderator = asking()
    site, days = parse_site(request.args), parse_days(request.args, DAYS, MOST_DAYS)
    since, agreement = doors().moderation.opinions.agreement(site, days, moderator)
    return answer(
        AgreementOfMany(
            site=moderator.site_of(site),
            since=since,
            days=days,
            kappa=agreement.kappa,
            by_reason=[ReasonAgreed(reason_code=one.name, **_agreed(one)) for one in agreement.by_reason],
            by_person=[PersonAgreed(actor=one.name, **_agreed(one)) for one in agreement.by_person],
            **_agreed(agreement.all),
        )
    )


def _blind(item: BlindItem) -> BlindEntry:
    """Render a comment for who is asked about it."""
    return BlindEntry(
        id=item.id,
        site=item.site,
        page=item.page,
        page_title=item.page_title,
        parent_id=item.parent,
        author=PublicAuthor(name=item.name, url=item.url),
        text=item.text,
        language=item.language,
        created_at=item.created_at,
    )


def _agreed(one: Agreed) -> dict[str, Any]:
    """Return the figures of a group."""
    low, high = one.interval or (None, None)
    return {"pairs": one.pairs, "agreed": one.agreed, "share": one.share, "low": low, "high": high}


_AWAY = errors.StorageUnavailable(timedelta(seconds=1))
_TOKEN = (errors.NotAuthenticated(), errors.NotAllowed(Scope.DECIDE))

OPERATIONS = (
    Operation(
        method="get",
        path="/api/v1/moderation/second-opinions",
        name="list_second_opinions",
        tag="moderators",
        summary="List the comments that one is asked about without being told what somebody else decided",
        inputs=(ONE_SITE, AFTER, limit(MAX_LIMIT)),
        answers={200: Answer(description="Those decided longest ago first.", model=BlindQueue)},
        errors=(errors.MalformedRequest("not-a-cursor", parameter="after"), errors.UnknownSite(), *_TOKEN, _AWAY),
        scope=Scope.DECIDE,
    ),
    Operation(
        method="post",
        path="/api/v1/moderation/second-opinions/{comment}",
        name="give_opinion",
        tag="moderators",
        summary="Say what one would have decided; the comment stays as it is",
        inputs=(COMMENT,),
        body=OpinionIn,
        answers={201: Answer(description="It counts from now on.", model=OpinionView)},
        errors=(
            errors.MalformedRequest("unknown-value", parameter="action"),
            errors.UnknownComment(),
            errors.UnknownReason("tidak-ada"),
            errors.OpinionGiven(),
            *_TOKEN,
            http_errors.BodyTooLarge(),
            http_errors.UnsupportedMediaType(),
            _AWAY,
        ),
        scope=Scope.DECIDE,
    ),
    Operation(
        method="get",
        path="/api/v1/moderation/agreement",
        name="show_agreement",
        tag="moderators",
        summary="See how far moderators agree, by reason and by person",
        inputs=(
            ONE_SITE,
            Input(
                name="days",
                place="query",
                schema={"type": "integer", "minimum": 1, "maximum": MOST_COUNTED, "default": DAYS},
                description=f"Second opinions of so many days; {MOST_DAYS} for any more.",
            ),
        ),
        answers={200: Answer(description="The figures.", model=AgreementOfMany)},
        errors=(
            errors.MalformedRequest("not-a-number-from-1", parameter="days"),
            errors.UnknownSite(),
            errors.NotAuthenticated(),
            errors.NotAllowed(Scope.READ),
            _AWAY,
        ),
        scope=Scope.READ,
    ),
)
"""The operations, for the table of all."""
