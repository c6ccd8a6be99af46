"""What moderators see of comments, in memory and in SQL alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from service.domain.author import STRANGER, AuthorHistory
from service.domain.lifecycle import Action, State
from service.use_cases.queue import QueueOrder, QueueQuery
from tests.stored import ARTICLE, DAWN, DEMO, HARBOUR, RINA, a_comment, comment_id, store

if TYPE_CHECKING:
    from service.domain.site import SiteId
    from tests.integration.storage.conftest import Storage


def queued(storage: Storage, order: QueueOrder, **wanted: object) -> list[int]:
    query = replace(QueueQuery(site=None, state=State.PENDING, order=order), **wanted)  # type: ignore[arg-type] # as named
    return [item.id.int for item in storage.comments.queue(query).items]


@pytest.mark.parametrize(
    ("order", "numbers"),
    [
        (QueueOrder.OLDEST, [1, 2, 3, 4]),
        (QueueOrder.NEWEST, [4, 3, 2, 1]),
        (QueueOrder.LIKELY_SPAM, [3, 1, 4, 2]),
        (QueueOrder.LIKELY_GENUINE, [2, 4, 1, 3]),
    ],
)
def test_the_queue_has_four_orders_and_no_score_counts_as_certain_spam(
    storage: Storage, order: QueueOrder, numbers: list[int]
) -> None:
    for number, probability in enumerate((0.9, 0.1, None, 0.4), start=1):
        store(storage.pages, storage.comments, a_comment(number, spam_probability=probability))

    assert queued(storage, order) == numbers
    assert queued(storage, order, site=DEMO.id) == numbers


def test_the_queue_is_of_one_state_and_one_site_or_all(storage: Storage) -> None:
    spam = a_comment(3, state=State.SPAM)
    store(storage.pages, storage.comments, a_comment(1), a_comment(2, site=HARBOUR.id), spam)

    assert queued(storage, QueueOrder.OLDEST) == [1, 2]
    assert queued(storage, QueueOrder.OLDEST, site=HARBOUR.id) == [2]
    assert queued(storage, QueueOrder.OLDEST, state=State.SPAM) == [3]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("feri", [1, 2]),
        ("ferinya hijau", [2]),
        ("100%", [3]),
        ("10_", [4]),
        ("fer hijau", []),
        ("rinya", []),
        ("a\\b", [4]),
        ("hijau feri", [2]),
        ("%", [3]),
        ("x", []),
    ],
)
def test_the_queue_finds_texts_that_hold_every_word_as_it_is(storage: Storage, text: str, numbers: list[int]) -> None:
    folded = ("feri biru", "hijau ferinya", "naik 100% 1000", "kode 10_9 a\\b")
    for number, one in enumerate(folded, start=1):
        store(storage.pages, storage.comments, a_comment(number, folded=one))

    for order in QueueOrder:
        assert sorted(queued(storage, order, text=text)) == numbers


@pytest.mark.parametrize("order", list(QueueOrder))
@pytest.mark.parametrize("site", [None, DEMO.id])
def test_who_walks_the_queue_meets_what_stays_once_while_it_moves(
    storage: Storage, order: QueueOrder, site: SiteId | None
) -> None:
    for number in range(1, 13):
        probability = None if number % 4 == 0 else number % 3 / 4
        store(
            storage.pages,
            storage.comments,
            a_comment(number, spam_probability=probability, created_at=DAWN + timedelta(seconds=number // 3)),
        )
    query = QueueQuery(site=site, state=State.PENDING, order=order, limit=3)

    met: list[int] = []
    arrived = 100
    while items := (part := storage.comments.queue(query)).items:
        met += [item.id.int for item in items]
        # The moderator decides the last one seen, and another comment comes, at either end.
        storage.comments.decide(storage.comments.get(items[-1].id).after(Action.APPROVE))
        store(storage.pages, storage.comments, a_comment(arrived, created_at=DAWN - timedelta(days=1)))
        store(storage.pages, storage.comments, a_comment(arrived + 1, spam_probability=0.0))
        arrived += 2
        query = replace(query, after=part.places[-1])
        if arrived > 130:
            break

    assert [number for number in met if number < 100] == list(dict.fromkeys(n for n in met if n < 100))
    assert sorted(number for number in met if number < 100) == list(range(1, 13))


def test_a_moderator_sees_page_and_author_of_a_comment(storage: Storage) -> None:
    author = storage.authors.note(DEMO.id, RINA, DAWN, approved=1)
    storage.authors.confirm(author, DAWN)
    comment = a_comment(author=author)
    store(storage.pages, storage.comments, comment)

    item = storage.comments.item(comment.id)

    assert (item,) == storage.comments.queue(QueueQuery(site=DEMO.id, state=State.PENDING)).items
    assert item.page_title == ARTICLE.title
    assert item.author == AuthorHistory(confirmed=True, seen=1, approved=1)
    for name in ("id", "site", "page", "parent", "name", "url", "text", "language", "state", "version", "rule"):
        assert getattr(item, name) == getattr(comment, name)
    assert (item.spam_probability, item.model, item.created_at) == (0.25, "a-model", comment.created_at)


def test_a_comment_without_an_address_is_a_strangers(storage: Storage) -> None:
    store(storage.pages, storage.comments, a_comment())

    assert storage.comments.item(comment_id(1)).author == STRANGER
