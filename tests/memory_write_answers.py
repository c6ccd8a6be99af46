"""Answers under the idempotency keys of moderators in memory, and the transaction around others."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from service.use_cases.answer_once import KeptAnswer, WriteAnswer
from service.use_cases.repositories import KeyTaken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from service.use_cases import answer_once
    from tests.memory_store import MemoryStore


@dataclass(frozen=True, slots=True)
class MemoryWriteAnswers:
    store: MemoryStore

    def find(self, actor: str, key: str) -> KeptAnswer | None:
        found = self.store.write_answers.get((actor, key))
        return found[0] if found else None

    def claim(self, actor: str, key: str, request: bytes, at: datetime) -> None:
        if (actor, key) in self.store.write_answers:
            raise KeyTaken
        self.store.write_answers[actor, key] = (KeptAnswer(request=request, answer=None), at)

    def keep(self, actor: str, key: str, answer: WriteAnswer) -> None:
        kept, at = self.store.write_answers[actor, key]
        self.store.write_answers[actor, key] = (replace(kept, answer=answer), at)

    def forget_before(self, at: datetime) -> int:
        old = [name for name, (_, claimed_at) in self.store.write_answers.items() if claimed_at < at]
        for name in old:
            del self.store.write_answers[name]
        return len(old)

    @contextmanager
    def enclosing(self, first: Callable[[], None]) -> Iterator[None]:
        with self.store.transaction():
            first()
            yield


if TYPE_CHECKING:

    def _ports(made: MemoryWriteAnswers) -> tuple[answer_once.WriteAnswers, answer_once.Enclosing]:
        return made, made.enclosing
