"""The log on the wire: the operations, their shapes, what a request asks of it, and how its lines are written."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Described

from service.api import log_verification
from service.api.filters import site_id
from service.api.inputs import COMMENT, DEFAULT_LIMIT, LINE, NAMED_LINE, ONE_SITE, limit
from service.api.log_csv import CSV
from service.api.operation import Answer, Input, Operation
from service.domain import errors
from service.domain.comment import CommentId
from service.domain.errors import MalformedRequest
from service.domain.event import EventKind
from service.domain.token import Scope
from service.use_cases.read_log import MAX_LIMIT, MAX_ROWS, LogQuery

if TYPE_CHECKING:
    from pydantic.types import JsonValue
    from werkzeug.datastructures import MultiDict

    from service.use_cases.event_log import LogLine
    from service.use_cases.read_log import LogPage

LATEST = "latest"
"""The cursor that stands for the end of the log."""

MAX_ACTOR = 200
"""Greatest length of an actor that is asked for, in characters."""

_EARLIEST, _LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
_LINE = re.compile(r"[0-9]{1,18}")
_NUMBER = re.compile(r"[0-9]{1,9}")

_EXAMPLE_LINE: dict[str, JsonValue] = {
    "id": 81234,
    "at": "2026-03-14T12:00:03.120000Z",
    "kind": "comment-decided",
    "site": "demo",
    "comment": "019a3b1c-7b54-7d80-9c7e-0b6f2f6d9a11",
    "actor": "person:sari",
    "details": {"action": "approve", "from": "pending", "state": "approved", "version": 2, "reason": None},
}


class LogLineView(BaseModel):
    """One line of the log. It names no visitor."""

    id: int = Described(description="The line's number; numbers do not always grow in the log's order.")
    at: datetime
    kind: EventKind
    site: str = Described(description="`*` for what is of no single site.")
    comment: UUID | None
    actor: str = Described(description="`policy`, `worker`, `operator`, `author`, `token:…` or `person:…`.")
    details: dict[str, str | int | float | None] = Described(description="By kind, as the architecture page says.")


class Log(BaseModel):
    """A part of the log, oldest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [_EXAMPLE_LINE], "next": "81234", "more": False}]}
    )

    items: list[LogLineView]
    next: str = Described(description="Go on behind this, as `after`; also at the end, to learn what comes.")
    more: bool = Described(description="Whether there may be more already, even where `items` is empty.")


def render_log(page: LogPage) -> Log:
    """Render a part of the log."""
    return Log(items=[render_line(line) for line in page.lines], next=str(page.next), more=page.more)


def render_line(line: LogLine) -> LogLineView:
    """Render one line."""
    event = line.event
    return LogLineView.model_construct(
        id=line.id,
        at=event.at,
        kind=event.kind,
        site=event.site,
        comment=event.comment,
        actor=event.actor,
        details=dict(event.details),
    )


def parse_log(query: MultiDict[str, str], *, table: bool) -> LogQuery:
    """Return what is asked of the log; *table* says whether as one, which has room for more.

    Raises:
        MalformedRequest: A parameter cannot be read.
        UnknownSite: No site can have that name.
    """
    return LogQuery(
        site=site_id(query["site"]) if query.get("site") else None,
        kinds=frozenset(_kind(word) for word in query.getlist("kind") if word),
        actor=_actor(query.get("actor", "")),
        comment=_comment(query.get("comment", "")),
        since=_moment(query, "since"),
        until=_moment(query, "until"),
        after=_after(query.get("after", "")),
        limit=_limit(query.get("limit", ""), table=table),
    )


def _kind(word: str) -> EventKind:
    """Read a kind."""
    try:
        return EventKind(word)
    except ValueError as error:
        raise MalformedRequest("unknown-value", parameter="kind") from error


def _actor(word: str) -> str | None:
    """Read an actor."""
    if len(word) > MAX_ACTOR:
        raise MalformedRequest("too-long", parameter="actor")
    if not re.fullmatch(LINE, word):
        raise MalformedRequest("control-characters", parameter="actor")
    return word or None


def _comment(digits: str) -> CommentId | None:
    """Read a comment's id."""
    try:
        return CommentId(UUID(digits)) if digits else None
    except ValueError as error:
        raise MalformedRequest("not-an-id", parameter="comment") from error


def _moment(query: MultiDict[str, str], name: str) -> datetime | None:
    """Read a moment with its zone (RFC 3339); a plus sign in a query string may have come as a blank."""
    word = query.get(name, "").replace(" ", "+")
    if not word:
        return None
    try:
        moment = datetime.fromisoformat(word)
        at = moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise MalformedRequest("not-a-moment", parameter=name) from error
    if moment.tzinfo is None:
        raise MalformedRequest("not-a-moment", parameter=name)
    # Nothing was written before or will be after, and there is room to count with.
    return min(max(at, _EARLIEST), _LATEST)


def _after(cursor: str) -> int | None:
    """Read a cursor; ``None`` for the log's end."""
    if cursor == LATEST:
        return None
    if not _LINE.fullmatch(cursor or "0"):
        raise MalformedRequest("not-a-cursor", parameter="after")
    return int(cursor or "0")


def _limit(digits: str, *, table: bool) -> int:
    """Read how many lines are asked for: a table holds as many as it may unless fewer are."""
    word = digits or str(MAX_ROWS if table else DEFAULT_LIMIT)
    if not _NUMBER.fullmatch(word) or int(word) < 1:
        raise MalformedRequest("not-a-number-from-1", parameter="limit")
    return min(int(word), MAX_ROWS if table else MAX_LIMIT)


def _query(name: str, schema: dict[str, object], description: str) -> Input:
    """Return a parameter of the query string."""
    return Input(name=name, place="query", schema=schema, description=description)


_MOMENT: dict[str, object] = {"type": "string", "format": "date-time"}

READ = (errors.NotAuthenticated(), errors.NotAllowed(Scope.READ), errors.StorageUnavailable(timedelta(seconds=1)))
"""What can go wrong wherever something is read."""

OPERATIONS: tuple[Operation, ...] = (
    Operation(
        method="get",
        path="/api/v1/moderation/log",
        name="show_log",
        tag="moderators",
        summary="Read the log, oldest first, and follow it",
        inputs=(
            ONE_SITE,
            _query("kind", {"type": "array", "items": {"type": "string", "enum": list(EventKind)}}, "Of these kinds."),
            _query(
                "actor",
                {"type": "string", "maxLength": MAX_ACTOR, "pattern": NAMED_LINE},
                "By that hand, as lines name it.",
            ),
            _query("comment", dict(COMMENT.schema), "About one comment."),
            _query("since", _MOMENT, "From then on."),
            _query("until", _MOMENT, "Before then."),
            _query(
                "after",
                {"type": "string", "pattern": "^(latest|[0-9]{1,18})$"},
                "Go on behind: `next` of before, or `latest` for the end's cursor.",
            ),
            limit(MAX_LIMIT),
            _query(
                "format",
                {"type": "string", "enum": ["json", "csv"]},
                f"As JSON, or as a table of at most {MAX_ROWS} lines; otherwise by `Accept`.",
            ),
        ),
        answers={200: Answer(description="The lines.", model=Log, or_else=CSV)},
        errors=(errors.MalformedRequest("not-a-cursor", parameter="after"), errors.UnknownSite(), *READ),
        scope=Scope.READ,
    ),
    log_verification.operation(READ),
)
"""The operations, for the table of all."""
