"""People are added and changed by who has what they give and take, and every change is in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from service.domain.errors import (
    LastOwner,
    MalformedRequest,
    NameTaken,
    NotAllowed,
    UnknownPerson,
    UnknownSite,
    UnknownToken,
)
from service.domain.event import EventKind
from service.domain.moderator import Moderator
from service.domain.person import PersonId, Role
from service.domain.site import SiteId
from service.domain.token import Scope, TokenId
from service.use_cases.authenticate import ALL_SITES
from service.use_cases.manage_people import NewPerson
from service.use_cases.sign_in_by_provider import invitation
from tests.fakes import DEMO, NOON, a_site, plain_hash
from tests.house import EVERYTHING, a_moderator
from tests.house_people import OPERATOR, PASSWORD, PeopleHouse

if TYPE_CHECKING:
    from collections.abc import Mapping

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


def test_who_is_added_is_there_with_name_roles_and_password(house: PeopleHouse) -> None:
    person = house.add(" Rina ", roles={DEMO: Role.MODERATOR, OTHER: Role.READER})

    assert (person.name, person.created_at, person.has_password, person.version) == ("Rina", NOON, True, 1)
    assert house.people.find(person.id) == person
    assert house.people.password(person.id) == f"plain:{PASSWORD}"


def test_adding_is_logged_where_it_concerns_without_the_password(house: PeopleHouse) -> None:
    person = house.add_person(NewPerson(name="Rina", password=PASSWORD, roles={DEMO: Role.READER}), owner(DEMO))

    event = house.house.last_event
    assert (event.kind, event.site, event.comment, event.at, event.actor) == (
        EventKind.PERSON_ADDED,
        DEMO,
        None,
        NOON,
        "person:Adi",
    )
    assert event.details == {"person": str(person.id), "name": "Rina", "roles": "demo=reader", "disabled": 0}


@pytest.mark.parametrize(
    ("roles", "logged"),
    [({None: Role.OWNER}, "*=owner"), ({DEMO: Role.OWNER, OTHER: Role.READER}, "demo=owner lain=reader")],
)
def test_what_concerns_several_sites_is_logged_under_a_name_that_no_site_can_have(
    house: PeopleHouse, roles: Mapping[SiteId | None, Role], logged: str
) -> None:
    house.add(roles=roles)

    assert (house.house.last_event.site, house.house.last_event.details["roles"]) == (ALL_SITES, logged)


@pytest.mark.parametrize(
    ("roles", "error"),
    [
        ({OTHER: Role.READER}, UnknownSite),
        ({NOWHERE: Role.READER}, UnknownSite),
        ({None: Role.READER}, NotAllowed),
        ({}, MalformedRequest),
    ],
)
def test_an_owner_of_one_site_adds_nobody_elsewhere_or_nowhere(
    house: PeopleHouse, roles: Mapping[SiteId | None, Role], error: type[Exception]
) -> None:
    with pytest.raises(error):
        house.add_person(NewPerson(name="Rina", password=PASSWORD, roles=roles), owner(DEMO))

    assert house.house.store.people == {}
    assert house.house.store.events == []


def test_nobody_is_added_on_a_site_that_is_not_there(house: PeopleHouse) -> None:
    with pytest.raises(UnknownSite):
        house.add(roles={NOWHERE: Role.READER})


def test_a_moderator_adds_nobody(house: PeopleHouse) -> None:
    with pytest.raises(NotAllowed):
        house.add_person(
            NewPerson(name="Rina", password=PASSWORD, roles={DEMO: Role.READER}),
            a_moderator(scopes=frozenset({Scope.READ, Scope.DECIDE, Scope.MANAGE})),
        )


def test_a_name_is_one_persons(house: PeopleHouse) -> None:
    house.add("Rina")

    with pytest.raises(NameTaken):
        house.add("RINA")


def test_an_invitation_is_one_persons(house: PeopleHouse) -> None:
    digest = invitation(plain_hash, "rina@kabar.example")
    house.add("Rina", None, invitation=digest)
    other = house.add("Made")

    with pytest.raises(NameTaken):
        house.add("Sari", None, invitation=digest)
    with pytest.raises(NameTaken):
        house.change(other, invitation=digest)


def test_the_own_name_is_no_password(house: PeopleHouse) -> None:
    with pytest.raises(MalformedRequest) as refusal:
        house.add("Rina Kusuma Dewi", "RINA KUSUMA DEWI")

    assert refusal.value.reason == "too-simple"


def test_a_change_is_stored_logged_and_makes_the_version_one_more(house: PeopleHouse) -> None:
    person = house.add()

    changed = house.change(
        person, owner(DEMO), roles={DEMO: Role.OWNER}, password="empat perahu nelayan", disabled=True
    )

    assert (changed.roles, changed.disabled, changed.version) == ({DEMO: Role.OWNER}, True, 2)
    assert house.people.password(person.id) == "plain:empat perahu nelayan"
    event = house.house.last_event
    assert (event.kind, event.actor) == (EventKind.PERSON_CHANGED, "person:Adi")
    assert event.details["changed"] == "roles password disabled"
    assert event.details["disabled"] == 1


def test_an_invitation_takes_the_place_of_an_account(house: PeopleHouse) -> None:
    person = house.add("Rina", None, invitation=b"first")
    house.people.link(person.id, b"account")
    assert house.people.find(person.id).linked

    changed = house.change(house.people.find(person.id), invitation=b"second")

    assert not changed.linked
    assert house.people.linked(b"account") is None
    assert house.house.last_event.details["changed"] == "provider"


def test_an_owner_of_one_site_changes_roles_there_and_leaves_those_elsewhere(house: PeopleHouse) -> None:
    person = house.add(roles={DEMO: Role.READER, OTHER: Role.OWNER, None: Role.READER})

    seen = house.change(person, owner(DEMO), roles={None: Role.READER, DEMO: Role.OWNER})

    assert seen.roles == {None: Role.READER, DEMO: Role.OWNER}
    assert house.people.find(person.id).roles == {None: Role.READER, DEMO: Role.OWNER, OTHER: Role.OWNER}


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"roles": {OTHER: Role.OWNER}}, UnknownSite),
        ({"roles": {NOWHERE: Role.READER}}, UnknownSite),
        ({"roles": {None: Role.OWNER}}, NotAllowed),
        ({"password": "empat perahu nelayan"}, NotAllowed),
        ({"disabled": True}, NotAllowed),
        ({"invitation": b"x"}, NotAllowed),
    ],
)
def test_an_owner_of_one_site_takes_over_nobody_elsewhere(
    house: PeopleHouse, change: dict[str, Any], error: type[Exception]
) -> None:
    person = house.add(roles={DEMO: Role.READER, OTHER: Role.READER})

    with pytest.raises(error):
        house.change(person, owner(DEMO), **change)

    assert house.people.find(person.id) == person
    assert len(house.house.store.events) == 1


def test_who_is_nobody_on_the_managed_sites_does_not_exist(house: PeopleHouse) -> None:
    person = house.add(roles={OTHER: Role.READER})

    with pytest.raises(UnknownPerson):
        house.change(person, owner(DEMO), roles={})
    with pytest.raises(UnknownPerson):
        house.show_person(person.id, owner(DEMO))
    with pytest.raises(UnknownPerson):
        house.show_person(PersonId(NOBODY), OPERATOR)


@pytest.mark.parametrize("change", [{"roles": {}}, {"roles": {None: Role.MODERATOR}}, {"disabled": True}], ids=str)
def test_somebody_is_left_who_owns_everything(house: PeopleHouse, change: dict[str, Any]) -> None:
    last = house.add("Rina", roles={None: Role.OWNER})
    gone = house.add("Made", roles={None: Role.OWNER})
    house.change(gone, **change)

    with pytest.raises(LastOwner):
        house.change(last, **change)

    assert house.people.find(last.id) == last
    assert house.change(last, roles={None: Role.OWNER, DEMO: Role.READER}).owns_everything


def test_people_are_listed_as_far_as_they_are_managed(house: PeopleHouse) -> None:
    house.add("Both", roles={DEMO: Role.READER, OTHER: Role.OWNER})
    house.add("Adi", roles={None: Role.OWNER})
    house.add("Lain", roles={OTHER: Role.OWNER})

    def names(site: SiteId | None, by: Moderator) -> list[tuple[str, int]]:
        return [(person.name, len(person.roles)) for person in house.list_people(site, "", 50, by)[0]]

    assert names(None, owner(DEMO)) == [("Adi", 1), ("Both", 1)]
    assert names(DEMO, owner(DEMO)) == names(None, owner(DEMO))
    assert names(None, OPERATOR) == [("Adi", 1), ("Both", 2), ("Lain", 1)]
    assert names(DEMO, OPERATOR) == [("Adi", 1), ("Both", 2)]
    for site in (OTHER, NOWHERE):
        with pytest.raises(UnknownSite):
            names(site, owner(DEMO))


def test_a_site_that_is_open_but_not_managed_has_no_list(house: PeopleHouse) -> None:
    asker = Moderator(actor="x", rights={DEMO: EVERYTHING, OTHER: frozenset({Scope.READ})})

    with pytest.raises(UnknownSite):
        house.list_people(OTHER, "", 50, asker)


def test_people_are_listed_in_parts(house: PeopleHouse) -> None:
    for name in ("c", "A", "b"):
        house.add(name)

    first, following = house.list_people(None, "", 2, OPERATOR)
    rest, end = house.list_people(None, following or "", 2, OPERATOR)

    assert ([person.name for person in first], following) == (["A", "b"], "b")
    assert ([person.name for person in rest], end) == (["c"], None)


def test_one_person_is_shown_as_far_as_they_are_managed(house: PeopleHouse) -> None:
    person = house.add(roles={DEMO: Role.READER, OTHER: Role.OWNER})

    assert house.show_person(person.id, owner(DEMO)).roles == {DEMO: Role.READER}
    assert house.show_person(person.id, OPERATOR) == person


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
