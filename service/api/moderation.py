"""The moderators' API: see what waits, see why, decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from service.api.answers import answer
from service.api.auth import bearer_token
from service.api.bodies import json_object
from service.api.doors import doors
from service.api.parameters import parse_campaigns, parse_queue, parse_site, parse_weeks
from service.api.parsing import parse_decision
from service.api.rendering import render_alarms, render_campaigns, render_decided, render_detail, render_queue
from service.api.workload import render_workload
from service.domain.comment import CommentId

if TYPE_CHECKING:
    from uuid import UUID

bp = Blueprint("moderation", __name__, url_prefix="/api/v1/moderation")


@bp.get("/comments")
def list_queue() -> Response:
    """List comments as moderators see them."""
    token = bearer_token()
    query = parse_queue(request.args)
    items, following = doors().list_queue(query, token)
    return answer(render_queue(items, following, query.order))


@bp.get("/campaigns")
def list_campaigns() -> Response:
    """List comments that say the same, as groups."""
    token = bearer_token()
    return answer(render_campaigns(*doors().list_campaigns(parse_campaigns(request.args), token)))


@bp.get("/comments/<uuid:comment>")
def show_comment(comment: UUID) -> Response:
    """Show one comment with its reasons and its history."""
    return answer(render_detail(doors().show_comment(CommentId(comment), bearer_token())))


@bp.post("/comments/<uuid:comment>/decisions")
def decide(comment: UUID) -> Response:
    """Carry a decision out."""
    token = bearer_token()
    return answer(render_decided(doors().decide(parse_decision(comment, json_object()), token)))


@bp.get("/workload")
def show_workload() -> Response:
    """Say what a site's thresholds cost."""
    token = bearer_token()
    site, weeks = parse_weeks(request.args)
    return answer(render_workload(doors().show_workload(site, weeks, token)))


@bp.get("/alarms")
def list_alarms() -> Response:
    """List the alarms as the worker found them last."""
    token = bearer_token()
    return answer(render_alarms(doors().list_alarms(parse_site(request.args), token)))
