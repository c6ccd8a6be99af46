"""A site's settings as they stand on the wire: read, and changed by their parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Described

from service.api.inputs import SEEN
from service.domain.aim import GREATEST_RATIO, MOST_A_DAY
from service.domain.fields import Field  # noqa: TC001 - pydantic reads the annotations when it runs
from service.domain.policy import Mode  # noqa: TC001 - as above
from service.domain.site import ORIGIN
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


def _parts(schema: dict[str, Any]) -> None:
    """Describe a change as it is sent: what is to stay is left out, and null means something in few places only."""
    schema["additionalProperties"] = False
    for name, one in schema["properties"].items():
        one.pop("default", None)
        kinds = [kind for kind in one.get("anyOf", ()) if name in _NULLABLE or kind != {"type": "null"}]
        if len(kinds) == 1:
            del one["anyOf"]
            one.update(kinds[0])


_NULLABLE = frozenset({"version", "aim", "read_per_day"})
_Entry = Annotated[str, Described(max_length=ENTRY, pattern=SEEN)]


class AimChange(BaseModel):
    """What the thresholds are to follow."""

    model_config = ConfigDict(json_schema_extra=_parts)

    read_per_day: float | None = Described(
        default=None, gt=0, le=MOST_A_DAY, description="About so many are to be held; null: as many as pay."
    )
    cost_ratio: float | None = Described(
        default=None,
        ge=1,
        le=GREATEST_RATIO,
        description="A lost genuine comment costs as much as so many published spams.",
    )
    strangers: float | None = Described(
        default=None, ge=0, le=1, description="As a share of `doubtful_probability`; left out: as the two stand."
    )


class PolicyChange(BaseModel):
    """The parts of a policy that are to change; the rest stays."""

    model_config = ConfigDict(json_schema_extra=_parts)

    mode: Mode | None = None
    spam_probability: float | None = Described(default=None, ge=0, le=1)
    doubtful_probability: float | None = Described(default=None, ge=0, le=1)
    stranger_probability: float | None = Described(default=None, ge=0, le=1)
    links_allowed: int | None = Described(default=None, ge=0, le=MOST_LINKS)
    trusted_after: int | None = Described(default=None, ge=1, le=MOST_APPROVED)
    fastest_form: float | None = Described(default=None, ge=0, le=SLOWEST_FORM, description="In seconds.")
    second_opinions: float | None = Described(default=None, ge=0, le=1, description="Decides nothing about a comment.")
    blocked_names: list[_Entry] | None = Described(default=None, max_length=ENTRIES)
    blocked_links: list[_Entry] | None = Described(default=None, max_length=ENTRIES)
    blocked_words: list[_Entry] | None = Described(default=None, max_length=ENTRIES)


class PolicyChangeWithAim(PolicyChange):
    """The same, and what the thresholds are to follow."""

    aim: AimChange | None = Described(default=None, description="Null: thresholds are set by hand from now on.")


def _change(schema: dict[str, Any]) -> None:
    """Describe the body of a change."""
    _parts(schema)
    schema["examples"] = [{"version": 7, "policy": {"links_allowed": 0, "blocked_words": ["gacor"]}}]


class SiteChange(BaseModel):
    """What is to change. It describes the body; the core reads it, so that every field that is wrong is named."""

    model_config = ConfigDict(json_schema_extra=_change)

    version: int | None = Described(default=None, description="As it was read; or in `If-Match`.")
    title: str | None = Described(default=None, max_length=TITLE, pattern=SEEN)
    language: str | None = Described(default=None, description="One that forms can speak.")
    origins: list[Annotated[str, Described(json_schema_extra={"pattern": f"^{ORIGIN.pattern}$"})]] | None = Described(
        default=None, max_length=ORIGINS
    )
    required: list[Literal[Field.NAME, Field.EMAIL, Field.URL, Field.TEXT]] | None = Described(
        default=None, max_length=4
    )
    listed_pages_only: bool | None = None
    closed: bool | None = None
    policy: PolicyChangeWithAim | None = None
