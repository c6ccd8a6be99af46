"""The statistics on the wire: the operation, its shapes, and how the core's figures are written in them."""

from __future__ import annotations

import re
from datetime import date  # noqa: TC003 - pydantic reads the annotations when it runs
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request
from pydantic import BaseModel, ConfigDict
from pydantic import Field as Described

from service.api.answers import answer
from service.api.auth import asking
from service.api.doors import doors
from service.api.filters import site_id
from service.api.inputs import MOST_COUNTED, SITE
from service.api.log import READ
from service.api.operation import Answer, Input, Operation
from service.domain import errors
from service.domain.errors import MalformedRequest
from service.domain.lifecycle import Action  # noqa: TC001 - as above
from service.domain.statistics import Fate  # noqa: TC001 - as above
from service.domain.token import Scope
from service.use_cases.tally_log import DAYS, MOST_DAYS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic.types import JsonValue

    from service.domain.share import Share
    from service.domain.site import SiteId
    from service.use_cases.tally_log import SiteStatistics

_NUMBER = re.compile(r"[0-9]{1,9}")

bp = Blueprint("statistics", __name__, url_prefix="/api/v1/moderation")


class ShareView(BaseModel):
    """So many of so many, with bounds that hold the true share in 95 of 100 cases (Wilson's interval)."""

    count: int
    of: int
    share: float | None = Described(description="Null of none.")
    low: float
    high: float


class DayView(BaseModel):
    """One day, in UTC."""

    day: date
    came: dict[Fate, int] = Described(description="Comments, by what the policy did with them.")
    decided: dict[Action, int] = Described(description="Comments, by the last action of a person on them.")


class WaitView(BaseModel):
    """How long held comments waited that were decided in these days, in seconds, right to 5 %."""

    decided: int
    median: float | None
    p90: float | None


class RuleView(BaseModel):
    """One rule, and how people judged what it did."""

    rule: str
    outcome: Fate
    came: int
    overturned: ShareView = Described(
        description="Of those judged: published ones refused, filed ones approved, held ones approved."
    )


_EXAMPLE_SHARE: dict[str, JsonValue] = {"count": 3, "of": 412, "share": 0.0073, "low": 0.0025, "high": 0.0212}


class StatisticsView(BaseModel):
    """What came to a site in its last days, and what became of it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "site": "demo",
                    "days": [
                        {
                            "day": "2026-03-14",
                            "came": {"published": 412, "held": 31, "filed": 96},
                            "decided": {
                                "approve": 22,
                                "mark-spam": 9,
                                "reject": 2,
                                "requeue": 0,
                                "trash": 0,
                                "restore": 0,
                            },
                        }
                    ],
                    "time_to_decision": {"decided": 31, "median": 412.0, "p90": 5310.0},
                    "spam_shown": _EXAMPLE_SHARE,
                    "genuine_filed": {"count": 1, "of": 96, "share": 0.0104, "low": 0.0018, "high": 0.0567},
                    "agreement": {"count": 4, "of": 8, "share": 0.5, "low": 0.2152, "high": 0.7848},
                    "rules": [{"rule": "ordinary", "outcome": "published", "came": 412, "overturned": _EXAMPLE_SHARE}],
                    "behind": False,
                }
            ]
        }
    )

    site: str
    days: list[DayView] = Described(description="Oldest first; the last one is today, so far.")
    time_to_decision: WaitView
    spam_shown: ShareView = Described(description="Of the comments published at once, those marked as spam later.")
    genuine_filed: ShareView = Described(description="Of the comments filed as spam, those approved later.")
    agreement: ShareView = Described(
        description="Of the published and filed comments that a person judged, those where the policy was right. "
        "People judge mostly what looks wrong."
    )
    rules: list[RuleView] = Described(description="Those that decided most come first.")
    behind: bool = Described(description="Whether the newest comments and decisions are not counted yet.")


def render_statistics(found: SiteStatistics) -> StatisticsView:
    """Render the statistics of a site."""
    figures = found.figures
    return StatisticsView(
        site=found.site,
        days=[DayView(day=one.day, came=dict(one.came), decided=dict(one.decided)) for one in figures.days],
        time_to_decision=WaitView(decided=figures.waited, median=figures.median, p90=figures.ninetieth),
        spam_shown=_share(figures.spam_shown),
        genuine_filed=_share(figures.genuine_filed),
        agreement=_share(figures.confirmed),
        rules=[
            RuleView(rule=one.rule, outcome=one.fate, came=one.came, overturned=_share(one.overturned))
            for one in figures.rules
        ],
        behind=found.behind,
    )


def _share(share: Share) -> ShareView:
    """Render a share."""
    low, high = share.interval
    return ShareView(count=share.count, of=share.of, share=share.share, low=low, high=high)


def parse_statistics(query: Mapping[str, str]) -> tuple[SiteId | None, int]:
    """Return which site's statistics are asked for, and of how many days.

    Raises:
        MalformedRequest: Not a number from 1 on; more than 90 is 90.
        UnknownSite: No site can have that name.
    """
    digits = query.get("days", "") or str(DAYS)
    if not _NUMBER.fullmatch(digits) or int(digits) < 1:
        raise MalformedRequest("not-a-number-from-1", parameter="days")
    return site_id(query["site"]) if query.get("site") else None, min(int(digits), MOST_DAYS)


@bp.get("/statistics")
def show_statistics() -> Response:
    """Say what came and what became of it."""
    moderator = asking()
    site, days = parse_statistics(request.args)
    return answer(render_statistics(doors().moderation.log.statistics(site, days, moderator)))


OPERATION = Operation(
    method="get",
    path="/api/v1/moderation/statistics",
    name="show_statistics",
    tag="moderators",
    summary="See what came to a site day by day, what was decided, and where the policy was wrong",
    inputs=(
        Input(
            name="site",
            place="query",
            schema=SITE.schema,
            description="One site; may be left out with a token of one site.",
        ),
        Input(
            name="days",
            place="query",
            schema={"type": "integer", "minimum": 1, "maximum": MOST_COUNTED, "default": DAYS},
            description=f"How many days, today among them; {MOST_DAYS} for any more.",
        ),
    ),
    answers={200: Answer(description="The figures.", model=StatisticsView)},
    errors=(errors.MalformedRequest("missing", parameter="site"), errors.UnknownSite(), *READ),
    scope=Scope.READ,
)
"""The operation, for the table of all."""
