"""Sessions, and when they and tokens were last used."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, insert, select, update

from service.domain.errors import StorageUnavailable
from service.domain.person import Person, PersonId
from service.domain.session import NewSession, Session, SessionId, is_due
from service.domain.token import Token, TokenId
from service.storage.database import LOCK_WAIT_SECONDS, connection
from service.storage.people import roles_of
from service.storage.people_tables import MEMBERSHIP, PERSON, SESSION
from service.storage.tables import TOKEN
from service.storage.tokens import scopes_of, site_of

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Row, Update

logger = logging.getLogger(__name__)

_S, _P, _M, _T = SESSION.c, PERSON.c, MEMBERSHIP.c, TOKEN.c
_FIND = (
    select(
        _S.id,
        _S.created_at,
        _S.last_used_at,
        _P.id.label("person"),
        _P.name,
        _M.site_id,
        _M.role,
        _T.id.label("token"),
        _T.label,
        _T.site_id.label("token_site"),
        _T.scopes,
    )
    .select_from(
        SESSION.outerjoin(PERSON, (_P.id == _S.person_id) & (_P.version == _S.person_version) & _P.disabled.is_(False))
        .outerjoin(MEMBERSHIP, _M.person_id == _P.id)
        .outerjoin(TOKEN, (_T.id == _S.token_id) & _T.revoked_at.is_(None))
    )
    .where(_S.secret_hash == bindparam("secret"))
)
_INSERT = insert(SESSION)
_END = delete(SESSION).where(_S.id == bindparam("session"))
_FORGET = delete(SESSION).where(_S.created_at < bindparam("at"))
_SESSION_USED = update(SESSION).where(_S.id == bindparam("used")).values(last_used_at=bindparam("at"))
_PERSON_SEEN = update(PERSON).where(_P.id == bindparam("used")).values(last_seen_at=bindparam("at"))
_TOKEN_USED = update(TOKEN).where(_T.id == bindparam("used")).values(last_used_at=bindparam("at"))

MOST_REMEMBERED = 10_000
"""How many uses a process remembers to have noted, before it begins anew."""


class SqlSessions:
    """Implements :class:`service.use_cases.people.Sessions`."""

    def add(self, session: NewSession, secret_hash: bytes) -> None:
        """Store a new session."""
        person, version = session.person or (None, None)
        connection().execute(
            _INSERT,
            {
                "id": session.id,
                "secret_hash": secret_hash,
                "person_id": person,
                "person_version": version,
                "token_id": session.token,
                "created_at": session.created_at,
                "last_used_at": session.created_at,
            },
        )
        if person is not None:
            connection().execute(_PERSON_SEEN, {"used": person, "at": session.created_at})

    def find(self, secret_hash: bytes) -> Session | None:
        """Return a session whose person or token is still let in, with the rights of now."""
        rows = connection().execute(_FIND, {"secret": secret_hash}).all()
        return _session(list(rows)) if rows else None

    def end(self, session: SessionId) -> None:
        """Forget a session, if it is there."""
        connection().execute(_END, {"session": session})

    def forget_before(self, at: datetime) -> None:
        """Forget sessions that began earlier."""
        connection().execute(_FORGET, {"at": at})


class SqlUses:
    """Implements :class:`service.use_cases.people.Uses`: one attempt a minute for each, at most."""

    def __init__(self) -> None:
        self._noted: dict[UUID, datetime] = {}

    def token(self, token: TokenId, at: datetime) -> None:
        """Note that a token was brought."""
        if self._claim(token, at):
            _note(at, (_TOKEN_USED, token))

    def session(self, session: Session, at: datetime) -> None:
        """Note that a session, and its person, was here."""
        if self._claim(session.id, at):
            seen = () if session.person is None else ((_PERSON_SEEN, session.person),)
            _note(at, (_SESSION_USED, session.id), *seen)

    def _claim(self, used: UUID, at: datetime) -> bool:
        """Return whether this process has not tried to note that within the last minute, and remember that it does."""
        if not is_due(self._noted.get(used), at):
            return False
        if len(self._noted) >= MOST_REMEMBERED:
            self._noted.clear()
        self._noted[used] = at
        return True


def _note(at: datetime, *changes: tuple[Update, UUID]) -> None:
    """Store when something was used; if somebody else writes just now, or nobody can, it is left for the next time."""
    link = connection()
    on_sqlite = link.dialect.name == "sqlite"
    try:
        if on_sqlite:
            link.exec_driver_sql("PRAGMA busy_timeout = 0")
        for statement, used in changes:
            link.execute(statement, {"used": used, "at": at})
    except StorageUnavailable:
        logger.debug("use_not_noted")
    finally:
        if on_sqlite:
            link.exec_driver_sql(f"PRAGMA busy_timeout = {LOCK_WAIT_SECONDS * 1000}")


def _session(rows: list[Row[*tuple[Any, ...]]]) -> Session | None:
    """Return the session of its rows, one for each membership of its person."""
    row = rows[0]
    if row.person is not None:
        person = Person(id=PersonId(row.person), name=row.name, roles=roles_of(rows), created_at=row.created_at)
        moderator, name = person.moderator, person.name
    elif row.token is not None:
        token = Token(
            id=TokenId(row.token),
            label=row.label,
            site=site_of(row.token_site),
            scopes=scopes_of(row.scopes),
            created_at=row.created_at,
        )
        moderator, name = token.moderator, token.label
    else:
        return None
    return Session(
        id=SessionId(row.id),
        moderator=moderator,
        name=name,
        person=None if row.person is None else PersonId(row.person),
        created_at=row.created_at,
        last_used_at=row.last_used_at,
    )
