"""Signing in at the desk: a cookie that no script reads, a proof with each write, and an end that comes at once."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from service.domain.token import Scope
from tests.functional.api.desk_person import PASSWORD, Browser, add_person, browser, signed_in
from tests.functional.api.driver import NOBODY

if TYPE_CHECKING:
    from tests.functional.api.driver import Api


def approve(one: Browser, comment: str, **headers: str) -> int:
    response = one.ask(
        "POST", f"/comments/{comment}/decisions", json={"action": "approve", "version": 1}, headers=headers
    )
    return response.status_code


def test_who_signs_in_is_told_who_they_are_and_what_they_may_do(api: Api) -> None:
    add_person(api, "Rina", demo="moderator")

    response = browser(api).sign_in("Rina")

    assert response.status_code == 200
    said = response.get_json()
    assert (said["actor"], said["name"]) == ("person:Rina", "Rina")
    assert said["rights"] == {"demo": ["comments:decide", "comments:read"]}
    assert said["expires_at"] == "2026-03-15T00:00:00Z"
    assert len(said["csrf"]) == 43
    assert response.headers["Cache-Control"] == "no-store"


def test_the_cookie_is_for_no_script_no_other_site_and_over_https_for_https_alone(api: Api) -> None:
    add_person(api)

    plain = browser(api).sign_in().headers["Set-Cookie"]
    secure = browser(api).sign_in(base_url="https://localhost").headers["Set-Cookie"]

    assert plain.startswith("saring_session=")
    assert {part.strip() for part in plain.split(";")[1:]} >= {
        "HttpOnly",
        "SameSite=Strict",
        "Path=/",
        "Max-Age=604800",
    }
    assert "Secure" not in plain
    assert "Secure" in secure


def test_the_cookie_lets_read_and_decide(api: Api) -> None:
    comment = api.held()
    one, _ = signed_in(api)

    assert one.ask("GET", "/comments").get_json()["items"][0]["id"] == comment
    assert approve(one, comment) == 200
    assert one.ask("GET", f"/comments/{comment}").get_json()["history"][-1]["actor"] == "person:Rina"


@pytest.mark.parametrize("proof", ["", "wrong", "é", "\udcff"])
def test_a_write_without_the_sessions_proof_is_refused_and_changes_nothing(api: Api, proof: str) -> None:
    comment = api.held()
    one, _ = signed_in(api)
    one.csrf = proof.encode("utf-8", "surrogateescape").decode("latin-1")

    response = one.ask("POST", f"/comments/{comment}/decisions", json={"action": "approve", "version": 1})

    assert (response.status_code, response.get_json()["code"]) == (403, "cross-site-write")
    assert api.detail(comment).get_json()["state"] == "pending"


def test_the_proof_of_another_session_is_none(api: Api) -> None:
    comment = api.held()
    one, _ = signed_in(api)
    other, _ = signed_in(api, "Made")
    one.csrf = other.csrf

    assert approve(one, comment) == 403


@pytest.mark.parametrize("place", ["cross-site", "same-site", "nonsense"])
def test_a_write_that_the_browser_says_another_site_sends_is_refused(api: Api, place: str) -> None:
    comment = api.held()
    one, _ = signed_in(api)

    assert approve(one, comment, **{"Sec-Fetch-Site": place}) == 403
    assert one.sign_in(headers={"Sec-Fetch-Site": place}).status_code == 403


@pytest.mark.parametrize("place", ["same-origin", "none"])
def test_a_write_of_our_own_page_is_taken(api: Api, place: str) -> None:
    comment = api.held()
    one, _ = signed_in(api)

    assert approve(one, comment, **{"Sec-Fetch-Site": place}) == 200


def test_a_form_of_another_site_cannot_sign_anybody_in(api: Api) -> None:
    add_person(api)
    body = json.dumps({"name": "Rina", "password": PASSWORD})

    response = api.call("POST", "/api/v1/moderation/session", data=body, content_type="text/plain")

    assert response.status_code == 415


def test_a_token_wins_over_a_cookie_and_needs_no_proof(api: Api) -> None:
    comment = api.held()
    one, _ = signed_in(api)
    reader = api.issue_token(scopes=frozenset({Scope.READ}))
    one.csrf = ""

    assert approve(one, comment, Authorization=f"Bearer {reader}") == 403
    assert approve(one, comment, Authorization="Bearer wrong") == 401
    assert approve(one, comment, Authorization=f"Bearer {api.token}") == 200


def test_a_session_may_be_opened_with_a_token_and_has_its_rights(api: Api) -> None:
    one = browser(api)
    reader = api.issue_token(scopes=frozenset({Scope.READ}))

    said = one.bring(reader).get_json()

    assert (said["actor"], said["name"], said["rights"]) == (
        "token:a program",
        "a program",
        {"demo": ["comments:read"]},
    )
    assert one.ask("GET", "/comments").status_code == 200
    assert approve(one, NOBODY) == 403
    assert reader not in one.secret


def test_whoever_asks_can_see_who_they_are(api: Api) -> None:
    one, _ = signed_in(api)

    mine = one.ask("GET", "/session").get_json()
    programs = api.call("GET", "/api/v1/moderation/session", headers={"Authorization": f"Bearer {api.token}"})

    assert (mine["name"], mine["csrf"]) == ("Rina", one.csrf)
    said = programs.get_json()
    assert (said["actor"], said["name"], said["csrf"], said["expires_at"]) == ("token:first", "first", None, None)
    assert list(said["rights"]) == ["*"]
    assert browser(api).ask("GET", "/session").status_code == 401


def test_who_signs_out_is_out(api: Api) -> None:
    one, _ = signed_in(api)
    secret = one.secret

    assert one.ask("DELETE", "/session").status_code == 204
    assert one.secret == ""
    one.client.set_cookie("saring_session", secret)
    assert one.ask("GET", "/comments").status_code == 401


def test_signing_out_with_a_token_leaves_the_token(api: Api) -> None:
    headers = {"Authorization": f"Bearer {api.token}"}

    assert api.call("DELETE", "/api/v1/moderation/session", headers=headers).status_code == 204
    assert api.queue().status_code == 200


def test_who_signs_in_again_ends_the_session_of_before(api: Api) -> None:
    one, _ = signed_in(api)
    before = one.secret

    one.sign_in()

    assert one.secret != before
    thief = browser(api)
    thief.client.set_cookie("saring_session", before)
    assert thief.ask("GET", "/session").status_code == 401


def test_a_session_ends_after_twelve_hours_without_use_and_after_a_week_in_any_case(api: Api) -> None:
    idle, _ = signed_in(api)
    busy, _ = signed_in(api, "Made")

    for _ in range(16):
        api.clock.advance(timedelta(hours=10))
        assert busy.ask("GET", "/session").status_code == 200
    assert idle.ask("GET", "/session").status_code == 401
    api.clock.advance(timedelta(hours=8))

    assert busy.ask("GET", "/session").status_code == 401


def test_a_wrong_password_and_a_wrong_name_are_told_alike(api: Api) -> None:
    add_person(api)
    add_person(api, "Tanpa", None)

    answers = [browser(api).sign_in(name, "bukan ini sama sekali") for name in ("Rina", "Siapa", "Tanpa")]

    assert {response.status_code for response in answers} == {401}
    assert {response.get_json()["code"] for response in answers} == {"wrong-password"}
    assert len({response.text for response in answers}) == 1
    assert all("Set-Cookie" not in response.headers for response in answers)


def test_too_many_failures_under_a_name_must_wait_and_others_need_not(api: Api) -> None:
    add_person(api)
    add_person(api, "Made")

    failures = [browser(api).sign_in("rina", "bukan ini sama sekali") for _ in range(11)]
    right = browser(api).sign_in("Rina")

    assert [response.status_code for response in failures] == [401] * 10 + [429]
    assert (right.status_code, right.get_json()["code"]) == (429, "too-many-attempts")
    assert right.headers["Retry-After"] == str(right.get_json()["retry_after"]) == "900"
    assert browser(api).sign_in("Made").status_code == 200
    assert browser(api).sign_in("Rina", environ_base={"REMOTE_ADDR": "198.51.100.7"}).status_code == 200
    api.clock.advance(timedelta(minutes=15))
    assert browser(api).sign_in("Rina").status_code == 200


def test_who_signs_in_often_need_not_wait(api: Api) -> None:
    add_person(api)

    assert {browser(api).sign_in().status_code for _ in range(30)} == {200}


def test_who_changes_their_password_ends_every_session_and_goes_on_in_a_new_one(api: Api) -> None:
    one, _ = signed_in(api)
    elsewhere = browser(api)
    elsewhere.sign_in()
    stolen = one.secret

    response = one.ask("POST", "/session/password", json={"old": PASSWORD, "new": "empat perahu nelayan"})

    assert response.status_code == 204
    assert one.ask("GET", "/session").get_json()["name"] == "Rina"
    assert elsewhere.ask("GET", "/session").status_code == 401
    thief = browser(api)
    thief.client.set_cookie("saring_session", stolen)
    assert thief.ask("GET", "/session").status_code == 401
    assert browser(api).sign_in().status_code == 401
    assert browser(api).sign_in(password="empat perahu nelayan").status_code == 200


@pytest.mark.parametrize(
    ("old", "new", "status", "code"),
    [
        ("bukan ini sama sekali", "empat perahu nelayan", 401, "wrong-password"),
        (PASSWORD, "pendek", 400, "malformed-request"),
        (PASSWORD, "x" * 129, 400, "malformed-request"),
    ],
)
def test_a_password_is_changed_by_who_knows_the_old_one_to_one_that_will_do(
    api: Api, old: str, new: str, status: int, code: str
) -> None:
    one, _ = signed_in(api)

    response = one.ask("POST", "/session/password", json={"old": old, "new": new})

    assert (response.status_code, response.get_json()["code"]) == (status, code)
    assert one.ask("GET", "/session").status_code == 200


def test_a_session_stands_on_its_token_and_falls_with_it(api: Api) -> None:
    one = browser(api)
    with api.app.app_context():
        token, secret = api.operator.issue_token("meja", None, frozenset(Scope))
    one.bring(secret)
    before = one.ask("GET", "/comments").status_code

    with api.app.app_context():
        api.operator.revoke_token(token)

    assert (before, one.ask("GET", "/comments").status_code) == (200, 401)
    assert one.bring(secret).status_code == 401


def test_a_cookie_that_is_none_of_ours_opens_nothing(api: Api) -> None:
    one = browser(api)
    for secret in ("x", "x" * 4000, '"; DROP TABLE session'):
        one.client.set_cookie("saring_session", secret)
        assert one.ask("GET", "/session").status_code == 401


def test_an_answer_never_repeats_a_password_or_a_secret(api: Api) -> None:
    add_person(api)
    one = browser(api)
    said = one.sign_in().text + browser(api).sign_in(password="rahasia sekali ini").text

    assert PASSWORD not in said
    assert "rahasia sekali ini" not in said
    assert one.secret not in said
