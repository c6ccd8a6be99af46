"""Indexing the words of comments from the log."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from service.domain.event import EventKind
from service.use_cases.index_comments import BATCH, READER, IndexComments
from tests.memory import MemoryCursors, MemorySettledEvents, MemoryStore
from tests.stored import an_event, comment_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.domain.comment import CommentId


@dataclass(slots=True)
class Indexed:
    batches: list[list[CommentId]] = field(default_factory=list)

    def add(self, comments: Iterable[CommentId]) -> None:
        self.batches.append(list(comments))


def indexer(store: MemoryStore, index: Indexed) -> IndexComments:
    return IndexComments(
        events=MemorySettledEvents(store), cursors=MemoryCursors(store), index=index, transaction=store.transaction
    )


def test_what_came_is_indexed_once_in_short_transactions() -> None:
    store, index = MemoryStore(), Indexed()
    store.events += [an_event(number) for number in range(BATCH + 3)]

    assert indexer(store, index)() == BATCH + 3
    assert indexer(store, index)() == 0
    assert [len(batch) for batch in index.batches] == [BATCH, 3]
    assert store.cursors[READER] == BATCH + 3


def test_lines_that_tell_of_no_new_comment_are_passed_over() -> None:
    store, index = MemoryStore(), Indexed()
    store.events += [
        an_event(1, kind=EventKind.SITE_CHANGED, comment=None),
        an_event(2, kind=EventKind.COMMENT_DECIDED),
    ]

    assert indexer(store, index)() == 0
    assert (index.batches, store.cursors[READER]) == ([], 2)

    store.events.append(an_event(3))
    assert indexer(store, index)() == 1
    assert index.batches == [[comment_id(3)]]
