"""How to get each documented answer of the API of people, tokens and sessions."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from service.domain.errors import StorageUnavailable
from service.domain.token import Scope
from tests.functional.api.desk_person import PASSWORD, add_person, browser, signed_in
from tests.functional.api.driver import NOBODY

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug.test import TestResponse

    from tests.functional.api.driver import Api

ROOT = "/api/v1/moderation"
SIGN_IN = {"name": "Rina", "password": PASSWORD}
OTHER_PASSWORD = {"old": PASSWORD, "new": "empat perahu nelayan"}
TOKEN = {"label": "cadangan", "site": "demo", "scopes": ["comments:read"]}


def ask(api: Api, method: str, path: str, *, token: str | None = None, **options: Any) -> TestResponse:  # noqa: ANN401 - as the client takes them
    headers = {"Authorization": f"Bearer {api.token if token is None else token}"} | options.pop("headers", {})
    return api.call(method, ROOT + path, headers=headers, **options)


def reader(api: Api) -> str:
    return api.issue_token(scopes=frozenset({Scope.READ}))


def rina(**roles: str) -> dict[str, object]:
    return {"name": "Rina", "password": PASSWORD, "roles": roles or {"demo": "reader"}}


def issued_twice(api: Api) -> TestResponse:
    """Ask for a token twice under one key: its secret is shown once."""
    keyed = asked("POST", "/tokens", json=TOKEN, headers={"Idempotency-Key": "sekali"})
    return [keyed(api), keyed(api)][-1]


def entering(api: Api, **options: Any) -> TestResponse:  # noqa: ANN401 - as above
    return api.call("POST", f"{ROOT}/session", **options)


def entered(api: Api) -> TestResponse:
    add_person(api)
    return entering(api, json=SIGN_IN)


def leaving(api: Api, csrf: str | None = None) -> TestResponse:
    one, _ = signed_in(api)
    one.csrf = one.csrf if csrf is None else csrf
    return one.ask("DELETE", "/session")


def changing(api: Api, csrf: str | None = None, **options: Any) -> TestResponse:  # noqa: ANN401 - as above
    one, _ = signed_in(api)
    one.csrf = one.csrf if csrf is None else csrf
    return one.ask("POST", "/session/password", **options or {"json": OTHER_PASSWORD})


def guessing(api: Api) -> TestResponse:
    one, _ = signed_in(api)
    wrong = {"old": "bukan ini", "new": "empat perahu nelayan"}
    return [one.ask("POST", "/session/password", json=wrong) for _ in range(11)][-1]


def listed(api: Api) -> TestResponse:
    add_person(api)
    return ask(api, "GET", "/people")


def twice(api: Api) -> TestResponse:
    return [ask(api, "POST", "/people", json=rina()) for _ in range(2)][-1]


def changed(api: Api, **change: object) -> TestResponse:
    return ask(api, "PATCH", f"/people/{add_person(api).id}", json=change)


def revoked(api: Api) -> TestResponse:
    token = ask(api, "POST", "/tokens", json=TOKEN).get_json()["id"]
    return ask(api, "DELETE", f"/tokens/{token}")


def away(door: str, get: Callable[[Api], TestResponse]) -> Callable[[Api], TestResponse]:
    """Return what is answered while one door finds the database away."""

    def fail(*_: object) -> None:
        raise StorageUnavailable(timedelta(seconds=5))

    def answer(api: Api) -> TestResponse:
        object.__setattr__(api.app.extensions["saring.api"].moderation.people, door, fail)
        return get(api)

    return answer


def unreachable(api: Api) -> TestResponse:
    one, _ = signed_in(api)
    return away("resume", lambda _: one.ask("GET", "/session"))(api)


def asked(method: str, path: str, **options: Any) -> Callable[[Api], TestResponse]:  # noqa: ANN401 - as above
    return lambda api: ask(api, method, path, **options)


def by_reader(method: str, path: str, **options: Any) -> Callable[[Api], TestResponse]:  # noqa: ANN401 - as above
    return lambda api: ask(api, method, path, token=reader(api), **options)


LARGE: dict[str, Any] = {"data": b"x" * 300_000, "content_type": "application/json"}
PLAIN: dict[str, Any] = {"data": b"{}", "content_type": "text/plain"}
SOMEBODY = f"/people/{NOBODY}"
A_TOKEN = f"/tokens/{NOBODY}"

PEOPLE_RECIPES: dict[tuple[str, int], Callable[[Api], TestResponse]] = {
    ("sign_in", 200): entered,
    ("sign_in", 400): lambda api: entering(api, json={"name": "Rina"}),
    ("sign_in", 401): lambda api: entering(api, json=SIGN_IN),
    ("sign_in", 403): lambda api: entering(api, json=SIGN_IN, headers={"Sec-Fetch-Site": "cross-site"}),
    ("sign_in", 413): lambda api: entering(api, **LARGE),
    ("sign_in", 415): lambda api: entering(api, **PLAIN),
    ("sign_in", 429): lambda api: [entering(api, json=SIGN_IN) for _ in range(11)][-1],
    ("sign_in", 503): away("sign_in", lambda api: entering(api, json=SIGN_IN)),
    ("show_session", 200): lambda api: signed_in(api)[0].ask("GET", "/session"),
    ("show_session", 401): lambda api: browser(api).ask("GET", "/session"),
    ("show_session", 503): unreachable,
    ("sign_out", 204): leaving,
    ("sign_out", 401): lambda api: browser(api).ask("DELETE", "/session"),
    ("sign_out", 403): lambda api: leaving(api, "wrong"),
    ("sign_out", 503): away("sign_out", leaving),
    ("change_own_password", 204): changing,
    ("change_own_password", 400): lambda api: changing(api, json={"old": PASSWORD, "new": "pendek"}),
    ("change_own_password", 401): lambda api: browser(api).ask("POST", "/session/password", json=OTHER_PASSWORD),
    ("change_own_password", 403): lambda api: changing(api, "wrong"),
    ("change_own_password", 404): asked("POST", "/session/password", json=OTHER_PASSWORD),
    ("change_own_password", 413): lambda api: changing(api, **LARGE),
    ("change_own_password", 415): lambda api: changing(api, **PLAIN),
    ("change_own_password", 429): guessing,
    ("change_own_password", 503): away("change_password", changing),
    ("list_people", 200): listed,
    ("list_people", 400): asked("GET", "/people?after=x"),
    ("list_people", 401): asked("GET", "/people", token="wrong"),
    ("list_people", 403): by_reader("GET", "/people"),
    ("list_people", 404): lambda api: ask(api, "GET", "/people?site=lain", token=api.issue_token()),
    ("list_people", 503): away("list_people", asked("GET", "/people")),
    ("add_person", 201): asked("POST", "/people", json=rina()),
    ("add_person", 400): asked("POST", "/people", json={"name": "Rina"}),
    ("add_person", 401): asked("POST", "/people", token="wrong", json=rina()),
    ("add_person", 403): by_reader("POST", "/people", json=rina()),
    ("add_person", 404): asked("POST", "/people", json=rina(lain="reader")),
    ("add_person", 409): twice,
    ("add_person", 413): asked("POST", "/people", **LARGE),
    ("add_person", 415): asked("POST", "/people", **PLAIN),
    ("add_person", 503): away("add_person", asked("POST", "/people", json=rina())),
    ("show_person", 200): lambda api: ask(api, "GET", f"/people/{add_person(api).id}"),
    ("show_person", 401): asked("GET", SOMEBODY, token="wrong"),
    ("show_person", 403): by_reader("GET", SOMEBODY),
    ("show_person", 404): asked("GET", SOMEBODY),
    ("show_person", 503): away("show_person", asked("GET", SOMEBODY)),
    ("change_person", 200): lambda api: changed(api, password="empat perahu nelayan"),
    ("change_person", 400): lambda api: changed(api, disabled="yes"),
    ("change_person", 401): asked("PATCH", SOMEBODY, token="wrong", json={}),
    ("change_person", 403): by_reader("PATCH", SOMEBODY, json={}),
    ("change_person", 404): asked("PATCH", SOMEBODY, json={}),
    ("change_person", 409): lambda api: changed(api, disabled=True),
    ("change_person", 413): asked("PATCH", SOMEBODY, **LARGE),
    ("change_person", 415): asked("PATCH", SOMEBODY, **PLAIN),
    ("change_person", 503): away("change_person", asked("PATCH", SOMEBODY, json={})),
    ("list_tokens", 200): asked("GET", "/tokens"),
    ("list_tokens", 400): asked("GET", "/tokens?after=x"),
    ("list_tokens", 401): asked("GET", "/tokens", token="wrong"),
    ("list_tokens", 403): by_reader("GET", "/tokens"),
    ("list_tokens", 503): away("list_tokens", asked("GET", "/tokens")),
    ("issue_token", 201): asked("POST", "/tokens", json=TOKEN),
    ("issue_token", 400): asked("POST", "/tokens", json=TOKEN | {"scopes": ["everything"]}),
    ("issue_token", 401): asked("POST", "/tokens", token="wrong", json=TOKEN),
    ("issue_token", 403): by_reader("POST", "/tokens", json=TOKEN),
    ("issue_token", 404): asked("POST", "/tokens", json=TOKEN | {"site": "lain"}),
    ("issue_token", 409): issued_twice,
    ("issue_token", 413): asked("POST", "/tokens", **LARGE),
    ("issue_token", 415): asked("POST", "/tokens", **PLAIN),
    ("issue_token", 503): away("issue_token", asked("POST", "/tokens", json=TOKEN)),
    ("revoke_token", 204): revoked,
    ("revoke_token", 401): asked("DELETE", A_TOKEN, token="wrong"),
    ("revoke_token", 403): by_reader("DELETE", A_TOKEN),
    ("revoke_token", 404): asked("DELETE", A_TOKEN),
    ("revoke_token", 503): away("revoke_token", asked("DELETE", A_TOKEN)),
}
"""By operation and status, how to get that answer."""
