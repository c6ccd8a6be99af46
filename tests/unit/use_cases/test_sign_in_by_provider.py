"""Sign-in by the word of an identity provider: who was invited, and nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.domain.errors import NotAuthenticated
from service.use_cases.sign_in_by_provider import Identity, invitation
from tests.fakes import plain_hash
from tests.house_people import PeopleHouse

RINA = Identity(issuer="https://id.example", subject="rina-7", email="rina@kabar.example")


def test_who_was_invited_by_address_or_subject_gets_in_and_stays_that_person() -> None:
    house = PeopleHouse()
    person = house.add("Rina", None, invitation=invitation(plain_hash, " Rina@Kabar.example "))
    other = house.add("Made", None, invitation=invitation(plain_hash, "made-3"))

    first, _ = house.sign_in_by_provider(RINA)
    later, _ = house.sign_in_by_provider(replace(RINA, email=None))
    by_subject, _ = house.sign_in_by_provider(replace(RINA, subject="made-3", email=None))

    assert (first.person, later.person, by_subject.person) == (person.id, person.id, other.id)
    assert house.people.find(person.id).linked
    assert house.house.last_event.details == {"by": "provider"}


@pytest.mark.parametrize(
    "identity",
    [
        replace(RINA, email=None),
        replace(RINA, email="lain@kabar.example"),
        replace(RINA, subject="RINA-7-x", email=None),
    ],
)
def test_who_was_not_invited_stays_out(identity: Identity) -> None:
    house = PeopleHouse()
    house.add("Rina", None, invitation=invitation(plain_hash, "rina@kabar.example"))

    with pytest.raises(NotAuthenticated):
        house.sign_in_by_provider(identity)

    assert house.house.store.sessions == {}


def test_an_invitation_is_used_up_and_another_account_or_provider_is_somebody_else() -> None:
    house = PeopleHouse()
    house.add("Rina", None, invitation=invitation(plain_hash, "rina@kabar.example"))
    house.sign_in_by_provider(RINA)

    for other in (replace(RINA, subject="thief"), replace(RINA, issuer="https://evil.example")):
        with pytest.raises(NotAuthenticated):
            house.sign_in_by_provider(other)


def test_who_is_disabled_gets_in_by_no_provider_and_uses_no_invitation_up() -> None:
    house = PeopleHouse()
    person = house.add("Rina", None, invitation=invitation(plain_hash, "rina@kabar.example"))
    house.change(person, disabled=True)

    with pytest.raises(NotAuthenticated):
        house.sign_in_by_provider(RINA)
    house.change(person, disabled=False)
    house.sign_in_by_provider(RINA)
    house.change(person, disabled=True)

    with pytest.raises(NotAuthenticated):
        house.sign_in_by_provider(RINA)
