"""A request with an idempotency key is done once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from service.domain.errors import AnswerNotKept, IdempotencyConflict, StaleDecision, StorageUnavailable
from service.domain.event import Event, EventKind
from service.domain.token import Scope
from service.use_cases.answer_once import AnswerOnce, KeptAnswer, KeyedWrite, WriteAnswer
from service.use_cases.forget_answers import ANSWERS_KEPT
from tests.fakes import DEMO, NOON, plain_hash
from tests.house import House, a_moderator
from tests.memory import MemoryEvents
from tests.memory_write_answers import MemoryWriteAnswers

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from service.use_cases.answer_once import WriteAnswers

REQUEST = KeyedWrite(moderator=a_moderator(), key="k-1", method="POST", path="/decisions", body=b"{}")
GIVEN = WriteAnswer(status=200, headers={"Content-Type": "application/json"}, body=b'{"n": 1}')
LINE = Event(kind=EventKind.SITE_CHANGED, site=DEMO, comment=None, at=NOON, actor="token:meja")


@dataclass(slots=True)
class Work:
    """Writes a line each time it is asked, and may then fail."""

    house: House = field(default_factory=House)
    times: int = 0
    error: Exception | None = None

    def __call__(self) -> WriteAnswer:
        self.times += 1
        MemoryEvents(self.house.store).append(LINE)
        if self.error:
            raise self.error
        return GIVEN

    def once(self, answers: WriteAnswers | None = None) -> AnswerOnce:
        kept = MemoryWriteAnswers(self.house.store)
        return AnswerOnce(
            clock=self.house.clock,
            hasher=plain_hash,
            answers=answers or kept,
            transaction=self.house.store.transaction,
            enclosing=kept.enclosing,
        )


def test_the_same_request_under_the_same_key_is_done_once_and_answered_alike() -> None:
    work = Work()

    answers = [work.once()(REQUEST, work) for _ in range(2)]

    assert answers == [GIVEN, GIVEN]
    assert (work.times, len(work.house.store.events)) == (1, 1)


@pytest.mark.parametrize(
    "other",
    [
        replace(REQUEST, body=b"{ }"),
        replace(REQUEST, method="PUT"),
        replace(REQUEST, path="/reasons"),
        replace(REQUEST, moderator=a_moderator(scopes=frozenset({Scope.READ}))),
        replace(REQUEST, moderator=a_moderator(site=None)),
    ],
    ids=["body", "method", "path", "lesser rights", "greater rights"],
)
def test_the_same_key_with_another_request_is_refused(other: KeyedWrite) -> None:
    work = Work()
    work.once()(REQUEST, work)

    with pytest.raises(IdempotencyConflict):
        work.once()(other, work)

    assert work.times == 1


def test_a_key_belongs_to_whoever_sent_it() -> None:
    work = Work()
    work.once()(REQUEST, work)

    work.once()(replace(REQUEST, moderator=replace(REQUEST.moderator, actor="person:rina")), work)

    assert work.times == 2


@pytest.mark.parametrize("error", [StaleDecision(2), StorageUnavailable(timedelta(seconds=1)), OSError("disk")])
def test_an_error_changes_nothing_and_is_not_remembered(error: Exception) -> None:
    work = Work(error=error)

    with pytest.raises(type(error)):
        work.once()(REQUEST, work)
    assert (work.house.store.events, work.house.store.write_answers) == ([], {})
    work.error = None

    assert work.once()(REQUEST, work) == GIVEN
    assert len(work.house.store.events) == 1


def test_an_answer_with_a_secret_is_kept_nowhere_and_the_second_time_refused() -> None:
    work, sent = Work(), replace(REQUEST, secret=True)

    first = work.once()(sent, work)
    with pytest.raises(AnswerNotKept):
        work.once()(sent, work)

    assert first == GIVEN
    assert work.times == 1
    [(kept, _)] = work.house.store.write_answers.values()
    assert kept.answer is None


@dataclass(frozen=True, slots=True)
class Late:
    """Answers that another process writes between this one's look and its claim."""

    inside: MemoryWriteAnswers
    meanwhile: Callable[[], object]
    looks: list[None] = field(default_factory=list)

    def find(self, actor: str, key: str) -> KeptAnswer | None:
        found = self.inside.find(actor, key)
        if not self.looks:
            self.meanwhile()
        self.looks.append(None)
        return found

    def claim(self, actor: str, key: str, request: bytes, at: datetime) -> None:
        self.inside.claim(actor, key, request, at)

    def keep(self, actor: str, key: str, answer: WriteAnswer) -> None:
        self.inside.keep(actor, key, answer)

    def forget_before(self, at: datetime) -> int:
        return self.inside.forget_before(at)


def test_of_two_at_once_the_second_gets_the_answer_of_the_first() -> None:
    work = Work()
    late = Late(MemoryWriteAnswers(work.house.store), lambda: work.once()(REQUEST, work))

    assert work.once(late)(REQUEST, work) == GIVEN
    assert (work.times, len(work.house.store.events)) == (1, 1)


def test_what_the_second_of_two_at_once_meets_before_it_changes_anything_was_the_first_ones_doing() -> None:
    work = Work()
    kept = MemoryWriteAnswers(work.house.store)

    def raced() -> WriteAnswer:
        # What a view reads outside any transaction may be of after the other's change already.
        request = plain_hash("write", "POST", "/decisions", "{}", repr([("demo", " ".join(sorted(Scope)))]))
        outside.append((KeptAnswer(request=request, answer=GIVEN), NOON))
        raise StaleDecision(2)

    outside: list[tuple[KeptAnswer, datetime]] = []

    @dataclass(frozen=True, slots=True)
    class Elsewhere(MemoryWriteAnswers):
        def find(self, actor: str, key: str) -> KeptAnswer | None:  # noqa: ARG002 - the port's signature
            return outside[0][0] if outside else None

    assert work.once(Elsewhere(work.house.store))(REQUEST, raced) == GIVEN
    assert kept.find("token:meja", "k-1") is None


def test_a_key_that_was_taken_and_is_gone_again_is_to_be_tried_again() -> None:
    work = Work()

    @dataclass(frozen=True, slots=True)
    class Gone(MemoryWriteAnswers):
        def find(self, actor: str, key: str) -> KeptAnswer | None:  # noqa: ARG002 - the port's signature
            return None

    work.once()(REQUEST, work)

    with pytest.raises(StorageUnavailable):
        work.once(Gone(work.house.store))(REQUEST, work)


def test_keys_are_forgotten_after_two_days() -> None:
    work = Work()
    work.once()(REQUEST, work)

    work.house.clock.advance(ANSWERS_KEPT)
    early = work.house.forget_answers()
    work.house.clock.advance(timedelta(seconds=1))

    assert (early, work.house.forget_answers()) == (0, 1)
    assert not work.house.store.write_answers
