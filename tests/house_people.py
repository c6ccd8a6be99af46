"""The use cases of people over one store, beside those of the :class:`tests.house.House`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from service.domain.moderator import Moderator
from service.domain.person import Role
from service.domain.session import Session, SessionId
from service.domain.token import Scope
from service.use_cases.manage_people import AddPerson, ChangeOwnPassword, ChangePerson, NewPerson, PersonChange
from service.use_cases.manage_tokens import ManageTokens
from service.use_cases.people import ListPeople, ShowPerson
from service.use_cases.sign_in import Resume, SignIn, SignOut, StartSession
from service.use_cases.sign_in_by_provider import SignInByProvider
from tests.fakes import DEMO, NOON, plain_hash
from tests.house import House
from tests.memory import MemoryEvents, MemorySites, MemoryTokens
from tests.memory_people import CountingAttempts, MemoryPeople, MemorySessions, MemoryUses, PlainPasswords

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.domain.person import Person
    from service.domain.site import SiteId

PASSWORD = "tiga perahu nelayan"
CLIENT = "192.0.2.7"
OPERATOR = Moderator(actor="operator", rights={None: frozenset(Scope)})


def a_session_value(**changes: Any) -> Session:  # noqa: ANN401 - any field
    """Return a session with some fields changed."""
    values: dict[str, Any] = {
        "id": SessionId(UUID(int=1)),
        "moderator": OPERATOR,
        "name": "Rina",
        "person": None,
        "created_at": NOON,
        "last_used_at": NOON,
    }
    return Session(**(values | changes))


@dataclass(slots=True)
class PeopleHouse:
    """A house with people."""

    house: House = field(default_factory=House)
    passwords: PlainPasswords = field(default_factory=PlainPasswords)
    attempts: CountingAttempts = field(default_factory=CountingAttempts)

    @property
    def people(self) -> MemoryPeople:
        return MemoryPeople(self.house.store)

    @property
    def sessions(self) -> MemorySessions:
        return MemorySessions(self.house.store)

    @property
    def start(self) -> StartSession:
        return StartSession(
            clock=self.house.clock,
            new_id=self.house.new_id,
            sessions=self.sessions,
            events=MemoryEvents(self.house.store),
            transaction=self.house.store.transaction,
        )

    @property
    def sign_in(self) -> SignIn:
        return SignIn(
            people=self.people,
            tokens=MemoryTokens(self.house.store),
            passwords=self.passwords,
            attempts=self.attempts,
            start=self.start,
        )

    @property
    def sign_in_by_provider(self) -> SignInByProvider:
        return SignInByProvider(
            people=self.people, hasher=plain_hash, start=self.start, transaction=self.house.store.transaction
        )

    @property
    def resume(self) -> Resume:
        return Resume(clock=self.house.clock, sessions=self.sessions, uses=MemoryUses(self.house.store))

    @property
    def sign_out(self) -> SignOut:
        return SignOut(sessions=self.sessions)

    @property
    def list_people(self) -> ListPeople:
        return ListPeople(people=self.people)

    @property
    def show_person(self) -> ShowPerson:
        return ShowPerson(people=self.people)

    @property
    def add_person(self) -> AddPerson:
        return AddPerson(
            clock=self.house.clock,
            new_id=self.house.new_id,
            sites=MemorySites(self.house.store),
            people=self.people,
            passwords=self.passwords,
            events=MemoryEvents(self.house.store),
            transaction=self.house.store.transaction,
        )

    @property
    def change_person(self) -> ChangePerson:
        return ChangePerson(
            clock=self.house.clock,
            sites=MemorySites(self.house.store),
            people=self.people,
            passwords=self.passwords,
            events=MemoryEvents(self.house.store),
            transaction=self.house.store.transaction,
        )

    @property
    def change_own_password(self) -> ChangeOwnPassword:
        return ChangeOwnPassword(
            clock=self.house.clock,
            people=self.people,
            passwords=self.passwords,
            attempts=self.attempts,
            start=self.start,
            events=MemoryEvents(self.house.store),
            transaction=self.house.store.transaction,
        )

    @property
    def tokens(self) -> ManageTokens:
        return ManageTokens(
            tokens=MemoryTokens(self.house.store),
            issue_token=self.house.issue_token,
            revoke_token=self.house.revoke_token,
        )

    def add(
        self,
        name: str = "Rina",
        password: str | None = PASSWORD,
        roles: Mapping[SiteId | None, Role] | None = None,
        invitation: bytes | None = None,
    ) -> Person:
        """Have the operator add somebody: a moderator of the one site, if not told otherwise."""
        given: Mapping[SiteId | None, Role] = {DEMO: Role.MODERATOR} if roles is None else roles
        new = NewPerson(name=name, password=password, roles=given, invitation=invitation)
        return self.add_person(new, OPERATOR)

    def enter(self, name: str = "Rina", password: str = PASSWORD) -> tuple[Session, str]:
        """Sign in from the usual address."""
        return self.sign_in.with_password(name, password, CLIENT)

    def change(self, person: Person, by: Moderator = OPERATOR, **change: Any) -> Person:  # noqa: ANN401 - any change
        """Have somebody changed."""
        return self.change_person(person.id, PersonChange(**change), by)
