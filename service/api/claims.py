"""Claims, on the wire: take the next comments so that nobody else gets them, hold them longer, give them back."""

from __future__ import annotations

from collections.abc import Callable, Collection  # noqa: TC003 - the annotations of doors are read when it runs
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated
from uuid import UUID  # noqa: TC003 - pydantic reads the annotations when it runs

from flask import Blueprint, Response
from pydantic import BaseModel, ConfigDict, StrictInt, StrictStr
from pydantic import Field as Described

from service.api import http_errors
from service.api.answers import answer
from service.api.auth import asking
from service.api.bodies import json_object
from service.api.doors import doors
from service.api.filters import FILTERS, as_filter, parse_filter
from service.api.operation import Answer, Operation
from service.api.parsing import read
from service.api.rendering import entry
from service.api.schemas import Queue, QueueEntry
from service.domain import errors
from service.domain.claim import MOST_CLAIMED
from service.domain.comment import CommentId
from service.domain.lifecycle import State
from service.domain.token import Scope
from service.use_cases.queue import QueueOrder, QueueQuery

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeVar

    from service.domain.moderator import Moderator
    from service.use_cases.claim_comments import Renewed, Taken
    from service.use_cases.queue import QueueItem

    B = TypeVar("B", bound=BaseModel)

bp = Blueprint("claims", __name__, url_prefix="/api/v1/moderation")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimDoors:
    """What moderators do with claims.

    Attributes:
        take: Takes the next comments.
        mine: Lists what a moderator holds.
        renew: Holds some, or all of it, for longer.
        release: Gives some, or all of it, back.
    """

    take: Callable[[QueueQuery, Moderator], Taken]
    mine: Callable[[Moderator], tuple[QueueItem, ...]]
    renew: Callable[[Collection[CommentId] | None, Moderator], Renewed]
    release: Callable[[Collection[CommentId] | None, Moderator], None]


class ClaimIn(BaseModel):
    """Which comments are wanted: the filters of the list, its order, and how many."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"limit": 20, "site": "demo", "order": "likely-genuine", "language": "id"}]}
    )

    limit: Annotated[StrictInt, Described(ge=1, le=MOST_CLAIMED)] = 50
    order: QueueOrder = QueueOrder.OLDEST
    state: State = State.PENDING
    site: Annotated[StrictStr | None, as_filter("site")] = None
    page: Annotated[StrictStr | None, as_filter("page")] = None
    author: Annotated[StrictStr | None, as_filter("author")] = None
    campaign: Annotated[StrictStr | None, as_filter("campaign")] = None
    rule: Annotated[StrictStr | None, as_filter("rule")] = None
    min_score: Annotated[Annotated[float, Described(ge=0, le=1)] | None, as_filter("min_score")] = None
    max_score: Annotated[Annotated[float, Described(ge=0, le=1)] | None, as_filter("max_score")] = None
    language: Annotated[StrictStr | None, as_filter("language")] = None
    since: Annotated[StrictStr | None, as_filter("since")] = None
    until: Annotated[StrictStr | None, as_filter("until")] = None
    q: Annotated[StrictStr | None, as_filter("q")] = None


class CommentsIn(BaseModel):
    """Which of one's claims are meant."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"comments": ["0199a7c2-5d1e-7c3a-9d52-7f1e6b0c4a11"]}, {}]}
    )

    comments: Annotated[list[UUID], Described(max_length=MOST_CLAIMED)] | None = Described(
        default=None, description="By their ids; all of them where none are named."
    )


class TakenView(BaseModel):
    """What was claimed, in the order asked for."""

    until: datetime = Described(description="When the claims are over, unless they are renewed.")
    items: list[QueueEntry]


