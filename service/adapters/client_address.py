"""Whom a request comes from, where proxies stand in front."""

from __future__ import annotations

from typing import TYPE_CHECKING

from werkzeug.middleware.proxy_fix import ProxyFix

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


def behind_proxies(app: WSGIApplication, trusted_proxies: int) -> WSGIApplication:
    """Return *app* as it is to be served behind so many proxies.

    Each trusted proxy appends the address it was called from to ``X-Forwarded-For``; only that many entries, from the
    right, are believed. Without a trusted proxy the header is whatever the client likes, and only the socket counts.
    The scheme is taken from ``X-Forwarded-Proto`` in the same way; host and path are not, for a proxy that does not set
    those headers lets them through from outside.

    Args:
        app: Answers the requests.
        trusted_proxies: How many proxies in a row, from 0.
    """
    if trusted_proxies == 0:
        return app
    return ProxyFix(app, x_for=trusted_proxies, x_proto=trusted_proxies, x_host=0, x_port=0, x_prefix=0)
