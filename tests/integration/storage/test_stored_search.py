"""The index of words: what is found by it, by looking, and by both, is the same."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from service.domain.lifecycle import State
from service.operators import operator_doors
from service.storage import queue, search
from service.storage.comments import SqlComments
from service.storage.database import connection, transaction
from service.storage.events import SqlEvents
from service.storage.pages import SqlPages
from service.storage.queue_filter import parameters
from service.storage.search import found
from service.storage.search_index import SqlSearchIndex
from service.use_cases.queue import QueueFilter, QueueOrder, QueueQuery
from tests.stored import DEMO, HARBOUR, a_comment, an_event, comment_id, store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

TEXTS = (
    "rina\nferi biru berlayar",
    "rina\nferinya hijau, naik 100%",
    "bagus\nslot-gacor.com bonus",
    "bagus\nкофе и чай",
    "bagus\nferi 1000 kali",
)
QUERIES = (
    "feri",
    "fer",
    "feri biru",
    "rina feri",
    "feri x",
    "100%",
    "gacor",
    "slot-gacor.com",
    "ga",
    "коф",
    "кофе чай",
)


@pytest.fixture(autouse=True)
def _inside(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Look at one row only before the index is asked, and at few after."""
    monkeypatch.setattr(queue, "A_LOOK", 1)
    monkeypatch.setattr(queue, "MOST_LOOKED_AT", 2)
    with app.app_context():
        yield


def come(*folded: str, first: int = 1) -> None:
    """Store comments with the lines of the log that tell of them."""
    for number, text in enumerate(folded, start=first):
        store(SqlPages(), SqlComments(), a_comment(number, folded=text))
        SqlEvents().append(an_event(number))


def asked(text: str, order: QueueOrder = QueueOrder.OLDEST) -> tuple[list[int], bool]:
    """Return what a search finds, and whether it went through all."""
    part = SqlComments().queue(QueueQuery(site=DEMO.id, state=State.PENDING, order=order, text=text))
    return sorted(item.id.int for item in part.items), part.reached is None


def looked(text: str) -> list[int]:
    """Return what is found by looking at every text."""
    wanted = QueueQuery(site=DEMO.id, state=State.PENDING, text=text)
    part = queue._listed(wanted, parameters(wanted), (10_000,))  # noqa: SLF001 - the plain way, to compare with
    return sorted(item.id.int for item in part.items)


@pytest.mark.parametrize("indexed", [0, 3, 5])
def test_a_search_finds_the_same_whatever_the_worker_has_come_to(indexed: int) -> None:
    come(*TEXTS[:indexed])
    assert operator_doors().index_comments() == indexed
    come(*TEXTS[indexed:], first=indexed + 1)

    for text in QUERIES:
        for order in QueueOrder:
            assert asked(text, order) == (looked(text), True), (text, order)
    assert looked("feri") == [1, 2, 5]


def test_a_search_that_the_index_cannot_serve_is_walked_in_parts() -> None:
    come(*TEXTS)
    operator_doors().index_comments()

    assert found(QueueFilter(text="%")) == {}
    query = QueueQuery(site=DEMO.id, state=State.PENDING, text="%", limit=1)
    met: list[int] = []
    parts = 0
    while True:
        part = SqlComments().queue(query)
        met += [item.id.int for item in part.items]
        parts += 1
        following = part.places[-1] if len(part.items) == query.limit else part.reached
        if following is None:
            break
        query = replace(query, after=following)

    assert met == [2]
    assert parts > 1


def test_words_that_many_hold_are_left_to_the_walk(monkeypatch: pytest.MonkeyPatch) -> None:
    come(*TEXTS)
    operator_doors().index_comments()
    assert len(found(QueueFilter(text="feri"))["found"]) == 3

    monkeypatch.setattr(search, "FEW", 2)

    assert found(QueueFilter(text="feri")) == {}
    assert asked("feri") == ([1, 2], False)


def test_an_index_that_is_far_behind_is_left_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST_FRESH", 2)
    come(*TEXTS)

    assert found(QueueFilter(text="feri")) == {}
    operator_doors().index_comments()
    assert len(found(QueueFilter(text="feri"))["found"]) == 3


def test_few_hits_and_many_fresh_ones_are_together_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "FEW", 2)
    come(*TEXTS[:2])
    operator_doors().index_comments()
    come(*TEXTS[4:], first=5)

    assert found(QueueFilter(text="feri")) == {}


def test_a_comment_is_indexed_once_and_one_that_is_gone_is_left_out() -> None:
    come(*TEXTS[:1])

    with transaction():
        for _ in range(2):
            SqlSearchIndex().add([comment_id(1), comment_id(99)])
        SqlSearchIndex().add([comment_id(99)])

    assert connection().exec_driver_sql("SELECT count(*) FROM search_entry").scalar_one() == 1


def test_words_go_with_the_comment() -> None:
    come(*TEXTS)
    operator_doors().index_comments()

    with transaction():
        connection().exec_driver_sql("DELETE FROM comment")

    assert found(QueueFilter(text="feri")) == {"found": []}
    assert connection().exec_driver_sql("SELECT count(*) FROM search_entry").scalar_one() == 0


def test_a_search_keeps_to_the_filter_it_goes_with() -> None:
    come(*TEXTS)
    store(SqlPages(), SqlComments(), a_comment(20, site=HARBOUR.id, folded=TEXTS[0], rule="links"))
    SqlEvents().append(an_event(20))
    operator_doors().index_comments()

    def numbers(**wanted: object) -> list[int]:
        asking = replace(QueueQuery(text="feri"), **wanted)  # type: ignore[arg-type] # as named
        return sorted(item.id.int for item in SqlComments().queue(asking).items)

    assert numbers() == [1, 2, 5, 20]
    assert numbers(within=frozenset({HARBOUR.id})) == [20]
    assert numbers(within=frozenset({HARBOUR.id, DEMO.id}), rule="links") == [20]
    assert numbers(state=State.SPAM) == []
    assert numbers(site=DEMO.id, within=frozenset({DEMO.id}), state=State.PENDING) == [1, 2, 5]
