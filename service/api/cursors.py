"""Places in a listing as opaque words: what ``next`` says and ``after`` takes."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from service.domain.ban import BanId
from service.domain.campaign import CampaignId
from service.domain.comment import CommentId
from service.domain.errors import MalformedRequest
from service.use_cases.queue import BY_TIME, LearningPlace, Place, QueueOrder

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

PAGE = "page"
"""Kind of the cursors of a page's comments; those of the queue are of its order's kind."""

CAMPAIGNS = "campaigns"
"""Kind of the cursors of campaigns."""

BANS = "bans"
"""Kind of the cursors of bans."""

# The decoder would skip what is not of the alphabet. Ours have fewer than 300 characters.
_CURSOR = re.compile(r"[A-Za-z0-9_-]{1,400}")
_NOT_BEGUN = "-"
_MOST_GIVEN = 10**9

# A name has at most 100 characters, of 4 octets each.
_WORD_CURSOR = re.compile(r"[A-Za-z0-9_-]{1,700}")


def write_page_cursor(place: tuple[datetime, CommentId] | None) -> str | None:
    """Return the cursor of a place among a page's comments; ``None`` at the end."""
    return None if place is None else _write(PAGE, _micros(place[0]), place[1])


def read_page_cursor(cursor: str) -> tuple[datetime, CommentId] | None:
    """Return the place of a cursor, ``None`` for ``""``.

    Raises:
        MalformedRequest: Not a cursor of a page.
    """
    return _read(cursor, PAGE, _time) if cursor else None


def write_campaign_cursor(place: tuple[datetime, CampaignId] | None) -> str | None:
    """Return the cursor of a place among campaigns; ``None`` at the end."""
    return None if place is None else _write(CAMPAIGNS, _micros(place[0]), place[1])


def read_campaign_cursor(cursor: str) -> tuple[datetime, CampaignId] | None:
    """Return the place of a cursor, ``None`` for ``""``.

    Raises:
        MalformedRequest: Not a cursor of campaigns.
    """
    if not cursor:
        return None
    seen, campaign = _read(cursor, CAMPAIGNS, _time)
    return seen, CampaignId(campaign)


def write_ban_cursor(place: tuple[datetime, BanId] | None) -> str | None:
    """Return the cursor of a place among bans; ``None`` at the end."""
    return None if place is None else _write(BANS, _micros(place[0]), place[1])


def read_ban_cursor(cursor: str) -> tuple[datetime, BanId] | None:
    """Return the place of a cursor, ``None`` for ``""``.

    Raises:
        MalformedRequest: Not a cursor of bans.
    """
    if not cursor:
        return None
    at, ban = _read(cursor, BANS, _time)
    return at, BanId(ban)


def write_time_cursor(place: tuple[datetime, UUID] | None, kind: str) -> str | None:
    """Return the cursor of a place in a listing by time; ``None`` at the end."""
    return None if place is None else _write(kind, _micros(place[0]), place[1])


def read_time_cursor(cursor: str, kind: str) -> tuple[datetime, UUID] | None:
    """Return the place of a cursor, ``None`` for ``""``.

    Raises:
        MalformedRequest: Not a cursor of this kind of listing.
    """
    return _read(cursor, kind, _time) if cursor else None


def write_queue_cursor(place: Place | LearningPlace | None, order: QueueOrder) -> str | None:
    """Return the cursor of a place in the queue; ``None`` at the end."""
    if place is None:
        return None
    if isinstance(place, Place):
        return _encoded(order, _place(place))
    lines = (_NOT_BEGUN if one is None else _place(one) for one in (place.above, place.below, place.sample))
    return _encoded(order, str(place.given), *lines)


