"""How the API comes into an application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.api import (
    comments,
    error_handlers,
    headers,
    health,
    moderation,
    people,
    provider,
    reference,
    request_log,
    sessions,
    tokens,
)
from service.api.doors import EXTENSION
from service.api.lean_reads import LeanReads

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
    app.wsgi_app = LeanReads(app.wsgi_app, doors)  # type: ignore[method-assign] # Flask's own way to come before it
    for blueprint in (
        comments.bp,
        moderation.bp,
        sessions.bp,
        people.bp,
        tokens.bp,
        provider.bp,
        health.bp,
        reference.bp,
    ):
        app.register_blueprint(blueprint)
