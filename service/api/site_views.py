"""The settings of sites and trials of their policies, over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from service.api.answers import answer
from service.api.auth import asking
from service.api.bodies import json_object
from service.api.doors import doors
from service.api.filters import site_id
from service.api.sites import etag, render_settings, render_sites, seen_version
from service.api.trials import render_trial

if TYPE_CHECKING:
    from service.use_cases.site_settings import Settings

bp = Blueprint("sites", __name__, url_prefix="/api/v1/moderation/sites")


@bp.get("")
def list_sites() -> Response:
    """List the sites that are open."""
    return answer(render_sites(doors().moderation.policy.list_sites(asking())))


@bp.get("/<site>")
def show_site(site: str) -> Response:
    """Show all that is set for a site."""
    moderator = asking()
    return _settings(doors().moderation.policy.show_site(site_id(site), moderator))


@bp.patch("/<site>")
def change_site(site: str) -> Response:
    """Change what is set for a site."""
    moderator = asking()
    body = dict(json_object())
    version = seen_version(body, request.headers.get("If-Match"))
    body.pop("version", None)
    return _settings(doors().moderation.policy.change_site(site_id(site), version, body, moderator))


@bp.post("/<site>/trial")
def try_policy(site: str) -> Response:
    """Say what another policy would have done."""
    moderator = asking()
    return answer(render_trial(doors().moderation.policy.try_policy(site_id(site), json_object(), moderator)))


def _settings(settings: Settings) -> Response:
    """Answer with settings and their version."""
    response = answer(render_settings(settings))
    response.headers["ETag"] = etag(settings.site)
    return response
