"""Sessions, uses and tokens as they are stored: the same promises in memory, on SQLite and on PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from service.domain.errors import UnknownToken
from service.domain.session import SessionId
from service.domain.token import TokenId
from service.storage import sessions
from service.storage.database import connection
from service.storage.sessions import SqlUses
from service.storage.sites import SqlSites
from service.storage.tokens import SqlTokens
from tests.databases import database_app
from tests.stored import DAWN, DEMO, HARBOUR
from tests.stored_people import a_person, a_session, a_token

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from service.domain.person import Person
    from service.domain.site import SiteId
    from tests.integration.storage.conftest import Storage


@pytest.fixture
def sqlite_app(sqlite_url: str) -> Iterator[Flask]:
    """An application on SQLite, where one writer locks all others out and a plan does not depend on numbers of rows."""
    with database_app(sqlite_url) as made:
        with made.app_context():
            SqlSites().add(DEMO)
        yield made


def add(storage: Storage, *people: Person) -> None:
    with storage.transaction():
        for person in people:
            storage.people.add(person, f"hash of {person.name}", None)


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


def test_a_use_that_cannot_be_noted_now_delays_and_fails_nothing(sqlite_app: Flask) -> None:
    token = a_token()
    with sqlite_app.app_context():
        SqlTokens().add(token, b"secret")
        other = connection().engine.connect()
        other.exec_driver_sql("BEGIN IMMEDIATE")

        SqlUses().token(token.id, DAWN)

        other.exec_driver_sql("ROLLBACK")
        other.close()
        assert SqlTokens().get(token.id).last_used_at is None
        settings = [
            connection().exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in ("busy_timeout", "synchronous")
        ]
        assert settings == [5000, 2]
        SqlUses().token(token.id, DAWN)
        assert SqlTokens().get(token.id).last_used_at == DAWN


def test_who_asks_is_told_by_one_read_of_an_index(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        link = connection()
        plan = "\n".join(
            str(row)
            for row in link.exec_driver_sql(
                "EXPLAIN QUERY PLAN " + str(sessions._FIND.compile(link)),  # noqa: SLF001 - the statement itself
                (b"x",),
            )
        )

    assert "SCAN" not in plan
