"""Which comments a moderator means: the filters that listings, claims and bulk acts share, read and described."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from pydantic import WithJsonSchema

from service.api.inputs import COMMENT, EMPTY, NAMED_LINE, ONE_SITE
from service.api.operation import Input
from service.domain.author import AuthorId
from service.domain.campaign import CampaignId
from service.domain.claim import Hold
from service.domain.errors import MalformedRequest, UnknownSite
from service.domain.lifecycle import State
from service.domain.page import PageKey
from service.domain.site import SITE_ID, SiteId
from service.use_cases.queue import QueueFilter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeVar

    T = TypeVar("T")

MAX_SEARCH = 200
"""Greatest length of the words searched for, in characters."""

ANY = "any"
"""What ``state`` says for every state."""

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_WORDS = {"type": "string", "pattern": NAMED_LINE}
_SCORE = {"type": "number", "minimum": 0, "maximum": 1}
_MOMENT = {"type": "string", "format": "date-time"}


def _query(name: str, schema: Mapping[str, object], description: str) -> Input:
    """Return a parameter of the query string."""
    return Input(name=name, place="query", schema=schema, description=description)


FILTERS: tuple[Input, ...] = (
    ONE_SITE,
    _query("page", _WORDS, "One page, by the key that a comment names it by."),
    _query("author", COMMENT.schema, "One author, by the id that a comment names."),
    _query("campaign", COMMENT.schema, "One campaign; otherwise any."),
    _query("rule", _WORDS, "Decided by that rule when it came."),
    _query("min_score", _SCORE, "Spam probability from here; a comment without one is left out."),
    _query("max_score", _SCORE, "Spam probability up to here; a comment without one is left out."),
    _query("language", _WORDS, "In that language, as the comment says."),
    _query("since", _MOMENT, "Created from then on."),
    _query("until", _MOMENT, "Created before then."),
    _query("claimed", {"type": "string", "enum": list(Hold)}, "Free, claimed by you, or by somebody else."),
    _query(
        "q",
        {**_WORDS, "maxLength": MAX_SEARCH},
        "Words in name or text, as a reader sees them: all of them, the last one at least as a beginning.",
    ),
)
"""The parameters that narrow a listing, its state apart."""


def in_body(schema: Mapping[str, object]) -> dict[str, object]:
    """Return the schema of a filter where a body has it: null is none, nor is empty text; a number may be text."""
    otherwise = {"type": "string", "pattern": "^(0|0[.][0-9]+|1)$"} if schema["type"] == "number" else EMPTY
    return {"anyOf": [schema, otherwise, {"type": "null"}]}


def as_filter(name: str) -> WithJsonSchema:
    """Return how a model describes its field of a filter's name."""
    one = next(one for one in FILTERS if one.name == name)
    return WithJsonSchema({**in_body(one.schema), "description": one.description})


def parse_filter(query: Mapping[str, str], state: State | None) -> QueueFilter:
    """Return which comments are meant; in *state* where none is named (``None``: in any).

    Raises:
        MalformedRequest: A parameter cannot be read.
        UnknownSite: No site can have that name.
    """
    text = _words(query, "q")
    if len(text) > MAX_SEARCH:
        raise MalformedRequest("too-long", parameter="q")
    return QueueFilter(
        site=_optional(query, "site", site_id),
        state=None
        if query.get("state") == ANY
        else _optional(query, "state", _read("unknown-value", "state", State)) or state,
        page=_optional(query, "page", lambda _: PageKey(_words(query, "page"))),
        author=_optional(query, "author", _read("not-an-id", "author", lambda digits: AuthorId(UUID(digits)))),
        campaign=_optional(query, "campaign", _read("not-an-id", "campaign", lambda digits: CampaignId(UUID(digits)))),
        rule=_words(query, "rule") or None,
        min_score=_optional(query, "min_score", _read("not-a-probability", "min_score", _score)),
        max_score=_optional(query, "max_score", _read("not-a-probability", "max_score", _score)),
        language=_words(query, "language") or None,
        since=_optional(query, "since", _read("not-a-moment", "since", _moment)),
        until=_optional(query, "until", _read("not-a-moment", "until", _moment)),
        text=text,
        claimed=_optional(query, "claimed", _read("unknown-value", "claimed", Hold)),
    )


def site_id(name: str) -> SiteId:
    """Return the name of a site.

    Raises:
        UnknownSite: No site can have that name.
    """
    if not SITE_ID.fullmatch(name):
        raise UnknownSite
    return SiteId(name)


def _optional(query: Mapping[str, str], name: str, read: Callable[[str], T]) -> T | None:
    """Return what a parameter says; ``None`` where it is empty or missing."""
    word = query.get(name, "")
    return read(word) if word else None


def _read(reason: str, name: str, read: Callable[[str], T]) -> Callable[[str], T]:
    """Return what reads a parameter and says so if it cannot."""

    def reading(word: str) -> T:
        try:
            return read(word)
        except (ValueError, OverflowError) as error:
            raise MalformedRequest(reason, parameter=name) from error

    return reading


def _score(digits: str) -> float:
    """Read a probability."""
    score = float(digits)
    if not 0 <= score <= 1:
        raise ValueError("not a probability")
    return score


def _moment(text: str) -> datetime:
    """Read a moment with its zone (RFC 3339); a plus sign in a query string may have come as a blank."""
    moment = datetime.fromisoformat(text.replace(" ", "+"))
    if moment.tzinfo is None:
        raise ValueError("no time zone")
    return moment


def _words(query: Mapping[str, str], name: str) -> str:
    """Return a parameter that is words."""
    text = query.get(name, "")
    if _CONTROLS.search(text):
        raise MalformedRequest("control-characters", parameter=name)
    return text
