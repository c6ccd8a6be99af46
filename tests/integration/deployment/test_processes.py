"""``serve`` as it runs: real processes that are killed, stopped and spoken to badly."""

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
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import psutil
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PATIENCE = 60
"""Seconds until a condition that does not come counts as never coming."""


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.02)


@dataclass(frozen=True, slots=True)
class Service:
    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def children(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children()

    def get(self, path: str = "/livez") -> tuple[int, dict[str, str]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            return answer.status, dict(answer.getheaders())
        finally:
            connection.close()

    def post(self, text: str) -> str:
        """Post a comment, and return the id it was accepted under."""
        body = {"page": "/pasar", "author": {"name": "Ratna", "email": "ratna@example.org"}, "text": text}
        status, answer = self.call("POST", "/api/v1/sites/demo/comments", body, {"Content-Type": "application/json"})
        assert status in {201, 202}
        return str(answer["id"])

    def queue(self, token: str) -> list[dict[str, Any]]:
        """Return what waits."""
        path = "/api/v1/moderation/comments?site=demo&limit=200"
        status, answer = self.call("GET", path, None, {"Authorization": f"Bearer {token}"})
        assert status == 200
        items: list[dict[str, Any]] = answer["items"]
        return items

    def call(self, method: str, path: str, body: object, headers: dict[str, str]) -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()

    def answers(self) -> bool:
        try:
            return self.get()[0] == 200
        except OSError:
            return False

    def say(self, request: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as link:
            link.sendall(request)
            link.shutdown(socket.SHUT_WR)
            said = b""
            while part := link.recv(65536):
                said += part
            return said


@contextmanager
def serving(folder: Path) -> Iterator[Service]:
    """Run the service on what a folder holds, and kill what is left of it at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / "log"
    environ = {**os.environ, "PORT": str(port), "DATA_DIR": str(folder / "var"), "SARING_RATE_LIMIT_ENABLED": "false"}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "service", "serve"],
            env=environ,
            stderr=output,
            stdout=output,
            start_new_session=True,
        )
    running = Service(process, port, log)
    try:
        until(running.answers)
        yield running
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    with serving(tmp_path) as running:
        yield running


def test_a_web_process_that_is_killed_is_replaced(service: Service) -> None:
    until(lambda: len(service.children()) == 3)
    killed = service.children()[0]

    killed.kill()

    until(lambda: len(service.children()) == 3 and killed.pid not in {child.pid for child in service.children()})
    until(service.answers)


def test_stopping_ends_every_process_though_connections_are_open(service: Service) -> None:
    until(lambda: len(service.children()) == 3)
    children = service.children()

    with socket.create_connection(("127.0.0.1", service.port), timeout=10):
        service.process.send_signal(signal.SIGTERM)
        assert service.process.wait(PATIENCE) == 0

    assert [child for child in children if child.is_running() and child.status() != psutil.STATUS_ZOMBIE] == []


def test_children_do_not_outlive_a_parent_that_is_killed(service: Service) -> None:
    until(lambda: len(service.children()) == 3)
    children = service.children()

    service.process.kill()
    service.process.wait()

    until(lambda: not any(child.is_running() and child.status() != psutil.STATUS_ZOMBIE for child in children))
    assert not service.answers()


def test_what_was_accepted_is_there_after_everything_was_killed(tmp_path: Path) -> None:
    with serving(tmp_path) as before:
        token = (tmp_path / "var" / "moderator.token").read_text()
        accepted = [
            before.post(f"Kabar ke-{number}: pasar ikan pelabuhan dibuka lagi sejak subuh.") for number in range(20)
        ]
        os.killpg(before.process.pid, signal.SIGKILL)
        before.process.wait()

    with serving(tmp_path) as after:
        listed = after.queue(token.strip())

    assert sorted(accepted) == sorted(item["id"] for item in listed)
    assert (tmp_path / "var" / "moderator.token").read_text() == token


def test_header_names_are_written_as_standards_write_them(service: Service) -> None:
    _, headers = service.get("/api/v1/sites/demo/comments?page=/")

    assert {"ETag", "Content-Type", "Cache-Control"} <= headers.keys()
    assert "Server" not in headers


@pytest.mark.parametrize(
    "request_line",
    [
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\nabcdef",
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
        b"GET /livez HTTP/1.1\nHost: x\n\n",
        b"\x00\xff garbage\r\n\r\n",
    ],
    ids=["length-and-chunked", "two-lengths", "negative-length", "bad-chunk", "bare-line-feeds", "garbage"],
)
def test_a_request_that_two_servers_could_read_differently_is_refused(service: Service, request_line: bytes) -> None:
    assert service.say(request_line).startswith(b"HTTP/1.1 400 ")
    assert service.answers()
    assert b"127.0.0.1:" not in service.log.read_bytes().replace(b"http://127.0.0.1:", b"")


def test_clients_that_say_nothing_keep_nobody_waiting(service: Service) -> None:
    silent = [socket.create_connection(("127.0.0.1", service.port), timeout=10) for _ in range(200)]
    half = socket.create_connection(("127.0.0.1", service.port), timeout=10)
    half.sendall(b"POST /api/v1/sites/demo/comments HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{")

    assert all(service.answers() for _ in range(20))

    for link in (*silent, half):
        link.close()
