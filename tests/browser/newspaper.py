"""Another server, whose article embeds the widget under the strictest policy that lets it run."""

from __future__ import annotations

from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def newspaper(service: str) -> Iterator[str]:
    """Serve the article of a site ``kabar``, which names no language; yield the server's origin.

    Args:
        service: Where the service answers.
    """
    policy = f"default-src 'none'; script-src 'self' {service}; style-src {service}; connect-src {service}"
    body = (
        '<!DOCTYPE html><html lang="fr"><meta charset="utf-8"><title>Artikel</title><link rel="icon" href="data:,">'
        f'<h1>Artikel</h1><script src="{service}/embed.js" data-site="kabar"></script></html>'
    ).encode()

    class Article(BaseHTTPRequestHandler):
        """Answers every address with the article."""

        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", f"{policy}; img-src data:")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing: a test speaks when it fails."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Article) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
