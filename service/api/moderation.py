"""The moderators' API: see what waits, see why, decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from service.api.answers import answer, answer_unless_known
from service.api.auth import asking
from service.api.bodies import json_object
from service.api.campaigns import render_campaigns
from service.api.counts import render_counts
from service.api.decisions import parse_decision
from service.api.doors import doors
from service.api.filters import parse_filter
from service.api.parameters import parse_campaigns, parse_queue, parse_site, parse_weeks
from service.api.rendering import render_alarms, render_decided, render_detail, render_queue
from service.api.workload import render_workload
from service.domain.comment import CommentId

if TYPE_CHECKING:
    from uuid import UUID

bp = Blueprint("moderation", __name__, url_prefix="/api/v1/moderation")


@bp.get("/comments")
def list_queue() -> Response:
    """List comments as moderators see them."""
    moderator = asking()
    query = parse_queue(request.args)
    items, following = doors().moderation.list_queue(query, moderator)
    return answer_unless_known(render_queue(items, following, query.order))


@bp.get("/counts")
def count_comments() -> Response:
    """Count comments by state, and those that wait by rule and campaign."""
    moderator = asking()
    return answer_unless_known(
        render_counts(doors().moderation.count_comments(parse_filter(request.args, None), moderator))
    )


@bp.get("/campaigns")
def list_campaigns() -> Response:
    """List comments that say the same, as groups."""
    moderator = asking()
    return answer(render_campaigns(*doors().moderation.list_campaigns(parse_campaigns(request.args), moderator)))


@bp.get("/comments/<uuid:comment>")
def show_comment(comment: UUID) -> Response:
    """Show one comment with its reasons and its history."""
    return answer(render_detail(doors().moderation.show_comment(CommentId(comment), asking())))


@bp.post("/comments/<uuid:comment>/decisions")
def decide(comment: UUID) -> Response:
    """Carry a decision out."""
    moderator = asking()
    return answer(render_decided(*doors().moderation.decide(parse_decision(comment, json_object()), moderator)))


@bp.get("/workload")
def show_workload() -> Response:
    """Say what a site's thresholds cost."""
    moderator = asking()
    site, weeks = parse_weeks(request.args)
    return answer(render_workload(doors().moderation.show_workload(site, weeks, moderator)))


@bp.get("/alarms")
def list_alarms() -> Response:
    """List the alarms as the worker found them last."""
    moderator = asking()
    return answer(render_alarms(doors().moderation.list_alarms(parse_site(request.args), moderator)))
