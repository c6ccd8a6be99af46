"""Answers under idempotency keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, select

from service.domain.comment import CommentId
from service.storage.database import connection
from service.storage.prepared import Prepared
from service.storage.tables import ANSWER
from service.storage.upserts import in_both
from service.use_cases.repositories import Answer, KeyTaken

if TYPE_CHECKING:
    from datetime import datetime

    from service.domain.site import SiteId
    from service.storage.upserts import Insert

_C = ANSWER.c
_ONE = Prepared(
    select(_C.body, _C.comment_id, _C.public).where(_C.site_id == bindparam("site"), _C.key == bindparam("name"))
)
_FORGET = delete(ANSWER).where(_C.at < bindparam("before"))


def _unless_taken(insert: Insert) -> Insert:
    """Store nothing where the key is taken; an error would have to be told apart by its message."""
    return insert.on_conflict_do_nothing(index_elements=[_C.site_id, _C.key]).execution_options(preserve_rowcount=True)


_REMEMBER = Prepared(in_both(ANSWER, _unless_taken))


class SqlAnswers:
    """Implements :class:`service.use_cases.repositories.Answers`."""

    def find(self, site: SiteId, key: str) -> Answer | None:
        """Return what was answered to *key*, ``None`` if it is new."""
        row = _ONE.first(connection(), {"site": site, "name": key})
        if row is None:
            return None
        body, comment, public = row
        return Answer(body=bytes(body), comment=CommentId(comment), public=public)

    def remember(self, site: SiteId, key: str, answer: Answer, at: datetime) -> None:
        """Store an answer; see the port."""
        stored = _REMEMBER.run(
            connection(),
            {
                "site_id": site,
                "key": key,
                "body": answer.body,
                "comment_id": answer.comment,
                "public": answer.public,
                "at": at,
            },
        )
        if not stored:
            raise KeyTaken

    def forget_before(self, at: datetime) -> int:
        """Delete older answers; return how many."""
        return connection().execute(_FORGET, {"before": at}).rowcount
