"""How to get each documented answer about decisions, reasons and idempotency keys."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from service.api.operation import Repeat
from service.api.operations import OPERATIONS
from service.domain.errors import StorageUnavailable
from service.domain.token import Scope
from tests.functional.api.driver import NOBODY

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug.test import TestResponse

    from service.api.operation import Operation
    from tests.functional.api.driver import Api

    Recipe = Callable[[Api], TestResponse]

REASONS = "/sites/demo/reasons"
WRITTEN = {"version": 1, "reasons": [{"code": "kasar", "label": "Kasar", "told": "Mohon sopan."}]}
NOTHING = {"decisions": [{"comment": NOBODY, "action": "approve", "version": 1}]}
_MODERATION = "/api/v1/moderation"


def ask(api: Api, method: str, path: str, **options: Any) -> TestResponse:  # noqa: ANN401 - as the client takes them
    """Ask as a moderator; *path* stands under the moderators' prefix."""
    token = options.pop("token", api.token)
    headers = {"Authorization": f"Bearer {token}"} | options.pop("headers", {})
    return api.call(method, _MODERATION + path, headers=headers, **options)


def many(api: Api, **options: Any) -> TestResponse:  # noqa: ANN401 - as above
    return ask(api, "POST", "/decisions", **({"json": NOTHING} if "data" not in options else {}) | options)


def written(api: Api, **options: Any) -> TestResponse:  # noqa: ANN401 - as above
    return ask(api, "PUT", REASONS, **({"json": WRITTEN} if "data" not in options else {}) | options)


def without(scope: Scope, recipe: Callable[..., TestResponse]) -> Recipe:
    """Ask with a token that allows all but *scope*."""
    return lambda api: recipe(api, token=api.issue_token(scopes=frozenset(Scope) - {scope}))


def away(door: str, recipe: Callable[..., TestResponse]) -> Recipe:
    """Ask while the database is away."""

    def answer(api: Api) -> TestResponse:
        def gone(*_: object) -> None:
            raise StorageUnavailable(timedelta(seconds=5))

        object.__setattr__(api.app.extensions["saring.api"].moderation.decisions, door, gone)
        return recipe(api)

    return answer


def somewhere(operation: Operation) -> str:
    """Return a path of an operation, with ids of nobody."""
    return re.sub(r"\{(\w+)\}", lambda name: "demo" if name[1] == "site" else NOBODY, operation.path)


def with_key(operation: Operation, key: str) -> Recipe:
    """Ask for an operation with a key, and a body that says nothing."""
    path = somewhere(operation).removeprefix(_MODERATION)
    return lambda api: ask(api, operation.method.upper(), path, json={}, headers={"Idempotency-Key": key})


def used_before(operation: Operation) -> Recipe:
    """Ask for an operation with a key that was used for another request."""

    def answer(api: Api) -> TestResponse:
        assert written(api, headers={"Idempotency-Key": "k"}).status_code == 200
        return with_key(operation, "k")(api)

    return answer


KEYED = [
    one
    for one in OPERATIONS
    if one.path.startswith(_MODERATION) and one.method != "get" and one.repeat is not Repeat.FREE
]
"""The operations to which a key means something."""

RECIPES: dict[tuple[str, int], Recipe] = {
    **{(one.name, 400): with_key(one, "not a key") for one in KEYED},
    **{(one.name, 422): used_before(one) for one in KEYED},
    ("decide_many", 200): many,
    ("decide_many", 401): lambda api: many(api, token="wrong"),
    ("decide_many", 403): without(Scope.DECIDE, many),
    ("decide_many", 413): lambda api: many(api, data=b"x" * 300_000, content_type="application/json"),
    ("decide_many", 415): lambda api: many(api, data=b"{}", content_type="text/plain"),
    ("decide_many", 503): away("many", many),
    ("list_reasons", 200): lambda api: ask(api, "GET", REASONS),
    ("list_reasons", 401): lambda api: ask(api, "GET", REASONS, token="wrong"),
    ("list_reasons", 403): without(Scope.READ, lambda api, **options: ask(api, "GET", REASONS, **options)),
    ("list_reasons", 404): lambda api: ask(api, "GET", "/sites/tidak-ada/reasons"),
    ("list_reasons", 503): away("show_reasons", lambda api: ask(api, "GET", REASONS)),
    ("change_reasons", 200): written,
    ("change_reasons", 401): lambda api: written(api, token="wrong"),
    ("change_reasons", 403): without(Scope.MANAGE, written),
    ("change_reasons", 404): lambda api: ask(api, "PUT", "/sites/tidak-ada/reasons", json=WRITTEN),
    ("change_reasons", 409): lambda api: written(api, json={**WRITTEN, "version": 7}),
    ("change_reasons", 413): lambda api: written(api, data=b"x" * 300_000, content_type="application/json"),
    ("change_reasons", 415): lambda api: written(api, data=b"{}", content_type="text/plain"),
    ("change_reasons", 503): away("change_reasons", written),
}
"""By operation and status, how to get that answer; those of keys for every write of the moderators."""
