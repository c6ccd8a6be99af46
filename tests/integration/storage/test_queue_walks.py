"""Walks of the queue: bounded, over several sites and states, and whole while thousands come and go."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from service.domain.author import AuthorId
from service.domain.campaign import CampaignId
from service.domain.comment import CommentId
from service.domain.lifecycle import Action, State
from service.domain.page import Page, PageKey
from service.storage import comment_counts, queue, queue_walk
from service.storage.bulk import add_comments
from service.storage.comment_counts import SqlCommentCounts
from service.storage.comments import SqlComments
from service.storage.database import transaction
from service.storage.pages import SqlPages
from service.use_cases.learning_order import EVERY, is_sampled
from service.use_cases.queue import QueueFilter, QueueOrder, QueueQuery
from tests.memory_comments import MemoryComments
from tests.stored import ARTICLE, DAWN, DEMO, HARBOUR, RINA, a_comment, an_event, comment_id, store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from service.domain.comment import Comment
    from tests.integration.storage.conftest import Storage

SITES = frozenset({DEMO.id, HARBOUR.id})
ELSEWHERE = Page(key=PageKey("/lain"), title="Lain")


def drawn(chance: random.Random, number: int, **fixed: object) -> Comment:
    """Return a comment drawn by lot, whose id is random as ids are."""
    values = {
        "id": CommentId(UUID(int=(number << 64) + chance.getrandbits(60))),
        "site": chance.choice([DEMO.id, HARBOUR.id]),
        "page": chance.choice([ARTICLE.key, ELSEWHERE.key]),
        "state": chance.choice([State.PENDING, State.PENDING, State.APPROVED, State.SPAM]),
        "spam_probability": chance.choice([None, 0.5, 0.25, chance.random(), chance.random()]),
        "rule": chance.choice(["links", "doubtful-score", "doubtful-score"]),
        "language": chance.choice(["id", "id", "en"]),
        "folded": chance.choice(["rina\nferi biru", "rina\nferi hijau", "rina\nkopi"]),
        "created_at": DAWN + timedelta(seconds=chance.randrange(40)),
        "campaign": chance.choice([None, CampaignId(comment_id(1)), CampaignId(comment_id(2))]),
        "text": f"Nomor {number}",
    }
    return a_comment(number, **(values | fixed))


FILTERS: tuple[dict[str, Any], ...] = (
    {},
    {"rule": "links"},
    {"language": "en", "min_score": 0.3},
    {"min_score": 0.2, "max_score": 0.5},
    {"since": DAWN + timedelta(seconds=10), "until": DAWN + timedelta(seconds=30)},
    {"page": ELSEWHERE.key},
    {"campaign": CampaignId(comment_id(2))},
    {"text": "feri b"},
    {"rule": "links", "text": "ferinya"},
)


def walked(storage: Storage, query: QueueQuery) -> list[tuple[int, bool]]:
    """Return all that a walk meets, in parts."""
    met: list[tuple[int, bool]] = []
    while True:
        part = storage.comments.queue(query)
        met += [(item.id.int, item.sampled) for item in part.items]
        assert len(part.items) == len(part.places) <= query.limit
        following = part.places[-1] if len(part.items) == query.limit else part.reached
        if following is None:
            return met
        query = replace(query, after=following)


@pytest.mark.parametrize("looks", [(1000, 1000), (5, 60)])
def test_every_filter_means_the_same_in_memory_and_in_sql_in_every_order_of_any_site_and_state(
    app: Flask, monkeypatch: pytest.MonkeyPatch, looks: tuple[int, int]
) -> None:
    from tests.integration.storage.conftest import in_memory, in_sql  # noqa: PLC0415 - only here

    monkeypatch.setattr(queue, "A_LOOK", looks[0])
    monkeypatch.setattr(queue, "MOST_LOOKED_AT", looks[1])
    chance = random.Random(4)  # noqa: S311 - no secret
    comments = [drawn(chance, number) for number in range(80)]
    memory = in_memory()
    memory.sites.add(DEMO)
    memory.sites.add(HARBOUR)
    with app.app_context():
        stored = in_sql()
        for storage in (memory, stored):
            for site in SITES:
                storage.pages.note(site, ELSEWHERE, published=0)
            store(storage.pages, storage.comments, *comments)
            storage.events.append(*(an_event(comment=comment.id) for comment in comments))
        places: tuple[dict[str, Any], ...] = (
            {"site": DEMO.id},
            {"within": SITES},
            {},
            {"within": frozenset({DEMO.id})},
        )
        every = itertools.product(QueueOrder, places, (State.PENDING, None), FILTERS)
        for order, place, state, wanted in chance.sample(list(every), 70):
            query = replace(QueueQuery(order=order, state=state, limit=50), **place, **wanted)
            expected, found = walked(memory, query), walked(stored, query)
            if order is QueueOrder.MOST_TO_LEARN:
                # Where looking stops the sample may come elsewhere; nothing is left out or doubled.
                expected, found = sorted(expected), sorted(found)
            assert found == expected, query


def test_more_sites_than_are_walked_one_by_one_are_sifted(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue_walk, "MOST_SITES", 1)
    with app.app_context():
        store(SqlPages(), SqlComments(), a_comment(1), a_comment(2, site=HARBOUR.id))
        part = SqlComments().queue(QueueQuery(state=State.PENDING, within=SITES))
        none = SqlComments().queue(QueueQuery(state=State.PENDING, within=frozenset()))

    assert [item.id.int for item in part.items] == [1, 2]
    assert none.items == ()


def test_the_comments_of_one_author_are_listed_in_every_order(storage: Storage) -> None:
    author = storage.authors.note(DEMO.id, RINA, DAWN, approved=0)
    store(storage.pages, storage.comments, a_comment(13), *(a_comment(n, author=author) for n in range(14, 17)))

    for order in QueueOrder:
        for site in (None, DEMO.id, HARBOUR.id):
            part = storage.comments.queue(QueueQuery(author=author, order=order, site=site))
            assert sorted(item.id.int for item in part.items) == ([] if site == HARBOUR.id else [14, 15, 16])
            assert {item.author_id for item in part.items} <= {author}
    assert storage.comments.item(comment_id(13)).author_id is None
    nobody = AuthorId(UUID(int=5))
    assert storage.comments.queue(QueueQuery(author=nobody)).items == ()


# Counts.
@pytest.mark.parametrize("wanted", [*FILTERS, {"within": SITES}, {"site": DEMO.id, "rule": "links"}], ids=str)
def test_counts_are_the_same_in_memory_and_in_sql(app: Flask, wanted: dict[str, object]) -> None:
    from tests.integration.storage.conftest import in_memory, in_sql  # noqa: PLC0415 - only here

    chance = random.Random(9)  # noqa: S311 - no secret
    comments = [drawn(chance, number) for number in range(60)]
    memory = in_memory()
    with app.app_context():
        for storage in (memory, in_sql()):
            for site in SITES:
                storage.pages.note(site, ELSEWHERE, published=0)
            store(storage.pages, storage.comments, *comments)
            storage.events.append(*(an_event(comment=comment.id) for comment in comments))
        meant = replace(QueueFilter(), **wanted)  # type: ignore[arg-type] # as named
        counts = SqlCommentCounts().counts(meant)

    assert isinstance(memory.comments, MemoryComments)
    expected = memory.comments.counts(meant)
    assert (counts.states, counts.rules, counts.more, counts.partly) == (
        expected.states,
        expected.rules,
        frozenset(),
        False,
    )
    if "within" not in wanted:  # where a site has one of a campaign only, it is not looked for across sites
        assert counts.campaigns == expected.campaigns


def test_words_that_are_met_often_on_the_way_are_counted_there(app: Flask) -> None:
    with app.app_context():
        for number in range(1, 31):
            store(SqlPages(), SqlComments(), a_comment(number, folded="feri"))

        counts = SqlCommentCounts().counts(QueueFilter(site=DEMO.id, text="feri"))

    # The log tells of none of them, so that the index, had it been asked, would have known of none.
    assert (counts.states[State.PENDING], counts.more) == (30, frozenset())


def test_counts_say_where_there_may_be_more(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, most in (("MOST_COUNTED", 3), ("MOST_LOOKED_AT", 2), ("MOST_READ", 1)):
        monkeypatch.setattr(comment_counts, name, most)
    with app.app_context():
        for number in range(1, 6):
            store(SqlPages(), SqlComments(), a_comment(number, rule=f"rule-{number}", folded="feri"))
        plain = SqlCommentCounts().counts(QueueFilter(site=DEMO.id))
        ruled = SqlCommentCounts().counts(QueueFilter(site=DEMO.id, rule="rule-5"))
        worded = SqlCommentCounts().counts(QueueFilter(site=DEMO.id, text="!"))

    assert (plain.states[State.PENDING], plain.more, plain.partly) == (3, frozenset({State.PENDING}), True)
    assert plain.rules == (("rule-4", 1), ("rule-5", 1))
    assert (ruled.states[State.PENDING], ruled.more) == (1, frozenset({State.PENDING}))
    assert worded.states[State.PENDING] == 0


# While the queue moves.
@pytest.fixture
def _pages(app: Flask) -> Iterator[None]:
    with app.app_context():
        SqlPages().note(DEMO.id, ARTICLE, published=0)
        SqlPages().note(DEMO.id, ELSEWHERE, published=0)
        yield


@pytest.mark.usefixtures("_pages")
def test_ten_thousand_are_met_once_each_while_five_hundred_come_and_five_hundred_are_decided() -> None:
    chance = random.Random(7)  # noqa: S311 - no secret
    waiting = {"site": DEMO.id, "state": State.PENDING}
    with transaction():
        add_comments([drawn(chance, number, **waiting) for number in range(10_000)])
    comments, came, gone = SqlComments(), 10_000, set[CommentId]()
    for order in (QueueOrder.LIKELY_SPAM, QueueOrder.MOST_TO_LEARN):
        query = QueueQuery(site=DEMO.id, state=State.PENDING, order=order, limit=200)
        newest = came
        met: list[CommentId] = []
        decided: set[CommentId] = set()
        while True:
            part = comments.queue(query)
            met += [item.id for item in part.items]
            if order is QueueOrder.MOST_TO_LEARN and len(part.items) == query.limit:
                chosen = [number for number, item in enumerate(part.items) if item.sampled]
                assert chosen == list(range(EVERY - 1, 200, EVERY)) or newest - len(met) < 1000
            ten = chance.sample(part.items, min(10, len(part.items)))
            with transaction():
                for item in ten if len(decided) < 500 else ():
                    comments.decide(comments.get(item.id).after(Action.APPROVE))
                    decided.add(item.id)
                if came - newest < 500:
                    add_comments([drawn(chance, number, **waiting) for number in range(came, came + 10)])
                    came += 10
            if len(part.items) < query.limit:
                break
            query = replace(query, after=part.places[-1])

        assert len(met) == len(set(met))
        there = {one for one in met if (one.int >> 64) < newest}
        assert len(there | gone) == newest
        assert len(decided) >= 400
        gone |= decided
        if order is QueueOrder.MOST_TO_LEARN:
            assert sum(map(is_sampled, met)) > len(met) / 30
