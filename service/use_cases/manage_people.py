"""Add people and change what they are; nobody gives or takes what they do not have."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from service.domain.errors import LastOwner, MalformedRequest, UnknownPerson, UnknownSite, WrongPassword
from service.domain.event import Event, EventKind
from service.domain.person import (
    SCOPES,
    Person,
    PersonId,
    Role,
    checked_name,
    checked_password,
    comparable_password,
    managed_sites,
    name_key,
    require_to_give,
)
from service.domain.site import SiteId
from service.use_cases.authenticate import ALL_SITES
from service.use_cases.people import seen_by, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

    from service.domain.moderator import Moderator
    from service.domain.session import Session
    from service.use_cases.event_log import Events
    from service.use_cases.people import Attempts, Passwords, People
    from service.use_cases.ports import Clock
    from service.use_cases.repositories import Sites, Transaction
    from service.use_cases.sign_in import StartSession


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """Somebody to be added.

    Attributes:
        name: As people call them.
        password: As they will sign in; ``None`` for somebody who only comes through the identity provider.
        roles: What they are where.
        invitation: Digest of what the provider will call them.
    """

    name: str
    password: str | None
    roles: Mapping[SiteId | None, Role]
    invitation: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChange:
    """What shall be otherwise; ``None`` leaves it.

    Attributes:
        roles: All that the person is on the sites that the moderator manages; roles elsewhere stay.
        password: The new one.
        disabled: Whether they are let in no more.
        invitation: Digest of what the provider will call them.
    """

    roles: Mapping[SiteId | None, Role] | None = None
    password: str | None = None
    disabled: bool | None = None
    invitation: bytes | None = None

    @property
    def of_the_whole_person(self) -> bool:
        """Whether it concerns the person on every site."""
        return self.password is not None or self.disabled is not None or self.invitation is not None

    @property
    def parts(self) -> str:
        """What is changed, for the log."""
        given = {
            "roles": self.roles,
            "password": self.password,
            "disabled": self.disabled,
            "provider": self.invitation,
        }
        return " ".join(name for name, value in given.items() if value is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPerson:
    """Add somebody."""

    clock: Clock
    new_id: Callable[[], UUID]
    sites: Sites
    people: People
    passwords: Passwords
    events: Events
    transaction: Transaction

    def __call__(self, new: NewPerson, moderator: Moderator) -> Person:
        """Return the person that was added.

        Raises:
            NotAllowed: The moderator does not manage people there, or lacks what the role allows.
            UnknownSite: There is none of that name, or it is not open.
            MalformedRequest: The name, or the password, cannot be used; or there is no role.
            NameTaken: Somebody has that name.
        """
        managed_sites(moderator)
        _require_roles(self.sites, moderator, {}, new.roles)
        if not new.roles:
            raise MalformedRequest("missing", parameter="roles")
        person = Person(
            id=PersonId(self.new_id()),
            name=checked_name(new.name, "name"),
            roles=new.roles,
            created_at=self.clock.now(),
            has_password=new.password is not None,
        )
        hashed = None if new.password is None else self.passwords.hash(_new_password(new.password, person.name))
        with self.transaction():
            self.people.add(person, hashed, new.invitation)
            self.events.append(_event(EventKind.PERSON_ADDED, person, moderator, self.clock))
        return person


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePerson:
    """Change what somebody is, may or signs in with. All their sessions end at once."""

    clock: Clock
    sites: Sites
    people: People
    passwords: Passwords
    events: Events
    transaction: Transaction

    def __call__(self, person: PersonId, change: PersonChange, moderator: Moderator) -> Person:
        """Return the person as the moderator sees them now.

        A password, or whether somebody is let in, changes everywhere: that takes all that the person has.

        Raises:
            NotAllowed: The moderator lacks what is given, or taken.
            UnknownPerson: Nobody of that id whom the moderator manages.
            UnknownSite: There is none of that name, or it is not open.
            MalformedRequest: The password cannot be used.
            LastOwner: Nobody would be left who owns all sites.
        """
        managed = managed_sites(moderator)
        known = visible(self.people.find(person), managed)
        self._changed(known, change, managed, moderator)
        hashed = None if change.password is None else self.passwords.hash(_new_password(change.password, known.name))
        with self.transaction():
            owners = self.people.owners()
            changed = self._changed(self.people.locked(person), change, managed, moderator)
            if person in owners and not changed.owns_everything and owners == {person}:
                raise LastOwner
            self.people.change(changed, hashed, change.invitation)
            self.events.append(_event(EventKind.PERSON_CHANGED, changed, moderator, self.clock, changed=change.parts))
        return seen_by(changed, managed)

    def _changed(
        self, person: Person, change: PersonChange, managed: frozenset[SiteId] | None, moderator: Moderator
    ) -> Person:
        """Return the person as they shall be, if the moderator may do that."""
        if change.of_the_whole_person:
            for site, role in person.roles.items():
                require_to_give(moderator, site, SCOPES[role])
        roles = dict(person.roles)
        if change.roles is not None:
            elsewhere = {} if managed is None else {site: role for site, role in roles.items() if site not in managed}
            # What a moderator of a site cannot see they cannot name either, and so it stays.
            roles = elsewhere | dict(change.roles)
            _require_roles(self.sites, moderator, person.roles, roles)
        return replace(
            person,
            roles=roles,
            disabled=person.disabled if change.disabled is None else change.disabled,
            has_password=person.has_password or change.password is not None,
            linked=person.linked and change.invitation is None,
            version=person.version + 1,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOwnPassword:
    """Change the password of whoever asks."""

    clock: Clock
    people: People
    passwords: Passwords
    attempts: Attempts
    start: StartSession
    events: Events
    transaction: Transaction

    def __call__(self, asking: PersonId | None, old: str, new: str, client: str) -> tuple[Session, str]:
        """Return a new session and its secret: all that there were end at once, also one that somebody stole.

        Raises:
            UnknownPerson: Whoever asks is no person, but a token.
            TooManyAttempts: The old password was wrong too often.
            WrongPassword: The old password is wrong.
            MalformedRequest: The new one cannot be used.
        """
        if asking is None:
            raise UnknownPerson
        person = self.people.find(asking)
        key = name_key(person.name)
        password = _new_password(new, person.name, "new")
        self.attempts.count(key, client)
        if not self.passwords.matches(self.people.password(asking), comparable_password(old)):
            raise WrongPassword
        self.attempts.succeeded(key, client)
        hashed = self.passwords.hash(password)
        with self.transaction():
            now = self.people.locked(asking)
            if now.version != person.version:  # somebody set another password in the meantime, or took rights away
                raise WrongPassword
            changed = replace(now, version=now.version + 1)
            self.people.change(changed, hashed)
            self.events.append(
                _event(EventKind.PERSON_CHANGED, changed, person.moderator, self.clock, changed="password")
            )
        return self.start.of_person(changed, "password")


def _new_password(password: str, name: str, parameter: str = "password") -> str:
    """Return a password that somebody may have; their own name is none."""
    checked = checked_password(password, parameter)
    if name_key(checked) == name_key(name):
        raise MalformedRequest("too-simple", parameter=parameter)
    return checked


def _require_roles(
    sites: Sites, moderator: Moderator, before: Mapping[SiteId | None, Role], after: Mapping[SiteId | None, Role]
) -> None:
    """Raise unless a moderator may make *after* of *before*, and every site that is new in it exists."""
    for site in {*before, *after}:
        old, new = before.get(site), after.get(site)
        if old is new:
            continue
        if site is not None and not moderator.opens(site):
            raise UnknownSite(site)
        require_to_give(moderator, site, {scope for role in (old, new) if role for scope in SCOPES[role]})
        if site is not None:
            sites.get(site)


def _event(kind: EventKind, person: Person, moderator: Moderator, clock: Clock, **details: str) -> Event:
    """Return what is remembered of a change: of a person of one site there, else for the whole installation."""
    places = [site or SiteId(ALL_SITES) for site in person.roles]
    roles = " ".join(sorted(f"{site or ALL_SITES}={role}" for site, role in person.roles.items()))
    return Event(
        kind=kind,
        site=places[0] if len(places) == 1 else SiteId(ALL_SITES),
        comment=None,
        at=clock.now(),
        actor=moderator.actor,
        details={
            "person": str(person.id),
            "name": person.name,
            "roles": roles,
            "disabled": int(person.disabled),
            **details,
        },
    )
