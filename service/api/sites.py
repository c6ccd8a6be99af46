"""A site's settings over the API: the doors, how values are written and read, and the operations."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from service.api import http_errors
from service.api.inputs import SITE
from service.api.operation import Answer, Input, Operation
from service.api.site_shapes import PolicySettings, SiteChange, SiteList, SiteSummary, SiteView, WarningView
from service.domain import errors
from service.domain.fields import Field, FieldFault, FieldProblem
from service.domain.token import Scope

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from service.domain.moderator import Moderator
    from service.domain.policy import Policy
    from service.domain.site import Site, SiteId
    from service.domain.site_warnings import PolicyWarning
    from service.use_cases.site_settings import Settings
    from service.use_cases.try_policy import Trial

_ETAG = re.compile(r'(?:W/)?"([0-9]{1,9})"')


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyDoors:
    """What moderators may do with the settings of sites.

    Attributes:
        list_sites: Lists the sites that are open.
        show_site: Shows one.
        change_site: Changes one, as of a version.
        try_policy: Says what another policy would have done.
    """

    list_sites: Callable[[Moderator], tuple[Site, ...]]
    show_site: Callable[[SiteId, Moderator], Settings]
    change_site: Callable[[SiteId, int, Mapping[str, object], Moderator], Settings]
    try_policy: Callable[[SiteId, Mapping[str, object], Moderator], Trial]


def render_sites(sites: Iterable[Site]) -> SiteList:
    """Render sites, in short."""
    return SiteList(
        items=[
            SiteSummary(
                id=site.id,
                title=site.title,
                language=site.language,
                closed=site.closed,
                mode=site.policy.mode,
                version=site.version,
            )
            for site in sites
        ]
    )


def render_settings(settings: Settings) -> SiteView:
    """Render all that is set for a site."""
    site = settings.site
    return SiteView(
        id=site.id,
        title=site.title,
        language=site.language,
        origins=list(site.origins),
        required=[field for field in Field if field in site.required],
        listed_pages_only=site.listed_pages_only,
        closed=site.closed,
        version=site.version,
        policy=_policy(site.policy),
        warnings=render_warnings(settings.warnings),
    )


def render_warnings(warnings: Iterable[PolicyWarning]) -> list[WarningView]:
    """Render what is odd."""
    return [WarningView(field=one.field, code=one.code, entry=one.entry, because=one.because) for one in warnings]


def etag(site: Site) -> str:
    """Return the ETag of a site's settings."""
    return f'"{site.version}"'


def seen_version(body: Mapping[str, object], if_match: str | None) -> int:
    """Return the version that a change is made to: the body's, else that of ``If-Match``.

    Raises:
        MalformedRequest: Neither says, or not in a way that can be read.
    """
    if (version := body.get("version")) is not None:
        if isinstance(version, bool) or not isinstance(version, int):
            raise errors.MalformedRequest("wrong-type", parameter="version")
        return version
    if if_match is None:
        raise errors.MalformedRequest("missing", parameter="version")
    found = _ETAG.fullmatch(if_match.strip())
    if found is None:
        raise errors.MalformedRequest("not-a-version", parameter="If-Match")
    return int(found[1])


def _policy(policy: Policy) -> PolicySettings:
    """Render a policy."""
    shown = asdict(policy) | {"fastest_form": policy.fastest_form.total_seconds()}
    return PolicySettings.model_validate(shown)


AWAY = errors.StorageUnavailable(timedelta(seconds=1))
INVALID = errors.InvalidSettings(
    (
        FieldProblem(field="policy.spam_probability", code=FieldFault.OUT_OF_RANGE, values={"low": 0, "high": 1}),
        FieldProblem(field="policy.blocked_words.3", code=FieldFault.MISSING),
    )
)
BODY = (errors.MalformedRequest("not-json"), http_errors.BodyTooLarge(), http_errors.UnsupportedMediaType())
_HEADERS = {"ETag": "The version; to be sent back as `If-Match`."}

OPERATIONS: tuple[Operation, ...] = (
    Operation(
        method="get",
        path="/api/v1/moderation/sites",
        name="list_sites",
        tag="moderators",
        summary="List the sites that are open, by name",
        answers={200: Answer(description="The sites.", model=SiteList)},
        errors=(errors.NotAuthenticated(), errors.NotAllowed(Scope.READ), AWAY),
        scope=Scope.READ,
    ),
    Operation(
        method="get",
        path="/api/v1/moderation/sites/{site}",
        name="show_site",
        tag="moderators",
        summary="See all that is set for a site, and what is odd about it",
        inputs=(SITE,),
        answers={200: Answer(description="The settings.", model=SiteView, headers=_HEADERS)},
        errors=(errors.UnknownSite(), errors.NotAuthenticated(), errors.NotAllowed(Scope.READ), AWAY),
        scope=Scope.READ,
    ),
    Operation(
        method="patch",
        path="/api/v1/moderation/sites/{site}",
        name="change_site",
        tag="moderators",
        summary="Change what is set for a site, as of the version that was seen",
        inputs=(
            SITE,
            Input(
                name="If-Match",
                place="header",
                schema={"type": "string", "pattern": f"^{_ETAG.pattern}$"},
                description="The `ETag` that was read, where the body has no `version`.",
            ),
        ),
        body=SiteChange,
        answers={200: Answer(description="The settings as they are now.", model=SiteView, headers=_HEADERS)},
        errors=(
            INVALID,
            errors.StaleSettings(8),
            errors.UnknownSite(),
            errors.NotAuthenticated(),
            errors.NotAllowed(Scope.MANAGE),
            *BODY,
            AWAY,
        ),
        scope=Scope.MANAGE,
    ),
)
"""The operations, for the table of all."""
