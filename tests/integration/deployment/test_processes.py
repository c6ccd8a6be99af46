"""``serve`` as it runs: real processes that are killed, stopped and spoken to badly."""

from __future__ import annotations

import os
import signal
import socket
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import psutil
import pytest

from tests.served import Served, environment_of, served

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


def children(service: Served) -> list[psutil.Process]:
    return psutil.Process(service.process.pid).children()


def answers(service: Served) -> bool:
    try:
        return service.call("GET", "/livez").status == 200
    except OSError:
        return False


def alive(process: psutil.Process) -> bool:
    return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)


def say(service: Served, request: bytes) -> bytes:
    """Send bytes as they are and return all that is answered."""
    with socket.create_connection(("127.0.0.1", service.port), timeout=10) as link:
        link.sendall(request)
        link.shutdown(socket.SHUT_WR)
        said = b""
        while part := link.recv(65536):
            said += part
        return said


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    """Run the service, worker and two web processes, on what a folder holds."""
    port, environment = environment_of(folder, SARING_RATE_LIMIT_ENABLED="false")
    with served(folder, port, environment) as running:
        until(lambda: len(children(running)) == 3)
        yield running


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Served]:
    with serving(tmp_path) as running:
        yield running


def test_a_web_process_that_is_killed_is_replaced(service: Served) -> None:
    killed = children(service)[0]

    killed.kill()

    until(lambda: len(children(service)) == 3 and killed.pid not in {child.pid for child in children(service)})
    until(lambda: answers(service))


def test_stopping_ends_every_process_though_connections_are_open(service: Served) -> None:
    started = children(service)

    with socket.create_connection(("127.0.0.1", service.port), timeout=10):
        service.process.send_signal(signal.SIGTERM)
        assert service.process.wait(PATIENCE) == 0

    assert [child for child in started if alive(child)] == []


def test_children_do_not_outlive_a_parent_that_is_killed(service: Served) -> None:
    started = children(service)

    service.process.kill()
    service.process.wait()

    until(lambda: not any(map(alive, started)))
    assert not answers(service)


def test_what_was_accepted_is_there_after_everything_was_killed(tmp_path: Path) -> None:
    author = {"name": "Ratna", "email": "ratna@example.org"}
    with serving(tmp_path) as before:
        token = (before.data / "moderator.token").read_text()
        accepted = []
        for number in range(20):
            body = {
                "page": "/pasar",
                "author": author,
                "text": f"Kabar {number}: pasar ikan dibuka lagi sejak subuh.",
            }
            reply = before.send_json("/api/v1/sites/demo/comments", body)
            assert reply.status in {201, 202}
            accepted.append(reply.json["id"])
        os.killpg(before.process.pid, signal.SIGKILL)
        before.process.wait()

    with serving(tmp_path) as after:
        bearer = {"Authorization": f"Bearer {token.strip()}"}
        listed = after.call("GET", "/api/v1/moderation/comments?site=demo&limit=200", headers=bearer).json["items"]

    assert sorted(accepted) == sorted(item["id"] for item in listed)
    assert (after.data / "moderator.token").read_text() == token


def test_header_names_are_written_as_standards_write_them(service: Served) -> None:
    headers = service.call("GET", "/api/v1/sites/demo/comments?page=/").headers

    assert {"ETag", "Content-Type", "Cache-Control"} <= set(headers.keys())
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
def test_a_request_that_two_servers_could_read_differently_is_refused(service: Served, request_line: bytes) -> None:
    assert say(service, request_line).startswith(b"HTTP/1.1 400 ")
    assert answers(service)
    assert b"127.0.0.1:" not in service.log.read_bytes().replace(b"http://127.0.0.1:", b"")


def test_clients_that_say_nothing_keep_nobody_waiting(service: Served) -> None:
    silent = [socket.create_connection(("127.0.0.1", service.port), timeout=10) for _ in range(200)]
    half = socket.create_connection(("127.0.0.1", service.port), timeout=10)
    half.sendall(b"POST /api/v1/sites/demo/comments HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{")

    assert all(answers(service) for _ in range(20))

    for link in (*silent, half):
        link.close()
