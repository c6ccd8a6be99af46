"""People, sessions and tokens as they are stored: the same promises in memory, on SQLite and on PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from service.domain.errors import LastOwner, NameTaken, UnknownPerson, UnknownToken
from service.domain.person import PersonId, Role
from service.domain.session import SessionId
from service.domain.token import TokenId
from service.storage import sessions
from service.storage.database import connection, transaction
from service.storage.events import SqlEvents
from service.storage.people import SqlPeople
from service.storage.sessions import SqlUses
from service.storage.sites import SqlSites
from service.storage.tokens import SqlTokens
from service.use_cases.manage_people import ChangePerson, PersonChange
from tests.fakes import FrozenClock
from tests.house_people import OPERATOR
from tests.memory_people import PlainPasswords
from tests.stored import DAWN, DEMO, HARBOUR
from tests.stored_people import a_person, a_session, a_token

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


def test_a_session_comes_back_with_its_person_and_the_roles_of_now(storage: Storage) -> None:
    person = a_person()
    add(storage, person)
    with storage.transaction():
        storage.sessions.add(a_session(), b"secret")
        storage.sessions.add(a_session(32), b"another")

    session = storage.sessions.find(b"secret")

    assert session is not None
    assert (session.id, session.person, session.name) == (SessionId(UUID(int=31)), person.id, "Rina Ü")
    assert session.moderator == person.moderator
    assert (session.created_at, session.last_used_at) == (DAWN, DAWN)
    assert storage.sessions.find(b"nobody's") is None
    assert storage.people.find(person.id).last_seen_at == DAWN


def test_a_session_of_somebody_without_a_role_may_do_nothing(storage: Storage) -> None:
    add(storage, a_person(roles={}))
    with storage.transaction():
        storage.sessions.add(a_session(), b"secret")

    session = storage.sessions.find(b"secret")

    assert session is not None
    assert session.moderator.rights == {}


@pytest.mark.parametrize("change", [{"version": 2}, {"disabled": True}], ids=str)
def test_a_session_of_an_older_version_or_of_who_is_disabled_has_ended(
    storage: Storage, change: dict[str, object]
) -> None:
    person = a_person()
    add(storage, person)
    with storage.transaction():
        storage.sessions.add(a_session(), b"secret")
        storage.people.change(replace(person, **change))  # type: ignore[arg-type] # any field

    assert storage.sessions.find(b"secret") is None


def test_a_session_of_a_token_has_its_rights_and_falls_with_it(storage: Storage) -> None:
    token = a_token()
    with storage.transaction():
        storage.tokens.add(token, b"of the token")
        storage.sessions.add(a_session(token=token.id), b"secret")

    session = storage.sessions.find(b"secret")
    storage.tokens.revoke(token.id, DAWN)

    assert session is not None
    assert (session.person, session.name, session.moderator) == (None, "meja", token.moderator)
    assert storage.sessions.find(b"secret") is None


def test_sessions_end_one_by_one_or_when_they_are_old(storage: Storage) -> None:
    add(storage, a_person())
    with storage.transaction():
        for number in range(4):
            at = DAWN + timedelta(hours=number)
            storage.sessions.add(a_session(31 + number, created_at=at), bytes([number]))

        storage.sessions.end(SessionId(UUID(int=33)))
        storage.sessions.end(SessionId(UUID(int=99)))
        storage.sessions.forget_before(DAWN + timedelta(hours=1))

    assert [number for number in range(4) if storage.sessions.find(bytes([number]))] == [1, 3]


def test_uses_are_noted(storage: Storage) -> None:
    person, token, later = a_person(), a_token(), DAWN + timedelta(minutes=5)
    add(storage, person)
    with storage.transaction():
        storage.tokens.add(token, b"of the token")
        storage.sessions.add(a_session(), b"secret")
        storage.sessions.add(a_session(32, token=token.id), b"by the token")
    for secret in (b"secret", b"by the token"):
        session = storage.sessions.find(secret)
        assert session is not None
        storage.uses.session(session, later)

        assert storage.sessions.find(secret) == replace(session, last_used_at=later)
    storage.uses.token(token.id, later)

    assert storage.people.find(person.id).last_seen_at == later
    assert storage.listed_tokens.get(token.id) == replace(token, last_used_at=later)


def test_tokens_are_listed_newest_first_within_sites_and_in_parts(storage: Storage) -> None:
    for number, site in enumerate((DEMO.id, None, HARBOUR.id, DEMO.id), start=21):
        storage.tokens.add(a_token(number, site=site), bytes([number]))

    def ids(within: frozenset[SiteId] | None, before: int | None, limit: int) -> list[int]:
        place = None if before is None else TokenId(UUID(int=before))
        return [token.id.int for token in storage.listed_tokens.listed(within, place, limit)]

    assert ids(None, None, 9) == [24, 23, 22, 21]
    assert ids(None, 23, 1) == [22]
    assert ids(frozenset({DEMO.id}), None, 9) == [24, 21]
    assert ids(frozenset(), None, 9) == []
    with pytest.raises(UnknownToken):
        storage.listed_tokens.get(TokenId(UUID(int=99)))


def test_a_use_is_tried_once_a_minute_in_each_process_and_not_at_all_costs(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[object] = []
    monkeypatch.setattr(sessions, "_note", lambda at, *_: tried.append(at))
    monkeypatch.setattr(sessions, "MOST_REMEMBERED", 2)
    uses = SqlUses()
    with app.app_context():
        for seconds in (0, 30, 60):
            uses.token(TokenId(UUID(int=1)), DAWN + timedelta(seconds=seconds))
        for number in (2, 3):
            uses.token(TokenId(UUID(int=number)), DAWN)

    assert tried == [DAWN, DAWN + timedelta(minutes=1), DAWN, DAWN]


def test_a_use_that_cannot_be_noted_now_delays_and_fails_nothing(app: Flask) -> None:
    token = a_token()
    with app.app_context():
        SqlTokens().add(token, b"secret")
        if connection().dialect.name != "sqlite":
            pytest.skip("PostgreSQL locks rows, and nobody holds a token's for long")
        other = connection().engine.connect()
        other.exec_driver_sql("BEGIN IMMEDIATE")

        SqlUses().token(token.id, DAWN)

        other.exec_driver_sql("ROLLBACK")
        other.close()
        assert SqlTokens().get(token.id).last_used_at is None
        assert connection().exec_driver_sql("PRAGMA busy_timeout").scalar_one() == 5000
        SqlUses().token(token.id, DAWN)
        assert SqlTokens().get(token.id).last_used_at == DAWN


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


def test_who_asks_is_told_by_one_read_of_an_index(app: Flask) -> None:
    with app.app_context():
        link = connection()
        if link.dialect.name != "sqlite":
            pytest.skip("PostgreSQL scans tables of so few rows")
        plan = "\n".join(
            str(row)
            for row in link.exec_driver_sql(
                "EXPLAIN QUERY PLAN " + str(sessions._FIND.compile(link)),  # noqa: SLF001 - the statement itself
                (b"x",),
            )
        )

    assert "SCAN" not in plan
