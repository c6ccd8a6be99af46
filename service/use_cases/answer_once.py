"""Do what a request with an idempotency key asks for once, and answer it alike whenever it comes again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from service.domain.errors import AnswerNotKept, IdempotencyConflict, ModerationError, StorageUnavailable
from service.use_cases.repositories import KeyTaken

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager
    from datetime import datetime

    from service.domain.moderator import Moderator
    from service.use_cases.ports import Clock, KeyedHasher
    from service.use_cases.repositories import Transaction

_RETRY_AFTER = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedWrite:
    """A moderator's request to change something, which may come again.

    Attributes:
        moderator: Who asks.
        key: What they call this request; others may call theirs the same.
        method: Of HTTP.
        path: With its query.
        body: As it came.
        secret: Whether the answer holds a secret, which is shown once and kept nowhere.
    """

    moderator: Moderator
    key: str
    method: str
    path: str
    body: bytes = field(repr=False)
    secret: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteAnswer:
    """What a request was answered.

    Attributes:
        status: Of HTTP.
        headers: Those that belong to the answer; others are made anew each time.
        body: Empty where there is none.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAnswer:
    """What is remembered under a key.

    Attributes:
        request: Keyed digest of the request: a body can hold a password.
        answer: ``None`` if it held a secret.
    """

    request: bytes
    answer: WriteAnswer | None


class WriteAnswers(Protocol):
    """What was answered under the idempotency keys of moderators."""

    def find(self, actor: str, key: str) -> KeptAnswer | None:
        """Return what is remembered, ``None`` if the key is new."""
        ...

    def claim(self, actor: str, key: str, request: bytes, at: datetime) -> None:
        """Take a key, with no answer yet; others who want it wait until the transaction ends.

        Raises:
            KeyTaken: It is not new.
        """
        ...

    def keep(self, actor: str, key: str, answer: WriteAnswer) -> None:
        """Remember the answer under a key that was claimed."""
        ...

    def forget_before(self, at: datetime) -> int:
        """Forget keys claimed earlier; return how many."""
        ...


class Enclosing(Protocol):
    """Makes one transaction of several."""

    def __call__(self, first: Callable[[], None]) -> AbstractContextManager[None]:
        """Commit all transactions opened inside together in the end, or none if anything is raised.

        The one begins with the first of them, so that what is done before holds nobody up.

        Args:
            first: Done at its very beginning; may raise.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerOnce:
    """Do a keyed request once. The answer is remembered in the transaction of the change itself, so neither is alone.

    An error changes nothing and is not remembered: the same request may be tried again under the same key.
    """

    clock: Clock
    hasher: KeyedHasher
    answers: WriteAnswers
    transaction: Transaction
    enclosing: Enclosing

    def __call__(self, sent: KeyedWrite, write: Callable[[], WriteAnswer]) -> WriteAnswer:
        """Return the answer to a request: of *write*, or of the time before.

        Raises:
            IdempotencyConflict: The key came before with another request, or the rights of whoever asks are others now.
            AnswerNotKept: It was done before, and the answer held a secret.
            StorageUnavailable: Nothing was stored; another request with the key may still be at work.
            ModerationError: Whatever *write* raises.
        """
        actor, request = sent.moderator.actor, self._digest(sent)
        if found := self.answers.find(actor, sent.key):
            return _same(found, request)
        try:
            with self.enclosing(lambda: self.answers.claim(actor, sent.key, request, self.clock.now())):
                answer = write()
                with self.transaction():
                    if not sent.secret:
                        self.answers.keep(actor, sent.key, answer)
        except StorageUnavailable:
            raise
        except (KeyTaken, ModerationError) as error:
            # The same request may have come twice at once. Whatever this one met was the other's doing if by now that
            # one is answered: what it changed was stored together with its answer.
            if found := self.answers.find(actor, sent.key):
                return _same(found, request)
            if isinstance(error, KeyTaken):
                raise StorageUnavailable(_RETRY_AFTER) from error
            raise
        return answer

    def _digest(self, sent: KeyedWrite) -> bytes:
        """Return a digest of all that decides what is answered."""
        rights = sorted((site or "", " ".join(sorted(scopes))) for site, scopes in sent.moderator.rights.items())
        return self.hasher("write", sent.method, sent.path, sent.body.decode("latin-1"), repr(rights))


def _same(found: KeptAnswer, request: bytes) -> WriteAnswer:
    """Return the answer of before to the same request."""
    if found.request != request:
        raise IdempotencyConflict
    if found.answer is None:
        raise AnswerNotKept
    return found.answer
