"""``make bench``: server CPU for each kind of request beside the limits, in one run of the real service."""

from __future__ import annotations

import argparse
import http.client
import json
import os
import statistics
import subprocess
import sys
import tempfile
import timeit
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.load import Measured, Request, measure
from benchmarks.server import Server
from benchmarks.texts import comment_text
from service.adapters.spam_model import ShippedClassifier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROUNDS = 3
CLIENTS = 8
PAGE = "/benchmark/read"
COMMENTS = "/api/v1/sites/demo/comments"
QUEUE = "/api/v1/moderation/comments"
JSON = {"Content-Type": "application/json"}

LIMITS = {
    "accept one comment": 2.5,
    "list a page with 50 comments": 0.6,
    "the same, not modified (304)": 0.3,
    "one page of the queue (50)": 3.0,
}
"""Server CPU for one request, in milliseconds, that must not be exceeded."""


def submissions(client: int, *, salt: int) -> Iterator[Request]:
    """Yield comments that are all different."""
    number = salt * 10_000_000 + client * 1_000_000
    while True:
        number += 1
        author = {"name": f"Pembaca {number}", "email": f"pembaca{number}@example.org"}
        body = {"page": "/benchmark/submit", "author": author, "text": comment_text(number)}
        yield Request(method="POST", path=COMMENTS, body=json.dumps(body).encode(), headers=JSON, wanted=(201, 202))


def the_same(request: Request) -> Callable[[int], Iterator[Request]]:
    """Yield one request again and again."""

    def forever(_: int) -> Iterator[Request]:
        while True:
            yield request

    return forever


def prepare(server: Server) -> str:
    """Publish 50 comments on one page; return the page's ETag."""
    opener = {"Authorization": f"Bearer {server.token}", **JSON}
    for number in range(50):
        author = {"name": f"Warga {number}", "email": f"warga{number}@example.org"}
        body = {"page": PAGE, "author": author, "text": comment_text(-1 - number)}
        answer, _ = call(server, "POST", COMMENTS, body, JSON)
        if answer["state"] != "approved":
            decision = {"action": "approve", "version": 1}
            call(server, "POST", f"{QUEUE}/{answer['id']}/decisions", decision, opener)
    listing, headers = call(server, "GET", f"{COMMENTS}?page={PAGE}&limit=50", None, {})
    if listing["count"] != 50:
        raise RuntimeError("the page was not prepared")
    return headers["ETag"]


def call(
    server: Server, method: str, path: str, body: object, headers: dict[str, str]
) -> tuple[dict[str, object], dict[str, str]]:
    """Send one request and return its JSON and headers."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request(method, path, json.dumps(body).encode() if body is not None else None, headers)
    answer = connection.getresponse()
    content = json.loads(answer.read())
    if answer.status >= 400:
        raise RuntimeError(f"{method} {path}: {answer.status} {content}")
    return content, dict(answer.headers)


def rounds(server: Server, etag: str) -> dict[str, list[Measured]]:
    """Measure every kind of request in turn, several times."""
    listing = f"{COMMENTS}?page={PAGE}&limit=50"
    token = {"Authorization": f"Bearer {server.token}"}
    found: dict[str, list[Measured]] = {name: [] for name in LIMITS}
    for salt in range(1, ROUNDS + 1):
        kinds: dict[str, tuple[Callable[[int], Iterator[Request]], int]] = {
            "accept one comment": (lambda client, salt=salt: submissions(client, salt=salt), 800),  # type: ignore[misc] # bound early
            "list a page with 50 comments": (
                the_same(Request(method="GET", path=listing, headers={}, wanted=(200,))),
                3000,
            ),
            "the same, not modified (304)": (
                the_same(Request(method="GET", path=listing, headers={"If-None-Match": etag}, wanted=(304,))),
                3000,
            ),
            "one page of the queue (50)": (
                the_same(
                    Request(method="GET", path=f"{QUEUE}?site=demo&limit=50", headers=token, wanted=(200,)),
                ),
                800,
            ),
        }
        for name, (requests, total) in kinds.items():
            found[name].append(measure(server, requests, total=total, clients=CLIENTS))
    return found


def scoring_ms() -> tuple[float, float]:
    """Return the median times to score a comment of about 100 characters in process, and to explain it, in ms."""
    classifier = ShippedClassifier("")
    texts = iter(range(10**9))

    def median(work: Callable[[str], object], repeat: int) -> float:
        return statistics.median(timeit.repeat(lambda: work(comment_text(next(texts))), number=1, repeat=repeat))

    made = median(len, 2000)
    scored = median(lambda text: classifier.probability(text, "Pembaca", None), 2000)
    explained = median(lambda text: classifier.explain(text, "Pembaca", None), 1000)
    return 1000 * (scored - made), 1000 * (explained - made)


def main() -> None:
    """Print the figures; end with status 1 if one exceeds its limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stored", type=int, default=0, help="comments to store first (benchmarks.fill)")
    stored: int = parser.parse_args().stored
    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder) / "var"
        with Server(data_dir=data_dir) as server:
            first_start = server.started_in
        if stored:
            environ = {**os.environ, "DATA_DIR": str(data_dir)}
            subprocess.run([sys.executable, "-m", "benchmarks.fill", "--rows", str(stored)], check=True, env=environ)
        with Server(data_dir=data_dir) as server:
            etag = prepare(server)
            found = rounds(server, etag)
            memory = server.memory_mib()
            started_in = server.started_in
    within = report(found)
    scoring, explaining = scoring_ms()
    print(f"\n{'score one comment, in process':32s} {scoring:8.3f} ms   limit 0.2")
    print(f"{'the same, explained':32s} {explaining:8.3f} ms   limit 0.5 ({explaining / scoring:.1f} times scoring)")
    print(f"{'memory after load (PSS, all)':32s} {memory:8.1f} MiB  limit 250")
    print(f"{'start to first answer':32s} {started_in:8.2f} s    limit 2 (the very first: {first_start:.2f})")
    sys.exit(not (within and scoring <= 0.2 and explaining <= 0.5 and memory <= 250 and started_in <= 2))


def report(found: dict[str, list[Measured]]) -> bool:
    """Print a line for each kind of request; return whether all keep their limits."""
    print(f"Medians of {ROUNDS} rounds, {CLIENTS} connections at once\n")
    print(f"{'':32s} {'server CPU':>12s} {'limit':>8s} {'p50':>9s} {'p99':>9s} {'a second':>9s}")
    within = True
    for name, runs in found.items():
        cpu = statistics.median(run.cpu_ms for run in runs)
        p50 = statistics.median(run.p50_ms for run in runs)
        p99 = statistics.median(run.p99_ms for run in runs)
        rate = statistics.median(run.per_second for run in runs)
        within = within and cpu <= LIMITS[name]
        print(f"{name:32s} {cpu:9.3f} ms {LIMITS[name]:8.1f} {p50:6.2f} ms {p99:6.2f} ms {rate:9.0f}")
    return within


if __name__ == "__main__":
    main()
