"""Bulk acts on the wire: a filter and an action in, a preview out, and how far the commits are."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID  # noqa: TC003 - pydantic reads the annotations when it runs

from pydantic import BaseModel, ConfigDict, StrictInt, WithJsonSchema
from pydantic import Field as Described

from service.api import http_errors
from service.api.filters import ANY, FILTERS, in_body, parse_filter
from service.api.inputs import COMMENT
from service.api.operation import Answer, Input, Operation, Repeat
from service.api.parsing import read
from service.api.rendering import render_queue
from service.api.schemas import QueueEntry  # noqa: TC001 - as above
from service.domain import errors
from service.domain.campaign_order import MOST_HOURS, OUTCOMES
from service.domain.lifecycle import Action, State
from service.domain.token import Scope
from service.use_cases.decide_comments import MAX_REASON
from service.use_cases.preview_bulk import MOST, BulkRequest
from service.use_cases.queue import QueueOrder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.use_cases.bulk import Bulk
    from service.use_cases.preview_bulk import Preview

_SCHEMAS: dict[str, dict[str, Any]] = {
    **{one.name: {**one.schema, "description": one.description} for one in FILTERS},
    "state": {"type": "string", "enum": [*State, ANY], "description": "In one state."},
}
_FILTER: dict[str, Any] = {
    "type": "object",
    "description": "Which comments: the filters of the listing, all of them optional; without `state` in every state.",
    "properties": {name: in_body(schema) for name, schema in _SCHEMAS.items()},
}
_LINE = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"


class BulkIn(BaseModel):
    """What a moderator wants done to all that a filter means."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"filter": {"site": "demo", "state": "pending", "min_score": 0.8}, "action": "mark-spam"}],
            "anyOf": [
                {"properties": {"hours": {"type": "null"}}},
                {
                    "properties": {
                        "filter": {
                            "required": ["campaign"],
                            "properties": {"campaign": {"type": "string", "minLength": 1}},
                        },
                        "action": {"enum": [str(one) for one in sorted(OUTCOMES)]},
                    }
                },
            ],
        }
    )

    filter: Annotated[dict[str, Any], WithJsonSchema(_FILTER)]
    action: Action
    reason: str | None = Described(
        default=None, max_length=MAX_REASON, pattern=_LINE, description="For the record; authors never see it."
    )
    reason_code: str | None = Described(default=None, description="A reason of each site of which a comment is meant.")
    hours: StrictInt | None = Described(
        default=None,
        ge=1,
        le=MOST_HOURS,
        description="With `filter.campaign`: what still comes to it is treated alike, so long from the first commit.",
    )


class StateCount(BaseModel):
    """Comments in one state."""

    state: State
    count: int


class RuleCount(BaseModel):
    """Comments that one rule decided when they came."""

    rule: str
    count: int


class CampaignCount(BaseModel):
    """Comments of one campaign."""

    id: UUID
    count: int


class BulkPreview(BaseModel):
    """What a bulk act would decide: these comments as they are now, and none that comes later."""

    id: UUID = Described(description="The token that commits it; it is good for whoever made it.")
    expires_at: datetime
    count: int
    sample: list[QueueEntry] = Described(
        description="The comments of lowest and highest score, the oldest and the newest: at most 10."
    )
    looks_genuine: int = Described(
        description="Public ones, ones that the score does not doubt, ones of authors with approved comments."
    )
    states: list[StateCount]
    rules: list[RuleCount]
    campaigns: list[CampaignCount] = Described(description="The 50 largest.")


