"""``python -m benchmarks.bulk``: decide many comments by one filter, take them back, and post comments meanwhile."""

from __future__ import annotations

import argparse
import http.client
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.server import Server
from benchmarks.texts import comment_text

PAUSE_SECONDS = 0.1
"""Between two comments of the one who posts meanwhile."""


@dataclass(kw_only=True)
class Poster:
    """Posts a comment now and then and notes how long each took, in seconds."""

    port: int
    taken: list[float] = field(default_factory=list)
    refused: int = 0
    over: threading.Event = field(default_factory=threading.Event)
    number: int = 0

    def run(self) -> None:
        """Go on until it is over."""
        while not self.over.wait(PAUSE_SECONDS):
            self.number += 1
            body = {
                "page": f"/benchmark/meanwhile/{self.number % 7}",
                "author": {"name": f"Pembaca {self.number}", "email": f"pembaca{self.number}@surat-kabar.com"},
                "text": comment_text(5_000_000 + self.number),
            }
            began = time.perf_counter()
            status, _ = call(self.port, "POST", "/api/v1/sites/demo/comments", body)
            self.taken.append(time.perf_counter() - began)
            self.refused += status not in {201, 202}


def call(port: int, method: str, path: str, body: object = None, token: str = "") -> tuple[int, Any]:
    """Return the status and the answer of one request."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    link.request(method, path, json.dumps(body or {}), headers)
    answer = link.getresponse()
    found = json.loads(answer.read() or b"null")
    link.close()
    return answer.status, found


def repeat(server: Server, path: str) -> tuple[dict[str, Any], list[float]]:
    """Ask again until it is done; return the last answer and how long each took."""
    seconds = []
    while True:
        began = time.perf_counter()
        status, found = call(server.port, "POST", path, {}, server.token)
        seconds.append(time.perf_counter() - began)
        if status != http.HTTPStatus.OK:
            raise RuntimeError(f"{status}: {found}")
        if found["done"]:
            return found, seconds


def measured(server: Server, name: str, path: str) -> dict[str, Any]:
    """Carry one thing out while comments are posted, and print what it took."""
    poster = Poster(port=server.port)
    thread = threading.Thread(target=poster.run)
    thread.start()
    began = time.perf_counter()
    found, seconds = repeat(server, path)
    whole = time.perf_counter() - began
    poster.over.set()
    thread.join()
    _say(name, found, whole, seconds)
    _posted(poster)
    return found


def _say(name: str, found: dict[str, Any], whole: float, seconds: list[float]) -> None:
    counts = {key: value for key, value in found.items() if isinstance(value, int) and not isinstance(value, bool)}
    print(f"{name}: {whole:.1f} s in {len(seconds)} calls, the longest {max(seconds):.2f} s: {counts}")


def _posted(poster: Poster) -> None:
    found = sorted(poster.taken)
    if found:
        middle, tail = statistics.median(found), found[int(len(found) * 0.95)]
        print(
            f"  posting meanwhile: {len(found)} comments, {poster.refused} refused, median {middle * 1000:.0f} ms, "
            f"95 % {tail * 1000:.0f} ms, longest {found[-1] * 1000:.0f} ms"
        )


def main() -> None:
    """Fill a service of its own and measure there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000, help="how many comments")
    parser.add_argument("--action", default="approve", help="what is done to them")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="saring-bulk-") as folder:
        here = {**os.environ, "DATA_DIR": folder}
        subprocess.run([sys.executable, "-m", "service", "init"], env=here, check=True)
        rows = str(wanted.rows)
        subprocess.run([sys.executable, "-m", "benchmarks.fill", "--rows", rows], env=here, check=True)
        with Server(data_dir=Path(folder)) as server:
            warm = Poster(port=server.port, number=20_000)
            threading.Timer(5, warm.over.set).start()
            warm.run()
            alone = Poster(port=server.port)
            threading.Timer(5, alone.over.set).start()
            alone.run()
            print("nothing else:")
            _posted(alone)
            body = {"filter": {"site": "demo", "rule": "hold-everything"}, "action": wanted.action}
            poster = Poster(port=server.port, number=10_000)
            thread = threading.Thread(target=poster.run)
            thread.start()
            began = time.perf_counter()
            status, preview = call(server.port, "POST", "/api/v1/moderation/bulk", body, server.token)
            print(f"preview: {time.perf_counter() - began:.1f} s, {status}, {preview['count']} comments")
            poster.over.set()
            thread.join()
            _posted(poster)
            act = measured(server, "commits", f"/api/v1/moderation/bulk/{preview['id']}/commits")["act"]
            measured(server, "undo", f"/api/v1/moderation/acts/{act}/undo")


if __name__ == "__main__":
    main()
