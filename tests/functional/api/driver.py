"""A visitor's and a moderator's program, for tests: the calls they make, with sensible fields where none are given."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from service.domain.site import Site, SiteId
from service.domain.token import Scope

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask
    from werkzeug.test import TestResponse

    from service.domain.page import PageKey
    from service.operators import OperatorDoors
    from tests.fakes import FrozenClock

DEMO = "demo"
PAGE = "/2026/03/panen-kopi"
GENUINE = "Panennya bagus tahun ini, semoga harganya ikut naik."
DOUBTFUL = "Mungkin begitu, mungkin juga tidak, siapa yang tahu."
SPAM = "Daftar sekarang di situs gacor, pasti cuan!"
NOBODY = "00000000-0000-0000-0000-000000000000"
ORIGIN = "https://kabar.example"


def a_body(**changes: object) -> dict[str, object]:
    """Return a submission's body; a change named ``author_…`` is one of the author's."""
    author: dict[str, object] = {"name": "Wayan", "email": "wayan@surat-kabar.com"}
    body: dict[str, object] = {"page": PAGE, "text": GENUINE}
    for name, value in changes.items():
        if name.startswith("author_"):
            author[name.removeprefix("author_")] = value
        else:
            body[name] = value
    return {"author": author, **body}


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """A running service, seen through its doors.

    Attributes:
        app: The application.
        operator: What an operator may do; within the application's context.
        clock: Time, as the application sees it.
        token: A moderator's secret for all sites.
    """

    app: Flask
    operator: OperatorDoors
    clock: FrozenClock
    token: str

    def call(self, method: str, path: str, **options: Any) -> TestResponse:  # noqa: ANN401 - as the client takes them
        return self.app.test_client().open(path, method=method, **options)

    def post(
        self,
        *,
        site: str = DEMO,
        key: str | None = None,
        headers: Mapping[str, str] | None = None,
        **changes: Any,  # noqa: ANN401 - any JSON
    ) -> TestResponse:
        """Post a comment, from a form opened a minute ago; *changes* are to its body."""
        body = a_body(**changes)
        if "stamp" not in changes:
            body["stamp"] = self.stamp(body.get("page"), site)
        sent = dict(headers or {}) | ({"Idempotency-Key": key} if key is not None else {})
        return self.call("POST", f"/api/v1/sites/{site}/comments", json=body, headers=sent)

    def campaigns(self, token: str | None = None, **query: Any) -> TestResponse:  # noqa: ANN401 - any parameter
        """List the campaigns that a token sees."""
        headers = {"Authorization": f"Bearer {token or self.token}"}
        return self.call("GET", "/api/v1/moderation/campaigns", query_string=query, headers=headers)

    def stamp(self, page: object = PAGE, site: str = DEMO) -> str:
        """Return the stamp of a form opened a minute ago; ``""`` where none opens."""
        form = self.call("GET", f"/api/v1/sites/{site}/form", query_string={"page": page or ""})
        self.clock.advance(timedelta(minutes=1))
        return str(form.get_json().get("stamp", ""))

    def post_raw(self, body: bytes, content_type: str = "application/json") -> TestResponse:
        return self.call("POST", "/api/v1/sites/demo/comments", data=body, content_type=content_type)

    def listed(
        self, page: str = PAGE, *, site: str = DEMO, headers: Mapping[str, str] | None = None, **query: object
    ) -> TestResponse:
        return self.call(
            "GET", f"/api/v1/sites/{site}/comments", query_string={"page": page, **query}, headers=dict(headers or {})
        )

    def moderate(
        self,
        method: str,
        path: str = "",
        *,
        token: str | None = None,
        **options: Any,  # noqa: ANN401 - as above
    ) -> TestResponse:
        headers = {"Authorization": f"Bearer {token or self.token}"} | options.pop("headers", {})
        return self.call(method, f"/api/v1/moderation/comments{path}", headers=headers, **options)

    def moderation(
        self,
        method: str,
        path: str,
        *,
        token: str | None = None,
        **options: Any,  # noqa: ANN401 - as above
    ) -> TestResponse:
        """Call any route of the moderators' API."""
        headers = {"Authorization": f"Bearer {token or self.token}"} | options.pop("headers", {})
        return self.call(method, f"/api/v1/moderation{path}", headers=headers, **options)

    def alarms(self, *, token: str | None = None, **query: object) -> TestResponse:
        headers = {"Authorization": f"Bearer {token or self.token}"}
        return self.call("GET", "/api/v1/moderation/alarms", headers=headers, query_string=query)

    def queue(self, **query: object) -> TestResponse:
        return self.moderate("GET", query_string=query)

    def counts(
        self, *, token: str | None = None, headers: Mapping[str, str] | None = None, **query: object
    ) -> TestResponse:
        sent = {"Authorization": f"Bearer {token or self.token}", **(headers or {})}
        return self.call("GET", "/api/v1/moderation/counts", headers=sent, query_string=query)

    def workload(self, *, token: str | None = None, **query: object) -> TestResponse:
        headers = {"Authorization": f"Bearer {token or self.token}"}
        return self.call("GET", "/api/v1/moderation/workload", headers=headers, query_string=query)

    def detail(self, comment: str) -> TestResponse:
        return self.moderate("GET", f"/{comment}")

    def decide(
        self, comment: str, action: str, version: object = 1, *, token: str | None = None, **more: object
    ) -> TestResponse:
        body = {"action": action, "version": version, **more}
        return self.moderate("POST", f"/{comment}/decisions", token=token, json=body)

    def published(self, **changes: Any) -> str:  # noqa: ANN401 - as above
        """Have a comment published and return its id."""
        response = self.post(**changes)
        assert response.status_code == 201, response.text
        return str(response.json["id"])  # type: ignore[index] # a body that is none fails here, as it should

    def held(self, **changes: Any) -> str:  # noqa: ANN401 - as above
        """Have a comment held and return its id."""
        response = self.post(**{"text": DOUBTFUL, **changes})
        assert response.status_code == 202, response.text
        return str(response.json["id"])  # type: ignore[index] # as above

    def stored(self) -> int:
        """Return how many comments there are, in any state."""
        return sum(len(self.queue(state=state).get_json()["items"]) for state in ("pending", "approved", "spam"))

    def change_site(self, **changes: Any) -> Site:  # noqa: ANN401 - any field of a site
        with self.app.app_context():
            return self.operator.change_site(replace(self.operator.sites.get(SiteId(DEMO)), **changes))

    def add_site(self, name: str, **fields: Any) -> None:  # noqa: ANN401 - any field of a site
        with self.app.app_context():
            self.operator.add_site(Site(id=SiteId(name), title=name, **fields))

    def close_page(self, page: str = PAGE) -> PageKey:
        with self.app.app_context():
            return self.operator.close_page(SiteId(DEMO), page, closed=True)

    def collect_second_looks(self) -> None:
        """Do what the worker does each minute, by the application's clock."""
        with self.app.app_context():
            replace(self.operator.collect_second_looks, clock=self.clock)()

    def issue_token(self, site: str | None = DEMO, scopes: frozenset[Scope] = frozenset(Scope)) -> str:
        with self.app.app_context():
            return self.operator.issue_token("a program", SiteId(site) if site else None, scopes)[1]
