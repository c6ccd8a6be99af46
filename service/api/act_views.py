"""The routes of acts, bulk acts and standing orders."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from service.api.acts import parse_acts, parse_campaign_site, render_acts, render_undo
from service.api.answers import answer
from service.api.auth import asking
from service.api.bodies import json_object
from service.api.bulk import parse_bulk, render_bulk, render_preview
from service.api.doors import doors
from service.domain.act import ActId
from service.domain.campaign import CampaignId
from service.use_cases.bulk import BulkId

if TYPE_CHECKING:
    from uuid import UUID

    from service.api.acts import ActDoors

bp = Blueprint("acts", __name__, url_prefix="/api/v1/moderation")


def _acts() -> ActDoors:
    """Return the doors of this module."""
    return doors().moderation.acts


@bp.get("/acts")
def list_acts() -> Response:
    """List acts."""
    moderator = asking()
    return answer(render_acts(*_acts().list_acts(*parse_acts(request.args), moderator)))


@bp.post("/acts/<uuid:act>/undo")
def undo_act(act: UUID) -> Response:
    """Go on taking an act back."""
    return answer(render_undo(_acts().undo(ActId(act), asking())))


@bp.post("/bulk")
def preview_bulk() -> Response:
    """Freeze what a filter means."""
    moderator = asking()
    return answer(render_preview(_acts().preview(parse_bulk(json_object()), moderator)), HTTPStatus.CREATED)


@bp.post("/bulk/<uuid:bulk>/commits")
def commit_bulk(bulk: UUID) -> Response:
    """Go on deciding what was frozen."""
    return answer(render_bulk(_acts().commit(BulkId(bulk), asking())))


@bp.get("/bulk/<uuid:bulk>")
def show_bulk(bulk: UUID) -> Response:
    """Say how far a bulk act is."""
    return answer(render_bulk(_acts().show_bulk(BulkId(bulk), asking())))


@bp.delete("/bulk/<uuid:bulk>")
def forget_bulk(bulk: UUID) -> Response:
    """Forget a preview."""
    _acts().forget_bulk(BulkId(bulk), asking())
    return Response(status=HTTPStatus.NO_CONTENT)


@bp.delete("/campaigns/<uuid:campaign>/order")
def end_order(campaign: UUID) -> Response:
    """End a standing order."""
    moderator = asking()
    _acts().end_order(CampaignId(campaign), parse_campaign_site(request.args), moderator)
    return Response(status=HTTPStatus.NO_CONTENT)
