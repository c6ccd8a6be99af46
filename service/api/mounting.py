"""How the API comes into an application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.api import (
    act_views,
    authors,
    bans,
    claims,
    comments,
    decisions,
    error_handlers,
    headers,
    health,
    idempotency,
    log_views,
    moderation,
    people,
    provider,
    reasons,
    reference,
    request_log,
    second_opinions,
    sessions,
    site_views,
    statistics,
    tokens,
)
from service.api.doors import EXTENSION
from service.api.lean_polls import LeanPolls
from service.api.lean_reads import LeanReads
from service.api.operations import OPERATIONS

if TYPE_CHECKING:
    from flask import Flask

    from service.api.doors import ApiDoors


def mount(app: Flask, doors: ApiDoors) -> None:
    """Give an application the API, its error answers, and the log and count of all its requests.

    A body longer than ``doors.max_body_bytes`` is refused unread, on every route.
    """
    app.extensions[EXTENSION] = doors
    app.config["MAX_CONTENT_LENGTH"] = doors.max_body_bytes
    request_log.install(app)  # first, so that it sees an answer last
    app.after_request(headers.protect)
    error_handlers.install(app)
    app.wsgi_app = LeanPolls(app.wsgi_app, doors)  # type: ignore[method-assign] # Flask's own way to come before it
    app.wsgi_app = LeanReads(app.wsgi_app, doors)  # type: ignore[method-assign] # as above; the commonest comes first
    for blueprint in (
        comments.bp,
        moderation.bp,
        decisions.bp,
        reasons.bp,
        sessions.bp,
        people.bp,
        tokens.bp,
        authors.bp,
        bans.bp,
        site_views.bp,
        log_views.bp,
        statistics.bp,
        act_views.bp,
        claims.bp,
        second_opinions.bp,
        provider.bp,
        health.bp,
        reference.bp,
    ):
        app.register_blueprint(blueprint)
    idempotency.install(app, OPERATIONS)  # last, so that it finds every write of the moderators
