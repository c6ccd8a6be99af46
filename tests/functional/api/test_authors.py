"""Authors over the API: what is known of one, and trust by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from service.domain.author import AuthorId
from service.storage.authors import SqlAuthors
from tests.functional.api.driver import SPAM
from tests.functional.api.recipes_authors import ask, author_of, show, trust

if TYPE_CHECKING:
    from tests.functional.api.driver import Api


def prove(api: Api, author: str) -> None:
    """Note that an author proved the address."""
    with api.app.app_context():
        SqlAuthors().confirm(AuthorId(UUID(author)), api.clock.now())


def test_an_author_is_seen_with_counts_by_state_and_never_with_an_address(api: Api) -> None:
    author = author_of(api, api.published())
    api.held(author_name="Mas Wayan")
    api.post(text=SPAM)
    api.post(author_email="lain@pos-harian.com", text="Dari orang lain.")

    seen = show(api, author)

    assert seen.get_json() == {
        "id": author,
        "site": "demo",
        "confirmed": False,
        "seen": 3,
        "approved": 1,
        "first_seen_at": "2026-03-14T12:01:00Z",
        "trusted": False,
        "trust_in_force": False,
        "domain_known": True,
        "states": {"pending": 1, "approved": 1, "spam": 1, "rejected": 0, "trash": 0},
        "names": ["Wayan", "Mas Wayan"],
        "bans": [],
    }
    assert len(api.queue(author=author, state="approved").get_json()["items"]) == 1


def test_trust_by_hand_says_that_it_has_no_effect_before_the_address_is_proved(api: Api) -> None:
    links = "Lihat https://satu.example https://dua.example https://tiga.example"
    author = author_of(api, api.published())

    before = trust(api, author).get_json()
    held = api.post(text=links).status_code
    prove(api, author)

    assert (before, held) == ({"trusted": True, "trust_in_force": False}, 202)
    assert trust(api, author).get_json() == {"trusted": True, "trust_in_force": True}
    assert (show(api, author).get_json()["trusted"], show(api, author).get_json()["trust_in_force"]) == (True, True)
    assert api.post(text=links + " juga").status_code == 201
    assert api.held()
    assert trust(api, author, json={"trusted": False}).get_json() == {"trusted": False, "trust_in_force": False}
    assert api.post(text=links + " lagi").status_code == 202


@pytest.mark.parametrize("body", [{}, {"trusted": None}, {"trusted": "ya"}, {"trusted": 1}])
def test_trust_is_true_or_false(api: Api, body: dict[str, object]) -> None:
    response = trust(api, author_of(api, api.held()), json=body)

    assert (response.status_code, response.get_json()["parameter"]) == (400, "trusted")


def test_an_author_has_no_other_methods(api: Api) -> None:
    assert ask(api, "DELETE", f"/authors/{author_of(api, api.held())}").status_code == 405
