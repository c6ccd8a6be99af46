"""People: the shapes on the wire, the operations, and the views."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated
from uuid import UUID  # noqa: TC003 - pydantic reads the annotations when it runs

from flask import Blueprint, Response, request
from pydantic import BaseModel, ConfigDict, StrictBool
from pydantic import Field as Described

from service.api import http_errors
from service.api.answers import answer
from service.api.auth import asking
from service.api.bodies import json_object
from service.api.cursors import read_word_cursor, write_word_cursor
from service.api.doors import doors
from service.api.filters import site_id
from service.api.inputs import AFTER, LINE, ONE_SITE, SEEN, limit
from service.api.operation import Answer, Input, Operation
from service.api.parameters import parse_limit, parse_site
from service.api.parsing import read
from service.domain import errors
from service.domain.person import MAX_NAME, MAX_PASSWORD, MIN_PASSWORD, PersonId, Role
from service.domain.site import SITE_ID
from service.domain.token import Scope
from service.use_cases.manage_people import NewPerson, PersonChange
from service.use_cases.people import MAX_LIMIT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic.types import JsonValue

    from service.domain.person import Person
    from service.domain.site import SiteId

bp = Blueprint("people", __name__, url_prefix="/api/v1/moderation")

EVERYWHERE = "*"
"""All sites, where a site's name could stand."""

# Lengths are counted after normalisation to NFC, which may make a text shorter; nobody types what it makes longer.
PASSWORD = Described(
    max_length=MAX_PASSWORD * 4,
    json_schema_extra={"minLength": MIN_PASSWORD, "maxLength": MAX_PASSWORD, "pattern": LINE},
    description="Not the name.",
)
"""A password that somebody shall have."""

ROLES_OF = Described(json_schema_extra={"propertyNames": {"pattern": f"^(\\*|{SITE_ID.pattern})$"}})
"""Roles by site."""

_ROLES: dict[str, JsonValue] = {"demo": "moderator"}


class PersonIn(BaseModel):
    """Somebody to be added."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "Rina", "password": "tiga perahu nelayan", "roles": _ROLES}]}
    )

    name: str = Described(
        max_length=MAX_NAME * 4,
        json_schema_extra={"maxLength": MAX_NAME, "pattern": SEEN},
        description="As they sign in: in one line, without characters that are not to be seen.",
    )
    password: Annotated[str, PASSWORD] | None = Described(
        default=None, description="Null for somebody who comes through the identity provider only."
    )
    roles: Annotated[dict[str, Role], ROLES_OF] = Described(
        min_length=1, description="By site; `*` stands for all of them."
    )


class PersonChangeIn(BaseModel):
    """What shall be otherwise; what is left out, or null, stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"roles": {"demo": "owner"}}, {"disabled": True}]})

    roles: Annotated[dict[str, Role], ROLES_OF] | None = Described(
        default=None, description="All that they are on the sites that you manage; roles elsewhere stay."
    )
    password: Annotated[str, PASSWORD] | None = None
    disabled: StrictBool | None = None


