"""One operation of the API, as its description knows it: what it takes, what it answers, what can go wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel

    from service.api.links import Link
    from service.domain.errors import ModerationError
    from service.domain.token import Scope

JSON = "application/json"
HTML = "text/html"


class Repeat(StrEnum):
    """What an idempotency key means to a moderators' write (``service.api.idempotency``); it says nothing to a read.

    ``ANSWERED``: what came before under the key is answered as before. ``SECRET``: likewise, but its answer holds what
    is shown once: it is kept nowhere, and the second time is refused. ``FREE``: a key is ignored, since the request
    does no harm when it comes again, or works through several transactions, each of which stands by itself.
    """

    ANSWERED = "answered"
    SECRET = "secret"  # noqa: S105 - says what the answer holds
    FREE = "free"


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A parameter.

    Attributes:
        name: Its name.
        place: ``path``, ``query`` or ``header``.
        schema: Its JSON Schema.
        description: What it does.
        required: Whether it must be there.
    """

    name: str
    place: str
    schema: Mapping[str, object]
    description: str
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer that is no error.

    Attributes:
        description: When it is given.
        model: Its shape, ``None`` if it is no JSON of ours.
        media_type: Its type, ``None`` if it has no body.
        headers: Its own headers, with what they say.
        or_else: Another type that it is given in on demand, as text; ``None`` if there is none.
        links: Where it leads, as ``service.api.links`` says.
    """

    description: str
    model: type[BaseModel] | None = None
    media_type: str | None = JSON
    headers: Mapping[str, str] = field(default_factory=dict)
    or_else: str | None = None
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method of one path.

    Attributes:
        method: In lower case.
        path: With parameters in braces.
        name: Its unique name, also that of its view.
        tag: Who uses it.
        summary: What it does.
        inputs: Its parameters.
        body: The shape of its body.
        answers: By status, what it answers.
        errors: What can go wrong, each as an example.
        scope: What a token must allow.
        repeat: What an idempotency key means to it.
        authenticated: Whether somebody must ask; so it is where there is a scope.
    """

    method: str
    path: str
    name: str
    tag: str
    summary: str
    inputs: tuple[Input, ...] = ()
    body: type[BaseModel] | None = None
    answers: Mapping[int, Answer]
    errors: tuple[ModerationError, ...] = ()
    scope: Scope | None = None
    repeat: Repeat = Repeat.ANSWERED
    authenticated: bool = False
