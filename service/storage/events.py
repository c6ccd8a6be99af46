"""The append-only log.

On PostgreSQL ids are given before transactions commit, so that a line can appear behind one already read. Lines are
therefore read in the order of (transaction, id), and only those of transactions older than every one still running:
that part of the log is finished, and whatever comes is behind it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, bindparam, func, insert, literal_column, select, tuple_

from service.domain.comment import CommentId
from service.domain.event import Event, EventKind
from service.domain.site import SiteId
from service.storage.database import connection
from service.storage.prepared import Prepared
from service.storage.tables import EVENT
from service.use_cases.event_log import LogLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Row

    from service.domain.comment import Comment

_C = EVENT.c
_INSERT = insert(EVENT).inline()
_APPEND = Prepared(_INSERT)
_LINES = select(_C.id, _C.kind, _C.site_id, _C.comment_id, _C.at, _C.actor, _C.details)
_OF_COMMENT = _LINES.where(_C.site_id == bindparam("site"), _C.comment_id == bindparam("comment")).order_by(_C.id)
_OF_COMMENTS = _LINES.where(
    _C.site_id.in_(bindparam("sites", expanding=True)), _C.comment_id.in_(bindparam("comments", expanding=True))
).order_by(_C.id)
# Before every transaction: those of a log that was restored from another server lie below zero.
_FIRST = -(2**63)
_AFTER = bindparam("after", type_=_C.id.type)


def _settled() -> Select[Any]:
    """Return the statement for PostgreSQL.

    A cursor whose line is gone falls back to the transaction of the line before: rather a line twice than never.
    """
    running: ColumnElement[int] = literal_column("pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
    known = select(_C.transaction_id).where(_C.id <= _AFTER).order_by(_C.id.desc()).limit(1).scalar_subquery()
    place = tuple_(func.coalesce(known, _FIRST), _AFTER)
    return (
        _LINES.where(_C.transaction_id < running, tuple_(_C.transaction_id, _C.id) > place)
        .order_by(_C.transaction_id, _C.id)
        .limit(bindparam("limit"))
    )


_SETTLED = {
    "postgresql": _settled(),
    "sqlite": _LINES.where(_C.id > _AFTER).order_by(_C.id).limit(bindparam("limit")),
}


class SqlEvents:
    """Implements :class:`service.use_cases.event_log.Events` and ``SettledEvents`` there."""

    def append(self, *events: Event) -> None:
        """Write lines, in order."""
        if len(events) == 1:
            _APPEND.run(connection(), columns(events[0]))
        elif events:
            connection().execute(_INSERT, [columns(event) for event in events])

    def of_comment(self, site: SiteId, comment: CommentId) -> tuple[Event, ...]:
        """Return what happened to a comment, oldest first."""
        found = connection().execute(_OF_COMMENT, {"site": site, "comment": comment})
        return tuple(line.event for line in event_lines(found))

    def latest(self, comments: Iterable[Comment]) -> Mapping[CommentId, Event]:
        """Return the line that brought each comment to its version; see the port."""
        about = [(comment.site, comment.id) for comment in comments]
        sought = {"sites": sorted({site for site, _ in about}), "comments": [comment for _, comment in about]}
        lines = event_lines(connection().execute(_OF_COMMENTS, sought)) if about else ()
        return {
            line.event.comment: line.event
            for line in lines
            if line.event.comment is not None and "version" in line.event.details
        }

    def after(self, line: int, limit: int) -> tuple[LogLine, ...]:
        """Return settled lines behind a line (0: from the first); see the port."""
        link = connection()
        return tuple(event_lines(link.execute(_SETTLED[link.dialect.name], {"after": line, "limit": limit})))


def columns(event: Event) -> dict[str, Any]:
    """Return what is stored of an event."""
    return {
        "site_id": event.site,
        "comment_id": event.comment,
        "kind": event.kind.value,
        "at": event.at,
        "actor": event.actor,
        "details": dict(event.details),
    }


def event_lines(rows: Iterable[Row[*tuple[Any, ...]]]) -> Iterable[LogLine]:
    """Yield the lines of rows that hold the columns of :data:`_LINES`."""
    for number, kind, site, comment, at, actor, details in rows:
        event = Event(
            kind=EventKind(kind),
            site=SiteId(site),
            comment=None if comment is None else CommentId(comment),
            at=at,
            actor=actor,
            details=details,
        )
        yield LogLine(id=number, event=event)