class PersonView(BaseModel):
    """Somebody who moderates."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "01995d3c-7a10-7c3a-9c0e-0d8f4ce1b0aa",
                    "name": "Rina",
                    "roles": _ROLES,
                    "disabled": False,
                    "password": True,
                    "linked": False,
                    "created_at": "2026-03-14T12:00:00Z",
                    "last_seen_at": None,
                }
            ]
        }
    )

    id: UUID
    name: str
    roles: dict[str, Role] = Described(description="By site, as far as you manage them; `*` stands for all of them.")
    disabled: bool = Described(description="They are let in no more.")
    password: bool = Described(description="They can sign in by password.")
    linked: bool = Described(description="They have come through the identity provider.")
    created_at: datetime
    last_seen_at: datetime | None = Described(description="To the minute.")


class PeopleList(BaseModel):
    """A part of the people, by name."""

    items: list[PersonView]
    next: str | None = Described(description="To be sent as `after` for what follows; null at the end.")


_PERSON = Input(
    name="person",
    place="path",
    schema={"type": "string", "format": "uuid"},
    description="The person's id.",
    required=True,
)
_AWAY = errors.StorageUnavailable(timedelta(seconds=1))
_WHO = (errors.NotAuthenticated(), errors.NotAllowed(Scope.PEOPLE))
_BODY = (
    errors.MalformedRequest("too-short", parameter="password"),
    errors.CrossSiteWrite(),
    http_errors.BodyTooLarge(),
    http_errors.UnsupportedMediaType(),
)

OPERATIONS = (
    Operation(
        method="get",
        path="/api/v1/moderation/people",
        name="list_people",
        tag="moderators",
        summary="List who may do anything on the sites that you manage, by name",
        inputs=(ONE_SITE, AFTER, limit(MAX_LIMIT)),
        answers={200: Answer(description="The people.", model=PeopleList)},
        errors=(errors.MalformedRequest("not-a-cursor", parameter="after"), errors.UnknownSite(), *_WHO, _AWAY),
        scope=Scope.PEOPLE,
    ),
    Operation(
        method="post",
        path="/api/v1/moderation/people",
        name="add_person",
        tag="moderators",
        summary="Add somebody; nobody gives what they do not have",
        body=PersonIn,
        answers={201: Answer(description="They are added.", model=PersonView)},
        errors=(errors.NameTaken(), errors.UnknownSite(), *_WHO, *_BODY, _AWAY),
        scope=Scope.PEOPLE,
    ),
    Operation(
        method="get",
        path="/api/v1/moderation/people/{person}",
        name="show_person",
        tag="moderators",
        summary="See one person",
        inputs=(_PERSON,),
        answers={200: Answer(description="The person.", model=PersonView)},
        errors=(errors.UnknownPerson(), *_WHO, _AWAY),
        scope=Scope.PEOPLE,
    ),
    Operation(
        method="patch",
        path="/api/v1/moderation/people/{person}",
        name="change_person",
        tag="moderators",
        summary="Change roles or password of somebody, or let them in no more; all their sessions end at once",
        inputs=(_PERSON,),
        body=PersonChangeIn,
        answers={200: Answer(description="The person as they are now.", model=PersonView)},
        errors=(errors.LastOwner(), errors.UnknownPerson(), errors.UnknownSite(), *_WHO, *_BODY, _AWAY),
        scope=Scope.PEOPLE,
    ),
)
"""The operations, for the table of all."""


@bp.get("/people")
def list_people() -> Response:
    """List people."""
    moderator = asking()
    site, after = parse_site(request.args), read_word_cursor(request.args.get("after", ""), "people")
    people, following = doors().moderation.people.list_people(
        site, after, parse_limit(request.args, MAX_LIMIT), moderator
    )
    items = [render_person(person) for person in people]
    return answer(PeopleList(items=items, next=write_word_cursor(following, "people")))


@bp.post("/people")
def add_person() -> Response:
    """Add somebody."""
    moderator = asking()
    sent = read(PersonIn, json_object())
    new = NewPerson(name=sent.name, password=sent.password, roles=read_roles(sent.roles))
    return answer(render_person(doors().moderation.people.add_person(new, moderator)), 201)


@bp.get("/people/<uuid:person>")
def show_person(person: UUID) -> Response:
    """Show somebody."""
    return answer(render_person(doors().moderation.people.show_person(PersonId(person), asking())))


@bp.patch("/people/<uuid:person>")
def change_person(person: UUID) -> Response:
    """Change somebody."""
    moderator = asking()
    sent = read(PersonChangeIn, json_object())
    change = PersonChange(
        roles=None if sent.roles is None else read_roles(sent.roles), password=sent.password, disabled=sent.disabled
    )
    return answer(render_person(doors().moderation.people.change_person(PersonId(person), change, moderator)))


def read_roles(roles: Mapping[str, Role]) -> dict[SiteId | None, Role]:
    """Return roles by site; ``*`` is every site.

    Raises:
        UnknownSite: No site can have that name.
    """
    return {None if site == EVERYWHERE else site_id(site): role for site, role in roles.items()}


def render_person(person: Person) -> PersonView:
    """Render somebody."""
    return PersonView(
        id=person.id,
        name=person.name,
        roles={site or EVERYWHERE: role for site, role in person.roles.items()},
        disabled=person.disabled,
        password=person.has_password,
        linked=person.linked,
        created_at=person.created_at,
        last_seen_at=person.last_seen_at,
    )
