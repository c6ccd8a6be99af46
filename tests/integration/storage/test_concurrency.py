"""Many at once, on real databases: what races is settled by the database, and nobody is told that it is locked."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from service.domain.ban import Ban, BanId, BanKind
from service.domain.campaign import Signature
from service.domain.errors import StaleDecision
from service.domain.lifecycle import Action, State
from service.storage.answers import SqlAnswers
from service.storage.authors import SqlAuthors
from service.storage.bans import SqlBans
from service.storage.campaigns import SqlCampaigns
from service.storage.comments import SqlComments
from service.storage.database import transaction
from service.storage.pages import SqlPages
from service.storage.sites import SqlSites
from service.use_cases.campaigns import CampaignQuery
from service.use_cases.queue import QueueQuery
from service.use_cases.repositories import Answer, DuplicateText, KeyTaken
from tests.stored import ARTICLE, DAWN, DEMO, HARBOUR, RINA, a_comment, an_arrival, comment_id, fingerprint, store

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from service.domain.campaign import CampaignId

T = TypeVar("T")
THREADS = 4


def at_once(app: Flask, number: int, work: Callable[[int], T]) -> list[T]:
    """Do *work* for 1 … *number* in threads that begin together, each in a request's context."""
    together = Barrier(THREADS)

    def in_context(one: int) -> T:
        with app.app_context():
            SqlSites().get(DEMO.id)
            if one <= THREADS:
                together.wait()
            return work(one)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(in_context, range(1, number + 1)))


def test_of_concurrent_decisions_one_holds_and_the_others_are_stale(app: Flask) -> None:
    comment = a_comment()
    with app.app_context():
        store(SqlPages(), SqlComments(), comment)
    actions = [Action.APPROVE, Action.MARK_SPAM, Action.REJECT, Action.TRASH]

    told: list[int | None] = []

    def decide(one: int) -> State | None:
        after = comment.after(actions[one - 1])  # as each of them saw it, before any decided
        try:
            with transaction():
                SqlComments().decide(after)
        except StaleDecision as stale:
            told.append(stale.version)
            return None
        return after.state

    states = at_once(app, len(actions), decide)

    assert states.count(None) == len(actions) - 1
    assert told == [2] * (len(actions) - 1)
    with app.app_context():
        stored = SqlComments().get(comment.id)
    assert stored.version == 2
    assert stored.state in states


def test_of_64_identical_comments_at_once_one_is_no_duplicate(app: Flask) -> None:
    def submit(one: int) -> bool:
        SqlComments().surroundings(an_arrival(email=RINA))
        try:
            with transaction():
                _store(one, fingerprint(1))
        except DuplicateText:
            with transaction():
                _store(one, None)
            return False
        return True

    firsts = at_once(app, 64, submit)

    with app.app_context():
        page = SqlPages().find(DEMO.id, ARTICLE.key)
        met = SqlComments().surroundings(an_arrival(email=RINA))
        waiting = SqlComments().queue(QueueQuery(site=DEMO.id, state=State.PENDING, limit=100))
    assert firsts.count(True) == 1
    assert len(waiting.items) == 64
    assert (page.approved, page.version) == (64, 64)
    assert met.author.seen == 64


def _store(number: int, mark: bytes | None) -> None:
    SqlPages().note(DEMO.id, ARTICLE, published=1)
    author = SqlAuthors().note(DEMO.id, RINA, DAWN, approved=0)
    SqlComments().add(a_comment(number, author=author), mark)


def test_of_requests_with_one_key_at_once_one_is_the_first(app: Flask) -> None:
    def remember(one: int) -> bool:
        SqlAnswers().find(DEMO.id, "key")
        try:
            with transaction():
                SqlAnswers().remember(DEMO.id, "key", Answer(body=b"", comment=comment_id(one), public=True), DAWN)
        except KeyTaken:
            return False
        return True

    assert at_once(app, 16, remember).count(True) == 1


def test_who_reads_and_then_writes_never_meets_a_lock(app: Flask) -> None:
    with app.app_context():
        SqlPages().note(DEMO.id, ARTICLE, published=0)

    def count(_: int) -> None:
        with transaction():
            SqlPages().find(DEMO.id, ARTICLE.key)
            SqlPages().note(DEMO.id, ARTICLE, published=1)

    at_once(app, 100, count)

    with app.app_context():
        page = SqlPages().find(DEMO.id, ARTICLE.key)
    assert page.approved == 100


def test_variants_that_come_at_once_make_no_error_and_are_all_counted(app: Flask) -> None:
    def submit(one: int) -> CampaignId:
        site = DEMO.id if one % 2 else HARBOUR.id
        keys = tuple(range(one % 3, 16 + one % 3))
        with transaction():
            campaign = SqlCampaigns().join(Signature(keys=keys, enough=4, plenty=16), comment_id(one), site, DAWN)
            store(SqlPages(), SqlComments(), a_comment(one, site=site, campaign=campaign))
        return campaign

    campaigns = at_once(app, 40, submit)

    with app.app_context():
        found = SqlCampaigns().list(CampaignQuery(site=None))
    # Those that began in the same instant may have founded one each; whoever came later joined one of them.
    assert len(set(campaigns)) <= THREADS
    assert {one.id: one.size for one in found} == {one: n for one, n in Counter(campaigns).items() if n > 1}


def test_ranges_that_are_banned_at_once_are_all_held_and_comments_go_on_meanwhile(app: Flask) -> None:
    def impose(one: int) -> None:
        ban = Ban(
            id=BanId(UUID(int=one)),
            site=DEMO.id,
            kind=BanKind.RANGE,
            range=f"10.0.{one}.0/24",
            by="token:meja",
            at=DAWN,
        )
        with transaction():
            store(SqlPages(), SqlComments(), a_comment(one))
            SqlBans().add(ban)

    at_once(app, 24, impose)

    with app.app_context():
        held = {str(one.network) for one in SqlSites().get(DEMO.id).banned_ranges}
    assert held == {f"10.0.{one}.0/24" for one in range(1, 25)}
