"""``python -m benchmarks.walk --data DIR``: clear a flood through the API as a person would, and count what it took.

Ten brands' spam (19,300 comments) among 700 genuine comments wait in one queue. Who clears it is a
:class:`benchmarks.walker.Walker`; of a text that the API shows them they know what a person would see in it, which is
looked up in the labels. In the end each comment's state is held against its label.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from tqdm import tqdm

from benchmarks.flood import gather
from benchmarks.server import Server
from benchmarks.walker import Walker
from service.operators import operator_doors, storage_app
from service.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.flood import Flood

SITE = "demo"
PAGES = 40
VISITORS = 4
STATES = ("pending", "approved", "spam", "rejected", "trash")


@dataclass(slots=True)
class Api:
    """The moderators' API over one connection.

    Attributes:
        calls: How often it was asked.
    """

    link: http.client.HTTPConnection
    token: str
    calls: int = 0
    keys: Iterator[int] = field(default_factory=itertools.count)

    def __call__(self, method: str, path: str, body: object = None, **query: object) -> dict[str, Any]:
        """Ask, with a key of its own where something changes."""
        self.calls += 1
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        if method != "GET":
            headers["Idempotency-Key"] = f"walk-{next(self.keys)}"
        target = f"/api/v1/moderation{path}" + (f"?{urlencode(query)}" if query else "")
        status, read = call(self.link, method, target, body, headers)
        if status >= http.HTTPStatus.BAD_REQUEST:
            raise RuntimeError(f"{method} {target}: {status} {read.decode()}")
        found: dict[str, Any] = json.loads(read or b"{}")
        return found


def call(
    link: http.client.HTTPConnection, method: str, target: str, body: object, headers: dict[str, str]
) -> tuple[int, bytes]:
    """Return status and body of an answer."""
    link.request(method, target, None if body is None else json.dumps(body).encode(), headers)
    answer = link.getresponse()
    return answer.status, answer.read()


def linked(server: Server) -> http.client.HTTPConnection:
    """Return a connection to a server."""
    return http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)


def post(server: Server, flood: Flood) -> None:
    """Have everything posted, by several visitors at once, each comment under a name of its own."""
    numbered = enumerate(tqdm(flood.texts, unit="comments"))
    lock = threading.Lock()
    failed: list[str] = []

    def visit() -> None:
        link = linked(server)
        while not failed:
            with lock:
                number, text = next(numbered, (0, ""))
            if not text:
                return
            author = {"name": f"Pembaca {number}", "email": f"pembaca{number}@surat-kabar.com"}
            body = {"page": f"/banjir/{number % PAGES}", "author": author, "text": text}
            headers = {"Content-Type": "application/json"}
            status, read = call(link, "POST", f"/api/v1/sites/{SITE}/comments", body, headers)
            if status not in {http.HTTPStatus.CREATED, http.HTTPStatus.ACCEPTED}:
                failed.append(f"a comment was answered with {status} {read.decode()}: {text}")

    visitors = [threading.Thread(target=visit) for _ in range(VISITORS)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    if failed:
        raise RuntimeError(failed[0])


def prepare(server: Server) -> None:
    """Have the site hold everything: nothing is to be decided by the classifier."""
    held = ("site", "set", SITE, "--mode", "hold-everything", "--spam-probability", "1")
    here = {**os.environ, "DATA_DIR": str(server.data_dir)}
    subprocess.run([sys.executable, "-m", "service", *held], env=here, check=True, stdout=subprocess.DEVNULL)


def index(server: Server) -> None:
    """Index the words now, which the worker would do within a minute."""
    with storage_app(Settings(data_dir=server.data_dir)).app_context():
        operator_doors().index_comments()


def ended(ask: Api, flood: Flood) -> Counter[tuple[str, str]]:
    """Return, by label and state, how many comments there are in the end."""
    found: Counter[tuple[str, str]] = Counter()
    for state in STATES:
        after = ""
        while after is not None:
            listed = ask("GET", "/comments", site=SITE, state=state, limit=200, **({"after": after} if after else {}))
            found.update(("spam" if item["text"] in flood.brands else "genuine", state) for item in listed["items"])
            after = listed["next"]
    return found


def walked(flood: Flood) -> dict[str, float]:
    """Post a flood to a service of its own, clear it, and return the figures."""
    with tempfile.TemporaryDirectory(prefix="saring-walk-") as folder, Server(data_dir=Path(folder)) as server:
        prepare(server)
        post(server, flood)
        index(server)
        ask = Api(linked(server), server.token)
        waiting = ask("GET", "/counts", site=SITE)["states"]["pending"]
        ask.calls = 0
        walker = Walker(ask, flood.brands.get, SITE)
        began, used = time.perf_counter(), server.cpu_seconds()
        walker.clear()
        seconds, cpu, calls = time.perf_counter() - began, server.cpu_seconds() - used, ask.calls
        found = ended(ask, flood)
    by_label = Counter({("genuine", state): found["genuine", state] for state in STATES})
    return {
        "comments waiting": waiting,
        "distinct texts": len(set(flood.texts)),
        "calls": calls,
        "seconds": round(seconds, 1),
        "server CPU seconds": round(cpu, 1),
        "comments looked at": walker.looked,
        "decided one by one": walker.by_hand,
        "bulk acts": len(walker.acts),
        "bulk acts undone": len(walker.undone),
        "genuine comments lost": by_label.total() - found["genuine", "approved"],
        "spam published": found["spam", "approved"],
        "left waiting": found["spam", "pending"] + found["genuine", "pending"],
    }


def main() -> None:
    """Post the flood, clear it, print what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the labelled data")
    parser.add_argument("--unseen", action="store_true", help="only texts that the classifier was not trained on")
    parser.add_argument("--json", action="store_true", help="print JSON")
    asked = parser.parse_args()
    figures = walked(gather(asked.data, unseen=asked.unseen))
    if asked.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:>22}  {value:,}")


if __name__ == "__main__":
    main()
