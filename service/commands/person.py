"""``person``: who moderates, and what they are where."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from service.adapters.hashing import BlakeHasher
from service.adapters.keys import Keys
from service.domain.errors import LastOwner, MalformedRequest, NameTaken, UnknownSite
from service.domain.moderator import Moderator
from service.domain.person import Role, name_key
from service.domain.site import SiteId
from service.domain.token import Scope
from service.operators import person_doors, storage_app
from service.settings import Settings
from service.use_cases.authenticate import OPERATOR
from service.use_cases.manage_people import NewPerson, PersonChange
from service.use_cases.people import MAX_LIMIT
from service.use_cases.sign_in_by_provider import invitation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.domain.person import Person

EVERYWHERE = "*"
"""All sites, where a site's name could stand."""

_WHOEVER = Moderator(actor=OPERATOR, rights={None: frozenset(Scope)})
_ROLE = click.option(
    "--role",
    "roles",
    multiple=True,
    metavar="SITE=ROLE",
    help="What they are on a site, or with '*=…' on all: owner, moderator or reader. Each names one more.",
)
_OIDC = click.option("--oidc", help="The address or subject that the identity provider will tell of them, once.")


@click.group("person")
@click.pass_context
def command(context: click.Context) -> None:
    """Add, list and change who moderates."""
    app = storage_app(Settings.from_environ())
    context.with_resource(app.app_context())
    context.obj = person_doors()


@command.command("add")
@click.argument("name")
@_ROLE
@_OIDC
@click.option("--without-password", is_flag=True, help="They come through the identity provider only.")
@click.pass_context
def add(context: click.Context, name: str, roles: tuple[str, ...], oidc: str | None, *, without_password: bool) -> None:
    """Add somebody; the password is asked for, or read from standard input."""
    given = _roles(roles)
    if not given:
        raise click.UsageError("name what they are: --role SITE=ROLE")
    password = None if without_password else _password()
    with _refusing():
        person = context.obj.add_person(
            NewPerson(name=name, password=password, roles=given, invitation=_invitation(oidc)), _WHOEVER
        )
    _show(person)


@command.command("list")
@click.pass_context
def list_(context: click.Context) -> None:
    """List people by name."""
    after = ""
    while people := context.obj.people.listed(None, after, MAX_LIMIT):
        for person in people:
            _show(person)
        after = name_key(people[-1].name)


@command.command("change")
@click.argument("name")
@_ROLE
@_OIDC
@click.option("--password", is_flag=True, help="Ask for a new password, or read it from standard input.")
@click.pass_context
def change(context: click.Context, name: str, roles: tuple[str, ...], oidc: str | None, *, password: bool) -> None:
    """Change what is named and leave the rest; their sessions end at once. Roles are replaced as a whole."""
    wanted = PersonChange(
        roles=_roles(roles) if roles else None,
        password=_password() if password else None,
        invitation=_invitation(oidc),
    )
    if not wanted.parts:
        raise click.UsageError("name what shall change")
    _change(context, name, wanted)


@command.command("disable")
@click.argument("name")
@click.pass_context
def disable(context: click.Context, name: str) -> None:
    """Let somebody in no more; their sessions end at once."""
    _change(context, name, PersonChange(disabled=True))


@command.command("enable")
@click.argument("name")
@click.pass_context
def enable(context: click.Context, name: str) -> None:
    """Let somebody in again."""
    _change(context, name, PersonChange(disabled=False))


def _change(context: click.Context, name: str, wanted: PersonChange) -> None:
    """Change somebody."""
    found = context.obj.people.named(name_key(name))
    if found is None:
        raise click.BadParameter("nobody has that name", param_hint="NAME")
    with _refusing():
        person = context.obj.change_person(found.person.id, wanted, _WHOEVER)
    _show(person)


def _show(person: Person) -> None:
    """Print somebody in one line."""
    roles = " ".join(sorted(f"{site or EVERYWHERE}={role}" for site, role in person.roles.items()))
    ways = [way for way, there in (("password", person.has_password), ("oidc", person.linked)) if there]
    state = "disabled" if person.disabled else "let in"
    seen = f"seen {person.last_seen_at:%Y-%m-%d}" if person.last_seen_at else "never seen"
    click.echo(
        f"{person.id}  {state}  {roles or 'nothing'}  {'+'.join(ways) or 'no way in yet'}  {seen}  {person.name}"
    )


def _roles(words: tuple[str, ...]) -> dict[SiteId | None, Role]:
    """Return roles by site."""
    roles: dict[SiteId | None, Role] = {}
    for word in words:
        site, _, role = word.partition("=")
        if not site or role not in set(Role):
            raise click.BadParameter(f"{word} is not SITE=owner, SITE=moderator or SITE=reader", param_hint="--role")
        roles[None if site == EVERYWHERE else SiteId(site)] = Role(role)
    return roles


def _password() -> str:
    """Return a password that is typed twice, or stands in the first line of standard input; never an argument."""
    if _at_a_terminal():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\r\n")


def _at_a_terminal() -> bool:
    """Return whether somebody can be asked."""
    return sys.stdin.isatty()


def _invitation(word: str | None) -> bytes | None:
    """Return what is kept of an address or subject."""
    if not word:
        return None
    return invitation(BlakeHasher(Keys.load(Settings.from_environ().keys).hashing), word)


@contextmanager
def _refusing() -> Iterator[None]:
    """Tell in one line what the use case refuses."""
    try:
        yield
    except UnknownSite as error:
        raise click.BadParameter(f"no site {error}", param_hint="--role") from error
    except NameTaken as error:
        raise click.UsageError("somebody has that name, or is invited so") from error
    except LastOwner as error:
        raise click.UsageError("nobody would be left who owns all sites") from error
    except MalformedRequest as error:
        raise click.UsageError(f"{error.parameter}: {error.reason}") from error
