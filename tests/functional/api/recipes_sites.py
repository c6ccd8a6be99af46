"""How to get each documented answer about the settings of sites and trials of their policies."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from service.domain.errors import StorageUnavailable
from service.domain.token import Scope
from tests.functional.api.driver import DOUBTFUL

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from werkzeug.test import TestResponse

    from tests.functional.api.driver import Api

    Recipe = Callable[[Api], TestResponse]

SITES = "/api/v1/moderation/sites"
DEMO_SITE, TRIAL = f"{SITES}/demo", f"{SITES}/demo/trial"
NOWHERE = f"{SITES}/tidak-ada"


def ask(api: Api, method: str, path: str, *, token: str | None = None, **options: Any) -> TestResponse:  # noqa: ANN401 - as the client takes them
    """Ask as a moderator."""
    headers = {"Authorization": f"Bearer {token or api.token}"} | options.pop("headers", {})
    return api.call(method, path, headers=headers, **options)


def change(api: Api, version: int = 1, **changes: object) -> TestResponse:
    """Change the settings of the site, as of a version."""
    return ask(api, "PATCH", DEMO_SITE, json={"version": version, **changes})


def trial(api: Api, days: object = 7, **policy: object) -> TestResponse:
    """Try parts of a policy, a minute after whatever came last."""
    api.clock.advance(timedelta(minutes=1))
    return ask(api, "POST", TRIAL, json={"days": days, "policy": policy})


def away(door: str, recipe: Recipe) -> Recipe:
    """Let one door find the database away."""

    def fail(*_: object) -> None:
        raise StorageUnavailable(timedelta(seconds=5))

    def answer(api: Api) -> TestResponse:
        moderation = api.app.extensions["saring.api"].moderation
        object.__setattr__(moderation, "policy", replace(moderation.policy, **{door: fail}))
        return recipe(api)

    return answer


def with_scope(api: Api, scope: Scope) -> str:
    return api.issue_token(scopes=frozenset({scope}))


def tried(api: Api) -> TestResponse:
    api.held(text=DOUBTFUL)
    return trial(api, doubtful_probability=0.6, stranger_probability=0.55, blocked_words=["!!"])


def of_body(name: str, method: str, path: str) -> Mapping[tuple[str, int], Recipe]:
    """Return the ways to be refused that every operation with a body has."""
    huge, text = b"x" * 300_000, b"{}"
    return {
        (name, 400): lambda api: ask(api, method, path, data=b"{", content_type="application/json"),
        (name, 413): lambda api: ask(api, method, path, data=huge, content_type="application/json"),
        (name, 415): lambda api: ask(api, method, path, data=text, content_type="text/plain"),
    }


SITE_RECIPES: Mapping[tuple[str, int], Recipe] = {
    ("list_sites", 200): lambda api: ask(api, "GET", SITES),
    ("list_sites", 401): lambda api: ask(api, "GET", SITES, token="wrong"),
    ("list_sites", 403): lambda api: ask(api, "GET", SITES, token=with_scope(api, Scope.DECIDE)),
    ("list_sites", 503): away("list_sites", lambda api: ask(api, "GET", SITES)),
    ("show_site", 200): lambda api: ask(api, "GET", DEMO_SITE),
    ("show_site", 401): lambda api: ask(api, "GET", DEMO_SITE, token="wrong"),
    ("show_site", 403): lambda api: ask(api, "GET", DEMO_SITE, token=with_scope(api, Scope.DECIDE)),
    ("show_site", 404): lambda api: ask(api, "GET", NOWHERE),
    ("show_site", 503): away("show_site", lambda api: ask(api, "GET", DEMO_SITE)),
    ("change_site", 200): lambda api: change(api, policy={"aim": {"cost_ratio": 10}, "blocked_words": ["!!"]}),
    ("change_site", 401): lambda api: ask(api, "PATCH", DEMO_SITE, token="wrong", json={"version": 1}),
    ("change_site", 403): lambda api: ask(
        api, "PATCH", DEMO_SITE, token=with_scope(api, Scope.READ), json={"version": 1}
    ),
    ("change_site", 404): lambda api: ask(api, "PATCH", NOWHERE, json={"version": 1}),
    ("change_site", 409): lambda api: change(api, 7),
    ("change_site", 422): lambda api: change(api, title=""),
    ("change_site", 503): away("change_site", lambda api: change(api, title="Baru")),
    **of_body("change_site", "PATCH", DEMO_SITE),
    ("try_policy", 200): tried,
    ("try_policy", 401): lambda api: ask(api, "POST", TRIAL, token="wrong", json={"days": 1}),
    ("try_policy", 403): lambda api: ask(api, "POST", TRIAL, token=with_scope(api, Scope.DECIDE), json={"days": 1}),
    ("try_policy", 404): lambda api: ask(api, "POST", f"{NOWHERE}/trial", json={"days": 1}),
    ("try_policy", 422): lambda api: trial(api, days=0),
    ("try_policy", 503): away("try_policy", trial),
    **of_body("try_policy", "POST", TRIAL),
}
"""By operation and status, how to get that answer."""
