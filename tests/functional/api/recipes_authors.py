"""How to get each documented answer about authors and bans."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from service.domain.comment import CommentId
from service.domain.errors import StorageUnavailable
from service.domain.token import Scope
from service.storage.comments import SqlComments
from tests.functional.api.driver import DEMO, NOBODY

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug.test import TestResponse

    from tests.functional.api.driver import Api

RANGE = {"site": DEMO, "kind": "range", "range": "198.51.100.0/24", "told": True}
TRUST = {"trusted": True}


def ask(
    api: Api,
    method: str,
    path: str,
    *,
    token: str | None = None,
    **options: Any,  # noqa: ANN401 - as the client takes them
) -> TestResponse:
    headers = {"Authorization": f"Bearer {token or api.token}"}
    return api.call(method, f"/api/v1/moderation{path}", headers=headers, **options)


def ban(api: Api, token: str | None = None, **changes: Any) -> TestResponse:  # noqa: ANN401 - as above
    """Ban; a range unless said otherwise."""
    return ask(api, "POST", "/bans", token=token, json=RANGE | changes)


def ban_author(api: Api, author: str, **changes: Any) -> TestResponse:  # noqa: ANN401 - as above
    return ban(api, **{"kind": "author", "author": author, "range": None, **changes})


def ban_domain(api: Api, domain: str | None, **changes: Any) -> TestResponse:  # noqa: ANN401 - as above
    return ban(api, **{"kind": "domain", "domain": domain, "range": None, **changes})


def lift(api: Api, number: object, token: str | None = None) -> TestResponse:
    return ask(api, "DELETE", f"/bans/{number}", token=token)


def author_of(api: Api, comment: str) -> str:
    """Return the author of a comment."""
    with api.app.app_context():
        return str(SqlComments().get(CommentId(UUID(comment))).author)


def show(api: Api, author: str, token: str | None = None) -> TestResponse:
    return ask(api, "GET", f"/authors/{author}", token=token)


def trust(api: Api, author: str, token: str | None = None, **options: Any) -> TestResponse:  # noqa: ANN401 - as above
    return ask(api, "PUT", f"/authors/{author}/trust", token=token, **(options or {"json": TRUST}))


def bans(api: Api, token: str | None = None, **query: object) -> TestResponse:
    return ask(api, "GET", "/bans", token=token, query_string={"site": DEMO} | query)


def away(door: str, asked: Callable[[Api], TestResponse]) -> Callable[[Api], TestResponse]:
    """Let one door find the database away."""

    def gone(*_: object, **__: object) -> None:
        raise StorageUnavailable(timedelta(seconds=5))

    def answer(api: Api) -> TestResponse:
        object.__setattr__(api.app.extensions["saring.api"].moderation.authors, door, gone)
        return asked(api)

    return answer


def reader(api: Api) -> str:
    return api.issue_token(scopes=frozenset({Scope.READ}))


def decider(api: Api) -> str:
    return api.issue_token(scopes=frozenset({Scope.DECIDE}))


LARGE: dict[str, Any] = {"data": b"x" * 300_000, "content_type": "application/json"}
PLAIN: dict[str, Any] = {"data": b"{}", "content_type": "text/plain"}

RECIPES_OF_AUTHORS: dict[tuple[str, int], Callable[[Api], TestResponse]] = {
    ("show_author", 200): lambda api: show(api, author_of(api, api.held())),
    ("show_author", 401): lambda api: show(api, NOBODY, token="wrong"),
    ("show_author", 403): lambda api: show(api, NOBODY, token=decider(api)),
    ("show_author", 404): lambda api: show(api, NOBODY),
    ("show_author", 503): away("show", lambda api: show(api, NOBODY)),
    ("trust_author", 200): lambda api: trust(api, author_of(api, api.held())),
    ("trust_author", 400): lambda api: trust(api, NOBODY, json={}),
    ("trust_author", 401): lambda api: trust(api, NOBODY, token="wrong"),
    ("trust_author", 403): lambda api: trust(api, NOBODY, token=reader(api)),
    ("trust_author", 404): lambda api: trust(api, NOBODY),
    ("trust_author", 413): lambda api: trust(api, NOBODY, **LARGE),
    ("trust_author", 415): lambda api: trust(api, NOBODY, **PLAIN),
    ("trust_author", 503): away("trust", lambda api: trust(api, NOBODY)),
    ("list_bans", 200): lambda api: [ban(api), bans(api)][-1],
    ("list_bans", 400): lambda api: bans(api, after="x"),
    ("list_bans", 401): lambda api: bans(api, token="wrong"),
    ("list_bans", 403): lambda api: bans(api, token=decider(api)),
    ("list_bans", 404): lambda api: bans(api, site="tidak-ada"),
    ("list_bans", 503): away("list_bans", bans),
    ("impose_ban", 200): lambda api: ban(api, dry_run=True),
    ("impose_ban", 201): ban,
    ("impose_ban", 400): lambda api: ban(api, range="semua"),
    ("impose_ban", 401): lambda api: ban(api, token="wrong"),
    ("impose_ban", 403): lambda api: ban(api, token=reader(api)),
    ("impose_ban", 404): lambda api: ban(api, site="tidak-ada"),
    ("impose_ban", 409): lambda api: ban_domain(api, "gmail.com"),
    ("impose_ban", 413): lambda api: ask(api, "POST", "/bans", **LARGE),
    ("impose_ban", 415): lambda api: ask(api, "POST", "/bans", **PLAIN),
    ("impose_ban", 503): away("impose", ban),
    ("lift_ban", 204): lambda api: lift(api, ban(api).get_json()["id"]),
    ("lift_ban", 401): lambda api: lift(api, NOBODY, token="wrong"),
    ("lift_ban", 403): lambda api: lift(api, NOBODY, token=reader(api)),
    ("lift_ban", 404): lambda api: lift(api, NOBODY),
    ("lift_ban", 503): away("lift", lambda api: lift(api, NOBODY)),
}
"""By operation and status, how to get that answer."""
