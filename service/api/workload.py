"""What thresholds cost, on the wire: the operation, its shapes, and how the core's figures are written in them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Described

from service.api.inputs import MOST_COUNTED
from service.api.operation import Answer, Input, Operation
from service.domain import errors
from service.domain.dial import Reason  # noqa: TC001 - pydantic reads the annotations when it runs
from service.domain.policy import Mode  # noqa: TC001 - as above
from service.domain.site import SITE_ID
from service.domain.token import Scope
from service.use_cases.weigh_thresholds import MOST_WEEKS, WEEKS

if TYPE_CHECKING:
    from pydantic.types import JsonValue

    from service.use_cases.weigh_thresholds import Weighed


class ThresholdsView(BaseModel):
    """The three thresholds, in [0, 1]."""

    doubtful: float
    spam: float
    stranger: float


class IntervalView(BaseModel):
    """A figure a day, with bounds in which the mean day of as many weeks to come lies in 95 of 100 cases."""

    mean: float
    low: float
    high: float


class CostView(BaseModel):
    """What thresholds would cost a day."""

    thresholds: ThresholdsView
    read: IntervalView = Described(description="Comments held, for whatever reason.")
    spam_shown: IntervalView = Described(description="Spam published.")
    genuine_filed: IntervalView = Described(description="Genuine comments that the score files as spam.")


class AimView(BaseModel):
    """What the thresholds follow."""

    read_per_day: float | None = Described(description="About so many are to be held; null: as many as pay.")
    cost_ratio: float = Described(description="A lost genuine comment costs as much as so many published spams.")
    strangers: float = Described(description="`stranger` as a share of `doubtful`.")
    followed: str = Described(description="The day (UTC) of the last move, or empty.")


class AgreementView(BaseModel):
    """Held comments that a person decided, with scores in [low, high)."""

    low: float
    high: float
    decided: int
    spam: int
    expected: float = Described(description="Spam that the classifier expected among them.")


class RecalibrationView(BaseModel):
    """log-odds of spam = shift + slope * log-odds of the classifier, by what people decided."""

    shift: float
    slope: float
    decisions: int


_EXAMPLE_COST: dict[str, JsonValue] = {
    "thresholds": {"doubtful": 0.3, "spam": 0.9, "stranger": 0.1},
    "read": {"mean": 18.4, "low": 14.9, "high": 22.3},
    "spam_shown": {"mean": 0.6, "low": 0.1, "high": 2.4},
    "genuine_filed": {"mean": 0.2, "low": 0.0, "high": 0.9},
}


class Workload(BaseModel):
    """What the thresholds of a site cost a day, and what others would have cost with the same comments."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "site": "demo",
                    "since": "2026-02-14T00:00:00Z",
                    "until": "2026-03-14T00:00:00Z",
                    "days": 28,
                    "comments": 4210,
                    "mode": "hold-doubtful",
                    "aim": {"read_per_day": 20, "cost_ratio": 3, "strangers": 0.333, "followed": "2026-03-13"},
                    "advice": "met",
                    "current": _EXAMPLE_COST,
                    "following": _EXAMPLE_COST,
                    "costs": [_EXAMPLE_COST],
                    "agreement": [{"low": 0.3, "high": 0.5, "decided": 61, "spam": 23, "expected": 24.2}],
                    "recalibration": {"shift": 0.08, "slope": 1.02, "decisions": 402},
                }
            ]
        }
    )

    site: str
    since: datetime = Described(description="The first moment looked at.")
    until: datetime = Described(description="The first moment no longer looked at: days are whole, in UTC.")
    days: int
    comments: int
    mode: Mode
    aim: AimView | None = Described(description="Null where thresholds are set by hand.")
    advice: Reason | None = Described(description="Whether and why thresholds follow from the aim; null without one.")
    current: CostView | None = Described(description="Of the thresholds that are set; null if nothing came.")
    following: CostView | None = Described(description="Of those that follow from the aim; null if none do.")
    costs: list[CostView] = Described(description="Of others, to compare.")
    agreement: list[AgreementView]
    recalibration: RecalibrationView


def render_workload(weighed: Weighed) -> Workload:
    """Render what was weighed. Nothing in it is about a single comment."""
    site, advice, found = weighed.site, weighed.advice, weighed.recalibration
    return Workload.model_validate(
        {
            "site": site.id,
            "since": weighed.since,
            "until": weighed.until,
            "days": weighed.days,
            "comments": weighed.comments,
            "mode": site.policy.mode,
            "aim": site.policy.aim and asdict(site.policy.aim),
            "advice": advice and advice.reason,
            "current": weighed.current and asdict(weighed.current),
            "following": weighed.following and asdict(weighed.following),
            "costs": [asdict(cost) for cost in weighed.costs],
            "agreement": [asdict(one) for one in weighed.agreement],
            "recalibration": {"shift": found.shift, "slope": found.slope, "decisions": found.decisions},
        }
    )


OPERATION = Operation(
    method="get",
    path="/api/v1/moderation/workload",
    name="show_workload",
    tag="moderators",
    summary="See what a site's thresholds cost a day, by its last weeks",
    inputs=(
        Input(
            name="site",
            place="query",
            schema={"type": "string", "pattern": f"^{SITE_ID.pattern}$"},
            description="One site; may be left out with a token of one site.",
        ),
        Input(
            name="weeks",
            place="query",
            schema={"type": "integer", "minimum": 1, "maximum": MOST_COUNTED, "default": WEEKS},
            description=f"How many weeks to look at; {MOST_WEEKS} for any more.",
        ),
    ),
    answers={200: Answer(description="The figures.", model=Workload)},
    errors=(
        errors.MalformedRequest("missing", parameter="site"),
        errors.UnknownSite(),
        errors.NotAuthenticated(),
        errors.NotAllowed(Scope.READ),
        errors.StorageUnavailable(timedelta(seconds=1)),
    ),
    scope=Scope.READ,
)
"""The operation, for the table of all."""
