"""Decisions on the wire: one, or many in one call with an outcome for each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID  # noqa: TC003 - pydantic reads the annotations when it runs

from flask import Blueprint, Response
from pydantic import BaseModel, ConfigDict, StrictBool, StrictInt, field_serializer
from pydantic import Field as Described

from service.api import http_errors
from service.api.answers import answer
from service.api.auth import asking
from service.api.bodies import json_object
from service.api.doors import doors
from service.api.inputs import COMMENT
from service.api.language import error_language
from service.api.operation import Answer, Operation
from service.api.parsing import read
from service.api.problems import problem
from service.api.rendering import render_decided
from service.api.schemas import DecidedComment, Problem
from service.domain import errors
from service.domain.comment import CommentId
from service.domain.lifecycle import Action, State
from service.domain.token import Scope
from service.use_cases.decide_comments import MAX_REASON, Decided, Decision

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pydantic.types import JsonValue

    from service.domain.act import ActId
    from service.domain.comment import Comment
    from service.domain.moderator import Moderator
    from service.domain.reason import Reason
    from service.domain.site import Site, SiteId
    from service.use_cases.answer_once import KeyedWrite, WriteAnswer

MAX_VERSION = 2**31 - 1
"""Greatest version of a comment: that of a 32-bit integer column."""

MAX_DECISIONS = 200
"""Decisions in one call: as many as a part of the queue has comments."""

_EXAMPLE: dict[str, JsonValue] = {
    "action": "reject",
    "version": 1,
    "reason_code": "off-topic",
    "reason": "Sudah yang ketiga hari ini.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionDoors:
    """What moderators ask for around decisions.

    Attributes:
        many: Carries several decisions out, each standing or falling by itself; as acts apart, or as one.
        show_reasons: Returns a site with its reasons.
        change_reasons: Replaces a site's reasons, as of a version of the site; ``None``: by the usual ones.
        once: Does what a request with an idempotency key asks for once, and answers it alike whenever it comes again.
    """

    many: Callable[[Sequence[Decision], Moderator, bool], Decided]
    show_reasons: Callable[[SiteId, Moderator], Site]
    change_reasons: Callable[[SiteId, int, tuple[Reason, ...] | None, Moderator], Site]
    once: Callable[[KeyedWrite, Callable[[], WriteAnswer]], WriteAnswer]


class DecisionIn(BaseModel):
    """What a moderator wants."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"action": "approve", "version": 1}, _EXAMPLE]})

    action: Action
    version: StrictInt = Described(ge=0, le=MAX_VERSION, description="The version that the moderator saw.")
    reason: str | None = Described(
        default=None,
        max_length=MAX_REASON,
        pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$",
        description="A free note for the record; the comment's author never sees it.",
    )
    reason_code: str | None = Described(
        default=None,
        description="One of the site's reasons. Of a rejected comment its author reads what the reason tells.",
    )


class DecisionOfMany(DecisionIn):
    """What a moderator wants with one of several comments."""

    model_config = ConfigDict(json_schema_extra={"examples": []})

    comment: UUID


