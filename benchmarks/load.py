"""A small closed-loop generator of requests over kept connections."""

from __future__ import annotations

import socket
import statistics
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from benchmarks.server import Server

NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request, and the status it must be answered with."""

    method: str
    path: str
    body: bytes | None = None
    headers: dict[str, str]
    wanted: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a load cost.

    Attributes:
        requests: How many were answered as wanted.
        cpu_ms: Server CPU for each, in milliseconds.
        p50_ms: Median time to the answer, in milliseconds.
        p99_ms: The time that 99 of 100 stayed below, in milliseconds.
        per_second: Answers a second.
    """

    requests: int
    cpu_ms: float
    p50_ms: float
    p99_ms: float
    per_second: float


def written(request: Request) -> bytes:
    """Return a request as it goes over the wire."""
    lines = [f"{request.method} {request.path} HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"{name}: {value}" for name, value in request.headers.items()]
    if request.body is not None:
        lines.append(f"Content-Length: {len(request.body)}")
    return "\r\n".join([*lines, "", ""]).encode() + (request.body or b"")


def ask(link: socket.socket, wire: bytes) -> tuple[int, bytes]:
    """Send a request and return the status and the body answered.

    It reads no more of HTTP than our own server writes, so that the generator, which shares the processors with the
    server, takes little of them.
    """
    link.sendall(wire)
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += _more(link)
    head, _, body = answer.partition(b"\r\n\r\n")
    status = int(head[9:12])
    length = 0 if status == NOT_MODIFIED else int(head.lower().partition(b"\r\ncontent-length:")[2].split(b"\r\n")[0])
    while len(body) < length:
        body += _more(link)
    return status, body


def _more(link: socket.socket) -> bytes:
    """Return the next bytes, or say that there are none."""
    part = link.recv(262_144)
    if not part:
        raise ConnectionError("the server closed the connection")
    return part


def measure(server: Server, requests: Callable[[int], Iterator[Request]], *, total: int, clients: int) -> Measured:
    """Send *total* requests from *clients* connections at once.

    Args:
        server: The service.
        requests: Gives the requests of one client, by its number; endless.
        total: How many in all.
        clients: How many connections.

    Raises:
        RuntimeError: An answer had another status than wanted: a figure of failures is worth nothing.
    """
    times: list[float] = []
    failures: list[str] = []

    def client(number: int) -> None:
        with socket.create_connection(("127.0.0.1", server.port), timeout=30) as link:
            for _, request in zip(range(total // clients), requests(number), strict=False):
                wire = written(request)
                began = time.perf_counter()
                status, body = ask(link, wire)
                times.append(time.perf_counter() - began)
                if status not in request.wanted:
                    failures.append(f"{request.method} {request.path}: {status} {body[:200]!r}")
                    break

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    cpu, began = server.cpu_seconds(), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds, cpu = time.perf_counter() - began, server.cpu_seconds() - cpu
    if failures:
        raise RuntimeError(failures[0])
    return Measured(
        requests=len(times),
        cpu_ms=1000 * cpu / len(times),
        p50_ms=1000 * statistics.median(times),
        p99_ms=1000 * statistics.quantiles(times, n=100)[98],
        per_second=len(times) / seconds,
    )
