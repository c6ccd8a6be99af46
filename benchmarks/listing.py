"""``python -m benchmarks.listing``: what the moderators' listing costs with 1,000 and with 1,000,000 comments stored.

Each size gets a SQLite file of its own, or ``--database`` names an empty PostgreSQL database and one size.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import timeit
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.fill import FIRST_NUMBER, SITE
from service.domain.lifecycle import State
from service.operators import storage_app
from service.settings import Settings
from service.storage.comment_counts import SqlCommentCounts
from service.storage.comments import SqlComments
from service.use_cases.queue import QueueOrder, QueueQuery

if TYPE_CHECKING:
    from collections.abc import Callable

SIZES = (1_000, 1_000_000)
REPEAT = 20
WORDS = {"frequent": "catatan", "rare": str(FIRST_NUMBER + 123), "none": "tidakadakata"}
"""Words of generated comments (benchmarks.texts): in all of them, in one, in none."""


def measured(rows: int, database: str | None) -> dict[str, float]:
    """Return milliseconds by what was asked, with so many comments stored and indexed."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), database_url=database or "")
        environ = {**os.environ, "DATA_DIR": folder, "SARING_DATABASE_URL": database or ""}
        for command in (["service", "init"], ["benchmarks.fill", "--rows", str(rows)]):
            subprocess.run([sys.executable, "-m", *command], check=True, env=environ, stdout=subprocess.DEVNULL)
        with storage_app(settings).app_context():
            return _measured()


def _measured() -> dict[str, float]:
    """Return milliseconds by what was asked."""
    comments, counts = SqlComments(), SqlCommentCounts()
    base = QueueQuery(site=SITE, state=State.PENDING, limit=51)

    def ms(query: QueueQuery) -> float:
        return _median(lambda: comments.queue(query))

    found = {f"order {order}": ms(replace(base, order=order)) for order in QueueOrder}
    found["all sites"] = ms(replace(base, site=None))
    for name, word in WORDS.items():
        found[f"search, {name} word"] = ms(replace(base, text=word))
    found["a rule that none meets"] = ms(replace(base, rule="none"))
    found["counts"] = _median(lambda: counts.counts(base))
    return found


def _median(work: Callable[[], object]) -> float:
    """Return how long something takes, in milliseconds."""
    return 1000 * statistics.median(timeit.repeat(work, number=1, repeat=REPEAT))


def main() -> None:
    """Print the figures side by side."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=list(SIZES), help="how many comments, each in turn")
    parser.add_argument("--database", help="an empty PostgreSQL database, with a single number of comments")
    given = parser.parse_args()
    if given.database and len(given.rows) > 1:
        parser.error("--database takes a single number of comments")
    figures = [measured(rows, given.database) for rows in given.rows]
    print(f"\n{'one page of 50, in process':32s}" + "".join(f"{rows:>14,d}" for rows in given.rows) + f"{'ratio':>8s}")
    for name in figures[0]:
        times = [one[name] for one in figures]
        print(f"{name:32s}" + "".join(f"{time:11.2f} ms" for time in times) + f"{times[-1] / times[0]:8.1f}")


if __name__ == "__main__":
    main()
