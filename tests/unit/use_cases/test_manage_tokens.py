"""Tokens are made, listed and revoked by who manages their site."""

from __future__ import annotations

from uuid import UUID

import pytest

from service.domain.errors import (
    MalformedRequest,
    NotAllowed,
    UnknownSite,
    UnknownToken,
)
from service.domain.event import EventKind
from service.domain.moderator import Moderator
from service.domain.site import SiteId
from service.domain.token import Scope, TokenId
from tests.fakes import DEMO, NOON, a_site
from tests.house import EVERYTHING, a_moderator
from tests.house_people import OPERATOR, PeopleHouse

OTHER = SiteId("lain")
NOWHERE = SiteId("tidak-ada")
NOBODY = UUID(int=999)


@pytest.fixture
def house() -> PeopleHouse:
    made = PeopleHouse()
    made.house.store.sites[OTHER] = a_site(id=OTHER)
    return made


def owner(*sites: SiteId) -> Moderator:
    return Moderator(actor="person:Adi", rights=dict.fromkeys(sites, EVERYTHING))


def test_a_token_is_made_by_who_has_what_it_allows(house: PeopleHouse) -> None:
    token, secret = house.tokens.issue(" meja ", DEMO, frozenset({Scope.READ}), owner(DEMO))

    assert (token.label, token.site, token.scopes) == ("meja", DEMO, frozenset({Scope.READ}))
    assert house.house.authenticate(secret) == token.moderator
    assert house.house.last_event.actor == "person:Adi"


@pytest.mark.parametrize(
    ("site", "scopes", "error"),
    [
        (OTHER, EVERYTHING, UnknownSite),
        (NOWHERE, EVERYTHING, UnknownSite),
        (None, frozenset({Scope.READ}), NotAllowed),
        (DEMO, frozenset[Scope](), MalformedRequest),
    ],
)
def test_no_token_is_made_for_what_one_does_not_have(
    house: PeopleHouse, site: SiteId | None, scopes: frozenset[Scope], error: type[Exception]
) -> None:
    with pytest.raises(error):
        house.tokens.issue("meja", site, scopes, owner(DEMO))

    assert house.house.store.tokens == {}


def test_tokens_are_listed_and_revoked_as_far_as_their_sites_are_managed(house: PeopleHouse) -> None:
    ours, _ = house.tokens.issue("kami", DEMO, EVERYTHING, OPERATOR)
    theirs, _ = house.tokens.issue("lain", OTHER, EVERYTHING, OPERATOR)
    everywhere, _ = house.tokens.issue("semua", None, EVERYTHING, OPERATOR)

    first, following = house.tokens.listed(None, 2, OPERATOR)
    rest, end = house.tokens.listed(following, 2, OPERATOR)

    assert [one.label for one in (*first, *rest)] == ["semua", "lain", "kami"]
    assert end is None
    assert [one.label for one in house.tokens.listed(None, 2, owner(DEMO))[0]] == ["kami"]
    for hidden in (theirs.id, everywhere.id, TokenId(NOBODY)):
        with pytest.raises(UnknownToken):
            house.tokens.revoke(hidden, owner(DEMO))
    house.tokens.revoke(ours.id, owner(DEMO))
    house.tokens.revoke(ours.id, owner(DEMO))
    assert house.tokens.listed(None, 2, owner(DEMO))[0][0].revoked_at == NOON
    assert [event.actor for event in house.house.store.events if event.kind is EventKind.TOKEN_REVOKED] == [
        "person:Adi"
    ]


def test_a_moderator_manages_no_tokens(house: PeopleHouse) -> None:
    asker = a_moderator(scopes=frozenset({Scope.READ}))

    for refused in (
        lambda: house.tokens.listed(None, 2, asker),
        lambda: house.tokens.issue("meja", DEMO, frozenset({Scope.READ}), asker),
        lambda: house.tokens.revoke(TokenId(NOBODY), asker),
    ):
        with pytest.raises(NotAllowed):
            refused()
