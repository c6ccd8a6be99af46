"""Who is banned, over the moderators' API: the operations and their views."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from service.api import http_errors
from service.api.answers import answer
from service.api.auth import asking
from service.api.ban_shapes import BanIn, BanList, BanReach, BanView, parse_ban, render_ban
from service.api.bodies import json_object
from service.api.cursors import read_ban_cursor, write_ban_cursor
from service.api.doors import doors
from service.api.inputs import AFTER, ONE_SITE, limit
from service.api.operation import Answer, Input, Operation
from service.api.parameters import parse_limit, parse_site
from service.domain import errors
from service.domain.ban import BanId
from service.domain.token import Scope
from service.use_cases import ban_authors

if TYPE_CHECKING:
    from uuid import UUID

bp = Blueprint("moderation_bans", __name__, url_prefix="/api/v1/moderation/bans")


@bp.get("")
def list_bans() -> Response:
    """List the bans of a site that hold."""
    moderator = asking()
    after = read_ban_cursor(request.args.get("after", ""))
    wanted = parse_limit(request.args, ban_authors.MAX_LIMIT)
    found, following = doors().moderation.authors.list_bans(parse_site(request.args), after, wanted, moderator)
    return answer(BanList(items=[render_ban(ban) for ban in found], next=write_ban_cursor(following)))


@bp.post("")
def impose_ban() -> Response:
    """Ban, or say whom a ban would meet."""
    moderator = asking()
    order, dry_run = parse_ban(json_object())
    if dry_run:
        reach = doors().moderation.authors.preview(order, moderator)
        return answer(BanReach(authors=reach.authors, approved=reach.approved, shared=reach.shared))
    return answer(render_ban(doors().moderation.authors.impose(order, moderator)), HTTPStatus.CREATED)


@bp.delete("/<uuid:ban>")
def lift_ban(ban: UUID) -> Response:
    """End a ban."""
    doors().moderation.authors.lift(BanId(ban), asking())
    return Response(status=HTTPStatus.NO_CONTENT)


_AWAY = errors.StorageUnavailable(timedelta(seconds=1))
_DECIDER = (errors.NotAuthenticated(), errors.NotAllowed(Scope.DECIDE))

OPERATIONS = (
    Operation(
        method="get",
        path="/api/v1/moderation/bans",
        name="list_bans",
        tag="moderators",
        summary="List the bans of a site that hold, newest first",
        inputs=(ONE_SITE, AFTER, limit(ban_authors.MAX_LIMIT)),
        answers={200: Answer(description="The bans.", model=BanList)},
        errors=(
            errors.MalformedRequest("missing", parameter="site"),
            errors.UnknownSite(),
            errors.NotAuthenticated(),
            errors.NotAllowed(Scope.READ),
            _AWAY,
        ),
        scope=Scope.READ,
    ),
    Operation(
        method="post",
        path="/api/v1/moderation/bans",
        name="impose_ban",
        tag="moderators",
        summary="Ban an author, a mail domain or an address range, or look first whom it would meet",
        body=BanIn,
        answers={
            200: Answer(description="Whom it would meet (`dry_run`).", model=BanReach),
            201: Answer(description="The ban.", model=BanView),
        },
        errors=(
            errors.MalformedRequest("missing", parameter="author"),
            errors.UnknownSite(),
            errors.UnknownAuthor(),
            errors.SharedDomain(),
            *_DECIDER,
            http_errors.BodyTooLarge(),
            http_errors.UnsupportedMediaType(),
            _AWAY,
        ),
        scope=Scope.DECIDE,
    ),
    Operation(
        method="delete",
        path="/api/v1/moderation/bans/{ban}",
        name="lift_ban",
        tag="moderators",
        summary="Lift a ban",
        inputs=(
            Input(
                name="ban",
                place="path",
                schema={"type": "string", "format": "uuid"},
                description="The ban's id.",
                required=True,
            ),
        ),
        answers={204: Answer(description="It is lifted.", media_type=None)},
        errors=(errors.UnknownBan(), *_DECIDER, _AWAY),
        scope=Scope.DECIDE,
    ),
)
"""The operations, for the table of all."""
