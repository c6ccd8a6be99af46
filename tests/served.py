"""The service in processes of its own, as ``make run`` starts it, and a client that keeps every answer."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

STARTS_WITHIN = 60
"""Seconds in which the service must answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer, read to its end."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes = field(repr=False)

    @property
    def json(self) -> Any:  # noqa: ANN401 - any JSON
        return json.loads(self.body)

    @property
    def whole(self) -> bytes:
        """Everything that was sent."""
        return bytes(self.headers) + self.body


@dataclass(slots=True, kw_only=True)
class Served:
    """A running service.

    Attributes:
        port: Where it answers.
        data: Its ``DATA_DIR``.
        log: The file that all its processes write to.
        process: The one that was started, whose children the others are.
        replies: All that was answered, by what was asked.
    """

    port: int
    data: Path
    log: Path
    process: subprocess.Popen[bytes]
    replies: dict[str, Reply] = field(default_factory=dict)

    def call(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, dict(headers or {}))
            answer = connection.getresponse()
            reply = Reply(status=answer.status, headers=answer.headers, body=answer.read())
        finally:
            connection.close()
        self.replies[f"{len(self.replies)} {method} {path[:60]} {reply.status}"] = reply
        return reply

    def send_json(self, path: str, body: object, **headers: str) -> Reply:
        """Post JSON; underscores in the headers' names stand for hyphens."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.call("POST", path, json.dumps(body).encode(), {"Content-Type": "application/json", **named})


def environment_of(folder: Path, **settings: str) -> tuple[int, dict[str, str]]:
    """Return a free port and the environment of a service with its data in a folder."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SARING_")}
    return port, {**kept, "PORT": str(port), "DATA_DIR": str(folder / "var"), **settings}


def command(environment: Mapping[str, str], *words: str) -> None:
    """Run one of the service's commands to its end."""
    subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "service", *words], env=environment, check=True, capture_output=True, timeout=60
    )


@contextmanager
def served(folder: Path, port: int, environment: Mapping[str, str]) -> Iterator[Served]:
    """Run ``serve``, in a group of processes that ends with it."""
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "service", "serve"],
            env=environment,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        _wait(port, process, log)
        yield Served(port=port, data=folder / "var", log=log, process=process)
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=10)


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the service answers."""
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
            connection.request("GET", "/livez")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.05)
        else:
            return
        finally:
            connection.close()
    raise AssertionError(f"the service does not answer: {log.read_text(errors='replace')[-2000:]}")
