"""Who works here: named people, each with a role on a site or on all of them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NewType
from uuid import UUID

from service.domain.errors import MalformedRequest, NotAllowed
from service.domain.moderator import Moderator
from service.domain.token import Scope

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from service.domain.site import SiteId

PersonId = NewType("PersonId", UUID)

MAX_NAME = 100
"""Greatest length of a person's name or a token's label, in characters."""

MIN_PASSWORD, MAX_PASSWORD = 12, 128
"""Lengths of a password, in characters: OWASP ASVS 4.0.3, V2.1.1 and V2.1.2."""


class Role(StrEnum):
    """What a person is on a site."""

    OWNER = "owner"
    MODERATOR = "moderator"
    READER = "reader"


SCOPES: Mapping[Role, frozenset[Scope]] = {
    Role.READER: frozenset({Scope.READ}),
    Role.MODERATOR: frozenset({Scope.READ, Scope.DECIDE}),
    Role.OWNER: frozenset({Scope.READ, Scope.DECIDE, Scope.MANAGE, Scope.PEOPLE}),
}
"""What each role allows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who moderates. A person is never deleted, so that a name in the log means one person for ever.

    Attributes:
        id: Their name in paths.
        name: As people call them, and as they sign in; unique whatever its case.
        roles: What they are where; the role under ``None`` holds on every site.
        disabled: Whether they are let in no more.
        version: One more with each change of roles, password or ``disabled``: what stands on an older one has ended.
        created_at: When they were added.
        has_password: Whether they can sign in by password.
        linked: Whether the identity provider's account is known.
        last_seen_at: When they were last here, to the minute.
    """

    id: PersonId
    name: str
    roles: Mapping[SiteId | None, Role] = field(default_factory=dict)
    disabled: bool = False
    version: int = 1
    created_at: datetime
    has_password: bool = False
    linked: bool = False
    last_seen_at: datetime | None = None

    @property
    def moderator(self) -> Moderator:
        """This person, as one who asks."""
        return Moderator(actor=f"person:{self.name}", rights={site: SCOPES[role] for site, role in self.roles.items()})

    @property
    def owns_everything(self) -> bool:
        """Whether this is an owner of all sites who is let in."""
        return not self.disabled and self.roles.get(None) is Role.OWNER


def checked_name(name: str, parameter: str) -> str:
    """Return a name or label in NFC, without blanks around it.

    Raises:
        MalformedRequest: It is empty, too long, or holds characters that are not to be seen or turn the direction.
    """
    tidy = unicodedata.normalize("NFC", name).strip()
    if not tidy:
        raise MalformedRequest("missing", parameter=parameter)
    if len(tidy) > MAX_NAME:
        raise MalformedRequest("too-long", parameter=parameter)
    # Categories C…: controls, overrides of the writing direction, lone surrogates. A name stands in every list and log.
    if any(unicodedata.category(letter).startswith(("C", "Zl", "Zp")) for letter in tidy):
        raise MalformedRequest("control-characters", parameter=parameter)
    return tidy


def name_key(name: str) -> str:
    """Return what names are compared by: compatibility forms and case do not tell two people apart."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name.strip()).casefold())


def checked_password(password: str, parameter: str) -> str:
    """Return a new password in NFC, as RFC 8265, section 4.2, would have it compared.

    Raises:
        MalformedRequest: It is too short, too long, or no text.
    """
    tidy = comparable_password(password)
    if len(tidy) < MIN_PASSWORD:
        raise MalformedRequest("too-short", parameter=parameter)
    if len(tidy) > MAX_PASSWORD:
        raise MalformedRequest("too-long", parameter=parameter)
    if any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in tidy):
        raise MalformedRequest("control-characters", parameter=parameter)
    return tidy


def comparable_password(password: str) -> str:
    """Return a password as it is compared."""
    return unicodedata.normalize("NFC", password)


def managed_sites(moderator: Moderator) -> frozenset[SiteId] | None:
    """Return on which sites a moderator manages people and tokens; ``None``: on all.

    Raises:
        NotAllowed: On none.
    """
    moderator.require(Scope.PEOPLE)
    if Scope.PEOPLE in moderator.rights.get(None, frozenset()):
        return None
    return frozenset(site for site, scopes in moderator.rights.items() if site is not None and Scope.PEOPLE in scopes)


def require_to_give(moderator: Moderator, site: SiteId | None, scopes: Iterable[Scope]) -> None:
    """Raise :class:`NotAllowed` unless a moderator manages people there and has all that is given or taken.

    ``None`` is all sites: unlike in :meth:`Moderator.may`, a right on one of them is not enough.
    """
    everywhere = moderator.rights.get(None, frozenset())
    own = everywhere if site is None else everywhere | moderator.rights.get(site, frozenset())
    for scope in (Scope.PEOPLE, *sorted(scopes)):
        if scope not in own:
            raise NotAllowed(scope)
