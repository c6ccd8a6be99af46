"""What the use cases need of people and their sessions, as narrow protocols; and listing people."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from service.domain.errors import UnknownPerson, UnknownSite
from service.domain.person import managed_sites, name_key

if TYPE_CHECKING:
    from datetime import datetime

    from service.domain.moderator import Moderator
    from service.domain.person import Person, PersonId
    from service.domain.session import NewSession, Session, SessionId
    from service.domain.site import SiteId
    from service.domain.token import TokenId

MAX_LIMIT = 200
"""Most people, or tokens, in one part of a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """A person with what proves that it is them.

    Attributes:
        person: Who.
        password: Hash of the password; ``None`` if they have none.
    """

    person: Person
    password: str | None


class People(Protocol):
    """The people."""

    def find(self, person: PersonId) -> Person:
        """Return a person.

        Raises:
            UnknownPerson: There is none of that id.
        """
        ...

    def locked(self, person: PersonId) -> Person:
        """Return a person whom nobody else changes until the transaction ends; raises as :meth:`find`."""
        ...

    def password(self, person: PersonId) -> str | None:
        """Return the hash of a person's password; ``None`` if they have none."""
        ...

    def named(self, key: str) -> Credentials | None:
        """Return who has the name with that key."""
        ...

    def listed(self, within: frozenset[SiteId] | None, after: str, limit: int) -> tuple[Person, ...]:
        """Return people by the key of their name, behind *after*, *limit* at most.

        Only who has a role on one of the sites *within*, or on all sites; ``None``: everybody.
        """
        ...

    def owners(self) -> frozenset[PersonId]:
        """Return who owns all sites and is let in; none of them changes until the transaction ends."""
        ...

    def add(self, person: Person, password: str | None, invitation: bytes | None) -> None:
        """Store a new person, with the hash of a password and the digest of what the provider will call them.

        Raises:
            NameTaken: Somebody has that name, or is invited so.
        """
        ...

    def change(self, person: Person, password: str | None = None, invitation: bytes | None = None) -> None:
        """Store a person, locked before; a password or an invitation that is ``None`` stays.

        Raises:
            NameTaken: Somebody is invited so.
        """
        ...

    def linked(self, account: bytes) -> Person | None:
        """Return whose the provider's account with that digest is."""
        ...

    def invited(self, invitations: tuple[bytes, ...]) -> Person | None:
        """Return who is invited by one of some digests, and has no account yet."""
        ...

    def link(self, person: PersonId, account: bytes) -> bool:
        """Have an account be somebody's who has none, and their invitation used up; return whether it is."""
        ...


class Sessions(Protocol):
    """The sessions, by the hash of their secret."""

    def add(self, session: NewSession, secret_hash: bytes) -> None:
        """Store a new session."""
        ...

    def find(self, secret_hash: bytes) -> Session | None:
        """Return a session whose person or token is still let in, with the rights of now, however old it is."""
        ...

    def end(self, session: SessionId) -> None:
        """Forget a session, if it is there."""
        ...

    def forget_before(self, at: datetime) -> None:
        """Forget sessions that began earlier."""
        ...


class Uses(Protocol):
    """When tokens and sessions were last used."""

    def token(self, token: TokenId, at: datetime) -> None:
        """Note that a token was brought. It raises nothing and does not wait: to know it exactly is worth no answer."""
        ...

    def session(self, session: Session, at: datetime) -> None:
        """Note that a session, and its person, was here; as :meth:`token`."""
        ...


class Passwords(Protocol):
    """Slow hashes of passwords."""

    def hash(self, password: str) -> str:
        """Return a hash of its own salt."""
        ...

    def matches(self, hashed: str | None, password: str) -> bool:
        """Return whether a hash is of *password*; for ``None`` false, after as much time."""
        ...


class Attempts(Protocol):
    """Counts who tries to sign in."""

    def count(self, name: str, client: str) -> None:
        """Count an attempt under the key of a name, from an IP address, before it is known how it ends.

        Raises:
            TooManyAttempts: Too many failed.
        """
        ...

    def succeeded(self, name: str, client: str) -> None:
        """Forget the attempts under that name from there."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPeople:
    """List people, as far as a moderator manages them."""

    people: People

    def __call__(
        self, site: SiteId | None, after: str, limit: int, moderator: Moderator
    ) -> tuple[tuple[Person, ...], str | None]:
        """Return who may do anything on a site, by name, and what to go on behind; ``None``: on all that are managed.

        Raises:
            NotAllowed: The moderator manages nobody there.
            UnknownSite: The site is not open.
        """
        managed = managed_sites(moderator)
        within = managed
        if site is not None:
            if not moderator.opens(site) or (managed is not None and site not in managed):
                raise UnknownSite(site)
            within = frozenset({site})
        found = self.people.listed(within, name_key(after), limit + 1)
        shown = tuple(seen_by(person, managed) for person in found[:limit])
        return shown, shown[-1].name if len(found) > limit else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowPerson:
    """Show one person, as far as a moderator manages them."""

    people: People

    def __call__(self, person: PersonId, moderator: Moderator) -> Person:
        """Return the person with the roles that concern the moderator.

        Raises:
            NotAllowed: The moderator manages nobody.
            UnknownPerson: Nobody of that id, or nobody whom the moderator manages.
        """
        managed = managed_sites(moderator)
        return seen_by(visible(self.people.find(person), managed), managed)


def visible(person: Person, managed: frozenset[SiteId] | None) -> Person:
    """Return a person who may do something on a site that is managed.

    Raises:
        UnknownPerson: They may not, so that they do not exist for whoever asks.
    """
    if managed is not None and not any(site is None or site in managed for site in person.roles):
        raise UnknownPerson
    return person


def seen_by(person: Person, managed: frozenset[SiteId] | None) -> Person:
    """Return a person with the roles that concern the sites that are managed, and no other."""
    if managed is None:
        return person
    return replace(person, roles={site: role for site, role in person.roles.items() if site is None or site in managed})
