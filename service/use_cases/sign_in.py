"""Sign in, stay signed in, sign out."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.domain.errors import NotAuthenticated, WrongPassword
from service.domain.event import Event, EventKind
from service.domain.person import comparable_password, name_key
from service.domain.session import LONGEST, NewSession, Session, SessionId, is_due
from service.domain.site import SiteId
from service.use_cases.authenticate import ALL_SITES, SECRET_BYTES, secret_hash

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from service.domain.person import Person, PersonId
    from service.domain.token import Token
    from service.use_cases.event_log import Events
    from service.use_cases.people import Attempts, Passwords, People, Sessions, Uses
    from service.use_cases.ports import Clock
    from service.use_cases.repositories import Tokens, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class StartSession:
    """Let somebody in who was recognised."""

    clock: Clock
    new_id: Callable[[], UUID]
    sessions: Sessions
    events: Events
    transaction: Transaction

    def of_person(self, person: Person, by: str) -> tuple[Session, str]:
        """Return a session of a person, as of the version that was recognised, and its secret."""
        return self._start(
            Session(
                id=SessionId(self.new_id()),
                moderator=person.moderator,
                name=person.name,
                person=person.id,
                created_at=self.clock.now(),
                last_used_at=self.clock.now(),
            ),
            by,
            person=(person.id, person.version),
        )

    def of_token(self, token: Token) -> tuple[Session, str]:
        """Return a session with a token's rights, which ends with the token, and its secret."""
        return self._start(
            Session(
                id=SessionId(self.new_id()),
                moderator=token.moderator,
                name=token.label,
                person=None,
                created_at=self.clock.now(),
                last_used_at=self.clock.now(),
            ),
            "token",
            token=token,
        )

    def _start(
        self, session: Session, by: str, *, person: tuple[PersonId, int] | None = None, token: Token | None = None
    ) -> tuple[Session, str]:
        """Store a session, and forget those that can hold no longer."""
        secret, now = secrets.token_urlsafe(SECRET_BYTES), session.created_at
        new = NewSession(id=session.id, person=person, token=None if token is None else token.id, created_at=now)
        site = SiteId(ALL_SITES) if token is None else token.site or SiteId(ALL_SITES)
        with self.transaction():
            self.sessions.forget_before(now - LONGEST)
            self.sessions.add(new, secret_hash(secret))
            self.events.append(
                Event(
                    kind=EventKind.SIGNED_IN,
                    site=site,
                    comment=None,
                    at=now,
                    actor=session.moderator.actor,
                    details={"by": by},
                )
            )
        return session, secret


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """Recognise somebody by a password or a token, and let them in."""

    people: People
    tokens: Tokens
    passwords: Passwords
    attempts: Attempts
    start: StartSession

    def with_password(self, name: str, password: str, client: str) -> tuple[Session, str]:
        """Return a new session and its secret.

        A name that nobody has, a person without a password and one who is let in no more all take as long and say the
        same as a wrong password.

        Args:
            name: As it was typed.
            password: As it was typed.
            client: The IP address it comes from.

        Raises:
            TooManyAttempts: Too many failed under this name from there, or from there at all.
            WrongPassword: They do not belong together.
        """
        key = name_key(name)
        self.attempts.count(key, client)
        known = self.people.named(key)
        let_in = known is not None and not known.person.disabled
        hashed = known.password if known is not None and let_in else None
        if not self.passwords.matches(hashed, comparable_password(password)) or known is None:
            raise WrongPassword
        self.attempts.succeeded(key, client)
        return self.start.of_person(known.person, "password")

    def with_token(self, secret: str) -> tuple[Session, str]:
        """Return a new session with a token's rights, and its secret.

        Raises:
            NotAuthenticated: No live token has that secret.
        """
        token = self.tokens.find(secret_hash(secret)) if secret else None
        if token is None or token.revoked_at is not None:
            raise NotAuthenticated
        return self.start.of_token(token)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume:
    """Find the session of a secret."""

    clock: Clock
    sessions: Sessions
    uses: Uses

    def __call__(self, secret: str) -> Session:
        """Return a session that holds, and note that it was used.

        Raises:
            NotAuthenticated: There is none, it has ended, or whoever it stands on is let in no more.
        """
        session = self.sessions.find(secret_hash(secret)) if secret else None
        now = self.clock.now()
        if session is None or session.expires_at <= now:
            raise NotAuthenticated
        if is_due(session.last_used_at, now):
            self.uses.session(session, now)
        return session


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOut:
    """End a session."""

    sessions: Sessions

    def __call__(self, session: SessionId) -> None:
        """End it, at once."""
        self.sessions.end(session)
