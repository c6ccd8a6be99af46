"""A policy on trial, on the wire: the operation, its shapes, and how the core's figures are written in them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime  # noqa: TC003 - pydantic reads the annotations when it runs
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Described

from service.api.inputs import SITE
from service.api.operation import Answer, Operation, Repeat
from service.api.rendering import render_queue
from service.api.schemas import QueueEntry  # noqa: TC001 - as above
from service.api.site_shapes import PolicyChange, WarningView
from service.api.sites import AWAY, BODY, INVALID, render_warnings
from service.domain import errors
from service.domain.policy import Outcome  # noqa: TC001 - as above
from service.domain.site_changes import MOST_DAYS
from service.domain.token import Scope
from service.use_cases.queue import QueueOrder

if TYPE_CHECKING:
    from service.domain.trial import Figures, Move
    from service.use_cases.try_policy import Trial


class TrialIn(BaseModel):
    """What is to be tried. It describes the body; the core reads it, so that every field that is wrong is named."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"days": 28, "policy": {"doubtful_probability": 0.2, "links_allowed": 0}}]},
    )

    days: int = Described(ge=1, le=MOST_DAYS, description="How far back to look.")
    policy: PolicyChange = Described(default_factory=PolicyChange)


class FiguresView(BaseModel):
    """What one policy makes of the comments."""

    published: int
    held: int
    filed: int
    read_per_day: float = Described(description="Of those held.")
    spam_published: int = Described(description="Published, and marked as spam by a person.")
    genuine_held: int = Described(description="Held, and approved by a person.")
    genuine_filed: int = Described(description="Filed as spam, and approved by a person.")


class RulesMoved(BaseModel):
    """By which rules comments move."""

    before: str
    after: str
    count: int


class MoveView(BaseModel):
    """Comments that would go from one outcome to another."""

    model_config = ConfigDict(serialize_by_alias=True)

    before: Outcome = Described(alias="from")
    after: Outcome = Described(alias="to")
    count: int
    spam: int = Described(description="How many of them a person marked as spam.")
    genuine: int = Described(description="How many of them a person approved.")
    rules: list[RulesMoved] = Described(description="The greatest number first.")
    sample: list[QueueEntry] = Described(description="The newest of them, at most 5.")


class RuleView(BaseModel):
    """How many comments a rule decides."""

    rule: str
    before: int
    after: int


class TrialView(BaseModel):
    """What a policy would have done with the comments of the last days, beside the policy as it is."""

    site: str
    since: datetime
    until: datetime
    days: float = Described(description="Looked at: from the site's first comment on, without those left out.")
    comments: int = Described(description="Judged anew; the newest, if there are too many.")
    left_out: int = Described(description="Older ones that were too many.")
    without_evidence: int = Described(
        description="Of those judged, how many came before what the rules looked at was kept: told by their rule alone."
    )
    unchanged: int
    before: FiguresView
    after: FiguresView
    changes: list[MoveView] = Described(description="The greatest number first.")
    rules: list[RuleView]
    warnings: list[WarningView]


def render_trial(trial: Trial) -> TrialView:
    """Render what was found."""
    return TrialView(
        site=trial.site,
        since=trial.since,
        until=trial.until,
        days=round(trial.days, 2),
        comments=trial.comments,
        left_out=trial.left_out,
        without_evidence=trial.without_evidence,
        unchanged=trial.unchanged,
        before=_figures(trial.before, trial.days),
        after=_figures(trial.after, trial.days),
        changes=[_move(move, trial) for move in trial.moves],
        rules=[RuleView(rule=one.rule, before=one.before, after=one.after) for one in trial.rules],
        warnings=render_warnings(trial.warnings),
    )


def _figures(figures: Figures, days: float) -> FiguresView:
    """Render the figures of one policy."""
    return FiguresView(**asdict(figures), read_per_day=round(figures.held / days, 2))


def _move(move: Move, trial: Trial) -> MoveView:
    """Render one move."""
    items = tuple(trial.samples[one] for one in move.newest)
    return MoveView.model_validate(
        {
            "from": move.before,
            "to": move.after,
            "count": move.comments,
            "spam": move.spam,
            "genuine": move.genuine,
            "rules": [{"before": before, "after": after, "count": count} for before, after, count in move.rules],
            "sample": render_queue(items, None, QueueOrder.NEWEST).items,
        }
    )


OPERATION = Operation(
    method="post",
    path="/api/v1/moderation/sites/{site}/trial",
    name="try_policy",
    repeat=Repeat.FREE,
    tag="moderators",
    summary="See what another policy would have done with the comments of the last days; nothing is changed",
    inputs=(SITE,),
    body=TrialIn,
    answers={200: Answer(description="What would move, and what it would mean.", model=TrialView)},
    errors=(
        INVALID,
        errors.UnknownSite(),
        errors.NotAuthenticated(),
        errors.NotAllowed(Scope.READ),
        *BODY,
        AWAY,
    ),
    scope=Scope.READ,
)
"""The operation, for the table of all."""