class BulkProgress(BaseModel):
    """How far a bulk act is. Ask again until it is done."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "done": True,
                    "act": "0199a3c1-7d0e-7cc1-8b1a-3f1e5c0a9d42",
                    "decided": 1928,
                    "changed": 2,
                    "claimed": 0,
                    "inapplicable": 0,
                    "remaining": 0,
                }
            ]
        }
    )

    done: bool
    act: UUID | None = Described(description="By which it can be undone; null before the first commit.")
    decided: int
    changed: int = Described(description="Passed over, since somebody touched them after the preview.")
    claimed: int = Described(description="Passed over, since somebody else holds them; see `POST /claims`.")
    inapplicable: int = Described(
        description="Passed over, since the action does not apply to them, or no longer for that reason."
    )
    remaining: int


def parse_bulk(body: Mapping[str, object]) -> BulkRequest:
    """Return what a moderator wants done.

    Raises:
        MalformedRequest: A field is missing or unusable; the first one is named.
        UnknownSite: No site can have that name.
    """
    sent = read(BulkIn, body)
    return BulkRequest(
        filter=parse_filter(_as_query(sent.filter), None),
        action=sent.action,
        reason=sent.reason,
        reason_code=sent.reason_code,
        hours=sent.hours,
    )


def _as_query(wanted: Mapping[str, object]) -> dict[str, str]:
    """Return a filter's values as a query string would have them."""
    words: dict[str, str] = {}
    for name, schema in _SCHEMAS.items():
        value = wanted.get(name)
        kinds = (str, int, float) if schema["type"] == "number" else (str,)
        if value is not None and (isinstance(value, bool) or not isinstance(value, kinds)):
            raise errors.MalformedRequest("wrong-type", parameter=f"filter.{name}")
        words[name] = "" if value is None else str(value)
        if any("\ud800" <= letter <= "\udfff" for letter in words[name]):
            raise errors.MalformedRequest("not-text", parameter=f"filter.{name}")
    return words


def render_preview(preview: Preview) -> BulkPreview:
    """Render what a bulk act would decide."""
    return BulkPreview(
        id=preview.bulk.id,
        expires_at=preview.bulk.expires_at,
        count=preview.bulk.comments,
        sample=render_queue(preview.sample, None, QueueOrder.OLDEST).items,
        looks_genuine=preview.looks_genuine,
        states=[StateCount(state=state, count=count) for state, count in preview.states],
        rules=[RuleCount(rule=rule, count=count) for rule, count in preview.rules],
        campaigns=[CampaignCount(id=campaign, count=count) for campaign, count in preview.campaigns],
    )


def render_bulk(bulk: Bulk) -> BulkProgress:
    """Render how far a bulk act is."""
    return BulkProgress(
        done=bulk.finished,
        act=bulk.act,
        decided=bulk.decided,
        changed=bulk.changed,
        claimed=bulk.claimed,
        inapplicable=bulk.inapplicable,
        remaining=bulk.remaining,
    )


_AWAY = errors.StorageUnavailable(timedelta(seconds=1))
_TOKEN = (errors.NotAuthenticated(), errors.NotAllowed(Scope.DECIDE))
_BULK = Input(name="bulk", place="path", schema=COMMENT.schema, description="The preview's id.", required=True)

OPERATIONS: tuple[Operation, ...] = (
    Operation(
        method="post",
        path="/api/v1/moderation/bulk",
        name="preview_bulk",
        tag="moderators",
        summary="Freeze which comments a filter means now, and see what an action would decide",
        body=BulkIn,
        answers={201: Answer(description="The preview.", model=BulkPreview)},
        errors=(
            errors.TooManyMatches(MOST),
            errors.UnknownReason("tidak-ada"),
            errors.MalformedRequest("not-json"),
            http_errors.BodyTooLarge(),
            http_errors.UnsupportedMediaType(),
            errors.UnknownSite(),
            *_TOKEN,
            _AWAY,
        ),
        scope=Scope.DECIDE,
    ),
    Operation(
        method="post",
        path="/api/v1/moderation/bulk/{bulk}/commits",
        name="commit_bulk",
        repeat=Repeat.FREE,
        tag="moderators",
        summary="Decide what a preview froze, for a moment; ask again until it is done",
        inputs=(_BULK,),
        answers={200: Answer(description="How far it is.", model=BulkProgress)},
        errors=(errors.UnknownBulk(), *_TOKEN, _AWAY),
        scope=Scope.DECIDE,
    ),
    Operation(
        method="get",
        path="/api/v1/moderation/bulk/{bulk}",
        name="show_bulk",
        tag="moderators",
        summary="See how far a bulk act is",
        inputs=(_BULK,),
        answers={200: Answer(description="How far it is.", model=BulkProgress)},
        errors=(errors.UnknownBulk(), *_TOKEN, _AWAY),
        scope=Scope.DECIDE,
    ),
    Operation(
        method="delete",
        path="/api/v1/moderation/bulk/{bulk}",
        name="forget_bulk",
        tag="moderators",
        summary="Forget a preview; what was decided by it stays decided",
        inputs=(_BULK,),
        answers={204: Answer(description="It is gone.", media_type=None)},
        errors=(errors.UnknownBulk(), *_TOKEN, _AWAY),
        scope=Scope.DECIDE,
    ),
)
"""The operations, for the table of all."""