class RenewedView(BaseModel):
    """What became of claims that were to hold longer."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "until": "2026-03-14T09:30:00Z",
                    "renewed": ["0199a7c2-5d1e-7c3a-9d52-7f1e6b0c4a11"],
                    "lost": ["0199a7c2-5d1e-7c3a-9d52-7f1e6b0c4a12"],
                }
            ]
        }
    )

    until: datetime = Described(description="When those that were renewed are over.")
    renewed: list[UUID] = Described(description="On these the claim holds.")
    lost: list[UUID] = Described(
        description="Of those named, these are not held: the claim was over, the comment decided or never taken."
    )


@bp.post("/claims")
def take_claims() -> Response:
    """Take the next comments."""
    moderator = asking()
    taken = doors().moderation.claims.take(parse_claim(json_object()), moderator)
    return answer(TakenView(until=taken.until, items=[entry(item) for item in taken.items]))


@bp.get("/claims")
def list_claims() -> Response:
    """List what the moderator holds."""
    items = doors().moderation.claims.mine(asking())
    return answer(Queue(items=[entry(item) for item in items], next=None))


@bp.post("/claims/renewals")
def renew_claims() -> Response:
    """Hold what was claimed for longer."""
    moderator = asking()
    renewed = doors().moderation.claims.renew(parse_comments(json_object()), moderator)
    return answer(RenewedView(until=renewed.until, renewed=list(renewed.renewed), lost=list(renewed.lost)))


@bp.post("/claims/releases")
def release_claims() -> Response:
    """Give back what was claimed."""
    moderator = asking()
    doors().moderation.claims.release(parse_comments(json_object()), moderator)
    return Response(status=204)


def parse_claim(body: Mapping[str, object]) -> QueueQuery:
    """Return which comments are wanted.

    Raises:
        MalformedRequest: A field cannot be read; the first one is named.
        UnknownSite: No site can have that name.
    """
    sent = read(ClaimIn, body)
    named = sent.model_dump(exclude_none=True, include={one.name for one in FILTERS})
    wanted = parse_filter({name: str(value) for name, value in named.items()}, sent.state)
    return QueueQuery(**asdict(wanted), order=sent.order, limit=sent.limit)


def parse_comments(body: Mapping[str, object]) -> tuple[CommentId, ...] | None:
    """Return which comments are meant; ``None``: all.

    Raises:
        MalformedRequest: The field cannot be read.
    """
    sent = read(CommentsIn, body)
    return None if sent.comments is None else tuple(CommentId(one) for one in sent.comments)


_AWAY = errors.StorageUnavailable(timedelta(seconds=1))
_TOKEN = (errors.NotAuthenticated(), errors.NotAllowed(Scope.DECIDE))
_BODY = (http_errors.BodyTooLarge(), http_errors.UnsupportedMediaType())

EXAMPLE = errors.Claimed("person:rina", datetime(2026, 3, 14, 9, 15, tzinfo=UTC))
"""The error of who decides what somebody else holds."""

OPERATIONS = (
    Operation(
        method="post",
        path="/api/v1/moderation/claims",
        name="take_claims",
        tag="moderators",
        summary="Take the next comments, so that nobody else gets or decides them for a quarter of an hour",
        body=ClaimIn,
        answers={200: Answer(description="What was free, and is now held; empty if nothing was.", model=TakenView)},
        errors=(
            errors.MalformedRequest("out-of-range", parameter="limit"),
            errors.UnknownSite(),
            *_TOKEN,
            *_BODY,
            _AWAY,
        ),
        scope=Scope.DECIDE,
    ),
    Operation(
        method="get",
        path="/api/v1/moderation/claims",
        name="list_claims",
        tag="moderators",
        summary="List the comments that one holds, oldest first",
        answers={200: Answer(description="All of them: nobody holds more than 200.", model=Queue)},
        errors=(errors.NotAuthenticated(), errors.NotAllowed(Scope.READ), _AWAY),
        scope=Scope.READ,
    ),
    Operation(
        method="post",
        path="/api/v1/moderation/claims/renewals",
        name="renew_claims",
        tag="moderators",
        summary="Hold some of one's claims, or all, for another quarter of an hour from now",
        body=CommentsIn,
        answers={200: Answer(description="Which hold, and which were lost.", model=RenewedView)},
        errors=(errors.MalformedRequest("not-an-id", parameter="comments.0"), *_TOKEN, *_BODY, _AWAY),
        scope=Scope.DECIDE,
    ),
    Operation(
        method="post",
        path="/api/v1/moderation/claims/releases",
        name="release_claims",
        tag="moderators",
        summary="Give some of one's claims back, or all",
        body=CommentsIn,
        answers={204: Answer(description="They are free; what was not one's own stays as it was.", media_type=None)},
        errors=(errors.MalformedRequest("not-an-id", parameter="comments.0"), *_TOKEN, *_BODY, _AWAY),
        scope=Scope.DECIDE,
    ),
)
"""The operations, for the table of all."""
