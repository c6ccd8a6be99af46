"""Somebody at a browser: a client that keeps its cookie, and proves its writes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from service.domain.moderator import Moderator
from service.domain.person import PersonId, Role
from service.domain.site import SiteId
from service.domain.token import Scope
from service.storage.database import connection
from service.use_cases.manage_people import NewPerson

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from service.domain.person import Person
    from tests.functional.api.driver import Api

PASSWORD = "tiga perahu nelayan"
OPERATOR = Moderator(actor="operator", rights={None: frozenset(Scope)})
ROOT = "/api/v1/moderation"


def add_person(api: Api, name: str = "Rina", password: str | None = PASSWORD, **roles: str) -> Person:
    """Have somebody added by the operator; a role named ``everywhere`` is of all sites, and so it is without any."""
    wanted = roles or {"everywhere": "owner"}
    given = {None if site == "everywhere" else SiteId(site): Role(role) for site, role in wanted.items()}
    with api.app.app_context():
        doors = api.app.extensions["saring.api"].moderation.people
        added: Person = doors.add_person(NewPerson(name=name, password=password, roles=given), OPERATOR)
        return added


@dataclass(slots=True)
class Browser:
    """A browser in which somebody may be signed in."""

    client: FlaskClient
    csrf: str = ""

    def sign_in(self, name: str = "Rina", password: str = PASSWORD, **options: Any) -> TestResponse:  # noqa: ANN401 - as the client takes them
        return self._remember(self.client.post(f"{ROOT}/session", json={"name": name, "password": password}, **options))

    def bring(self, token: str) -> TestResponse:
        return self._remember(self.client.post(f"{ROOT}/session", json={"token": token}))

    def ask(self, method: str, path: str, **options: Any) -> TestResponse:  # noqa: ANN401 - as above
        headers = {"X-CSRF-Token": self.csrf} | options.pop("headers", {})
        return self.client.open(ROOT + path, method=method, headers=headers, **options)

    @property
    def secret(self) -> str:
        cookie = self.client.get_cookie("saring_session")
        return "" if cookie is None else cookie.value

    def _remember(self, response: TestResponse) -> TestResponse:
        self.csrf = (response.get_json() or {}).get("csrf", "")
        return response


def browser(api: Api) -> Browser:
    """Return a browser in which nobody is signed in."""
    return Browser(api.app.test_client())


def signed_in(api: Api, name: str = "Rina", **roles: str) -> tuple[Browser, PersonId]:
    """Return the browser of somebody who was just added, and signed in, and who it is."""
    person = add_person(api, name, **roles)
    one = browser(api)
    response = one.sign_in(name)
    assert response.status_code == 200, response.text
    return one, person.id


def refused(response: TestResponse) -> tuple[int, str, str | None]:
    said = response.get_json()
    return response.status_code, said["code"], said.get("scope")


def events(api: Api, kind: str) -> list[dict[str, Any]]:
    with api.app.app_context():
        rows = connection().exec_driver_sql(
            f"SELECT site_id, actor, details FROM event WHERE kind = '{kind}' ORDER BY id"  # noqa: S608 - a constant
        )
        return [{"site": row[0], "actor": row[1], **json.loads(row[2])} for row in rows]