def read_queue_cursor(cursor: str, order: QueueOrder) -> Place | LearningPlace | None:
    """Return the place of a cursor, ``None`` for ``""``.

    Raises:
        MalformedRequest: Not a cursor of this order.
    """
    if not cursor:
        return None
    if order is QueueOrder.MOST_TO_LEARN:
        return _decoded(cursor, order, _learning)
    if order in BY_TIME:
        return Place(*_read(cursor, order, _time))
    return Place(*_read(cursor, order, _probability))


def write_word_cursor(word: str | None, kind: str) -> str | None:
    """Return the cursor of a place that a word says, in lists of a kind; ``None`` at the end."""
    return None if word is None else urlsafe_b64encode(f"{kind} {word}".encode()).decode().rstrip("=")


def read_word_cursor(cursor: str, kind: str) -> str:
    """Return the word of a cursor, ``""`` for ``""``.

    Raises:
        MalformedRequest: Not a cursor of that kind.
    """
    if not cursor:
        return ""
    try:
        padded = (cursor if _WORD_CURSOR.fullmatch(cursor) else "") + "=" * (-len(cursor) % 4)
        written_kind, _, word = urlsafe_b64decode(padded).decode().partition(" ")
    except ValueError as error:
        raise MalformedRequest("not-a-cursor", parameter="after") from error
    if written_kind != kind:
        raise MalformedRequest("of-another-listing" if word else "not-a-cursor", parameter="after")
    return word


def _write(kind: str, value: str, comment: UUID) -> str:
    """Return a cursor of one place."""
    return _encoded(kind, f"{value} {comment.hex}")


def _encoded(kind: str, *words: str) -> str:
    """Return a cursor of *kind* that says some words."""
    return urlsafe_b64encode(" ".join((kind, *words)).encode()).decode().rstrip("=")


def _read(cursor: str, kind: str, read_value: Callable[[str], T]) -> tuple[T, CommentId]:
    """Return the one place that a cursor of *kind* says."""

    def place(words: list[str]) -> tuple[T, CommentId]:
        value, comment = words
        return read_value(value), CommentId(UUID(hex=comment))

    return _decoded(cursor, kind, place)


def _decoded(cursor: str, kind: str, read: Callable[[list[str]], T]) -> T:
    """Return what a cursor of *kind* says."""
    match = _CURSOR.fullmatch(cursor)
    try:
        padded = (match[0] if match else "") + "=" * (-len(cursor) % 4)
        written_kind, *words = urlsafe_b64decode(padded).decode("ascii").split(" ")
        if written_kind != kind:
            raise MalformedRequest("of-another-listing", parameter="after")
        return read(words)
    except (ValueError, OverflowError) as error:
        raise MalformedRequest("not-a-cursor", parameter="after") from error


def _place(place: Place) -> str:
    """Return a place as words."""
    value = _micros(place.value) if isinstance(place.value, datetime) else repr(place.value)
    return f"{value} {place.comment.hex}"


def _learning(words: list[str]) -> LearningPlace:
    """Read how far the three lines have come."""
    given, rest = int(words[0]), words[1:]
    if not 0 <= given <= _MOST_GIVEN:
        raise ValueError("not a number of items")

    def line(read_value: Callable[[str], datetime | float]) -> Place | None:
        value = rest.pop(0)
        return None if value == _NOT_BEGUN else Place(read_value(value), CommentId(UUID(hex=rest.pop(0))))

    try:
        place = LearningPlace(above=line(_probability), below=line(_probability), sample=line(_time), given=given)
    except IndexError as error:
        raise ValueError("a line is missing") from error
    if rest:
        raise ValueError("more than three lines")
    return place


def _micros(time: datetime) -> str:
    """Return a time as microseconds since 1970."""
    return str((time - _EPOCH) // _MICROSECOND)


def _time(value: str) -> datetime:
    """Read a time."""
    return _EPOCH + int(value) * _MICROSECOND


def _probability(value: str) -> float:
    """Read a probability; ``repr`` wrote it, so it is the same number to the last bit."""
    probability = float(value)
    if not 0 <= probability <= 1:
        raise ValueError("not a probability")
    return probability
