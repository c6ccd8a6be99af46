"""How to get each documented answer about the workload."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from service.domain.errors import StorageUnavailable
from service.domain.token import Scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug.test import TestResponse

    from tests.functional.api.driver import Api


def weighed(api: Api) -> TestResponse:
    api.published()
    api.clock.advance(timedelta(days=1))
    return api.workload(site="demo")


def away(api: Api) -> TestResponse:
    def raising(*_: object) -> None:
        raise StorageUnavailable(timedelta(seconds=5))

    object.__setattr__(api.app.extensions["saring.api"], "show_workload", raising)
    return api.workload(site="demo")


RECIPES: dict[tuple[str, int], Callable[[Api], TestResponse]] = {
    ("show_workload", 200): weighed,
    ("show_workload", 400): lambda api: api.workload(weeks="x", site="demo"),
    ("show_workload", 401): lambda api: api.workload(token="wrong"),
    ("show_workload", 403): lambda api: api.workload(token=api.issue_token(scopes=frozenset({Scope.DECIDE}))),
    ("show_workload", 404): lambda api: api.workload(site="tidak-ada"),
    ("show_workload", 503): away,
}
