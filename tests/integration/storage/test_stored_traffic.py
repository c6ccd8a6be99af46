"""What came to a site, counted in memory and in SQL alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from service.domain.act import Act, ActId, ActKind, changed, restored
from service.domain.event import Event, EventKind
from service.domain.lifecycle import Action, State
from service.domain.traffic import Cell
from service.storage.acts import SqlActs
from tests.memory import MemoryComments
from tests.memory_acts import MemoryActs
from tests.stored import ARTICLE, DAWN, DEMO, HARBOUR, RINA, a_comment, store

if TYPE_CHECKING:
    from service.domain.comment import Comment
    from tests.integration.storage.conftest import Storage

MIDNIGHT = DAWN.replace(hour=0, minute=0, second=0, microsecond=0)
A_DAY = timedelta(days=1)
PLAIN = Cell(bin=250, rule="ordinary", confirmed=False, spam=None, comments=1, mass=0.25)


def came(storage: Storage, *new: Comment) -> list[Cell]:
    """Store comments and return what is counted of their day."""
    store(storage.pages, storage.comments, *new)
    return counted(storage)


def counted(storage: Storage) -> list[Cell]:
    cells = storage.traffic.between(DEMO.id, MIDNIGHT, MIDNIGHT + A_DAY)
    return sorted(cells, key=lambda cell: (-1 if cell.bin is None else cell.bin, cell.rule, cell.confirmed))


def act(storage: Storage, comment: Comment, action: Action, actor: str = "token:meja") -> Comment:
    """Carry a decision out, with its line of the log."""
    after = comment.after(action)
    storage.comments.decide(after)
    storage.events.append(
        Event(kind=EventKind.COMMENT_DECIDED, site=comment.site, comment=comment.id, at=DAWN, actor=actor, details={})
    )
    return after


def test_comments_that_are_alike_are_counted_together_and_others_apart(storage: Storage) -> None:
    alike = [a_comment(number, spam_probability=0.25 + number / 10_000, rule="ordinary") for number in (1, 2, 3)]
    others = [
        a_comment(4, spam_probability=0.25, rule="duplicate"),
        a_comment(5, spam_probability=None, rule="not-scored"),
    ]

    cells = came(storage, *alike, *others)

    assert [(cell.bin, cell.rule, cell.comments) for cell in cells] == [
        (None, "not-scored", 1),
        (250, "duplicate", 1),
        (250, "ordinary", 3),
    ]
    assert [cell.mass for cell in cells] == pytest.approx([0, 0.25, 0.7506])


@pytest.mark.parametrize(
    ("probability", "bin_"), [(0.0, 0), (0.0009, 0), (0.001, 1), (0.3, 300), (0.9, 900), (0.9996, 999), (1.0, 1000)]
)
def test_a_score_is_counted_in_its_thousandth_rounded_down(storage: Storage, probability: float, bin_: int) -> None:
    [cell] = came(storage, a_comment(spam_probability=probability, rule="ordinary"))

    assert (cell.bin, cell.mass) == (bin_, probability)


def test_a_day_begins_with_its_first_moment_and_ends_before_the_next(storage: Storage) -> None:
    moments = [
        MIDNIGHT - timedelta(microseconds=1),
        MIDNIGHT,
        MIDNIGHT + A_DAY - timedelta(microseconds=1),
        MIDNIGHT + A_DAY,
    ]
    plain = [a_comment(number, created_at=moment, rule="ordinary") for number, moment in enumerate(moments, start=1)]

    cells = came(storage, *plain, a_comment(9, site=HARBOUR.id, rule="ordinary"))

    assert cells == [replace(PLAIN, comments=2, mass=0.5)]


def test_a_site_began_with_its_first_comment_in_whatever_state(storage: Storage) -> None:
    came(storage, a_comment(state=State.REJECTED, created_at=DAWN))

    assert [storage.traffic.began_before(DEMO.id, at) for at in (DAWN, DAWN + A_DAY)] == [False, True]
    assert not storage.traffic.began_before(HARBOUR.id, DAWN + A_DAY)


@pytest.mark.parametrize(
    ("actions", "spam"),
    [
        ((), None),
        ((Action.APPROVE,), False),
        ((Action.MARK_SPAM,), True),
        ((Action.APPROVE, Action.MARK_SPAM), True),
        ((Action.REJECT,), None),
        ((Action.APPROVE, Action.REQUEUE), None),
        ((Action.MARK_SPAM, Action.TRASH), True),
    ],
)
def test_what_a_person_decided_last_is_told(storage: Storage, actions: tuple[Action, ...], spam: bool | None) -> None:  # noqa: FBT001 - a parameter of the test
    comment = a_comment(rule="ordinary")
    store(storage.pages, storage.comments, comment)

    for action in actions:
        comment = act(storage, comment, action)

    assert counted(storage) == [replace(PLAIN, spam=spam)]


def test_what_a_person_decided_before_an_undone_decision_is_told_again(storage: Storage) -> None:
    acts = MemoryActs(storage.comments.store) if isinstance(storage.comments, MemoryComments) else SqlActs()
    comment = a_comment(rule="ordinary")
    store(storage.pages, storage.comments, comment)

    def carry_out(number: int, before: Comment, after: Comment, undoes: int | None = None) -> Comment:
        """Store an act on the comment, with its line of the log."""
        act = ActId(UUID(int=number))
        kind, told = ActKind.DECISION, EventKind.COMMENT_DECIDED
        if undoes is not None:
            kind, told = ActKind.UNDO, EventKind.DECISION_UNDONE
        acts.begin(Act(id=act, kind=kind, action=None, actor="token:meja", at=DAWN))
        acts.add(act, [changed(before, after)])
        storage.comments.decide(after)
        details = {"act": str(act), "undoes": None if undoes is None else str(UUID(int=undoes))}
        line = Event(kind=told, site=DEMO.id, comment=comment.id, at=DAWN, actor="token:meja", details=details)
        storage.events.append(line)
        return after

    def undo(number: int, undoes: int, now: Comment) -> Comment:
        [item] = acts.items(ActId(UUID(int=undoes)), None, 1)
        before = restored(item, now)
        assert before
        carry_out(number, now, before, undoes)
        acts.stand_again([replace(changed(now, before), version_before=item.version_before)])
        return before

    spam = carry_out(1, comment, comment.after(Action.MARK_SPAM))
    again = undo(3, 2, carry_out(2, spam, spam.after(Action.APPROVE)))
    assert counted(storage) == [replace(PLAIN, spam=True)]
    nobodys = undo(4, 1, again)
    assert counted(storage) == [PLAIN]
    undo(5, 4, nobodys)
    assert counted(storage) == [replace(PLAIN, spam=True)]


def test_what_the_service_decided_by_itself_is_no_persons_word(storage: Storage) -> None:
    comment = a_comment(rule="ordinary")
    store(storage.pages, storage.comments, comment)

    act(storage, act(storage, comment, Action.APPROVE), Action.MARK_SPAM, actor="policy")

    assert counted(storage) == [PLAIN]


def test_an_author_counts_as_confirmed_from_the_proof_on(storage: Storage) -> None:
    author = storage.authors.note(DEMO.id, RINA, DAWN, approved=0)
    storage.authors.confirm(author, DAWN)

    cells = came(storage, a_comment(1, author=author, rule="ordinary"), a_comment(2, rule="ordinary"))

    assert cells == [PLAIN, replace(PLAIN, confirmed=True)]
    assert storage.pages.find(DEMO.id, ARTICLE.key).version == 0
