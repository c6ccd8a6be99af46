"""Claims, in memory and in SQL alike; and many who claim at once, on real databases."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import TYPE_CHECKING

import pytest

from service.domain.claim import Claim, Hold
from service.domain.lifecycle import Action, State
from service.storage.claims import SqlClaims
from service.storage.comments import SqlComments
from service.storage.database import connection, transaction
from service.storage.pages import SqlPages
from service.use_cases.queue import QueueOrder, QueueQuery
from tests.databases import database_app
from tests.memory_claims import MemoryClaims
from tests.memory_comments import MemoryComments
from tests.stored import DAWN, DEMO, HARBOUR, a_comment, comment_id, store

if TYPE_CHECKING:
    from flask import Flask

    from service.domain.comment import CommentId
    from service.use_cases.claim_comments import Claims
    from tests.integration.storage.conftest import Storage

RINA, BUDI = "token:rina", "token:budi"
LATER = DAWN + timedelta(minutes=15)
CLAIMERS = 16
PATIENCE = 20
"""Seconds after which those who were to begin together give up."""


@pytest.fixture
def claims(storage: Storage) -> Claims:
    return MemoryClaims(storage.comments.store) if isinstance(storage.comments, MemoryComments) else SqlClaims()


def query(limit: int = 2, **changes: object) -> QueueQuery:
    free = QueueQuery(state=State.PENDING, claimed=Hold.FREE, now=DAWN, limit=limit)
    return replace(free, **changes)  # type: ignore[arg-type] # any part of a query


def numbers(comments: tuple[CommentId, ...]) -> list[int]:
    return [one.int for one in comments]


def seen(storage: Storage, hold: Hold, asker: str = RINA, now: object = DAWN) -> list[int]:
    items = storage.comments.queue(query(50, claimed=hold, asker=asker, now=now)).items
    return [item.id.int for item in items]


def filled(storage: Storage, count: int = 5) -> None:
    store(storage.pages, storage.comments, *(a_comment(number) for number in range(1, count + 1)))


def test_what_is_taken_is_the_next_in_order_and_nobody_else_gets_it(storage: Storage, claims: Claims) -> None:
    filled(storage)

    assert numbers(claims.take(query(), RINA, LATER)) == [1, 2]
    assert numbers(claims.take(query(order=QueueOrder.NEWEST), BUDI, LATER)) == [5, 4]
    assert numbers(claims.take(query(), RINA, LATER)) == [3]
    assert claims.take(query(), BUDI, LATER) == ()


def test_what_is_taken_meets_the_filter(storage: Storage, claims: Claims) -> None:
    store(storage.pages, storage.comments, a_comment(1), a_comment(2, site=HARBOUR.id), a_comment(3, state=State.SPAM))

    assert numbers(claims.take(query(site=HARBOUR.id), RINA, LATER)) == [2]
    assert numbers(claims.take(query(within=frozenset({DEMO.id})), RINA, LATER)) == [1]
    assert numbers(claims.take(query(state=State.SPAM, text="feri"), RINA, LATER)) == [3]


def test_a_claim_that_is_over_is_free_though_nobody_swept(storage: Storage, claims: Claims) -> None:
    filled(storage, 2)
    claims.take(query(), RINA, LATER)

    assert claims.take(query(now=LATER - timedelta(microseconds=1)), BUDI, LATER) == ()
    assert numbers(claims.take(query(now=LATER), BUDI, LATER + timedelta(minutes=15))) == [1, 2]
    assert claims.standing([comment_id(1)], LATER) == {
        comment_id(1): Claim(by=BUDI, until=LATER + timedelta(minutes=15))
    }


@pytest.mark.parametrize("site", [None, DEMO.id])
def test_a_listing_tells_free_from_mine_from_taken_and_shows_who_holds(
    storage: Storage, claims: Claims, site: object
) -> None:
    filled(storage, 4)
    claims.take(query(1), RINA, LATER)
    claims.take(query(2), BUDI, LATER)

    assert [seen(storage, hold) for hold in Hold] == [[4], [1], [2, 3]]
    assert [seen(storage, hold, now=LATER) for hold in Hold] == [[1, 2, 3, 4], [], []]
    shown = storage.comments.queue(query(50, claimed=None, site=site)).items
    assert [item.claim.by if item.claim else None for item in shown] == [RINA, BUDI, BUDI, None]
    assert shown[0].claim == Claim(by=RINA, until=LATER)
    assert storage.comments.item(comment_id(1), now=DAWN).claim == Claim(by=RINA, until=LATER)
    assert storage.comments.item(comment_id(1), now=LATER).claim is None
    assert storage.comments.item(comment_id(1)).claim is None


@pytest.mark.parametrize("order", list(QueueOrder))
@pytest.mark.parametrize("hold", list(Hold))
def test_each_hold_can_be_walked_in_each_order(storage: Storage, claims: Claims, order: QueueOrder, hold: Hold) -> None:
    filled(storage, 9)
    claims.take(query(3), RINA, LATER)
    claims.take(query(3), BUDI, LATER)
    walked: list[int] = []
    wanted = query(2, claimed=hold, asker=RINA, order=order)

    while (part := storage.comments.queue(wanted)).items:
        walked += [item.id.int for item in part.items]
        wanted = replace(wanted, after=part.places[-1])

    assert sorted(walked) == {Hold.MINE: [1, 2, 3], Hold.TAKEN: [4, 5, 6], Hold.FREE: [7, 8, 9]}[hold]


def test_items_come_in_the_order_in_which_they_are_named_and_what_is_gone_is_left_out(
    storage: Storage, claims: Claims
) -> None:
    filled(storage, 3)
    claims.take(query(1), RINA, LATER)

    found = storage.comments.items([comment_id(3), comment_id(9), comment_id(1)], within=None, now=DAWN)

    assert [(item.id.int, item.claim is not None) for item in found] == [(3, False), (1, True)]
    assert storage.comments.items([], within=frozenset(), now=DAWN) == ()


def test_who_holds_a_claim_renews_it_and_nobody_else(storage: Storage, claims: Claims) -> None:
    filled(storage, 4)
    claims.take(query(3), RINA, LATER)
    claims.take(query(1), BUDI, LATER)
    new = LATER + timedelta(minutes=5)

    assert numbers(claims.renew(RINA, DAWN, new, [comment_id(2), comment_id(4), comment_id(9)])) == [2]
    assert numbers(claims.renew(RINA, LATER, new + timedelta(1))) == [2]
    assert claims.renew(BUDI, DAWN, new, sites=frozenset({HARBOUR.id})) == ()
    assert numbers(claims.renew(BUDI, DAWN, new, sites=frozenset({DEMO.id}))) == [4]
    assert claims.renew(BUDI, DAWN, new, []) == ()
    assert claims.count(RINA, DAWN) == 3
    assert claims.count(RINA, LATER) == 1


def test_who_holds_a_claim_gives_it_back_and_nobody_else(storage: Storage, claims: Claims) -> None:
    filled(storage, 4)
    claims.take(query(3), RINA, LATER)
    claims.take(query(1), BUDI, LATER)

    claims.release(RINA, [comment_id(1), comment_id(4)])
    assert [seen(storage, hold) for hold in Hold] == [[1], [2, 3], [4]]
    claims.release(RINA)
    assert [seen(storage, hold) for hold in Hold] == [[1, 2, 3], [], [4]]
    claims.end([comment_id(4)])
    assert seen(storage, Hold.FREE) == [1, 2, 3, 4]


def test_claims_that_are_over_are_forgotten(storage: Storage, claims: Claims) -> None:
    filled(storage, 4)
    claims.take(query(3), RINA, LATER)
    claims.take(query(1), BUDI, LATER + timedelta(1))

    assert (claims.forget(LATER), claims.forget(LATER)) == (3, 0)
    assert list(claims.standing([comment_id(number) for number in range(1, 5)], DAWN)) == [comment_id(4)]


def claim_all(app: Flask, together: Barrier, actor: str) -> list[int]:
    """Claim by fives until nothing is free; what is claimed stays so."""
    with app.app_context():
        connection()
        together.wait()
        got: list[int] = []
        while True:
            with transaction():
                taken = SqlClaims().take(query(5), actor, LATER)
            if not taken:
                return got
            got += numbers(taken)


def test_of_16_who_claim_at_once_each_gets_others_and_none_is_left(app: Flask, url: str) -> None:
    with app.app_context(), transaction():
        store(SqlPages(), SqlComments(), *(a_comment(number) for number in range(1, 401)))
    together = Barrier(CLAIMERS, timeout=PATIENCE)

    with ExitStack() as stack:
        # As many applications as a busy installation has processes, each with connections of its own.
        apps = [stack.enter_context(database_app(url)) for _ in range(4)]
        with ThreadPoolExecutor(CLAIMERS) as pool:
            got = list(pool.map(lambda one: claim_all(apps[one % 4], together, f"token:{one}"), range(CLAIMERS)))

    counted = Counter(number for one in got for number in one)
    assert set(counted.values()) == {1}
    assert len(counted) == 400
    assert all(one == sorted(one) for one in got)
    with app.app_context():
        held = SqlClaims().standing([comment_id(number) for number in counted], DAWN)
    assert {one.int: claim.by for one, claim in held.items()} == {
        number: f"token:{actor}" for actor, one in enumerate(got) for number in one
    }


def test_who_decides_and_who_claims_at_once_never_get_the_same(app: Flask) -> None:
    with app.app_context(), transaction():
        store(SqlPages(), SqlComments(), *(a_comment(number) for number in range(1, 121)))
    together = Barrier(4, timeout=PATIENCE)

    def decide(first: int) -> list[int]:
        """Decide every second comment from *first* on that nobody holds by then."""
        decided = []
        with app.app_context():
            connection()
            together.wait()
            for number in range(first, 121, 2):
                with transaction():
                    comment = SqlComments().locked([comment_id(number)])[comment_id(number)]
                    if not SqlClaims().standing([comment.id], DAWN):
                        SqlComments().decide(comment.after(Action.APPROVE))
                        decided.append(number)
        return decided

    with ThreadPoolExecutor(4) as pool:
        deciders = [pool.submit(decide, first) for first in (1, 2)]
        claimers = [pool.submit(claim_all, app, together, actor) for actor in (RINA, BUDI)]
        got = [number for one in (*deciders, *claimers) for number in one.result()]

    assert sorted(got) == list(range(1, 121))


def test_who_renews_and_who_decides_many_at_once_do_not_wait_for_each_other_for_ever(app: Flask) -> None:
    with app.app_context(), transaction():
        store(SqlPages(), SqlComments(), *(a_comment(number) for number in range(1, 101)))
        SqlClaims().take(query(100), RINA, LATER)
    together = Barrier(2, timeout=PATIENCE)

    def renew() -> None:
        with app.app_context():
            together.wait()
            for minute in range(20):
                with transaction():
                    SqlClaims().renew(RINA, DAWN, LATER + timedelta(minutes=minute))

    def decide() -> None:
        with app.app_context():
            together.wait()
            for first in range(100, 0, -10):
                with transaction():
                    SqlClaims().end([comment_id(number) for number in range(first, first - 10, -1)])

    with ThreadPoolExecutor(2) as pool:
        for one in [pool.submit(renew), pool.submit(decide)]:
            one.result()

    with app.app_context():
        assert SqlClaims().count(RINA, DAWN) == 0
