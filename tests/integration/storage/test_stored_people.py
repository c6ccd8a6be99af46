"""People, sessions and tokens as they are stored: the same promises in memory, on SQLite and on PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from service.domain.errors import LastOwner, NameTaken, UnknownPerson
from service.domain.person import PersonId, Role
from service.storage.database import transaction
from service.storage.events import SqlEvents
from service.storage.people import SqlPeople
from service.storage.sites import SqlSites
from service.use_cases.manage_people import ChangePerson, PersonChange
from tests.fakes import FrozenClock
from tests.house_people import OPERATOR
from tests.memory_people import PlainPasswords
from tests.stored import DEMO, HARBOUR
from tests.stored_people import a_person

if TYPE_CHECKING:
    from flask import Flask

    from service.domain.person import Person
    from service.domain.site import SiteId
    from tests.integration.storage.conftest import Storage

NOBODY = PersonId(UUID(int=999))


def add(storage: Storage, *people: Person) -> None:
    with storage.transaction():
        for person in people:
            storage.people.add(person, f"hash of {person.name}", None)


def test_a_person_comes_back_as_they_went_in(storage: Storage) -> None:
    person = a_person(roles={DEMO.id: Role.READER, HARBOUR.id: Role.OWNER, None: Role.MODERATOR})
    with storage.transaction():
        storage.people.add(person, None, None)

    assert storage.people.find(person.id) == person
    assert storage.people.locked(person.id) == person
    assert storage.people.password(person.id) is None


def test_nobody_is_found_where_nobody_is(storage: Storage) -> None:
    for find in (storage.people.find, storage.people.locked):
        with pytest.raises(UnknownPerson):
            find(NOBODY)
    assert storage.people.password(NOBODY) is None
    assert storage.people.named("siapa") is None
    assert storage.people.linked(b"x") is None
    assert storage.people.invited((b"x", b"y")) is None
    assert storage.people.owners() == frozenset()
    assert storage.people.listed(None, "", 5) == ()


def test_a_person_is_found_by_the_key_of_their_name_with_the_hash(storage: Storage) -> None:
    person = a_person(has_password=True)
    add(storage, person)

    found = storage.people.named("rina ü")

    assert found is not None
    assert (found.person, found.password) == (person, "hash of Rina Ü")


def test_a_name_and_an_invitation_are_one_persons(storage: Storage) -> None:
    with storage.transaction():
        storage.people.add(a_person(), None, b"invited")
        storage.people.add(a_person(12, name="Made"), None, None)

    with pytest.raises(NameTaken), storage.transaction():
        storage.people.add(a_person(13, name="RINA Ü"), None, None)
    with pytest.raises(NameTaken), storage.transaction():
        storage.people.add(a_person(13, name="Sari"), None, b"invited")
    with pytest.raises(NameTaken), storage.transaction():
        storage.people.change(a_person(12, name="Made"), invitation=b"invited")
    with pytest.raises(UnknownPerson):
        storage.people.find(PersonId(UUID(int=13)))


@pytest.mark.parametrize(
    "roles",
    [
        {},
        {DEMO.id: Role.OWNER},
        {None: Role.OWNER},
        {DEMO.id: Role.MODERATOR, HARBOUR.id: Role.READER, None: Role.READER},
    ],
    ids=str,
)
def test_a_change_of_roles_replaces_them(storage: Storage, roles: dict[object, Role]) -> None:
    person = a_person(has_password=True)
    add(storage, person)
    changed = replace(person, roles=roles, disabled=True, version=2)  # type: ignore[arg-type] # sites, or None

    with storage.transaction():
        storage.people.change(changed)

    assert storage.people.find(person.id) == changed
    assert storage.people.password(person.id) == "hash of Rina Ü"


def test_a_password_is_changed_alone(storage: Storage) -> None:
    person = a_person(has_password=True)
    add(storage, person)

    with storage.transaction():
        storage.people.change(replace(person, version=2), "another hash")

    assert storage.people.password(person.id) == "another hash"
    assert storage.people.find(person.id) == replace(person, version=2)


def test_an_invitation_becomes_an_account_once_and_a_new_one_takes_its_place(storage: Storage) -> None:
    person = a_person()
    with storage.transaction():
        storage.people.add(person, None, b"invited")

    invited = storage.people.invited((b"other", b"invited"))
    assert invited == person
    with storage.transaction():
        assert storage.people.link(person.id, b"account")
        assert not storage.people.link(person.id, b"another")
    assert storage.people.invited((b"invited",)) is None
    assert storage.people.linked(b"account") == replace(person, linked=True)
    with storage.transaction():
        storage.people.change(replace(person, version=2), invitation=b"again")
    assert storage.people.linked(b"account") is None
    assert storage.people.invited((b"again",)) == replace(person, version=2)


def test_people_are_listed_by_name_within_sites_and_in_parts(storage: Storage) -> None:
    add(
        storage,
        a_person(11, name="budi", roles={DEMO.id: Role.READER, HARBOUR.id: Role.READER}),
        a_person(12, name="Adi", roles={None: Role.OWNER}),
        a_person(13, name="Éka", roles={HARBOUR.id: Role.OWNER}),
        a_person(14, name="Citra", roles={}),
    )

    def names(within: frozenset[SiteId] | None, after: str, limit: int) -> list[str]:
        return [person.name for person in storage.people.listed(within, after, limit)]

    assert names(None, "", 9) == ["Adi", "budi", "Citra", "Éka"]
    assert names(None, "adi", 2) == ["budi", "Citra"]
    assert names(frozenset({DEMO.id}), "", 9) == ["Adi", "budi"]
    assert names(frozenset({HARBOUR.id}), "adi", 1) == ["budi"]
    assert names(frozenset(), "", 9) == ["Adi"]
    assert len(storage.people.listed(None, "adi", 1)[0].roles) == 2


def test_owners_are_those_of_everything_who_are_let_in(storage: Storage) -> None:
    add(
        storage,
        a_person(11, name="a", roles={None: Role.OWNER, DEMO.id: Role.READER}),
        a_person(12, name="b", roles={None: Role.OWNER}, disabled=True),
        a_person(13, name="c", roles={None: Role.MODERATOR, DEMO.id: Role.OWNER}),
    )

    with storage.transaction():
        assert storage.people.owners() == {PersonId(UUID(int=11))}


def test_of_owners_who_leave_together_one_stays(app: Flask) -> None:
    change = ChangePerson(
        clock=FrozenClock(),
        sites=SqlSites(),
        people=SqlPeople(),
        passwords=PlainPasswords(),
        events=SqlEvents(),
        transaction=transaction,
    )
    people = [a_person(number, name=f"p{number}", roles={None: Role.OWNER}) for number in range(11, 17)]
    with app.app_context(), transaction():
        for person in people:
            SqlPeople().add(person, None, None)

    def leave(person: Person) -> bool:
        with app.app_context():
            try:
                change(person.id, PersonChange(disabled=True), OPERATOR)
            except LastOwner:
                return False
            return True

    with ThreadPoolExecutor(6) as pool:
        left = list(pool.map(leave, people))

    assert sorted(left) == [False, True, True, True, True, True]
    with app.app_context():
        assert len(SqlPeople().owners()) == 1
