"""A web process: one event loop that reads requests whole and answers them one at a time."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import fastpysgi

from service import json_log
from service.app import create_app

if TYPE_CHECKING:
    from flask import Flask

    from service.settings import Settings

REQUEST_SECONDS = 30
"""How long a client may take to send a request; it holds no worker meanwhile, but memory."""

GARBAGE_THRESHOLD = 50_000
"""New objects until the collector looks at the youngest: those of some twenty requests, a few MiB."""

IDLE_SECONDS = 75
"""How long a kept connection may idle: longer than proxies in front usually keep theirs (nginx: 60)."""

MAX_READ_BYTES = 8 * 1024 * 1024
"""What is read of a body that is too long, so that it can be answered, before its connection is cut, in bytes."""


def serve(settings: Settings) -> None:
    """Answer requests until SIGINT comes."""
    json_log.configure(settings.log_level)
    server = fastpysgi.server
    server.loglevel = fastpysgi.LL_FATAL_ERROR  # less grave lines name the client's address
    server.add_header_server = None
    # The application refuses large bodies itself, with an answer that says so; this bounds what is read before it can.
    server.max_content_length = MAX_READ_BYTES + settings.max_body_bytes
    server.read_req_timeout = REQUEST_SECONDS * 1000
    server.curr_req_timeout = REQUEST_SECONDS * 1000
    server.next_req_timeout = IDLE_SECONDS * 1000
    server.tcp_nodelay = 1
    server.init(_settled(create_app(settings)), settings.host, settings.port, server.loglevel)
    server.run()


def _settled(app: Flask) -> Flask:
    """Tell the garbage collector that what stands now stays.

    A request leaves no cycles worth looking for so often; looking through everything that was made at the start cost a
    fifth of a submission.
    """
    gc.freeze()
    gc.set_threshold(GARBAGE_THRESHOLD, 20, 20)
    return app
