"""Answers under the idempotency keys of moderators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, select, update

from service.storage.database import connection
from service.storage.upserts import in_both
from service.storage.write_answer_tables import WRITE_ANSWER
from service.use_cases.answer_once import KeptAnswer, WriteAnswer
from service.use_cases.repositories import KeyTaken

if TYPE_CHECKING:
    from datetime import datetime

    from service.storage.upserts import Insert

_C = WRITE_ANSWER.c
_THAT = (_C.actor == bindparam("who"), _C.key == bindparam("name"))
_ONE = select(_C.request, _C.status, _C.headers, _C.body).where(*_THAT)
_KEEP = update(WRITE_ANSWER).where(*_THAT)
_FORGET = delete(WRITE_ANSWER).where(_C.at < bindparam("before"))


def _unless_taken(insert: Insert) -> Insert:
    """Store nothing where the key is taken; PostgreSQL first waits for whoever is about to take it."""
    return insert.on_conflict_do_nothing(index_elements=[_C.actor, _C.key]).execution_options(preserve_rowcount=True)


_CLAIM = in_both(WRITE_ANSWER, _unless_taken)


class SqlWriteAnswers:
    """Implements :class:`service.use_cases.answer_once.WriteAnswers`."""

    def find(self, actor: str, key: str) -> KeptAnswer | None:
        """Return what is remembered; see the port."""
        row = connection().execute(_ONE, {"who": actor, "name": key}).first()
        if row is None:
            return None
        given = None
        if row.status is not None:
            given = WriteAnswer(status=row.status, headers=row.headers, body=bytes(row.body))
        return KeptAnswer(request=bytes(row.request), answer=given)

    def claim(self, actor: str, key: str, request: bytes, at: datetime) -> None:
        """Take a key; see the port."""
        link = connection()
        row = {"actor": actor, "key": key, "request": request, "at": at}
        if not link.execute(_CLAIM[link.dialect.name], row).rowcount:
            raise KeyTaken

    def keep(self, actor: str, key: str, answer: WriteAnswer) -> None:
        """Remember the answer; see the port."""
        given = {"status": answer.status, "headers": dict(answer.headers), "body": answer.body}
        connection().execute(_KEEP.values(given), {"who": actor, "name": key})

    def forget_before(self, at: datetime) -> int:
        """Forget older keys; return how many."""
        return connection().execute(_FORGET, {"before": at}).rowcount
