"""A real identity provider, run for the tests in a process of its own; and a browser's way there and back."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import requests

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

RINA = {"sub": "rina-7", "email": "Rina@kabar.example", "email_verified": True}
UNPROVED = {"sub": "made-3", "email": "rina@kabar.example", "email_verified": False}


@contextmanager
def running_provider(*users: dict[str, Any]) -> Iterator[str]:
    """Yield the address of a provider that knows *users*."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    claims = [word for user in users for word in ("--user-claims", json.dumps(user))]
    process = subprocess.Popen(  # noqa: S603 - our own interpreter
        [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), *claims],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )
    issuer = f"http://127.0.0.1:{port}"
    try:
        _wait_for(issuer, process)
        yield issuer
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(issuer: str, process: subprocess.Popen[bytes]) -> None:
    """Return when the provider answers."""
    latest = time.monotonic() + 30
    while True:
        try:
            requests.get(f"{issuer}/.well-known/openid-configuration", timeout=1).raise_for_status()
        except requests.RequestException:
            if process.poll() is not None or time.monotonic() > latest:
                raise
            time.sleep(0.05)
        else:
            return


def go(client: FlaskClient) -> str:
    """Have the browser sent to the provider; return where to."""
    response = client.get("/desk/oidc/start")
    assert response.status_code == 303, response.text
    return response.headers["Location"]


def agree(url: str, sub: str) -> dict[str, str]:
    """Sign in at the provider as *sub*; return with what the browser is sent back."""
    answer = requests.post(url, data={"sub": sub}, allow_redirects=False, timeout=10)
    assert answer.status_code == 302, answer.text
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["Location"]).query).items()}


def come_back(client: FlaskClient, answer: dict[str, str]) -> TestResponse:
    """Have the browser come back."""
    return client.get("/desk/oidc/callback", query_string=answer)
