"""What the API of people, tokens and sessions needs: each use case as what it is called with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.domain.moderator import Moderator
    from service.domain.person import Person, PersonId
    from service.domain.session import Session, SessionId
    from service.domain.site import SiteId
    from service.domain.token import Scope, Token, TokenId
    from service.use_cases.manage_people import NewPerson, PersonChange


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleDoors:
    """All that concerns who is let in.

    Attributes:
        sign_in: Lets somebody in by name and password, from an IP address; returns the session with its secret.
        bring_token: Opens a session with a token's rights.
        resume: Finds the session of a secret.
        sign_out: Ends a session.
        change_password: Changes a person's own password, of which the old one is told.
        list_people: Lists people of a site, or of all.
        show_person: Shows one.
        add_person: Adds one.
        change_person: Changes one.
        list_tokens: Lists tokens.
        issue_token: Makes a token and tells its secret.
        revoke_token: Lets a token open nothing.
    """

    sign_in: Callable[[str, str, str], tuple[Session, str]]
    bring_token: Callable[[str], tuple[Session, str]]
    resume: Callable[[str], Session]
    sign_out: Callable[[SessionId], None]
    change_password: Callable[[PersonId | None, str, str, str], tuple[Session, str]]
    list_people: Callable[[SiteId | None, str, int, Moderator], tuple[tuple[Person, ...], str | None]]
    show_person: Callable[[PersonId, Moderator], Person]
    add_person: Callable[[NewPerson, Moderator], Person]
    change_person: Callable[[PersonId, PersonChange, Moderator], Person]
    list_tokens: Callable[[TokenId | None, int, Moderator], tuple[tuple[Token, ...], TokenId | None]]
    issue_token: Callable[[str, SiteId | None, frozenset[Scope], Moderator], tuple[Token, str]]
    revoke_token: Callable[[TokenId, Moderator], None]
