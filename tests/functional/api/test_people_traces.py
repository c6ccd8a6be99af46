"""What people leave behind: lines of the log, digests, and when they were here."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tests.functional.api.desk_person import PASSWORD, events, signed_in
from tests.functional.api.recipes_people import ask

if TYPE_CHECKING:
    from tests.functional.api.driver import Api

OTHER = "empat perahu nelayan"


def test_every_change_is_logged_with_who_made_it_and_no_password(api: Api) -> None:
    owner, _ = signed_in(api, "Rina", demo="owner")
    person = owner.ask(
        "POST", "/people", json={"name": "Made", "password": PASSWORD, "roles": {"demo": "moderator"}}
    ).get_json()["id"]
    owner.ask("PATCH", f"/people/{person}", json={"password": OTHER, "disabled": True})
    made = {"person": person, "name": "Made", "roles": "demo=moderator"}

    assert events(api, "person-added")[-1] == {"site": "demo", "actor": "person:Rina", "disabled": 0} | made
    assert events(api, "person-changed") == [
        {"site": "demo", "actor": "person:Rina", "disabled": 1, "changed": "password disabled"} | made
    ]
    assert events(api, "signed-in") == [{"site": "*", "actor": "person:Rina", "by": "password"}]


def test_nothing_of_a_password_is_stored_in_plain(api: Api) -> None:
    one, _ = signed_in(api)

    stored = Path(api.app.config["SQLALCHEMY_DATABASE_URI"].database)
    content = b"".join(file.read_bytes() for file in stored.parent.glob(f"{stored.name}*"))

    assert PASSWORD.encode() not in content
    assert one.secret.encode() not in content
    assert one.csrf.encode() not in content
    assert b"$argon2id$" in content


def test_when_somebody_was_here_last_is_told_to_the_minute(api: Api) -> None:
    one, person = signed_in(api, "Made", demo="reader")

    def last_seen() -> str:
        return str(ask(api, "GET", f"/people/{person}").get_json()["last_seen_at"])

    assert last_seen() == "2026-03-14T12:00:00Z"
    api.clock.advance(timedelta(seconds=59))
    one.ask("GET", "/comments")
    assert last_seen() == "2026-03-14T12:00:00Z"
    api.clock.advance(timedelta(seconds=1))
    one.ask("GET", "/comments")
    assert last_seen() == "2026-03-14T12:01:00Z"
