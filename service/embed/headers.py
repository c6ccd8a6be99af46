"""What every page tells the browser to allow: nothing that it does not need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, render_template

if TYPE_CHECKING:
    from collections.abc import Iterable


def page(  # noqa: PLR0913 - each is one thing that a page says to the browser
    template: str,
    *,
    status: int = 200,
    framed_by: Iterable[str] = (),
    scripts: bool = False,
    referrer: str = "same-origin",
    cache: str = "no-store",
    **values: object,
) -> Response:
    """Render a page with its security headers.

    Args:
        template: Its template.
        status: HTTP status.
        framed_by: Web origins that may show it in a frame, beside the service's own.
        scripts: Whether the service's own scripts run, talk to it and frame its pages.
        referrer: Its referrer policy. A form page cannot have ``no-referrer``: browsers then post ``Origin: null``
            (Fetch standard, "append a request `Origin` header"), which no site admits.
        cache: Its ``Cache-Control``.
        values: For the template.
    """
    response = Response(render_template(template, **values), status=status, mimetype="text/html")
    policy = ["default-src 'none'", "style-src 'self'", "img-src 'self'", "form-action 'self'", "base-uri 'none'"]
    if scripts:
        policy += ["script-src 'self'", "connect-src 'self'", "frame-src 'self'"]
    policy.append(" ".join(["frame-ancestors 'self'", *framed_by]))
    response.headers["Content-Security-Policy"] = "; ".join(policy)
    response.headers["Referrer-Policy"] = referrer
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = cache
    return response
