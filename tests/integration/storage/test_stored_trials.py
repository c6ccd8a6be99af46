"""What came to a site, newest first, in memory and in SQL alike; and what is kept of the evidence."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event

from service.domain.author import AuthorHistory
from service.domain.ban import BanKind
from service.domain.event import Event, EventKind
from service.domain.kept_evidence import KeptEvidence
from service.domain.lifecycle import Action, State
from service.domain.trial import Came
from service.storage import kept_evidence, schema, trials
from service.storage.comments import SqlComments
from service.storage.database import connection
from service.storage.migrations import runner
from service.storage.pages import SqlPages
from service.storage.sites import SqlSites
from service.storage.trials import SqlTrials
from tests.databases import database_app
from tests.integration.storage.test_schema import bare
from tests.memory_traffic import MemoryTraffic
from tests.memory_trials import MemoryTrials
from tests.stored import ARTICLE, DAWN, DEMO, HARBOUR, RINA, a_comment, comment_id, store

if TYPE_CHECKING:
    from flask import Flask

    from service.domain.comment import CommentId
    from service.use_cases.try_policy import StoredComments
    from tests.integration.storage.conftest import Storage

__all__ = ["bare"]

A_DAY = timedelta(days=1)
SINCE, UNTIL = DAWN, DAWN + A_DAY
EVERYTHING = KeptEvidence(
    trap_filled=True,
    form_age=timedelta(days=3, microseconds=1),
    links=4,
    disposable_address=True,
    duplicate=True,
    confirmed=True,
    approved=7,
    trusted=True,
    bans=frozenset({BanKind.DOMAIN, BanKind.RANGE}),
    order=Action.MARK_SPAM,
)


@pytest.fixture
def stored(storage: Storage) -> StoredComments:
    traffic = storage.traffic
    return MemoryTrials(traffic.store) if isinstance(traffic, MemoryTraffic) else SqlTrials()


def ids(stored: StoredComments) -> list[CommentId]:
    return [one.id for one in stored.newest(DEMO.id, SINCE, UNTIL)]


def test_a_comment_comes_back_with_all_that_a_policy_looks_at(storage: Storage, stored: StoredComments) -> None:
    author = storage.authors.note(DEMO.id, RINA, DAWN, approved=1)
    storage.authors.confirm(author, DAWN)
    comment = a_comment(author=author, url="https://rina.example", rule="ordinary")
    storage.pages.note(DEMO.id, ARTICLE, published=0)
    storage.comments.add(comment, None, EVERYTHING)

    assert list(stored.newest(DEMO.id, SINCE, UNTIL)) == [
        Came(
            id=comment.id,
            created_at=comment.created_at,
            text=comment.text,
            url=comment.url,
            folded=comment.folded,
            spam_probability=0.25,
            rule="ordinary",
            evidence=EVERYTHING,
            author=AuthorHistory(confirmed=True, approved=1),
        )
    ]
    assert storage.comments.get(comment.id) == comment


@pytest.mark.parametrize(
    "evidence",
    [
        KeptEvidence(),
        KeptEvidence(form_age=timedelta()),
        KeptEvidence(form_age=timedelta(seconds=-1)),
        KeptEvidence(form_age=timedelta(days=40_000, microseconds=999_999)),
        None,
    ],
)
def test_what_was_not_found_is_told_from_what_was_not_kept(
    storage: Storage, stored: StoredComments, evidence: KeptEvidence | None
) -> None:
    storage.pages.note(DEMO.id, ARTICLE, published=0)
    storage.comments.add(a_comment(), None, evidence)

    [came] = stored.newest(DEMO.id, SINCE, UNTIL)

    assert came.evidence == evidence


def test_they_come_newest_first_whatever_their_state_and_of_one_moment_by_id(
    storage: Storage, stored: StoredComments
) -> None:
    states = [*State, *State]
    together = [
        a_comment(
            number,
            state=state,
            state_before_trash=State.PENDING if state is State.TRASH else None,
            created_at=DAWN + timedelta(minutes=number // 4),
        )
        for number, state in enumerate(states, start=1)
    ]
    store(storage.pages, storage.comments, *together)

    assert ids(stored) == [comment_id(number) for number in range(len(states), 0, -1)]
    assert stored.count(DEMO.id, SINCE, UNTIL) == len(states)


def test_only_what_came_to_the_site_in_the_days_asked_for_comes(storage: Storage, stored: StoredComments) -> None:
    moments = [SINCE - timedelta(microseconds=1), SINCE, UNTIL - timedelta(microseconds=1), UNTIL]
    plain = [a_comment(number, created_at=moment) for number, moment in enumerate(moments, start=1)]

    store(storage.pages, storage.comments, *plain, a_comment(9, site=HARBOUR.id))

    assert ids(stored) == [comment_id(3), comment_id(2)]
    assert stored.count(DEMO.id, SINCE, UNTIL) == 2
    assert stored.began_before(DEMO.id, SINCE)
    assert not stored.began_before(HARBOUR.id, SINCE)


def test_they_come_in_batches_none_twice_and_none_left_out(
    storage: Storage, stored: StoredComments, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trials, "BATCH", 2)
    monkeypatch.setattr(trials, "_NEWEST", trials._NEWEST.limit(2))  # noqa: SLF001 - smaller batches for fewer rows
    monkeypatch.setattr(trials, "_NEXT", trials._NEXT.limit(2))  # noqa: SLF001 - as above
    one_moment = [a_comment(number, created_at=DAWN + timedelta(seconds=number // 3)) for number in range(1, 8)]
    spam = [a_comment(number, state=State.SPAM) for number in range(8, 12)]
    store(storage.pages, storage.comments, *one_moment, *spam)

    assert ids(stored) == [comment_id(number) for number in range(11, 0, -1)]


@pytest.mark.parametrize(
    ("action", "actor", "spam"),
    [
        (Action.APPROVE, "token:meja", False),
        (Action.MARK_SPAM, "token:meja", True),
        (Action.APPROVE, "person:Rina", False),
        (Action.REJECT, "token:meja", None),
        (Action.MARK_SPAM, "policy", None),
    ],
)
def test_what_a_person_decided_is_told(
    storage: Storage, stored: StoredComments, action: Action, actor: str, spam: object
) -> None:
    comment = a_comment()
    store(storage.pages, storage.comments, comment)
    storage.comments.decide(comment.after(action))
    storage.events.append(
        Event(kind=EventKind.COMMENT_DECIDED, site=DEMO.id, comment=comment.id, at=DAWN, actor=actor, details={})
    )

    [came] = stored.newest(DEMO.id, SINCE, UNTIL)

    assert came.spam is spam


def test_an_address_proved_after_the_comment_came_counts_as_not_proved_in_sql(app: Flask) -> None:
    with app.app_context():
        from service.storage.authors import SqlAuthors  # noqa: PLC0415 - here alone

        author = SqlAuthors().note(DEMO.id, RINA, DAWN, approved=1)
        SqlAuthors().confirm(author, DAWN + A_DAY)
        store(SqlPages(), SqlComments(), a_comment(author=author))

        [came] = SqlTrials().newest(DEMO.id, SINCE, UNTIL)

    assert came.author == AuthorHistory(confirmed=False, approved=1)


def test_evidence_is_stored_as_what_was_found_and_of_a_newer_version_what_is_known_is_read() -> None:
    plain = KeptEvidence(form_age=timedelta(seconds=63.25))

    assert kept_evidence.written(plain) == {"form_age": 63.25}
    assert kept_evidence.read({"form_age": 63.25, "moon": "full"}) == plain
    assert kept_evidence.read(kept_evidence.written(EVERYTHING)) == EVERYTHING


def test_comments_of_before_evidence_was_kept_have_none_and_outlive_going_back(bare: str) -> None:
    schema.upgrade(bare)
    with database_app(bare) as app, app.app_context():
        SqlSites().add(DEMO)
        SqlPages().note(DEMO.id, ARTICLE, published=0)
        SqlComments().add(a_comment(), None, EVERYTHING)

    runner.downgrade(bare, "0005")
    runner.upgrade(bare, "0012")

    with database_app(bare) as app, app.app_context():
        [came] = SqlTrials().newest(DEMO.id, SINCE, UNTIL)
        assert came.evidence is None
        assert replace(a_comment()) == SqlComments().get(came.id)


def test_the_newest_are_found_by_the_index_of_the_queue(sqlite_url: str) -> None:
    said: list[tuple[str, Any]] = []
    with database_app(sqlite_url) as app, app.app_context():
        link = connection()

        def note(_: object, __: object, statement: str, values: object, *___: object) -> None:
            said.append((statement, values))

        event.listen(link, "before_cursor_execute", note)
        list(SqlTrials().newest(DEMO.id, SINCE, UNTIL))
        plans = [str(link.exec_driver_sql("EXPLAIN QUERY PLAN " + one, values).all()) for one, values in said[:5]]

    assert len(plans) == len(State)
    assert all("ix_comment_site_id_state_created_at_id" in plan and "TEMP B-TREE" not in plan for plan in plans)
