"""People over the API: roles per site, and nobody who gives or takes what they do not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from service.domain.token import Scope
from tests.functional.api.desk_person import PASSWORD, add_person, browser, refused, signed_in
from tests.functional.api.driver import DOUBTFUL, NOBODY
from tests.functional.api.recipes_people import ask

if TYPE_CHECKING:
    from tests.functional.api.driver import Api

OTHER = "empat perahu nelayan"


@pytest.fixture(autouse=True)
def _second_site(api: Api) -> None:
    api.add_site("kedua")


def new(name: str = "Made", password: str | None = PASSWORD, **roles: str) -> dict[str, object]:
    return {
        "name": name,
        "password": password,
        "roles": {site.replace("everywhere", "*"): r for site, r in roles.items()},
    }


def test_an_owner_adds_a_moderator_who_signs_in_and_decides_there_and_nowhere_else(api: Api) -> None:
    owner, _ = signed_in(api, "Rina", demo="owner")
    ours, theirs = api.held(), api.post(site="kedua", text=DOUBTFUL).get_json()["id"]

    added = owner.ask("POST", "/people", json=new("Made", demo="moderator"))

    assert added.status_code == 201
    assert added.get_json()["roles"] == {"demo": "moderator"}
    made = browser(api)
    made.sign_in("made")
    decision = {"action": "approve", "version": 1}
    assert made.ask("POST", f"/comments/{ours}/decisions", json=decision).status_code == 200
    assert made.ask("POST", f"/comments/{theirs}/decisions", json=decision).status_code == 404
    assert made.ask("GET", "/comments?site=kedua").status_code == 404
    assert made.ask("GET", "/people").status_code == 403
    assert api.detail(ours).get_json()["history"][-1]["actor"] == "person:Made"


@pytest.mark.parametrize(
    ("role", "reads", "decides"), [("reader", 200, 403), ("moderator", 200, 200), ("owner", 200, 200)]
)
def test_a_role_stands_for_what_it_allows(api: Api, role: str, reads: int, decides: int) -> None:
    comment = api.held()
    one, _ = signed_in(api, "Rina", demo=role)

    assert one.ask("GET", "/comments").status_code == reads
    decision = {"action": "approve", "version": 1}
    assert one.ask("POST", f"/comments/{comment}/decisions", json=decision).status_code == decides


@pytest.mark.parametrize("roles", [{"kedua": "reader"}, {"demo": "reader", "kedua": "reader"}, {"tidak-ada": "reader"}])
def test_an_owner_of_one_site_gives_no_role_on_another(api: Api, roles: dict[str, str]) -> None:
    owner, _ = signed_in(api, "Rina", demo="owner")

    response = owner.ask("POST", "/people", json=new("Made", **roles))

    assert refused(response) == (404, "unknown-site", None)
    assert browser(api).sign_in("Made").status_code == 401


def test_an_owner_of_one_site_gives_no_role_everywhere(api: Api) -> None:
    owner, me = signed_in(api, "Rina", demo="owner")

    assert refused(owner.ask("POST", "/people", json=new("Made", everywhere="reader"))) == (
        403,
        "not-allowed",
        "people:manage",
    )
    roles = {"demo": "owner", "*": "owner"}
    assert owner.ask("PATCH", f"/people/{me}", json={"roles": roles}).status_code == 403
    assert owner.ask("GET", "/session").get_json()["rights"].keys() == {"demo"}


def test_who_manages_people_and_no_more_gives_no_more(api: Api) -> None:
    token = api.issue_token("demo", frozenset({Scope.PEOPLE, Scope.READ}))

    assert ask(api, "POST", "/people", token=token, json=new("Made", demo="reader")).status_code == 201
    assert refused(ask(api, "POST", "/people", token=token, json=new("Sari", demo="owner")))[1] == "not-allowed"
    assert refused(
        ask(api, "POST", "/tokens", token=token, json={"label": "x", "site": "demo", "scopes": ["site:manage"]})
    ) == (
        403,
        "not-allowed",
        "site:manage",
    )


def test_who_manages_people_and_no_more_takes_no_more(api: Api) -> None:
    token = api.issue_token("demo", frozenset({Scope.PEOPLE, Scope.READ}))
    owner = add_person(api, "Rina", demo="owner").id

    changes: tuple[dict[str, object], ...] = (
        {"roles": {}},
        {"roles": {"demo": "reader"}},
        {"disabled": True},
        {"password": OTHER},
    )
    for change in changes:
        assert refused(ask(api, "PATCH", f"/people/{owner}", token=token, json=change))[1] == "not-allowed"


def test_a_moderator_manages_nobody(api: Api) -> None:
    one, me = signed_in(api, "Rina", demo="moderator")

    for method, path, body in [
        ("GET", "/people", None),
        ("GET", f"/people/{me}", None),
        ("POST", "/people", new("Made", demo="reader")),
        ("PATCH", f"/people/{me}", {"roles": {"demo": "owner"}}),
        ("PATCH", f"/people/{me}", {"password": OTHER}),
        ("GET", "/tokens", None),
        ("POST", "/tokens", {"label": "x", "site": "demo", "scopes": ["comments:read"]}),
        ("DELETE", f"/tokens/{NOBODY}", None),
    ]:
        assert refused(one.ask(method, path, json=body)) == (403, "not-allowed", "people:manage"), path


def test_an_owner_of_one_site_sees_who_may_act_there_and_of_them_only_that(api: Api) -> None:
    owner, _ = signed_in(api, "Rina", demo="owner")
    add_person(api, "Adi", everywhere="owner")
    both = add_person(api, "Both", demo="reader", kedua="owner").id
    stranger = add_person(api, "Kedua", kedua="owner").id

    listed = owner.ask("GET", "/people").get_json()["items"]

    assert [(one["name"], one["roles"]) for one in listed] == [
        ("Adi", {"*": "owner"}),
        ("Both", {"demo": "reader"}),
        ("Rina", {"demo": "owner"}),
    ]
    assert owner.ask("GET", f"/people/{both}").get_json()["roles"] == {"demo": "reader"}
    assert refused(owner.ask("GET", f"/people/{stranger}")) == (404, "unknown-person", None)
    assert refused(owner.ask("PATCH", f"/people/{stranger}", json={"disabled": True})) == (404, "unknown-person", None)
    assert owner.ask("GET", "/people?site=kedua").status_code == 404


def test_an_owner_of_one_site_takes_nothing_from_somebody_elsewhere(api: Api) -> None:
    owner, _ = signed_in(api, "Rina", demo="owner")
    both = add_person(api, "Both", demo="reader", kedua="owner").id
    everywhere = add_person(api, "Adi", everywhere="reader").id

    for person in (both, everywhere):
        for change in ({"password": OTHER}, {"disabled": True}, {"disabled": False}):
            assert refused(owner.ask("PATCH", f"/people/{person}", json=change))[1] == "not-allowed"
    taken = owner.ask("PATCH", f"/people/{both}", json={"roles": {}})

    assert (taken.status_code, taken.get_json()["roles"]) == (200, {})
    assert ask(api, "GET", f"/people/{both}").get_json()["roles"] == {"kedua": "owner"}
    assert browser(api).sign_in("Both").status_code == 200


def test_what_an_owner_of_one_site_sees_can_be_sent_back(api: Api) -> None:
    owner, _ = signed_in(api, "Rina", demo="owner")
    adi = add_person(api, "Adi", everywhere="reader", kedua="owner").id
    seen = owner.ask("GET", f"/people/{adi}").get_json()["roles"]

    changed = owner.ask("PATCH", f"/people/{adi}", json={"roles": seen | {"demo": "moderator"}})

    assert changed.get_json()["roles"] == {"*": "reader", "demo": "moderator"}
    assert ask(api, "GET", f"/people/{adi}").get_json()["roles"] == {
        "*": "reader",
        "demo": "moderator",
        "kedua": "owner",
    }


@pytest.mark.parametrize(
    "change", [{"disabled": True}, {"roles": {"demo": "reader"}}, {"roles": {}}, {"password": OTHER}], ids=str
)
def test_whatever_is_changed_of_somebody_ends_their_sessions_at_once(api: Api, change: dict[str, object]) -> None:
    one, person = signed_in(api, "Made", demo="moderator")
    before = one.ask("GET", "/comments").status_code

    ask(api, "PATCH", f"/people/{person}", json=change)

    assert (before, one.ask("GET", "/comments").status_code) == (200, 401)


def test_who_is_disabled_gets_in_no_more_until_they_are_let_in_again(api: Api) -> None:
    person = add_person(api, "Made", demo="moderator").id

    ask(api, "PATCH", f"/people/{person}", json={"disabled": True})
    refusal = browser(api).sign_in("Made")
    ask(api, "PATCH", f"/people/{person}", json={"disabled": False})

    assert refused(refusal) == (401, "wrong-password", None)
    assert browser(api).sign_in("Made").status_code == 200


def test_a_new_password_opens_and_the_old_one_does_not(api: Api) -> None:
    person = add_person(api, "Made", demo="moderator").id

    ask(api, "PATCH", f"/people/{person}", json={"password": OTHER})

    assert browser(api).sign_in("Made").status_code == 401
    assert browser(api).sign_in("Made", OTHER).status_code == 200


@pytest.mark.parametrize(
    "change", [{"disabled": True}, {"roles": {}}, {"roles": {"*": "moderator", "demo": "owner"}}], ids=str
)
def test_the_last_owner_of_everything_stays_one(api: Api, change: dict[str, object]) -> None:
    last, gone = (add_person(api, name).id for name in ("Rina", "Made"))

    assert ask(api, "PATCH", f"/people/{gone}", json={"disabled": True}).status_code == 200
    assert refused(ask(api, "PATCH", f"/people/{last}", json=change)) == (409, "last-owner", None)
    assert ask(api, "GET", f"/people/{last}").get_json()["roles"] == {"*": "owner"}
    assert ask(api, "PATCH", f"/people/{last}", json={"password": OTHER}).status_code == 200


@pytest.mark.parametrize("name", ["Rina", "RINA", " rina ", "Ｒｉｎａ"])
def test_a_name_is_one_persons_whatever_its_case(api: Api, name: str) -> None:
    add_person(api, "Rina")

    assert refused(ask(api, "POST", "/people", json=new(name, demo="reader"))) == (409, "name-taken", None)


@pytest.mark.parametrize(
    ("body", "parameter", "reason"),
    [
        (new("", demo="reader"), "name", "missing"),
        (new(" \u00a0 ", demo="reader"), "name", "missing"),
        (new("x" * 101, demo="reader"), "name", "too-long"),
        (new("Rina\u202e", demo="reader"), "name", "control-characters"),
        (new("Rina\n", demo="reader") | {"name": "Ri\nna"}, "name", "control-characters"),
        (new("Made", "sebelas saj", demo="reader"), "password", "too-short"),
        (new("Made", "x" * 129, demo="reader"), "password", "too-long"),
        (new("Made", "tiga perahu\x00nelayan", demo="reader"), "password", "control-characters"),
        (new("Made Wijaya Kusuma", "made wijaya kusuma", demo="reader"), "password", "too-simple"),
        (new("Made"), "roles", "missing"),
        (new("Made", demo="king"), "roles.demo", "unknown-value"),
    ],
)
def test_what_cannot_be_used_is_named(api: Api, body: dict[str, object], parameter: str, reason: str) -> None:
    said = ask(api, "POST", "/people", json=body).get_json()

    assert (said["code"], said["parameter"], said["reason"]) == ("malformed-request", parameter, reason)


def test_people_come_by_name_in_parts(api: Api) -> None:
    for name in ("Éka", "adi", "Sari", "Budi", "budi 2"):
        add_person(api, name, demo="reader")
    seen, after = [], ""
    while True:
        part = ask(api, "GET", f"/people?limit=2&after={after}").get_json()
        seen += [one["name"] for one in part["items"]]
        if not (after := part["next"]):
            break

    assert seen == ["adi", "Budi", "budi 2", "Sari", "Éka"]
