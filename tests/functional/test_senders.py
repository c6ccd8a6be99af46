"""Who sends, as the service in production is told: its server's own way to write addresses is understood."""

from __future__ import annotations

import http.client
import json
from typing import TYPE_CHECKING

import pytest

from tests.served import environment_of, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.served import Served

HERE, THERE = "127.0.0.1", "127.0.9.1"
"""Two addresses of this machine, in two ranges."""


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Served]:
    port, environment = environment_of(tmp_path, SARING_RATE_LIMIT="2/hour", SARING_WEB_PROCESSES="1")
    with served(tmp_path, port, environment) as running:
        yield running


def post(service: Served, sender: str, text: str) -> int:
    """Post a comment from an address, and return the status of the answer."""
    body = {"page": "/a", "author": {"name": "Wayan", "email": "wayan@surat-kabar.com"}, "text": text}
    link = http.client.HTTPConnection("127.0.0.1", service.port, timeout=30, source_address=(sender, 0))
    try:
        link.request("POST", "/api/v1/sites/demo/comments", json.dumps(body), {"Content-Type": "application/json"})
        return link.getresponse().status
    finally:
        link.close()


def test_senders_are_limited_and_banned_by_their_own_ranges(service: Served) -> None:
    token = (service.data / "moderator.token").read_text(encoding="utf-8").strip()
    ban = {"site": "demo", "kind": "range", "range": "127.0.9.0/24", "told": True}

    limited = [post(service, HERE, f"Nomor {number}.") for number in range(3)]
    apart = post(service, THERE, "Dari tempat lain.")
    banned = service.send_json("/api/v1/moderation/bans", ban, Authorization=f"Bearer {token}")

    assert (limited, apart, banned.status) == ([202, 202, 429], 202, 201)
    assert post(service, THERE, "Sekali lagi dari sana.") == 403
