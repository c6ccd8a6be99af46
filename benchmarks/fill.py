"""``python -m benchmarks.fill --rows N``: store and index N generated comments that wait, on own pages of ``demo``."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tqdm import trange

from benchmarks.texts import comment_text
from service.adapters.ids import new_comment_id
from service.domain.comment import Comment
from service.domain.event import Event, EventKind
from service.domain.lifecycle import State
from service.domain.page import Page, PageKey
from service.domain.site import SiteId
from service.operators import operator_doors, storage_app
from service.settings import Settings
from service.storage import bulk
from service.storage.database import transaction
from service.storage.events import SqlEvents
from service.storage.pages import SqlPages

if TYPE_CHECKING:
    from collections.abc import Iterator

SITE = SiteId("demo")
PAGES = 200
BATCH = 5_000
FIRST_NUMBER = 1_000_000_000
"""Generated comments are numbered from here, so that none repeats one of a running benchmark."""


def main() -> None:
    """Fill the database of ``DATA_DIR`` or ``SARING_DATABASE_URL``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, required=True, help="how many comments")
    rows: int = parser.parse_args().rows
    with storage_app(Settings.from_environ()).app_context():
        with transaction():
            for number in range(PAGES):
                SqlPages().note(SITE, Page(key=_page(number), title=f"Halaman {number}"), published=0)
        for start in trange(0, rows, BATCH, unit_scale=BATCH, unit="comments"):
            with transaction():
                comments = list(_comments(start, min(start + BATCH, rows)))
                bulk.add_comments(comments)
                SqlEvents().append(*(_event(comment) for comment in comments))
        # Else the worker would, for as long, while something else is measured.
        operator_doors().index_comments()


def _page(number: int) -> PageKey:
    """Return one of the pages filled."""
    return PageKey(f"/benchmark/fill/{number % PAGES}")


def _comments(start: int, stop: int) -> Iterator[Comment]:
    """Yield generated comments, a second apart, the first long ago."""
    first = datetime.now(UTC) - timedelta(days=365)
    for number in range(start, stop):
        text = comment_text(FIRST_NUMBER + number)
        yield Comment(
            id=new_comment_id(),
            site=SITE,
            page=_page(number),
            parent=None,
            name=f"Pembaca {number}",
            url=None,
            author=None,
            text=text,
            html=f"<p>{text}</p>",
            folded=f"pembaca {number}\n{text.lower()}",
            language="id",
            state=State.PENDING,
            spam_probability=(number % 997 + 0.5) / 997,
            model=None,
            rule="hold-everything",
            created_at=first + timedelta(seconds=number),
        )


def _event(comment: Comment) -> Event:
    """Return the line of the log that belongs to a generated comment."""
    return Event(
        kind=EventKind.COMMENT_SUBMITTED,
        site=SITE,
        comment=comment.id,
        at=comment.created_at,
        actor="benchmark",
        details={"state": comment.state, "rule": comment.rule, "version": comment.version},
    )


if __name__ == "__main__":
    main()
