"""How to get each documented answer about claims and second opinions."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from service.domain.errors import StorageUnavailable
from service.domain.policy import Policy
from service.domain.token import Scope
from tests.functional.api.driver import NOBODY

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug.test import TestResponse

    from tests.functional.api.driver import Api

    Recipe = Callable[[Api], TestResponse]


def away(door: str, name: str, ask: Recipe) -> Recipe:
    """Let one door find the database away."""

    def gone(*_: object) -> None:
        raise StorageUnavailable(timedelta(seconds=5))

    def answer(api: Api) -> TestResponse:
        object.__setattr__(getattr(api.app.extensions["saring.api"].moderation, door), name, gone)
        return ask(api)

    return answer


def calling(method: str, path: str, **options: Any) -> Callable[..., TestResponse]:  # noqa: ANN401 - as the client's
    def ask(api: Api, token: str | None = None, **more: Any) -> TestResponse:  # noqa: ANN401 - as the client's
        return api.moderation(method, path, token=token, **(options | more))

    return ask


def only(scope: Scope) -> Callable[[Api], str]:
    return lambda api: api.issue_token(scopes=frozenset({scope}))


def once_held(*asks: Recipe) -> Recipe:
    """Ask several things in turn where a comment waits, and return the last answer."""

    def answer(api: Api) -> TestResponse:
        api.held()
        return [ask(api) for ask in asks][-1]

    return answer


def recipes(name: str, ask: Callable[..., TestResponse], lacking: Scope, door: tuple[str, str]) -> dict[Any, Recipe]:
    """Return the recipes that all operations share: who may not, and a database that is away."""
    return {
        (name, 401): lambda api: ask(api, "wrong"),
        (name, 403): lambda api: ask(api, only(lacking)(api)),
        (name, 503): away(*door, ask),
    }


def bodies(name: str, method: str, path: str) -> dict[Any, Recipe]:
    """Return the recipes of what takes a body."""
    return {
        (name, 400): calling(method, path, data=b"{", content_type="application/json"),
        (name, 413): calling(method, path, data=b"x" * 300_000, content_type="application/json"),
        (name, 415): calling(method, path, data=b"{}", content_type="text/plain"),
    }


def asked_about(api: Api) -> TestResponse:
    """Have the moderator of the tests asked about a comment that another decided; return what waits for them."""
    api.change_site(policy=Policy(second_opinions=1.0))
    api.decide(api.held(), "reject", token=api.issue_token())
    api.collect_second_looks()
    return WAITING(api)


def opinion(api: Api, *, second: bool = False, **changes: str) -> TestResponse:
    """Have them say what they think; when asked for a *second* one, once more."""
    waiting = asked_about(api).get_json()["items"]
    path = f"/second-opinions/{waiting[0]['id']}"
    answers = [api.moderation("POST", path, json=OPINION | changes) for _ in range(1 + second)]
    return answers[-1]


OPINION = {"action": "reject"}
WAITING = calling("GET", "/second-opinions")
GIVE = calling("POST", f"/second-opinions/{NOBODY}", json=OPINION)
AGREEMENT = calling("GET", "/agreement")
TAKE = calling("POST", "/claims", json={})
MINE = calling("GET", "/claims")
RENEW = calling("POST", "/claims/renewals", json={})
RELEASE = calling("POST", "/claims/releases", json={})

TEAMWORK: dict[tuple[str, int], Recipe] = {
    **recipes("take_claims", TAKE, Scope.READ, ("claims", "take")),
    **bodies("take_claims", "POST", "/claims"),
    ("take_claims", 200): once_held(TAKE),
    ("take_claims", 404): lambda api: TAKE(api, json={"site": "tidak-ada"}),
    **recipes("list_claims", MINE, Scope.DECIDE, ("claims", "mine")),
    ("list_claims", 200): once_held(TAKE, MINE),
    **recipes("renew_claims", RENEW, Scope.READ, ("claims", "renew")),
    **bodies("renew_claims", "POST", "/claims/renewals"),
    ("renew_claims", 200): once_held(TAKE, RENEW),
    **recipes("release_claims", RELEASE, Scope.READ, ("claims", "release")),
    **bodies("release_claims", "POST", "/claims/releases"),
    ("release_claims", 204): RELEASE,
    **recipes("list_second_opinions", WAITING, Scope.READ, ("opinions", "waiting")),
    ("list_second_opinions", 200): asked_about,
    ("list_second_opinions", 400): lambda api: WAITING(api, query_string={"after": "x"}),
    ("list_second_opinions", 404): lambda api: WAITING(api, query_string={"site": "tidak-ada"}),
    **recipes("give_opinion", GIVE, Scope.READ, ("opinions", "give")),
    **bodies("give_opinion", "POST", f"/second-opinions/{NOBODY}"),
    ("give_opinion", 201): opinion,
    ("give_opinion", 404): GIVE,
    ("give_opinion", 422): lambda api: opinion(api, reason_code="tidak-ada"),
    ("give_opinion", 409): lambda api: opinion(api, second=True),
    **recipes("show_agreement", AGREEMENT, Scope.DECIDE, ("opinions", "agreement")),
    ("show_agreement", 200): lambda api: [opinion(api), AGREEMENT(api)][-1],
    ("show_agreement", 400): lambda api: AGREEMENT(api, query_string={"days": "x"}),
    ("show_agreement", 404): lambda api: AGREEMENT(api, query_string={"site": "tidak-ada"}),
}
"""By operation and status, how to get that answer."""
