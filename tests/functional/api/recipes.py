"""How to get each documented answer of the API."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from service.domain.errors import StorageUnavailable
from service.domain.token import Scope
from tests.functional.api import recipes_acts, recipes_decisions, recipes_log
from tests.functional.api.driver import DOUBTFUL, NOBODY, PAGE
from tests.functional.api.recipes_authors import RECIPES_OF_AUTHORS
from tests.functional.api.recipes_people import PEOPLE_RECIPES
from tests.functional.api.recipes_sites import SITE_RECIPES
from tests.functional.api.recipes_teamwork import TEAMWORK

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug.test import TestResponse

    from tests.functional.api.driver import Api


def broken(api: Api, door: str) -> None:
    """Let one door find the database away."""

    def away(*_: object) -> None:
        raise StorageUnavailable(timedelta(seconds=5))

    doors = api.app.extensions["saring.api"]
    object.__setattr__(doors if hasattr(doors, door) else doors.moderation, door, away)


def stale(api: Api) -> TestResponse:
    return api.decide(api.held(), "approve", 7)


def exhausted(api: Api) -> TestResponse:
    return [api.post(text=f"Nomor {number}.") for number in range(4)][-1]


def conflict(api: Api) -> TestResponse:
    return [api.post(key="k", text=f"Nomor {number}.") for number in range(2)][-1]


def listed(api: Api) -> TestResponse:
    api.published()
    return api.listed()


def queued(api: Api) -> TestResponse:
    api.held()
    return api.queue()


def counted(api: Api) -> TestResponse:
    api.held()
    return api.counts()


def unchanged(api: Api) -> TestResponse:
    return api.listed(headers={"If-None-Match": "*"})


def receipt(api: Api) -> TestResponse:
    return api.call("GET", "/api/v1" + str(api.post().get_json()["receipt"]))


def closed(api: Api) -> TestResponse:
    api.change_site(closed=True)
    return api.post()


def failing(api: Api) -> TestResponse:
    broken(api, "authenticate")
    doors = api.app.extensions["saring.api"]
    object.__setattr__(doors, "probes", {"database": doors.moderation.authenticate})
    return api.call("GET", "/readyz")


def away(door: str, ask: Callable[[Api], TestResponse]) -> Callable[[Api], TestResponse]:
    def answer(api: Api) -> TestResponse:
        broken(api, door)
        return ask(api)

    return answer


def weighed(api: Api) -> TestResponse:
    api.published()
    api.clock.advance(timedelta(days=1))
    return api.workload(site="demo")


def form(api: Api, page: str = PAGE, site: str = "demo") -> TestResponse:
    return api.call("GET", f"/api/v1/sites/{site}/form", query_string={"page": page})


def deciding(api: Api, **options: Any) -> TestResponse:  # noqa: ANN401 - as the client takes them
    return api.moderate("POST", f"/{NOBODY}/decisions", **options)


def reader(api: Api) -> str:
    return api.issue_token(scopes=frozenset({Scope.READ}))


def decider(api: Api) -> str:
    return api.issue_token(scopes=frozenset({Scope.DECIDE}))


DECISION = {"action": "approve", "version": 1}

RECIPES: dict[tuple[str, int], Callable[[Api], TestResponse]] = {
    **recipes_decisions.RECIPES,
    ("submit", 201): lambda api: api.post(),
    ("submit", 202): lambda api: api.post(text=DOUBTFUL),
    ("submit", 400): lambda api: api.post_raw(b"{"),
    ("submit", 403): lambda api: api.post(headers={"Origin": "https://evil.example"}),
    ("submit", 404): lambda api: api.post(site="tidak-ada"),
    ("submit", 413): lambda api: api.post_raw(b"x" * 300_000),
    ("submit", 415): lambda api: api.post_raw(b"{}", "text/plain"),
    ("submit", 422): lambda api: api.post(text=""),
    ("submit", 429): exhausted,
    ("submit", 503): away("submit", lambda api: api.post()),
    ("list_page", 200): listed,
    ("list_page", 304): unchanged,
    ("list_page", 400): lambda api: api.listed(limit=0),
    ("list_page", 404): lambda api: api.listed(site="tidak-ada"),
    ("list_page", 422): lambda api: api.listed(""),
    ("list_page", 503): away("find_page", lambda api: api.listed()),
    ("open_form", 200): form,
    ("open_form", 400): lambda api: form(api, "/\x00"),
    ("open_form", 404): lambda api: form(api, site="tidak-ada"),
    ("open_form", 422): lambda api: form(api, ""),
    ("open_form", 503): away("open_form", form),
    ("show_receipt", 200): receipt,
    ("show_receipt", 404): lambda api: api.call("GET", "/api/v1/sites/demo/receipts/x"),
    ("show_receipt", 503): away("show_receipt", lambda api: api.call("GET", "/api/v1/sites/demo/receipts/x")),
    ("list_queue", 200): queued,
    ("list_queue", 304): lambda api: api.moderate("GET", headers={"If-None-Match": "*"}),
    ("list_queue", 400): lambda api: api.queue(state="x"),
    ("list_queue", 401): lambda api: api.moderate("GET", token="wrong"),
    ("list_queue", 403): lambda api: api.moderate("GET", token=decider(api)),
    ("list_queue", 404): lambda api: api.queue(site="tidak-ada"),
    ("list_queue", 503): away("list_queue", lambda api: api.queue()),
    ("count_comments", 200): counted,
    ("count_comments", 304): lambda api: api.counts(headers={"If-None-Match": "*"}),
    ("count_comments", 400): lambda api: api.counts(campaign="x"),
    ("count_comments", 401): lambda api: api.counts(token="wrong"),
    ("count_comments", 403): lambda api: api.counts(token=decider(api)),
    ("count_comments", 404): lambda api: api.counts(site="tidak-ada"),
    ("count_comments", 503): away("count_comments", lambda api: api.counts()),
    ("list_campaigns", 200): lambda api: [*(api.post(page=page) for page in ("/satu", "/dua")), api.campaigns()][-1],
    ("list_campaigns", 400): lambda api: api.campaigns(after="x"),
    ("list_campaigns", 401): lambda api: api.campaigns("wrong"),
    ("list_campaigns", 403): lambda api: api.campaigns(decider(api)),
    ("list_campaigns", 404): lambda api: api.campaigns(site="tidak-ada"),
    ("list_campaigns", 503): away("list_campaigns", lambda api: api.campaigns()),
    ("show_comment", 200): lambda api: api.detail(api.held()),
    ("show_comment", 401): lambda api: api.moderate("GET", f"/{NOBODY}", token="wrong"),
    ("show_comment", 403): lambda api: api.moderate("GET", f"/{NOBODY}", token=decider(api)),
    ("show_comment", 404): lambda api: api.detail(NOBODY),
    ("show_comment", 503): away("show_comment", lambda api: api.detail(NOBODY)),
    ("decide", 200): lambda api: api.decide(api.held(), "approve"),
    ("decide", 400): lambda api: deciding(api, json={}),
    ("decide", 401): lambda api: deciding(api, json=DECISION, token="wrong"),
    ("decide", 403): lambda api: deciding(api, json=DECISION, token=reader(api)),
    ("decide", 404): lambda api: deciding(api, json=DECISION),
    ("decide", 409): stale,
    ("decide", 413): lambda api: deciding(api, data=b"x" * 300_000, content_type="application/json"),
    ("decide", 415): lambda api: deciding(api, data=b"{}", content_type="text/plain"),
    ("decide", 503): away("decide", lambda api: deciding(api, json=DECISION)),
    ("show_workload", 200): weighed,
    ("show_workload", 400): lambda api: api.workload(weeks="x", site="demo"),
    ("show_workload", 401): lambda api: api.workload(token="wrong"),
    ("show_workload", 403): lambda api: api.workload(token=decider(api)),
    ("show_workload", 404): lambda api: api.workload(site="tidak-ada"),
    ("show_workload", 503): away("show_workload", lambda api: api.workload(site="demo")),
    ("list_alarms", 200): lambda api: api.alarms(),
    ("list_alarms", 401): lambda api: api.alarms(token="wrong"),
    ("list_alarms", 403): lambda api: api.alarms(token=decider(api)),
    ("list_alarms", 404): lambda api: api.alarms(site="tidak-ada"),
    ("list_alarms", 503): away("list_alarms", lambda api: api.alarms()),
    **PEOPLE_RECIPES,
    **RECIPES_OF_AUTHORS,
    **SITE_RECIPES,
    **recipes_log.RECIPES,
    **recipes_acts.RECIPES,
    **TEAMWORK,
    ("live", 200): lambda api: api.call("GET", "/livez"),
    ("ready", 200): lambda api: api.call("GET", "/readyz"),
    ("ready", 503): failing,
    ("metrics", 200): lambda api: api.call("GET", "/metrics"),
    ("openapi_document", 200): lambda api: api.call("GET", "/openapi.json"),
    ("docs", 200): lambda api: api.call("GET", "/docs"),
    ("problems_page", 200): lambda api: api.call("GET", "/problems"),
}
"""By operation and status, how to get that answer."""
