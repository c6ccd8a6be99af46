"""An address that a visitor gave is in no answer, no log line and not in the database, in whatever form."""

from __future__ import annotations

import base64
import logging
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from tests.functional.api.driver import DOUBTFUL, SPAM

if TYPE_CHECKING:
    import pytest
    from werkzeug.test import TestResponse

    from service.settings import Settings
    from tests.functional.api.driver import Api

ADDRESS = "penanda.khusus+a1b2@contoh-surel.com"


def forms() -> list[bytes]:
    """Return the address as it could be written, and its mark alone."""
    plain = ADDRESS.encode()
    # Whatever precedes it in a text, base64 of the address shows one of three inner patterns.
    inner = [base64.b64encode(b"x" * shift + plain)[4:-4] for shift in range(3)]
    return [plain, quote(ADDRESS, safe="").encode(), *inner, plain.hex().encode(), b"penanda.khusus", b"a1b2@"]


def test_a_marked_address_posted_through_every_door_is_found_nowhere(
    api: Api, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answers: list[TestResponse] = []
    for text in ("Beritanya bagus sekali.", DOUBTFUL, SPAM, ""):
        answers.append(api.post(text=text, author_email=ADDRESS, key=f"k-{len(answers)}"))
    answers.append(api.post(text=DOUBTFUL, author_email=ADDRESS, key="k-0"))
    answers.append(api.post(author_email=f"Wayan <{ADDRESS}>"))
    answers.append(api.post(author_email=[ADDRESS]))
    answers.append(api.post(author_email={"a": ADDRESS}, page=None))
    answers += [api.call("GET", "/api/v1" + one.get_json()["receipt"]) for one in answers[:3]]
    items = [item for state in ("pending", "spam", "approved") for item in api.queue(state=state).get_json()["items"]]
    answers += [api.detail(item["id"]) for item in items]
    answers += [api.decide(item["id"], "trash", item["version"]) for item in items]
    answers += [api.queue(state=state) for state in ("pending", "spam", "approved", "trash")]
    answers += [api.queue(q=ADDRESS), api.listed(), api.call("GET", "/metrics"), api.call("GET", "/readyz")]

    assert len(items) == 3
    haystack = [one.data + str(one.headers).encode() for one in answers]
    haystack += [repr(vars(record)).encode() for record in caplog.records]
    files = [path for path in Path(settings.data_dir).rglob("*") if path.is_file()]
    haystack += [path.read_bytes() for path in files]
    assert any(path.name == "saring.db" for path in files)
    for form in forms():
        assert not any(form in hay for hay in haystack), form


def test_moderators_see_one_author_again_without_an_address(api: Api) -> None:
    api.held(author_email=ADDRESS)
    second = api.held(
        author_email=ADDRESS.upper().replace("CONTOH-SUREL.COM", "contoh-surel.com"), text=f"{DOUBTFUL} 2"
    )
    stranger = api.held(author_email="orang.lain@contoh-surel.com", text=f"{DOUBTFUL} 3")

    assert api.detail(second).get_json()["author"]["seen"] == 2
    assert api.detail(stranger).get_json()["author"]["seen"] == 1


def test_approvals_are_counted_by_author(api: Api) -> None:
    first = api.held(author_email=ADDRESS)
    api.decide(first, "approve")
    second = api.held(author_email=ADDRESS, text=f"{DOUBTFUL} 2")

    author = api.detail(second).get_json()["author"]
    assert author == {
        "id": author["id"],
        "name": "Wayan",
        "url": None,
        "confirmed": False,
        "seen": 2,
        "approved": 1,
    }


def test_using_anothers_address_earns_no_trust(api: Api) -> None:
    """Waline #1579: whoever typed the admin's address skipped moderation."""
    for number in range(4):
        api.decide(api.held(author_email=ADDRESS, text=f"{DOUBTFUL} {number}"), "approve")

    assert api.post(author_email=ADDRESS, text=f"{DOUBTFUL} lagi").get_json()["state"] == "pending"
