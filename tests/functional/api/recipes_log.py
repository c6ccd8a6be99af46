"""How to get each documented answer about the log and from the statistics."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from service.domain.errors import StorageUnavailable
from service.domain.token import Scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug.test import TestResponse

    from tests.functional.api.driver import Api


WAIT = timedelta(seconds=5)


def ask(api: Api, path: str, token: str | None = None, **query: Any) -> TestResponse:  # noqa: ANN401 - any parameter
    """Ask for something below the moderators' API."""
    headers = {"Authorization": f"Bearer {token or api.token}"}
    return api.call("GET", f"/api/v1/moderation/{path}", query_string=query, headers=headers)


def away(door: str, path: str, **query: str) -> Callable[[Api], TestResponse]:
    """Return what asks while one door finds the database away."""

    def answer(api: Api) -> TestResponse:
        def gone(*_: object) -> None:
            raise StorageUnavailable(WAIT)

        object.__setattr__(api.app.extensions["saring.api"].moderation.log, door, gone)
        return ask(api, path, **query)

    return answer


def logged(api: Api) -> TestResponse:
    api.held()
    return ask(api, "log")


def decider(api: Api) -> str:
    return api.issue_token(scopes=frozenset({Scope.DECIDE}))


RECIPES: dict[tuple[str, int], Callable[[Api], TestResponse]] = {
    ("show_log", 200): logged,
    ("show_log", 400): lambda api: ask(api, "log", after="x"),
    ("show_log", 401): lambda api: ask(api, "log", "wrong"),
    ("show_log", 403): lambda api: ask(api, "log", decider(api)),
    ("show_log", 404): lambda api: ask(api, "log", site="tidak-ada"),
    ("show_log", 503): away("show", "log"),
    ("verify_log", 200): lambda api: ask(api, "log/verification"),
    ("verify_log", 400): lambda api: ask(api, "log/verification", after_seal="x"),
    ("verify_log", 401): lambda api: ask(api, "log/verification", "wrong"),
    ("verify_log", 403): lambda api: ask(api, "log/verification", api.issue_token()),
    ("verify_log", 503): away("verify", "log/verification"),
    ("show_statistics", 200): lambda api: ask(api, "statistics", site="demo"),
    ("show_statistics", 400): lambda api: ask(api, "statistics"),
    ("show_statistics", 401): lambda api: ask(api, "statistics", "wrong"),
    ("show_statistics", 403): lambda api: ask(api, "statistics", decider(api)),
    ("show_statistics", 404): lambda api: ask(api, "statistics", site="tidak-ada"),
    ("show_statistics", 503): away("statistics", "statistics", site="demo"),
}
"""By operation and status, how to get that answer."""
