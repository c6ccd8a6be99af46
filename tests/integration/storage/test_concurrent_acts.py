"""Bulk acts on real databases while others work: nothing is decided twice, nobody hears that the database is locked."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from uuid import uuid4

from service.adapters.clock import SystemClock
from service.adapters.ids import new_comment_id
from service.domain.comment import CommentId
from service.domain.errors import ModerationError
from service.domain.event import EventKind
from service.domain.lifecycle import Action, State
from service.storage.acts import SqlActs
from service.storage.authors import SqlAuthors
from service.storage.bulks import SqlBulks
from service.storage.campaign_orders import SqlOrders
from service.storage.claims import SqlClaims
from service.storage.comments import SqlComments
from service.storage.database import transaction
from service.storage.events import SqlEvents
from service.storage.pages import SqlPages
from service.storage.sites import SqlSites
from service.use_cases.commit_bulk import CommitBulk
from service.use_cases.decide_comments import DecideComments, Decision
from service.use_cases.pace import Pace
from service.use_cases.preview_bulk import BulkRequest, PreviewBulk
from service.use_cases.queue import QueueFilter
from service.use_cases.undo_act import UndoAct
from tests.fakes import plain_fold
from tests.house import a_moderator
from tests.house_acts import Noted
from tests.integration.storage.test_concurrency import at_once
from tests.stored import ARTICLE, DEMO, RINA, a_comment, comment_id

if TYPE_CHECKING:
    from flask import Flask

    from service.domain.act import ActId

COMMENTS = 120
MODERATOR = a_moderator(site=None)
PACE = Pace(timer=time.monotonic, pause=time.sleep, seconds=30, batch=10)
DECIDE = DecideComments(
    clock=SystemClock(),
    sites=SqlSites(),
    new_id=new_comment_id,
    acts=SqlActs(),
    comments=SqlComments(),
    pages=SqlPages(),
    authors=SqlAuthors(),
    claims=SqlClaims(),
    events=SqlEvents(),
    transaction=transaction,
)
PREVIEW = PreviewBulk(
    clock=SystemClock(),
    new_id=new_comment_id,
    sites=SqlSites(),
    comments=SqlComments(),
    bulks=SqlBulks(),
    fold=plain_fold,
    transaction=transaction,
)
COMMIT = CommitBulk(
    sites=SqlSites(),
    bulks=SqlBulks(),
    acts=SqlActs(),
    orders=SqlOrders(),
    decide=DECIDE,
    new_id=new_comment_id,
    pace=PACE,
    carried_out=Noted(),
)
UNDO = UndoAct(
    acts=SqlActs(),
    bulks=SqlBulks(),
    orders=SqlOrders(),
    decide=DECIDE,
    new_id=new_comment_id,
    pace=PACE,
    carried_out=Noted(),
)


def stored(number: int) -> State:
    return SqlComments().get(comment_id(number)).state


def submit_some() -> None:
    """Store comments as a submission does: page, author, comment, one after the other."""
    for number in range(20):
        with transaction():
            SqlPages().note(DEMO.id, ARTICLE, published=1)
            author = SqlAuthors().note(DEMO.id, RINA, SystemClock().now(), approved=1)
            fresh = a_comment(number, id=CommentId(uuid4()), author=author, state=State.APPROVED)
            SqlComments().add(fresh, None)


def decide_some() -> int:
    """Decide every tenth comment by itself, and return how many were still to be decided."""
    outcomes = [
        DECIDE([Decision(comment=comment_id(number), action=Action.REJECT, version=1)], MODERATOR).outcomes[0]
        for number in range(10, COMMENTS + 1, 10)
    ]
    return sum(not isinstance(one, ModerationError) for one in outcomes)


def test_a_bulk_act_committed_twice_at_once_while_others_write_decides_each_comment_once(app: Flask) -> None:
    with app.app_context():
        with transaction():
            SqlPages().note(DEMO.id, ARTICLE, published=0)
            author = SqlAuthors().note(DEMO.id, RINA, SystemClock().now(), approved=0)
            for number in range(1, COMMENTS + 1):
                SqlComments().add(a_comment(number, author=author), None)
        wanted = QueueFilter(state=State.PENDING)
        bulk = PREVIEW(BulkRequest(filter=wanted, action=Action.APPROVE), MODERATOR).bulk
    others: list[int] = []

    def work(one: int) -> ActId | None:
        if one <= 2:
            return COMMIT(bulk.id, MODERATOR).act
        if one == 3:
            submit_some()
        else:
            others.append(decide_some())
        return None

    [act] = {act for act in at_once(app, 4, work) if act is not None}

    with app.app_context():
        done = SqlBulks().get(bulk.id)
        states = [stored(number) for number in range(1, COMMENTS + 1)]
        assert done.finished
        assert (done.decided, done.changed) == (COMMENTS - others[0], others[0])
        assert (states.count(State.APPROVED), states.count(State.REJECTED)) == (done.decided, done.changed)
        lines = [
            event.kind
            for number in range(1, COMMENTS + 1)
            for event in SqlEvents().of_comment(DEMO.id, comment_id(number))
        ]
        assert lines == [EventKind.COMMENT_DECIDED] * COMMENTS
        assert SqlPages().find(DEMO.id, ARTICLE.key).approved == done.decided + 20

    undoings = at_once(app, 4, lambda _: UNDO(act, MODERATOR))

    with app.app_context():
        assert {(one.act.id, one.restored, one.remaining) for one in undoings} == {
            (undoings[0].act.id, done.decided, 0)
        }
        assert [stored(number) for number in range(1, COMMENTS + 1)].count(State.PENDING) == done.decided
        assert SqlPages().find(DEMO.id, ARTICLE.key).approved == 20
