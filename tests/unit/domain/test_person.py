"""People: what their roles allow, what names and passwords are, and who may give what."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from service.domain.errors import MalformedRequest, NotAllowed
from service.domain.moderator import Moderator
from service.domain.person import (
    SCOPES,
    Role,
    checked_name,
    checked_password,
    managed_sites,
    name_key,
    require_to_give,
)
from service.domain.session import IDLE, LONGEST, is_due
from service.domain.site import SiteId
from service.domain.token import Scope
from tests.fakes import DEMO, NOON
from tests.house_people import a_session_value
from tests.stored_people import a_person

OTHER = SiteId("lain")


def test_each_role_allows_what_the_one_below_does_and_more() -> None:
    assert SCOPES[Role.READER] < SCOPES[Role.MODERATOR] < SCOPES[Role.OWNER] == frozenset(Scope)


def test_a_person_asks_with_the_rights_of_their_roles() -> None:
    moderator = a_person(name="Rina", roles={DEMO: Role.MODERATOR, OTHER: Role.READER}).moderator

    assert moderator.actor == "person:Rina"
    assert moderator.may(Scope.DECIDE, DEMO)
    assert not moderator.may(Scope.DECIDE, OTHER)
    assert not moderator.opens(SiteId("ketiga"))


@pytest.mark.parametrize(
    ("changes", "owns"),
    [
        ({"roles": {None: Role.OWNER}}, True),
        ({"roles": {None: Role.OWNER}, "disabled": True}, False),
        ({"roles": {None: Role.MODERATOR, DEMO: Role.OWNER}}, False),
        ({"roles": {}}, False),
    ],
)
def test_who_owns_everything_is_an_owner_of_all_sites_who_is_let_in(changes: dict[str, Any], *, owns: bool) -> None:
    assert a_person(**changes).owns_everything is owns


def test_a_name_is_kept_as_typed_in_nfc_without_blanks_around() -> None:
    assert checked_name("  Re\u0301mi  Å ", "name") == "Rémi  Å"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "missing"),
        ("\u2003", "missing"),
        ("x" * 101, "too-long"),
        ("a\nb", "control-characters"),
        ("a\u2028b", "control-characters"),
        ("a\u202eb", "control-characters"),
        ("a\ud800", "control-characters"),
    ],
)
def test_a_name_that_cannot_be_shown_in_a_line_is_refused(name: str, reason: str) -> None:
    with pytest.raises(MalformedRequest) as refusal:
        checked_name(name, "label")

    assert (refusal.value.reason, refusal.value.parameter) == (reason, "label")


def test_names_are_compared_without_case_blanks_around_or_forms_of_letters() -> None:
    assert name_key(" RINA ") == name_key("Ｒｉｎａ") == name_key("rina")
    assert name_key("Straße") == name_key("STRASSE")
    assert name_key("Rina") != name_key("Rena")


@pytest.mark.parametrize("password", ["duabelashuru", "x" * 128, "cafe\u0301 tiga perahu", "密码密码密码密码密码密码"])
def test_a_password_of_twelve_to_128_characters_will_do(password: str) -> None:
    assert 12 <= len(checked_password(password, "password")) <= 128


def test_a_password_typed_in_either_form_is_the_same() -> None:
    assert checked_password("cafe\u0301 tiga perahu", "new") == checked_password("café tiga perahu", "new")


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("sebelas saj", "too-short"),
        ("e\u0301" * 11, "too-short"),
        ("x" * 129, "too-long"),
        ("tiga\x00perahu nelayan", "control-characters"),
        ("tiga\ud800perahu nelayan", "control-characters"),
    ],
)
def test_any_other_password_is_refused(password: str, reason: str) -> None:
    with pytest.raises(MalformedRequest) as refusal:
        checked_password(password, "new")

    assert (refusal.value.reason, refusal.value.parameter) == (reason, "new")


def asking(**rights: frozenset[Scope]) -> Moderator:
    return Moderator(actor="x", rights={None if site == "all" else SiteId(site): one for site, one in rights.items()})


def test_who_manages_people_everywhere_manages_all_sites() -> None:
    assert managed_sites(asking(all=SCOPES[Role.OWNER], demo=SCOPES[Role.READER])) is None


def test_who_manages_people_somewhere_manages_those_sites() -> None:
    asker = asking(all=SCOPES[Role.READER], demo=SCOPES[Role.OWNER], lain=SCOPES[Role.MODERATOR])

    assert managed_sites(asker) == frozenset({DEMO})


def test_who_manages_nobody_is_refused() -> None:
    with pytest.raises(NotAllowed):
        managed_sites(asking(demo=SCOPES[Role.MODERATOR]))


@pytest.mark.parametrize(
    ("rights", "site", "lacking"),
    [
        ({"demo": SCOPES[Role.OWNER]}, DEMO, None),
        ({"all": SCOPES[Role.OWNER]}, DEMO, None),
        ({"all": SCOPES[Role.OWNER]}, None, None),
        ({"all": frozenset({Scope.PEOPLE}), "demo": frozenset({Scope.READ, Scope.DECIDE})}, DEMO, None),
        ({"demo": SCOPES[Role.OWNER]}, None, "people:manage"),
        ({"demo": SCOPES[Role.OWNER]}, OTHER, "people:manage"),
        ({"demo": SCOPES[Role.MODERATOR]}, DEMO, "people:manage"),
        ({"demo": frozenset({Scope.PEOPLE, Scope.READ})}, DEMO, "comments:decide"),
        ({"all": frozenset({Scope.PEOPLE, Scope.READ}), "demo": SCOPES[Role.OWNER]}, None, "comments:decide"),
    ],
)
def test_nobody_gives_what_they_do_not_have(
    rights: dict[str, frozenset[Scope]], site: SiteId | None, lacking: str | None
) -> None:
    given = SCOPES[Role.MODERATOR]
    if lacking is None:
        require_to_give(asking(**rights), site, given)
        return

    with pytest.raises(NotAllowed) as refusal:
        require_to_give(asking(**rights), site, given)

    assert refusal.value.scope == lacking


def test_a_session_ends_by_itself_when_it_was_idle_or_is_old() -> None:
    fresh = a_session_value(created_at=NOON, last_used_at=NOON)
    old = a_session_value(created_at=NOON, last_used_at=NOON + LONGEST - timedelta(hours=1))

    assert fresh.expires_at == NOON + IDLE
    assert old.expires_at == NOON + LONGEST


@pytest.mark.parametrize(("seconds", "due"), [(0, False), (59, False), (60, True), (3600, True)])
def test_a_use_is_noted_once_a_minute(seconds: int, *, due: bool) -> None:
    assert is_due(NOON, NOON + timedelta(seconds=seconds)) is due
    assert is_due(None, NOON)
