"""Let in whom an identity provider vouches for, if an owner invited them before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.domain.errors import NotAuthenticated

if TYPE_CHECKING:
    from service.domain.person import Person
    from service.domain.session import Session
    from service.use_cases.people import People
    from service.use_cases.ports import KeyedHasher
    from service.use_cases.repositories import Transaction
    from service.use_cases.sign_in import StartSession


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Whom a provider vouches for.

    Attributes:
        issuer: The provider.
        subject: Its own name for them, which never changes.
        email: Their address, if the provider says that it is theirs.
    """

    issuer: str
    subject: str
    email: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInByProvider:
    """Let somebody in by the provider's word. Nobody is made by it: who was not invited stays out."""

    people: People
    hasher: KeyedHasher
    start: StartSession
    transaction: Transaction

    def __call__(self, identity: Identity) -> tuple[Session, str]:
        """Return a new session and its secret.

        Who comes first with an invited address or subject becomes that person for ever; later only that account does.

        Raises:
            NotAuthenticated: Nobody has that account or was invited so, or they are let in no more.
        """
        account = self.hasher("provider-account", identity.issuer, identity.subject)
        person = self.people.linked(account) or self._welcome(identity, account)
        if person is None or person.disabled:
            raise NotAuthenticated
        return self.start.of_person(person, "provider")

    def _welcome(self, identity: Identity, account: bytes) -> Person | None:
        """Return who was invited so, now with their account."""
        words = (identity.subject, identity.email or identity.subject)
        with self.transaction():
            person = self.people.invited(tuple({invitation(self.hasher, word) for word in words}))
            if person is None or person.disabled or not self.people.link(person.id, account):
                return None
        return person


def invitation(hasher: KeyedHasher, word: str) -> bytes:
    """Return what is kept of an address or subject that somebody is invited under; addresses have no case here."""
    tidy = word.strip()
    return hasher("provider-invitation", tidy.casefold() if "@" in tidy else tidy)
