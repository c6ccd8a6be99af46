"""What people and sessions need of storage, in memory; and plain passwords and attempts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from service.domain.errors import NameTaken, TooManyAttempts, UnknownPerson
from service.domain.person import name_key
from service.domain.session import Session
from service.use_cases.people import Credentials
from tests.memory_store import KnownPerson, MemoryStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from service.domain.person import Person, PersonId
    from service.domain.session import NewSession, SessionId
    from service.domain.site import SiteId
    from service.domain.token import TokenId


@dataclass(frozen=True, slots=True)
class MemoryPeople:
    store: MemoryStore

    def find(self, person: PersonId) -> Person:
        if person not in self.store.people:
            raise UnknownPerson
        return self.store.people[person].person

    def locked(self, person: PersonId) -> Person:
        return self.find(person)

    def password(self, person: PersonId) -> str | None:
        known = self.store.people.get(person)
        return None if known is None else known.password

    def named(self, key: str) -> Credentials | None:
        for known in self.store.people.values():
            if name_key(known.person.name) == key:
                return Credentials(person=known.person, password=known.password)
        return None

    def listed(self, within: frozenset[SiteId] | None, after: str, limit: int) -> tuple[Person, ...]:
        found = [
            person for person in self._people() if within is None or any(s is None or s in within for s in person.roles)
        ]
        behind = [person for person in found if name_key(person.name) > after]
        return tuple(sorted(behind, key=lambda person: name_key(person.name))[:limit])

    def owners(self) -> frozenset[PersonId]:
        return frozenset(person.id for person in self._people() if person.owns_everything)

    def add(self, person: Person, password: str | None, invitation: bytes | None) -> None:
        if self.named(name_key(person.name)) is not None:
            raise NameTaken
        self._check(person.id, invitation)
        self.store.people[person.id] = KnownPerson(person=person, password=password, invitation=invitation)

    def change(self, person: Person, password: str | None = None, invitation: bytes | None = None) -> None:
        self._check(person.id, invitation)
        known = self.store.people[person.id]
        self.store.people[person.id] = replace(
            known,
            person=person,
            password=known.password if password is None else password,
            invitation=known.invitation if invitation is None else invitation,
            account=known.account if invitation is None else None,
        )

    def linked(self, account: bytes) -> Person | None:
        return next((known.person for known in self.store.people.values() if known.account == account), None)

    def invited(self, invitations: tuple[bytes, ...]) -> Person | None:
        for known in self.store.people.values():
            if known.invitation in invitations and known.account is None:
                return known.person
        return None

    def link(self, person: PersonId, account: bytes) -> bool:
        known = self.store.people[person]
        if known.account is not None:
            return False
        linked = replace(known.person, linked=True)
        self.store.people[person] = replace(known, person=linked, invitation=None, account=account)
        return True

    def _people(self) -> Iterator[Person]:
        return (known.person for known in self.store.people.values())

    def _check(self, person: PersonId, invitation: bytes | None) -> None:
        for known in self.store.people.values():
            if invitation is not None and known.invitation == invitation and known.person.id != person:
                raise NameTaken


@dataclass(frozen=True, slots=True)
class MemorySessions:
    store: MemoryStore

    def add(self, session: NewSession, secret_hash: bytes) -> None:
        self.store.sessions[secret_hash] = (session, session.created_at)
        if session.person is not None:
            _seen(self.store, session.person[0], session.created_at)

    def find(self, secret_hash: bytes) -> Session | None:
        if secret_hash not in self.store.sessions:
            return None
        stored, last_used_at = self.store.sessions[secret_hash]
        person = None
        if stored.person is not None:
            person = self.store.people[stored.person[0]].person
            if person.disabled or person.version != stored.person[1]:
                return None
            moderator, name = person.moderator, person.name
        else:
            token = next(one for one in self.store.tokens.values() if one.id == stored.token)
            if token.revoked_at is not None:
                return None
            moderator, name = token.moderator, token.label
        return Session(
            id=stored.id,
            moderator=moderator,
            name=name,
            person=None if person is None else person.id,
            created_at=stored.created_at,
            last_used_at=last_used_at,
        )

    def end(self, session: SessionId) -> None:
        self.store.sessions = {key: one for key, one in self.store.sessions.items() if one[0].id != session}

    def forget_before(self, at: datetime) -> None:
        self.store.sessions = {key: one for key, one in self.store.sessions.items() if one[0].created_at >= at}


@dataclass(frozen=True, slots=True)
class MemoryUses:
    store: MemoryStore

    def token(self, token: TokenId, at: datetime) -> None:
        for secret_hash, stored in self.store.tokens.items():
            if stored.id == token:
                self.store.tokens[secret_hash] = replace(stored, last_used_at=at)

    def session(self, session: Session, at: datetime) -> None:
        for secret_hash, (stored, _) in self.store.sessions.items():
            if stored.id == session.id:
                self.store.sessions[secret_hash] = (stored, at)
        if session.person is not None:
            _seen(self.store, session.person, at)


def _seen(store: MemoryStore, person: PersonId, at: datetime) -> None:
    known = store.people[person]
    store.people[person] = replace(known, person=replace(known.person, last_seen_at=at))


@dataclass(slots=True)
class PlainPasswords:
    """Keeps a password readable behind a word, counts how often it was asked, and lets something happen meanwhile."""

    compared: int = 0
    meanwhile: Callable[[], object] | None = None

    def hash(self, password: str) -> str:
        return f"plain:{password}"

    def matches(self, hashed: str | None, password: str) -> bool:
        self.compared += 1
        happens, self.meanwhile = self.meanwhile, None
        if happens is not None:
            happens()
        return hashed == f"plain:{password}"


@dataclass(slots=True)
class CountingAttempts:
    """Takes so many failures of a name and client, then no more."""

    allowed: int = 5
    failures: dict[tuple[str, str], int] = field(default_factory=dict)

    def count(self, name: str, client: str) -> None:
        counted = self.failures.get((name, client), 0) + 1
        if counted > self.allowed:
            raise TooManyAttempts(timedelta(seconds=60))
        self.failures[name, client] = counted

    def succeeded(self, name: str, client: str) -> None:
        self.failures.pop((name, client), None)


if TYPE_CHECKING:
    from service.use_cases import people as ports
    from service.use_cases.manage_tokens import ListedTokens
    from tests.memory import MemoryTokens

    # Each keeps its port's promise as far as types can tell.
    _: tuple[ports.People, ports.Sessions, ports.Uses, ports.Passwords, ports.Attempts, ListedTokens] = (
        MemoryPeople(MemoryStore()),
        MemorySessions(MemoryStore()),
        MemoryUses(MemoryStore()),
        PlainPasswords(),
        CountingAttempts(),
        MemoryTokens(MemoryStore()),
    )
