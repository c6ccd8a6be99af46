"""A sign-in: who came in, by what, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NewType
from uuid import UUID

if TYPE_CHECKING:
    from service.domain.moderator import Moderator
    from service.domain.person import PersonId
    from service.domain.token import TokenId

SessionId = NewType("SessionId", UUID)

IDLE = timedelta(hours=12)
"""How long a session outlives its last use: a working day; at most 12 h by NIST SP 800-63B-3, section 4.2.3."""

LONGEST = timedelta(days=7)
"""How long it lasts at most, so that somebody who works each day signs in once a week."""

USE_NOTED_EVERY = timedelta(minutes=1)
"""How exactly the last use of a session or token is known: noting each one would make a read a write."""


def is_due(last_used_at: datetime | None, now: datetime) -> bool:
    """Return whether a use now is worth noting."""
    return last_used_at is None or now - last_used_at >= USE_NOTED_EVERY


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A sign-in that holds: whoever it stands on is still let in.

    Attributes:
        id: Its name in the database.
        moderator: Whoever signed in, with the rights of now.
        name: What people call them.
        person: Who it is; ``None`` if a token was brought.
        created_at: When they signed in.
        last_used_at: When they last asked, to the minute.
    """

    id: SessionId
    moderator: Moderator
    name: str
    person: PersonId | None
    created_at: datetime
    last_used_at: datetime

    @property
    def expires_at(self) -> datetime:
        """When it ends by itself, if nothing more is asked."""
        return min(self.created_at + LONGEST, self.last_used_at + IDLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSession:
    """What a session stands on: a person as of a version, or a token.

    Attributes:
        id: Its name.
        person: Who signed in, with the version that was let in: a session of an older one has ended.
        token: Which token was brought.
        created_at: When.
    """

    id: SessionId
    person: tuple[PersonId, int] | None = None
    token: TokenId | None = None
    created_at: datetime
