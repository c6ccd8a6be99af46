"""A small closed-loop generator of requests over kept connections."""

from __future__ import annotations

import http.client
import statistics
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from benchmarks.server import Server


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
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        for _, request in zip(range(total // clients), requests(number), strict=False):
            began = time.perf_counter()
            connection.request(request.method, request.path, request.body, request.headers)
            answer = connection.getresponse()
            body = answer.read()
            times.append(time.perf_counter() - began)
            if answer.status not in request.wanted:
                failures.append(f"{request.method} {request.path}: {answer.status} {body[:200]!r}")
                break
        connection.close()

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
