"""Forget idempotency keys that nobody will send again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from service.use_cases.answer_once import WriteAnswers
    from service.use_cases.ports import Clock
    from service.use_cases.repositories import Answers, Transaction

ANSWERS_KEPT = timedelta(days=2)
"""How long an idempotency key is remembered; a client that tries again does so within hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetAnswers:
    """Delete answers older than :data:`ANSWERS_KEPT`, visitors' and moderators'."""

    answers: Answers
    write_answers: WriteAnswers
    clock: Clock
    transaction: Transaction

    def __call__(self) -> int:
        """Return how many were forgotten."""
        before = self.clock.now() - ANSWERS_KEPT
        with self.transaction():
            return self.answers.forget_before(before) + self.write_answers.forget_before(before)