class DecisionsIn(BaseModel):
    """What a moderator wants with several comments."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"decisions": [{"comment": "01890000-0000-7000-8000-000000000001", **_EXAMPLE}]}]
        }
    )

    decisions: list[DecisionOfMany] = Described(min_length=1, max_length=MAX_DECISIONS)
    apart: StrictBool = Described(
        default=False, description="Whether each decision is an act of its own, to be undone by itself."
    )


class Outcome(BaseModel):
    """What became of one decision: either it was carried out, or a problem says why not."""

    comment: UUID
    decided: DecidedComment | None = Described(description="The comment as it stands, or null.")
    problem: Problem | None = Described(description="What the decision alone would have been answered, or null.")

    @field_serializer("problem")
    def _as_alone(self, told: Problem | None) -> dict[str, object] | None:
        """Write a problem as it is written alone: without what it does not say."""
        return None if told is None else told.model_dump(mode="json", exclude_none=True)


class Outcomes(BaseModel):
    """What became of several decisions, in their order."""

    outcomes: list[Outcome]


def parse_decision(comment: UUID, body: Mapping[str, object]) -> Decision:
    """Return what a moderator wants.

    Raises:
        MalformedRequest: A field is missing or unusable; the first one is named.
    """
    return _decision(comment, read(DecisionIn, body))


def parse_decisions(body: Mapping[str, object]) -> tuple[list[Decision], bool]:
    """Return what a moderator wants with several comments, and whether as acts apart.

    Raises:
        MalformedRequest: A field is missing or unusable; the first one is named, as in ``decisions.3.action``.
    """
    sent = read(DecisionsIn, body)
    return [_decision(one.comment, one) for one in sent.decisions], sent.apart


def render_outcomes(decisions: Sequence[Decision], decided: Decided) -> Outcomes:
    """Render what became of decisions."""
    rendered = zip(decisions, decided.outcomes, decided.acts, strict=True)
    return Outcomes(outcomes=[_outcome(decision.comment, outcome, act) for decision, outcome, act in rendered])


def _outcome(comment: UUID, outcome: Comment | errors.ModerationError, act: ActId) -> Outcome:
    """Render what became of one decision."""
    if isinstance(outcome, errors.ModerationError):
        told = problem(outcome, doors().phrasebook, error_language())
        return Outcome(comment=comment, decided=None, problem=told)
    return Outcome(comment=comment, decided=render_decided(outcome, act), problem=None)


def _decision(comment: UUID, sent: DecisionIn) -> Decision:
    """Return the decision that a body names."""
    return Decision(
        comment=CommentId(comment),
        action=sent.action,
        version=sent.version,
        reason=sent.reason,
        reason_code=sent.reason_code,
    )


bp = Blueprint("moderation_decisions", __name__, url_prefix="/api/v1/moderation")


@bp.post("/decisions")
def decide_many() -> Response:
    """Carry several decisions out, each by itself."""
    moderator = asking()
    decisions, apart = parse_decisions(json_object())
    return answer(render_outcomes(decisions, doors().moderation.decisions.many(decisions, moderator, apart)))


_OF_BOTH = (
    errors.NotAuthenticated(),
    errors.NotAllowed(Scope.DECIDE),
    errors.MalformedRequest("not-json"),
    http_errors.BodyTooLarge(),
    http_errors.UnsupportedMediaType(),
    errors.StorageUnavailable(timedelta(seconds=1)),
)
_MEANWHILE = errors.Meanwhile(by="person:rina", at=datetime(2026, 3, 14, 12, 0, tzinfo=UTC), action=Action.APPROVE)

OPERATIONS = (
    Operation(
        method="post",
        path="/api/v1/moderation/comments/{comment}/decisions",
        name="decide",
        tag="moderators",
        summary="Decide a comment, as of the version that was seen",
        inputs=(COMMENT,),
        body=DecisionIn,
        answers={200: Answer(description="The comment as it stands.", model=DecidedComment)},
        errors=(
            errors.StaleDecision(3, state=State.APPROVED, meanwhile=_MEANWHILE),
            errors.Claimed("person:rina", _MEANWHILE.at),
            errors.ActionNotAllowed(State.PENDING, Action.REQUEUE),
            errors.UnknownComment(),
            errors.UnknownReason("tidak-ada"),
            *_OF_BOTH,
        ),
        scope=Scope.DECIDE,
    ),
    Operation(
        method="post",
        path="/api/v1/moderation/decisions",
        name="decide_many",
        tag="moderators",
        summary="Decide several comments at once, each standing or falling by itself",
        body=DecisionsIn,
        answers={200: Answer(description="What became of each.", model=Outcomes)},
        errors=_OF_BOTH,
        scope=Scope.DECIDE,
    ),
)
"""The operations, for the table of all."""
