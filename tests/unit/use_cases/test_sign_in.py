"""Sessions: who gets in by what, what is told, and when it ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from service.domain.errors import NotAuthenticated, TooManyAttempts, UnknownPerson, WrongPassword
from service.domain.event import EventKind
from service.domain.person import Role
from service.domain.session import IDLE, LONGEST
from service.use_cases.authenticate import ALL_SITES, secret_hash
from service.use_cases.sign_in_by_provider import Identity, invitation
from tests.fakes import DEMO, NOON, plain_hash
from tests.house import EVERYTHING
from tests.house_people import CLIENT, PASSWORD, PeopleHouse

RINA = Identity(issuer="https://id.example", subject="rina-7", email="rina@kabar.example")


def test_name_and_password_open_a_session_of_that_person() -> None:
    house = PeopleHouse()
    person = house.add("Rina")

    session, secret = house.enter(" rina ")

    assert (session.name, session.person, session.moderator) == ("Rina", person.id, person.moderator)
    assert house.resume(secret) == session
    assert len(secret) == 43


def test_a_session_is_stored_only_as_a_hash_and_logged_without_secret_or_address() -> None:
    house = PeopleHouse()
    house.add()

    _, secret = house.enter()

    event = house.house.last_event
    assert list(house.house.store.sessions) == [secret_hash(secret)]
    assert secret not in repr(house.house.store)
    assert (event.kind, event.site, event.actor, event.details) == (
        EventKind.SIGNED_IN,
        ALL_SITES,
        "person:Rina",
        {"by": "password"},
    )
    assert CLIENT not in repr(house.house.store)


def test_a_password_is_the_same_however_its_letters_are_composed() -> None:
    house = PeopleHouse()
    house.add(password="tiga café nelayan")

    assert house.enter(password="tiga cafe\u0301 nelayan")[0].name == "Rina"


@pytest.mark.parametrize("name", ["Rina", "Siapa", "Tanpa", "Mantan"])
def test_whatever_is_wrong_is_told_alike_and_takes_one_comparison(name: str) -> None:
    house = PeopleHouse()
    house.add("Rina")
    house.add("Tanpa", None)
    house.change(house.add("Mantan"), disabled=True)

    with pytest.raises(WrongPassword):
        house.enter(name, "bukan ini sama sekali")

    assert house.passwords.compared == 1
    assert house.house.store.sessions == {}


def test_who_is_disabled_does_not_get_in_with_the_right_password() -> None:
    house = PeopleHouse()
    house.change(house.add(), disabled=True)

    with pytest.raises(WrongPassword):
        house.enter()


def test_too_many_failures_stop_even_the_right_password_and_compare_nothing() -> None:
    house = PeopleHouse()
    house.add()
    for _ in range(5):
        with pytest.raises(WrongPassword):
            house.enter(password="bukan ini sama sekali")

    with pytest.raises(TooManyAttempts) as refusal:
        house.enter()

    assert refusal.value.retry_after == timedelta(seconds=60)
    assert house.passwords.compared == 5


def test_success_forgets_failures() -> None:
    house = PeopleHouse()
    house.add()
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(WrongPassword):
                house.enter(password="bukan ini sama sekali")
        house.enter()

    assert house.attempts.failures == {}


def test_a_session_has_the_rights_of_now_and_ends_with_any_change() -> None:
    house = PeopleHouse()
    person = house.add()
    _, secret = house.enter()

    house.change(person, roles={DEMO: Role.READER})

    with pytest.raises(NotAuthenticated):
        house.resume(secret)
    assert house.enter()[0].moderator.rights == {DEMO: house.people.find(person.id).moderator.rights[DEMO]}


def test_a_sign_in_that_a_change_overtook_opens_nothing() -> None:
    house = PeopleHouse()
    person = house.add()
    house.change(person, password="empat perahu nelayan")

    _, secret = house.start.of_person(person, "password")

    with pytest.raises(NotAuthenticated):
        house.resume(secret)


def test_a_token_opens_a_session_with_its_rights_that_falls_with_it() -> None:
    house = PeopleHouse()
    token, secret = house.house.issue_token("meja", DEMO, EVERYTHING)

    session, opened = house.sign_in.with_token(secret)

    assert (session.name, session.person, session.moderator) == ("meja", None, token.moderator)
    assert house.resume(opened).moderator == token.moderator
    assert (house.house.last_event.site, house.house.last_event.details) == (DEMO, {"by": "token"})
    house.house.revoke_token(token)
    for refused in (lambda: house.resume(opened), lambda: house.sign_in.with_token(secret)):
        with pytest.raises(NotAuthenticated):
            refused()


def test_the_sign_in_of_a_token_of_all_sites_concerns_them_all() -> None:
    house = PeopleHouse()
    _, secret = house.house.issue_token("meja", None, EVERYTHING)

    house.sign_in.with_token(secret)

    assert house.house.last_event.site == ALL_SITES


@pytest.mark.parametrize("secret", ["", "x", "\ud800"])
def test_what_is_no_secret_opens_nothing(secret: str) -> None:
    house = PeopleHouse()

    for refused in (lambda: house.resume(secret), lambda: house.sign_in.with_token(secret)):
        with pytest.raises(NotAuthenticated):
            refused()


def test_a_session_lasts_while_it_is_used_and_a_week_at_most() -> None:
    house = PeopleHouse()
    house.add()
    _, secret = house.enter()
    clock = house.house.clock

    while clock.now() < NOON + LONGEST - IDLE:
        clock.advance(IDLE - timedelta(seconds=1))
        assert house.resume(secret).name == "Rina"
    clock.time = NOON + LONGEST

    with pytest.raises(NotAuthenticated):
        house.resume(secret)


def test_a_session_that_is_not_used_ends_after_twelve_hours() -> None:
    house = PeopleHouse()
    house.add()
    _, secret = house.enter()
    house.house.clock.advance(IDLE)

    with pytest.raises(NotAuthenticated):
        house.resume(secret)


def test_a_use_is_noted_at_most_once_a_minute() -> None:
    house = PeopleHouse()
    person = house.add()
    _, secret = house.enter()

    house.house.clock.advance(timedelta(seconds=59))
    house.resume(secret)
    early = house.people.find(person.id).last_seen_at
    house.house.clock.advance(timedelta(seconds=1))
    house.resume(secret)

    assert (early, house.people.find(person.id).last_seen_at) == (NOON, NOON + timedelta(minutes=1))
    assert house.resume(secret).last_used_at == NOON + timedelta(minutes=1)


def test_who_signs_out_is_out() -> None:
    house = PeopleHouse()
    house.add()
    session, secret = house.enter()

    house.sign_out(session.id)

    with pytest.raises(NotAuthenticated):
        house.resume(secret)


def test_a_sign_in_forgets_sessions_that_can_hold_no_longer() -> None:
    house = PeopleHouse()
    house.add()
    house.enter()
    house.house.clock.advance(LONGEST + timedelta(seconds=1))

    house.enter()

    assert len(house.house.store.sessions) == 1


def test_who_changes_their_password_needs_the_old_one_and_goes_on_in_a_new_session() -> None:
    house = PeopleHouse()
    person = house.add()
    _, before = house.enter()

    session, secret = house.change_own_password(person.id, PASSWORD, "empat perahu nelayan", CLIENT)

    assert house.resume(secret) == session
    with pytest.raises(NotAuthenticated):
        house.resume(before)
    with pytest.raises(WrongPassword):
        house.enter()
    changed = [one for one in house.house.store.events if one.kind is EventKind.PERSON_CHANGED]
    assert [(one.actor, one.details["changed"]) for one in changed] == [("person:Rina", "password")]


def test_a_wrong_old_password_counts_as_a_failure_to_sign_in() -> None:
    house = PeopleHouse()
    person = house.add()

    for _ in range(5):
        with pytest.raises(WrongPassword):
            house.change_own_password(person.id, "bukan ini", "empat perahu nelayan", CLIENT)

    with pytest.raises(TooManyAttempts):
        house.change_own_password(person.id, PASSWORD, "empat perahu nelayan", CLIENT)


def test_a_token_has_no_password_to_change() -> None:
    with pytest.raises(UnknownPerson):
        PeopleHouse().change_own_password(None, PASSWORD, "empat perahu nelayan", CLIENT)


def test_a_password_that_somebody_set_in_the_meantime_is_not_changed_by_the_old_one() -> None:
    house = PeopleHouse()
    person = house.add()
    house.passwords.meanwhile = lambda: house.change(person, password="lima perahu nelayan")

    with pytest.raises(WrongPassword):
        house.change_own_password(person.id, PASSWORD, "empat perahu nelayan", CLIENT)

    assert house.enter(password="lima perahu nelayan")[0].name == "Rina"


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


def test_of_two_accounts_that_one_invitation_fits_the_first_one_is_taken() -> None:
    house = PeopleHouse()
    person = house.add("Rina", None, invitation=invitation(plain_hash, "rina@kabar.example"))

    assert house.people.link(person.id, b"the first")
    assert not house.people.link(person.id, b"the second")
    assert house.people.linked(b"the first") is not None
