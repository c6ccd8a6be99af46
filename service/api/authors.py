"""Authors as moderators see them, on the wire: the operations, their shapes and views."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID  # noqa: TC003 - pydantic reads the annotations when it runs

from flask import Blueprint, Response
from pydantic import BaseModel, ConfigDict, StrictBool
from pydantic import Field as Described

from service.api import http_errors
from service.api.answers import answer
from service.api.auth import asking
from service.api.ban_shapes import BanView, render_ban
from service.api.bodies import json_object
from service.api.doors import doors
from service.api.operation import Answer, Input, Operation
from service.api.parsing import read
from service.domain import errors
from service.domain.author import AuthorId
from service.domain.lifecycle import State
from service.domain.token import Scope

if TYPE_CHECKING:
    from service.use_cases.show_author import SeenAuthor

bp = Blueprint("moderation_authors", __name__, url_prefix="/api/v1/moderation/authors")


class AuthorView(BaseModel):
    """What is known of an author. Neither the address nor anything made from it is."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "6f1e0a4c-3f53-4b0e-9f0b-7b1f6a3f2d11",
                    "site": "demo",
                    "confirmed": True,
                    "seen": 7,
                    "approved": 5,
                    "first_seen_at": "2026-01-05T08:12:00Z",
                    "trusted": False,
                    "trust_in_force": True,
                    "domain_known": True,
                    "states": {"pending": 1, "approved": 5, "spam": 0, "rejected": 1, "trash": 0},
                    "names": ["Wayan", "Pak Wayan"],
                    "bans": [],
                }
            ]
        }
    )

    id: UUID = Described(description="A random name, by which the queue can be narrowed: `author`.")
    site: str = Described(description="The same address on another site is another author.")
    confirmed: bool = Described(description="Whether the address was proved by a mailed link.")
    seen: int = Described(description="Comments so far.")
    approved: int = Described(description="How many of them are approved now.")
    first_seen_at: datetime
    trusted: bool = Described(description="Whether a moderator trusts the author by hand.")
    trust_in_force: bool = Described(
        description="Whether the lesser doubts are lifted: the address is proved, and the author is trusted by hand or "
        "by approvals. Trust by hand has no effect before the address is proved, since anyone may have typed it."
    )
    domain_known: bool = Described(
        description="Whether the address's domain can be banned; false for authors who last wrote before bans existed."
    )
    states: dict[State, int] = Described(description="Comments in each state.")
    names: list[str] = Described(description="What the author called themselves, most often used first; 10 at most.")
    bans: list[BanView] = Described(description="What holds against the author or the address's domain, newest first.")


class TrustIn(BaseModel):
    """Whether an author is to be trusted by hand."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"trusted": True}]})

    trusted: StrictBool


class TrustView(BaseModel):
    """How an author is trusted now."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"trusted": True, "trust_in_force": False}]})

    trusted: bool = Described(description="By hand.")
    trust_in_force: bool = Described(description="False as long as the address is not proved.")


@bp.get("/<uuid:author>")
def show_author(author: UUID) -> Response:
    """Show one author."""
    return answer(render_author(doors().moderation.authors.show(AuthorId(author), asking())))


@bp.put("/<uuid:author>/trust")
def trust_author(author: UUID) -> Response:
    """Trust one by hand, or no longer; answer how it stands."""
    moderator = asking()
    wanted = read(TrustIn, json_object())
    in_force = doors().moderation.authors.trust(AuthorId(author), moderator, trusted=wanted.trusted)
    return answer(TrustView(trusted=wanted.trusted, trust_in_force=in_force))


def render_author(seen: SeenAuthor) -> AuthorView:
    """Render an author."""
    record = seen.record
    return AuthorView(
        id=record.id,
        site=record.site,
        confirmed=record.history.confirmed,
        seen=record.history.seen,
        approved=record.history.approved,
        first_seen_at=record.first_seen_at,
        trusted=record.history.trusted,
        trust_in_force=seen.trusted,
        domain_known=record.domain_key is not None,
        states={state: record.states.get(state, 0) for state in State},
        names=list(record.names),
        bans=[render_ban(ban) for ban in seen.bans],
    )


_AUTHOR = Input(
    name="author",
    place="path",
    schema={"type": "string", "format": "uuid"},
    description="The author's id.",
    required=True,
)
_AWAY = errors.StorageUnavailable(timedelta(seconds=1))

OPERATIONS = (
    Operation(
        method="get",
        path="/api/v1/moderation/authors/{author}",
        name="show_author",
        tag="moderators",
        summary="See what is known of an author, and what holds against them",
        inputs=(_AUTHOR,),
        answers={200: Answer(description="The author.", model=AuthorView)},
        errors=(errors.UnknownAuthor(), errors.NotAuthenticated(), errors.NotAllowed(Scope.READ), _AWAY),
        scope=Scope.READ,
    ),
    Operation(
        method="put",
        path="/api/v1/moderation/authors/{author}/trust",
        name="trust_author",
        tag="moderators",
        summary="Trust an author by hand, or no longer; it lifts the lesser doubts once the address is proved",
        inputs=(_AUTHOR,),
        body=TrustIn,
        answers={200: Answer(description="It is noted.", model=TrustView)},
        errors=(
            errors.MalformedRequest("missing", parameter="trusted"),
            errors.UnknownAuthor(),
            errors.NotAuthenticated(),
            errors.NotAllowed(Scope.DECIDE),
            http_errors.BodyTooLarge(),
            http_errors.UnsupportedMediaType(),
            _AWAY,
        ),
        scope=Scope.DECIDE,
    ),
)
"""The operations, for the table of all."""
