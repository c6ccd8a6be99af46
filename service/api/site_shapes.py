"""A site's settings as they stand on the wire: read, and changed by their parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Described

from service.domain.fields import Field  # noqa: TC001 - pydantic reads the annotations when it runs
from service.domain.policy import Mode  # noqa: TC001 - as above
from service.domain.site_changes import ENTRIES, ENTRY, MOST_APPROVED, MOST_LINKS, ORIGINS, SLOWEST_FORM, TITLE
from service.domain.site_warnings import Oddity  # noqa: TC001 - as above

if TYPE_CHECKING:
    from pydantic.types import JsonValue


class AimSetting(BaseModel):
    """What the thresholds follow, a step a day."""

    read_per_day: float | None = Described(
        default=None, description="About so many are to be held; null: as many as pay."
    )
    cost_ratio: float = Described(description="A lost genuine comment costs as much as so many published spams.")
    strangers: float = Described(description="`stranger_probability` as a share of `doubtful_probability`.")


class PolicySettings(BaseModel):
    """A site's policy. What each part does stands in the policy's own page."""

    mode: Mode
    spam_probability: float = Described(ge=0, le=1)
    doubtful_probability: float = Described(ge=0, le=1)
    stranger_probability: float = Described(ge=0, le=1)
    links_allowed: int = Described(ge=0, le=MOST_LINKS)
    trusted_after: int = Described(ge=1, le=MOST_APPROVED)
    fastest_form: float = Described(ge=0, le=SLOWEST_FORM, description="In seconds.")
    blocked_names: list[str] = Described(max_length=ENTRIES, description=f"Of at most {ENTRY} characters each.")
    blocked_links: list[str] = Described(max_length=ENTRIES, description=f"Of at most {ENTRY} characters each.")
    blocked_words: list[str] = Described(max_length=ENTRIES, description=f"Of at most {ENTRY} characters each.")
    second_opinions: float = Described(
        ge=0, le=1, description="Share of people's decisions that a second moderator is asked about."
    )
    aim: AimSetting | None = Described(description="Null where thresholds are set by hand.")


class WarningView(BaseModel):
    """What is odd about a policy, though it is allowed."""

    field: str
    code: Oddity
    entry: str | None = Described(description="The entry of a list; null where the field is none.")
    because: str | None = Described(description="For `already-covered`, the entry that finds whatever it would.")


_POLICY: dict[str, JsonValue] = {
    "mode": "hold-doubtful",
    "spam_probability": 0.9,
    "doubtful_probability": 0.3,
    "stranger_probability": 0.1,
    "links_allowed": 2,
    "trusted_after": 3,
    "fastest_form": 2.0,
    "blocked_names": [],
    "blocked_links": [],
    "blocked_words": ["situs gacor", "!!"],
    "second_opinions": 0.0,
    "aim": None,
}


class SiteSummary(BaseModel):
    """A site, in short."""

    id: str
    title: str
    language: str
    closed: bool
    mode: Mode
    version: int


class SiteList(BaseModel):
    """The sites that a token opens, by name."""

    items: list[SiteSummary]


class SiteView(BaseModel):
    """All that is set for a site."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "demo",
                    "title": "Kabar Demo",
                    "language": "id",
                    "origins": ["https://kabar.example"],
                    "required": ["author.name", "author.email", "text"],
                    "listed_pages_only": False,
                    "closed": False,
                    "version": 7,
                    "policy": _POLICY,
                    "warnings": [
                        {"field": "policy.blocked_words", "code": "matches-nothing", "entry": "!!", "because": None}
                    ],
                }
            ]
        }
    )

    id: str
    title: str
    language: str = Described(description="Of its forms.")
    origins: list[str] = Described(description="Whose pages may post; none: the service's own alone.")
    required: list[Field]
    listed_pages_only: bool = Described(description="Comments are taken on known pages only.")
    closed: bool = Described(description="The site takes no comments.")
    version: int = Described(description="To be sent back with a change.")
    policy: PolicySettings
    warnings: list[WarningView]


class PolicyChange(BaseModel):
    """The parts of a policy that are to change; the rest stays."""

    mode: Mode | None = None
    spam_probability: float | None = Described(default=None, ge=0, le=1)
    doubtful_probability: float | None = Described(default=None, ge=0, le=1)
    stranger_probability: float | None = Described(default=None, ge=0, le=1)
    links_allowed: int | None = Described(default=None, ge=0, le=MOST_LINKS)
    trusted_after: int | None = Described(default=None, ge=1, le=MOST_APPROVED)
    fastest_form: float | None = Described(default=None, ge=0, le=SLOWEST_FORM, description="In seconds.")
    blocked_names: list[str] | None = Described(default=None, max_length=ENTRIES)
    blocked_links: list[str] | None = Described(default=None, max_length=ENTRIES)
    blocked_words: list[str] | None = Described(default=None, max_length=ENTRIES)
    second_opinions: float | None = Described(default=None, ge=0, le=1, description="Decides nothing about a comment.")


class PolicyChangeWithAim(PolicyChange):
    """The same, and what the thresholds are to follow."""

    aim: AimSetting | None = Described(default=None, description="Null: thresholds are set by hand from now on.")


class SiteChange(BaseModel):
    """What is to change. It describes the body; the core reads it, so that every field that is wrong is named."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"version": 7, "policy": {"links_allowed": 0, "blocked_words": ["gacor"]}}]}
    )

    version: int | None = Described(default=None, description="As it was read; or in `If-Match`.")
    title: str | None = Described(default=None, max_length=TITLE)
    language: str | None = None
    origins: list[str] | None = Described(default=None, max_length=ORIGINS)
    required: list[Field] | None = None
    listed_pages_only: bool | None = None
    closed: bool | None = None
    policy: PolicyChangeWithAim | None = None
