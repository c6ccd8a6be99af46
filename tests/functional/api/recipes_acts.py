"""How to get each documented answer about acts, bulk acts and standing orders."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from service.domain.errors import StorageUnavailable, TooManyMatches
from service.domain.token import Scope
from tests.functional.api.driver import NOBODY

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug.test import TestResponse

    from tests.functional.api.driver import Api

ROOT = "/api/v1/moderation"
REQUEST = {"filter": {"site": "demo"}, "action": "mark-spam"}

Ask = tuple[str, str, dict[str, Any]]

ASKS: dict[str, Ask] = {
    "list_acts": ("GET", "/acts", {}),
    "undo_act": ("POST", f"/acts/{NOBODY}/undo", {}),
    "preview_bulk": ("POST", "/bulk", {"json": REQUEST}),
    "commit_bulk": ("POST", f"/bulk/{NOBODY}/commits", {}),
    "show_bulk": ("GET", f"/bulk/{NOBODY}", {}),
    "forget_bulk": ("DELETE", f"/bulk/{NOBODY}", {}),
    "end_order": ("DELETE", f"/campaigns/{NOBODY}/order?site=demo", {}),
}
DOORS = {"undo_act": "undo", "preview_bulk": "preview", "commit_bulk": "commit"}


def ask(api: Api, method: str, path: str, token: str | None = None, **options: Any) -> TestResponse:  # noqa: ANN401 - as the client takes them
    """Ask as a moderator."""
    return api.call(method, ROOT + path, headers={"Authorization": f"Bearer {token or api.token}"}, **options)


def previewed(api: Api, **changes: object) -> TestResponse:
    """Preview a bulk act on whatever there is."""
    return ask(api, "POST", "/bulk", json=REQUEST | changes)


def bulk(api: Api, method: str, rest: str = "") -> TestResponse:
    api.held()
    return ask(api, method, f"/bulk/{previewed(api).get_json()['id']}{rest}")


def seen(api: Api) -> TestResponse:
    api.held()
    return previewed(api)


def undone(api: Api) -> TestResponse:
    act = api.decide(api.held(), "approve").get_json()["act"]
    return ask(api, "POST", f"/acts/{act}/undo")


def listed(api: Api) -> TestResponse:
    undone(api)
    return ask(api, "GET", "/acts")


def too_many(api: Api) -> TestResponse:
    def refuse(*_: object) -> None:
        raise TooManyMatches(1)

    _replace(api, "preview", refuse)
    return previewed(api)


def _replace(api: Api, door: str, other: Callable[..., None]) -> None:
    object.__setattr__(api.app.extensions["saring.api"].moderation.acts, door, other)


def _plain(name: str, token: Callable[[Api], str | None] = lambda _: None) -> Callable[[Api], TestResponse]:
    method, path, options = ASKS[name]
    return lambda api: ask(api, method, path, token(api), **options)


def _away(name: str) -> Callable[[Api], TestResponse]:
    def answer(api: Api) -> TestResponse:
        def away(*_: object) -> None:
            raise StorageUnavailable(timedelta(seconds=5))

        _replace(api, DOORS.get(name, name), away)
        return _plain(name)(api)

    return answer


def _of_scope(scope: Scope) -> Callable[[Api], str]:
    return lambda api: api.issue_token(scopes=frozenset({scope}))


RECIPES: dict[tuple[str, int], Callable[[Api], TestResponse]] = {
    **{(name, 401): _plain(name, lambda _: "wrong") for name in ASKS},
    **{(name, 403): _plain(name, _of_scope(Scope.DECIDE if name == "list_acts" else Scope.READ)) for name in ASKS},
    **{(name, 503): _away(name) for name in ASKS},
    **{(name, 404): _plain(name) for name in ("undo_act", "commit_bulk", "show_bulk", "forget_bulk")},
    ("list_acts", 200): listed,
    ("list_acts", 400): lambda api: ask(api, "GET", "/acts?after=x"),
    ("list_acts", 404): lambda api: ask(api, "GET", "/acts?site=tidak-ada"),
    ("undo_act", 200): undone,
    ("preview_bulk", 201): seen,
    ("preview_bulk", 400): lambda api: previewed(api, hours=3),
    ("preview_bulk", 404): lambda api: previewed(api, filter={"site": "tidak-ada"}),
    ("preview_bulk", 413): lambda api: ask(api, "POST", "/bulk", data=b"x" * 300_000, content_type="application/json"),
    ("preview_bulk", 415): lambda api: ask(api, "POST", "/bulk", data=b"{}", content_type="text/plain"),
    ("preview_bulk", 422): too_many,
    ("commit_bulk", 200): lambda api: bulk(api, "POST", "/commits"),
    ("show_bulk", 200): lambda api: bulk(api, "GET"),
    ("forget_bulk", 204): lambda api: bulk(api, "DELETE"),
    ("end_order", 204): lambda api: ask(api, "DELETE", f"/campaigns/{NOBODY}/order?site=demo"),
    ("end_order", 400): lambda api: ask(api, "DELETE", f"/campaigns/{NOBODY}/order"),
    ("end_order", 404): lambda api: ask(api, "DELETE", f"/campaigns/{NOBODY}/order?site=tidak-ada"),
}
"""By operation and status, how to get that answer."""
