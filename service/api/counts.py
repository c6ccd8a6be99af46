"""Counts of comments on the wire: the operation, its shapes, and how the core's figures are written in them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID  # noqa: TC003 - pydantic reads the annotations when it runs

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Described

from service.api.filters import FILTERS
from service.api.inputs import ETAG, IF_NONE_MATCH
from service.api.operation import Answer, Operation
from service.domain import errors
from service.domain.lifecycle import State
from service.domain.token import Scope
from service.use_cases.count_comments import MOST_GROUPS

if TYPE_CHECKING:
    from service.use_cases.count_comments import Counts


class RuleCount(BaseModel):
    """How many of the comments that wait a rule held."""

    rule: str
    count: int


class CampaignCount(BaseModel):
    """How many of the comments that wait a campaign has."""

    id: UUID = Described(description="To be sent as `campaign` to list them.")
    count: int
    text: str = Described(description="Of one of them, as typed: text, never to be placed in a page as HTML.")


class CountsView(BaseModel):
    """How many comments a filter means."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "states": {"pending": 19300, "approved": 702, "spam": 41, "rejected": 3, "trash": 0},
                    "more": [],
                    "rules": [{"rule": "doubtful-score", "count": 18811}, {"rule": "too-many-links", "count": 489}],
                    "campaigns": [
                        {
                            "id": "0199b2f0-6c1e-7c3a-9d55-0d6f0f4a2b11",
                            "count": 4100,
                            "text": "Daftar sekarang di situs gacor, pasti cuan!",
                        }
                    ],
                    "partly": False,
                }
            ]
        }
    )

    states: dict[State, int] = Described(description="By state.")
    more: list[State] = Described(
        description="States that may have more: only the newest 100000 were counted, or, of a filter that no index "
        "serves, the newest 20000 (2000 with `q`)."
    )
    rules: list[RuleCount] = Described(description=f"Of those that wait, most first; at most {MOST_GROUPS}.")
    campaigns: list[CampaignCount] = Described(
        description=f"Of those that wait, groups of two and more, most first; at most {MOST_GROUPS}."
    )
    partly: bool = Described(description="Rules and campaigns are those of the newest 20000 (2000 with `q`) that wait.")


def render_counts(counts: Counts) -> CountsView:
    """Render counts."""
    return CountsView(
        states=dict(counts.states),
        more=[state for state in State if state in counts.more],
        rules=[RuleCount(rule=rule, count=count) for rule, count in counts.rules],
        campaigns=[CampaignCount(id=one.campaign, count=one.count, text=one.text) for one in counts.campaigns],
        partly=counts.partly,
    )


OPERATION = Operation(
    method="get",
    path="/api/v1/moderation/counts",
    name="count_comments",
    tag="moderators",
    summary="Count comments by state, and those that wait by rule and campaign",
    inputs=(*FILTERS, IF_NONE_MATCH),
    answers={
        200: Answer(description="The counts.", model=CountsView, headers=ETAG),
        304: Answer(description="Nothing changed.", media_type=None, headers=ETAG),
    },
    errors=(
        errors.MalformedRequest("not-an-id", parameter="campaign"),
        errors.UnknownSite(),
        errors.NotAuthenticated(),
        errors.NotAllowed(Scope.READ),
        errors.StorageUnavailable(timedelta(seconds=1)),
    ),
    scope=Scope.READ,
)
"""The operation, for the table of all."""
