"""Signing in through an identity provider that really runs: who was invited gets in, and nobody else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from service.adapters.clock import SystemClock
from service.adapters.oidc import Provider
from service.domain.person import Role
from service.use_cases.manage_people import NewPerson
from service.use_cases.sign_in_by_provider import invitation
from tests.functional.api.desk_person import OPERATOR, browser, events, refused
from tests.provider import RINA, UNPROVED, agree, come_back, go, running_provider

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.world import World
    from tests.functional.api.driver import Api


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with running_provider(RINA, UNPROVED) as address:
        yield address


@pytest.fixture
def world(world: World, issuer: str) -> World:
    provider = Provider(issuer=issuer, client_id="saring", client_secret="a secret", clock=SystemClock())
    return replace(world, provider=provider)


def invite(api: Api, word: str, name: str = "Rina") -> None:
    doors = api.app.extensions["saring.api"].moderation.people
    with api.app.app_context():
        digest = invitation(doors.provider.sign_in.hasher, word)
        doors.add_person(NewPerson(name=name, password=None, roles={None: Role.OWNER}, invitation=digest), OPERATOR)


@pytest.mark.parametrize("word", ["rina@kabar.example", "rina-7"])
def test_who_was_invited_by_address_or_subject_gets_in_and_comes_back(api: Api, word: str) -> None:
    invite(api, word)
    first, later = browser(api), browser(api)

    answer = come_back(first.client, agree(go(first.client), "rina-7"))
    again = come_back(later.client, agree(go(later.client), "rina-7"))

    assert (answer.status_code, again.status_code) == (200, 200)
    for one in (first, later):
        said = one.ask("GET", "/session").get_json()
        assert (said["actor"], said["rights"].keys()) == ("person:Rina", {"*"})
    assert [event["by"] for event in events(api, "signed-in")] == ["provider", "provider"]


def test_the_session_is_as_strict_as_any_and_a_page_of_ours_goes_on_to_the_desk(api: Api) -> None:
    invite(api, "rina-7")
    one = browser(api)

    answer = come_back(one.client, agree(go(one.client), "rina-7"))

    [session] = [line for line in answer.headers.getlist("Set-Cookie") if line.startswith("saring_session=")]
    assert "SameSite=Strict" in session
    assert "HttpOnly" in session
    assert answer.headers["Refresh"] == "0; url=/desk"
    assert 'href="/desk"' in answer.text
    assert "script" not in answer.headers["Content-Security-Policy"].replace("default-src 'none'", "")
    assert one.client.get_cookie("saring_journey", path="/desk/oidc") is None


def test_the_provider_is_asked_with_state_nonce_and_proof_of_who_asked(api: Api) -> None:
    one = browser(api)

    asked = parse_qs(urlsplit(go(one.client)).query)

    assert asked["response_type"] == ["code"]
    assert asked["scope"] == ["openid email"]
    assert asked["redirect_uri"] == ["http://localhost/desk/oidc/callback"]
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["state"][0]) == len(asked["nonce"][0]) == len(asked["code_challenge"][0]) == 43
    cookie = one.client.get_cookie("saring_journey", path="/desk/oidc")
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site, cookie.path, cookie.max_age) == (True, "Lax", "/desk/oidc", 600)


@pytest.mark.parametrize("sub", ["made-3", "siapa"])
def test_who_was_not_invited_stays_out_also_with_an_address_that_is_not_proved(api: Api, sub: str) -> None:
    invite(api, "rina@kabar.example")
    one = browser(api)

    answer = come_back(one.client, agree(go(one.client), sub))

    assert answer.status_code == 403
    assert one.secret == ""
    assert events(api, "signed-in") == []


def test_an_answer_to_another_browsers_question_lets_nobody_in(api: Api) -> None:
    invite(api, "rina-7")
    mine, theirs = browser(api), browser(api)
    answer = agree(go(theirs.client), "rina-7")
    go(mine.client)

    assert come_back(mine.client, answer).status_code == 403
    assert come_back(browser(api).client, answer).status_code == 403
    assert mine.secret == ""


def test_an_answer_opens_once(api: Api) -> None:
    invite(api, "rina-7")
    one = browser(api)
    answer = agree(go(one.client), "rina-7")
    kept = one.client.get_cookie("saring_journey", path="/desk/oidc")
    assert kept is not None

    first = come_back(one.client, answer)
    one.client.set_cookie("saring_journey", kept.value, path="/desk/oidc")
    second = come_back(one.client, answer)

    assert (first.status_code, second.status_code) == (200, 403)


@pytest.mark.parametrize(
    "changes",
    [{"code": "wrong"}, {"code": ""}, {"state": ""}, {"state": "wrong"}, {"iss": "https://evil.example"}],
    ids=str,
)
def test_an_answer_that_was_tampered_with_lets_nobody_in(api: Api, changes: dict[str, str]) -> None:
    invite(api, "rina-7")
    one = browser(api)

    answer = come_back(one.client, agree(go(one.client), "rina-7") | changes)

    assert answer.status_code == 403
    assert one.secret == ""


def test_a_provider_that_says_no_lets_nobody_in(api: Api) -> None:
    one = browser(api)
    state = parse_qs(urlsplit(go(one.client)).query)["state"][0]

    assert come_back(one.client, {"error": "access_denied", "state": state}).status_code == 403


def test_the_page_speaks_the_visitors_language_and_names_nobody(api: Api) -> None:
    response = browser(api).client.get("/desk/oidc/callback", headers={"Accept-Language": "id"})

    assert response.status_code == 403
    assert "Tidak berhasil masuk" in response.text
    assert 'lang="id"' in response.text


class TestWithoutAProvider:
    """An installation that has none."""

    @pytest.fixture
    def world(self, world: World) -> World:
        return replace(world, provider=None)

    def test_there_is_nothing(self, api: Api) -> None:
        for path in ("start", "callback"):
            assert refused(browser(api).client.get(f"/desk/oidc/{path}")) == (404, "not-found", None)


class TestWithAProviderThatIsAway:
    """A provider that does not answer."""

    @pytest.fixture
    def world(self, world: World) -> World:
        gone = Provider(issuer="http://127.0.0.1:9", client_id="x", client_secret="y", clock=SystemClock())
        return replace(world, provider=gone)

    def test_somebody_is_told_and_passwords_still_open(self, api: Api) -> None:
        assert browser(api).client.get("/desk/oidc/start").status_code == 403
