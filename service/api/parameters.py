"""What requests say in their paths, query strings and headers, read into values."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from service.api.cursors import read_campaign_cursor, read_page_cursor, read_queue_cursor
from service.api.filters import parse_filter, site_id
from service.api.inputs import DEFAULT_LIMIT
from service.domain.errors import MalformedRequest
from service.domain.lifecycle import State
from service.use_cases import campaigns, list_page, list_queue
from service.use_cases.campaigns import CampaignQuery
from service.use_cases.queue import QueueOrder, QueueQuery
from service.use_cases.weigh_thresholds import MOST_WEEKS, WEEKS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from enum import StrEnum
    from typing import TypeVar

    from service.domain.comment import CommentId
    from service.domain.site import SiteId

    E = TypeVar("E", bound=StrEnum)

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_KEY = re.compile(r"[\x21-\x7e]{1,200}")  # visible ASCII: RFC 9110, section 5.6.2, without quoting
_NUMBER = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Which public comments are asked for.

    Attributes:
        address: The page's, as sent.
        after: The cursor, as sent, or ``""``.
        place: What it says.
        limit: Greatest number of comments.
    """

    address: str
    after: str
    place: tuple[datetime, CommentId] | None
    limit: int


def idempotency_key(header: str | None) -> str | None:
    """Return the key of a request that may come again.

    Raises:
        MalformedRequest: Not 1 to 200 visible ASCII characters.
    """
    if header is None:
        return None
    if not _KEY.fullmatch(header):
        raise MalformedRequest("not-a-key", parameter="Idempotency-Key")
    return header


def page_address(query: Mapping[str, str]) -> str:
    """Return the page that a request names, as it names it.

    Raises:
        MalformedRequest: It holds control characters.
    """
    return _text(query, "page")


def parse_listing(query: Mapping[str, str]) -> Listing:
    """Return which public comments are asked for.

    Raises:
        MalformedRequest: A parameter cannot be read; the page's address is left to the use case.
    """
    after = query.get("after", "")
    return Listing(
        address=page_address(query),
        after=after,
        place=read_page_cursor(after),
        limit=parse_limit(query, list_page.MAX_LIMIT),
    )


def parse_site(query: Mapping[str, str]) -> SiteId | None:
    """Return the one site that a moderator asks about, ``None`` for all.

    Raises:
        UnknownSite: No site can have that name.
    """
    return site_id(query["site"]) if query.get("site") else None


def parse_queue(query: Mapping[str, str]) -> QueueQuery:
    """Return what a moderator asks for.

    Raises:
        MalformedRequest: A parameter cannot be read.
        UnknownSite: No site can have that name.
    """
    order = _one_of(query, "order", QueueOrder, QueueOrder.OLDEST)
    return QueueQuery(
        **asdict(parse_filter(query, State.PENDING)),
        order=order,
        after=read_queue_cursor(query.get("after", ""), order),
        limit=parse_limit(query, list_queue.MAX_LIMIT),
    )


def parse_weeks(query: Mapping[str, str]) -> tuple[SiteId | None, int]:
    """Return which site's workload is asked for, and by how many weeks.

    Raises:
        MalformedRequest: Not a number from 1 on; more than 12 is 12.
        UnknownSite: No site can have that name.
    """
    digits = query.get("weeks", "") or str(WEEKS)
    if not _NUMBER.fullmatch(digits) or int(digits) < 1:
        raise MalformedRequest("not-a-number-from-1", parameter="weeks")
    return site_id(query["site"]) if query.get("site") else None, min(int(digits), MOST_WEEKS)


def parse_days(query: Mapping[str, str], default: int, most: int) -> int:
    """Return how many days are to be looked at: *most* for any more.

    Raises:
        MalformedRequest: Not a number from 1 on.
    """
    digits = query.get("days", "") or str(default)
    if not _NUMBER.fullmatch(digits) or int(digits) < 1:
        raise MalformedRequest("not-a-number-from-1", parameter="days")
    return min(int(digits), most)


def parse_campaigns(query: Mapping[str, str]) -> CampaignQuery:
    """Return which campaigns a moderator asks for.

    Raises:
        MalformedRequest: A parameter cannot be read.
        UnknownSite: No site can have that name.
    """
    return CampaignQuery(
        site=site_id(query["site"]) if query.get("site") else None,
        after=read_campaign_cursor(query.get("after", "")),
        limit=parse_limit(query, campaigns.MAX_LIMIT),
    )


def _text(query: Mapping[str, str], name: str) -> str:
    """Return a parameter that is words or an address."""
    text = query.get(name, "")
    if _CONTROLS.search(text):
        raise MalformedRequest("control-characters", parameter=name)
    return text


def parse_limit(query: Mapping[str, str], greatest: int) -> int:
    """Return how many are asked for: *greatest* for any more.

    Raises:
        MalformedRequest: Not a number from 1 on.
    """
    digits = query.get("limit", "") or str(DEFAULT_LIMIT)
    if not _NUMBER.fullmatch(digits) or int(digits) < 1:
        raise MalformedRequest("not-a-number-from-1", parameter="limit")
    return min(int(digits), greatest)


def _one_of(query: Mapping[str, str], name: str, choices: type[E], default: E) -> E:
    """Return a parameter that is one of a few words."""
    word = query.get(name, "")
    try:
        return choices(word) if word else default
    except ValueError as error:
        raise MalformedRequest("unknown-value", parameter=name) from error
