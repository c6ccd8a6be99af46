"""A site's reasons on the wire: what moderators choose from, and what the author of a rejected comment is told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, Response
from pydantic import BaseModel, ConfigDict, StrictInt
from pydantic import Field as Described

from service.api import http_errors
from service.api.answers import answer
from service.api.auth import asking
from service.api.bodies import json_object
from service.api.decisions import MAX_VERSION
from service.api.doors import doors
from service.api.filters import site_id
from service.api.inputs import SITE
from service.api.operation import Answer, Operation
from service.api.parsing import read
from service.domain import errors
from service.domain.reason import LINE, MAX_LABEL, MAX_REASONS, MAX_TOLD, REASON_CODE, TEXT, Reason
from service.domain.token import Scope

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.domain.site import Site


class ReasonView(BaseModel):
    """One reason."""

    code: str = Described(
        json_schema_extra={"pattern": f"^{REASON_CODE.pattern}$"}, description="By which the log and programs know it."
    )
    label: str = Described(
        min_length=1, max_length=MAX_LABEL, pattern=f"^{LINE.pattern}$", description="By which moderators know it."
    )
    told: str = Described(
        default="",
        max_length=MAX_TOLD,
        pattern=f"^{TEXT.pattern}$",
        description="What the author of a comment rejected for it reads on the receipt, as text; empty: nothing.",
    )


class ReasonsIn(BaseModel):
    """The reasons as they are to be."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "version": 3,
                    "reasons": [
                        {"code": "off-topic", "label": "Di luar topik", "told": "Komentar ini di luar topik halaman."}
                    ],
                }
            ]
        }
    )

    version: StrictInt = Described(ge=0, le=MAX_VERSION, description="The site's version that was seen.")
    reasons: list[ReasonView] | None = Described(
        max_length=MAX_REASONS, description="In the order that they are offered in; null: the usual ones again."
    )


class ReasonList(BaseModel):
    """The reasons of a site, in the order that they are offered in."""

    reasons: list[ReasonView]
    version: int = Described(description="The site's version: it grows with every change of its settings.")


def parse_reasons(body: Mapping[str, object]) -> tuple[int, tuple[Reason, ...] | None]:
    """Return the version that was seen, and the reasons as they are to be.

    Raises:
        MalformedRequest: A field is missing or unusable; the first one is named.
    """
    sent = read(ReasonsIn, body)
    if sent.reasons is None:
        return sent.version, None
    known: set[str] = set()
    for place, one in enumerate(sent.reasons):
        if not REASON_CODE.fullmatch(one.code):
            raise errors.MalformedRequest("not-a-code", parameter=f"reasons.{place}.code")
        if one.code in known:
            raise errors.MalformedRequest("repeated", parameter=f"reasons.{place}.code")
        if not one.label.strip():
            raise errors.MalformedRequest("missing", parameter=f"reasons.{place}.label")
        known.add(one.code)
    return sent.version, tuple(Reason(code=one.code, label=one.label, told=one.told) for one in sent.reasons)


def render_reasons(site: Site) -> ReasonList:
    """Render the reasons of a site."""
    return ReasonList(
        reasons=[ReasonView(code=one.code, label=one.label, told=one.told) for one in site.reasons],
        version=site.version,
    )


bp = Blueprint("moderation_reasons", __name__, url_prefix="/api/v1/moderation/sites/<site>/reasons")


@bp.get("")
def list_reasons(site: str) -> Response:
    """List what moderators of a site choose from."""
    moderator = asking()
    return answer(render_reasons(doors().moderation.decisions.show_reasons(site_id(site), moderator)))


@bp.put("")
def change_reasons(site: str) -> Response:
    """Replace what moderators of a site choose from."""
    moderator = asking()
    version, reasons = parse_reasons(json_object())
    return answer(
        render_reasons(doors().moderation.decisions.change_reasons(site_id(site), version, reasons, moderator))
    )


_PATH = "/api/v1/moderation/sites/{site}/reasons"
_OF_BOTH = (errors.UnknownSite(), errors.NotAuthenticated(), errors.StorageUnavailable(timedelta(seconds=1)))

OPERATIONS = (
    Operation(
        method="get",
        path=_PATH,
        name="list_reasons",
        tag="moderators",
        summary="List what the moderators of a site may give as the reason of a decision",
        inputs=(SITE,),
        answers={200: Answer(description="The reasons.", model=ReasonList)},
        errors=(errors.NotAllowed(Scope.READ), *_OF_BOTH),
        scope=Scope.READ,
    ),
    Operation(
        method="put",
        path=_PATH,
        name="change_reasons",
        tag="moderators",
        summary="Replace the reasons of a site, as of the version that was seen",
        inputs=(SITE,),
        body=ReasonsIn,
        answers={200: Answer(description="The reasons as they are.", model=ReasonList)},
        errors=(
            errors.NotAllowed(Scope.MANAGE),
            errors.StaleDecision(3),
            errors.MalformedRequest("repeated", parameter="reasons.1.code"),
            http_errors.BodyTooLarge(),
            http_errors.UnsupportedMediaType(),
            *_OF_BOTH,
        ),
        scope=Scope.MANAGE,
    ),
)
"""The operations, for the table of all."""
