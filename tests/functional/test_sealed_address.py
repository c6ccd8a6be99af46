"""An address posted through every door of a running service is nowhere but in its sealed box, whatever its disguise.

The opener key is taken away before the service starts, so that all of this also shows that no web process needs it.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode
from uuid import UUID

import pytest

from service.adapters.clock import SystemClock
from service.adapters.confirmation_links import SignedLinks
from service.adapters.keys import Keys
from service.domain.author import AuthorId
from service.domain.site import SiteId
from tests.disguises import traces_of_address
from tests.served import Served, command, environment_of, served

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.served import Reply

ADDRESS = "Penanda7.Khusus+a1b2@contoh-surel.com"
COMMENTS = "/api/v1/sites/demo/comments"
FORM = "/sites/demo/comments"
QUEUE = "/api/v1/moderation/comments"
JSON, URLENCODED = "application/json", "application/x-www-form-urlencoded"


def a_body(text: str = "Semoga panennya berhasil.", email: object = ADDRESS, **changes: object) -> dict[str, object]:
    return {"page": "/panen", "text": text, "author": {"name": "Wayan", "email": email}, **changes}


def post_form(service: Served, path: str = FORM, **fields: str) -> Reply:
    filled = {"author": "Wayan", "email": ADDRESS, "comment": "Lewat formulir.", "page": "/panen", **fields}
    return service.call("POST", path, urlencode(filled).encode(), {"Content-Type": URLENCODED})


def post_multipart(service: Served, **fields: str) -> Reply:
    parts = [f'--batas\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{fields[name]}\r\n' for name in fields]
    body = "".join(parts) + "--batas--\r\n"
    return service.call("POST", FORM, body.encode(), {"Content-Type": "multipart/form-data; boundary=batas"})


def visit_good_doors(service: Served) -> None:
    """Send comments that are taken, by each kind of program, and come back to them."""
    first = service.send_json(COMMENTS, a_body(), Idempotency_Key="k-1")
    again = service.send_json(COMMENTS, a_body(), Idempotency_Key="k-1")
    other = service.send_json(COMMENTS, a_body("Lain."), Idempotency_Key="k-1")
    assert (first.status, again.json["id"], other.status) == (again.status, first.json["id"], 422)
    assert service.call("GET", "/api/v1" + first.json["receipt"]).status == 200
    posted = [
        post_form(service, once="sekali"),
        post_form(service, once="sekali"),
        post_multipart(service, author="Wayan", email=ADDRESS, comment="Multipart.", page="/panen"),
        post_form(service, page="", comment_post_ID="7", comment_parent="0", comment="Seperti WordPress."),
    ]
    assert [reply.status for reply in posted] == [303] * 4
    receipt = posted[0].headers["Location"]
    assert posted[1].headers["Location"] == receipt
    assert "Konfirmasi alamat Anda" in service.call("GET", receipt).body.decode()
    for _ in range(2):
        assert service.call("POST", f"{receipt}/confirmation").status == 303
    assert "akan sampai di email Anda" in service.call("GET", receipt).body.decode()


def visit_confirmation(service: Served) -> None:
    """Answer the link that a mail would bring."""
    with closing(sqlite3.connect(service.data / "saring.db")) as database:
        (author,) = database.execute("SELECT id FROM author").fetchone()
    links = SignedLinks(Keys.load(service.data / "keys").signing, SystemClock())
    link = links.issue(SiteId("demo"), AuthorId(UUID(author)))
    assert service.call("GET", f"/sites/demo/confirmations/{link}").status == 200
    assert service.call("POST", f"/sites/demo/confirmations/{link}").status == 200
    assert service.call("GET", f"/sites/demo/confirmations/{link}x").status == 404


def visit_bad_doors(service: Served) -> None:
    """Send what is refused, in every way there is."""
    addresses: list[object] = [
        f"Wayan <{ADDRESS}>",
        f"{ADDRESS},{ADDRESS}",
        ADDRESS + "m" * 400,
        f'"{ADDRESS}"',
        [ADDRESS],
    ]
    addresses += [{"alamat": ADDRESS}, ADDRESS.replace(".com", ".test"), f"{ADDRESS}\r\nBcc: x@contoh-surel.com"]
    for address in addresses:
        assert service.send_json(COMMENTS, a_body(email=address)).status == 422
    whole = json.dumps(a_body()).encode()
    refused = [
        service.send_json(COMMENTS, a_body("", page=None)),
        service.send_json(COMMENTS, a_body(parent_id=ADDRESS)),
        service.send_json(COMMENTS, a_body(stamp=ADDRESS, page=f"https://[{ADDRESS}")),
        service.call("POST", COMMENTS, whole[:-3], {"Content-Type": JSON}),
        service.call("POST", COMMENTS, whole + b"\xff", {"Content-Type": JSON}),
        service.call("POST", COMMENTS, whole[:-1] + b', "page": "/dua"}', {"Content-Type": JSON}),
        service.call("POST", COMMENTS, whole, {"Content-Type": "text/plain"}),
        service.call("POST", COMMENTS, whole + b" " * 300_000, {"Content-Type": JSON}),
        service.call("POST", FORM, b"email=" + quote(ADDRESS).encode() + b"&a=" + b"a" * 300_000),
        service.call("POST", FORM, whole, {"Content-Type": JSON}),
        service.call("PUT", COMMENTS, whole, {"Content-Type": JSON}),
        service.send_json(COMMENTS, a_body(), Origin="https://lain.example"),
        service.send_json(COMMENTS.replace("demo", "tiada"), a_body()),
        service.send_json(COMMENTS, a_body(), Idempotency_Key=ADDRESS * 9),
        post_form(service, FORM.replace("demo", "tiada")),
        service.call("GET", f"/{quote(ADDRESS)}?email={quote(ADDRESS)}"),
        service.call("GET", f"/sites/demo/receipts/{quote(ADDRESS)}"),
        service.call("GET", f"/sites/demo/confirmations/{quote(ADDRESS)}"),
        service.call("GET", f"{COMMENTS}?page=/panen&after={quote(ADDRESS)}"),
        service.call("GET", QUEUE, headers={"Authorization": f"Bearer {ADDRESS}"}),
    ]
    assert not [reply for reply in refused if reply.status < 400 or reply.status == 500]
    assert {400, 401, 403, 404, 405, 413, 415, 422} <= {reply.status for reply in refused}


def visit_faults(service: Served) -> None:
    """Meet our own faults: a site whose row nobody can read, and a database that is locked."""
    with closing(sqlite3.connect(service.data / "saring.db", isolation_level=None)) as database:
        database.execute("UPDATE site SET policy = '{\"mode\": \"tidak-ada\"}' WHERE id = 'rusak'")
        assert service.send_json(COMMENTS.replace("demo", "rusak"), a_body()).status == 500
        assert post_form(service, FORM.replace("demo", "rusak")).status == 500
        database.execute("BEGIN IMMEDIATE")
        assert service.send_json(COMMENTS, a_body("Terkunci.")).status == 503


def visit_moderators_doors(service: Served) -> None:
    """Look at everything that moderators, operators and readers see, and decide."""
    headers = {"Authorization": "Bearer " + (service.data / "moderator.token").read_text().strip()}
    items = []
    for state in ("pending", "spam", "approved", "rejected", "trash"):
        items += service.call("GET", f"{QUEUE}?state={state}", headers=headers).json["items"]
    assert len(items) >= 4
    assert {item["author"]["confirmed"] for item in items} == {True}
    for item in items:
        decisions = f"{QUEUE}/{item['id']}/decisions"
        action = {"action": "trash", "version": item["version"]}
        assert service.call("GET", f"{QUEUE}/{item['id']}", headers=headers).status == 200
        assert service.send_json(decisions, {**action, "reason": "uji"}, **headers).status == 200
        assert service.send_json(decisions, action, **headers).status == 409
    service.call("GET", f"{QUEUE}?q={quote(ADDRESS)}", headers=headers)
    for path in ("/desk", "/docs", "/problems", "/metrics", "/readyz", "/livez", "/openapi.json", "/demo", "/embed.js"):
        service.call("GET", path, headers={"Referer": f"http://x.example/?{ADDRESS}", "Cookie": f"email={ADDRESS}"})
    service.call("GET", f"{COMMENTS}?page=/panen", headers={"From": ADDRESS, "User-Agent": ADDRESS})
    service.call("GET", "/sites/demo/form?page=/panen", headers={"X-Request-Id": ADDRESS})


def visit_limits(service: Served) -> None:
    """Send until no more is taken."""
    for number in range(100):
        if service.send_json(COMMENTS, a_body(f"Nomor {number}.")).status == 429:
            return
    pytest.fail("the limit was never met")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A service that everything was done to, still running."""
    folder = tmp_path_factory.mktemp("sealed")
    port, environment = environment_of(
        folder,
        SARING_WEB_PROCESSES="1",
        SARING_LOG_LEVEL="DEBUG",
        SARING_RATE_LIMIT="60/minute",
        SARING_SMTP_URL="smtp://127.0.0.1:1",
    )
    command(environment, "init")
    command(environment, "site", "add", "rusak")
    (folder / "var" / "keys" / "opener.key").unlink()
    with served(folder, port, environment) as service:
        visit_good_doors(service)
        visit_confirmation(service)
        visit_bad_doors(service)
        visit_faults(service)
        visit_moderators_doors(service)
        yield service


@pytest.fixture(scope="module")
def given_back(service: Served) -> Mapping[str, Reply]:
    """The answers that are a form, given back to the one who sent it, with what was typed."""
    known = set(service.replies)
    wrong = post_form(service, comment="", url="javascript:alert(1)")
    visit_limits(service)
    too_many = post_form(service)
    assert (wrong.status, too_many.status) == (422, 429)
    return {name: reply for name, reply in service.replies.items() if name not in known and reply in (wrong, too_many)}


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_it_is_in_no_byte_of_what_the_service_stores(service: Served, given_back: Mapping[str, Reply]) -> None:
    stored = files(service.data)

    assert given_back
    assert {"saring.db", "saring.db-wal", "jobs.db", "keys/hashing.key"} <= set(stored)
    assert any(name.startswith("metrics/") for name in stored)
    assert traces_of_address(ADDRESS, stored) == []


def test_it_is_in_no_line_of_the_log(service: Served, given_back: Mapping[str, Reply]) -> None:
    log = service.log.read_bytes()

    assert log.count(b'"status": 500') == 2
    assert log.count(b'"status": 429') == len(given_back) == 2
    assert traces_of_address(ADDRESS, {"log": log}) == []


def test_it_is_in_no_answer_to_anybody(service: Served, given_back: Mapping[str, Reply]) -> None:
    answers = {name: reply.whole for name, reply in service.replies.items() if name not in given_back}

    assert len(answers) > 80
    assert traces_of_address(ADDRESS, answers) == []


def test_a_form_given_back_holds_it_for_the_one_who_typed_it_and_for_nobody_else(
    given_back: Mapping[str, Reply],
) -> None:
    for reply in given_back.values():
        assert f'value="{ADDRESS}"' in reply.body.decode()
        assert reply.headers["Cache-Control"] == "no-store"
        assert traces_of_address(ADDRESS, {"headers": bytes(reply.headers)}) == []


def test_what_is_stored_of_it_is_one_box_that_the_service_cannot_open(service: Served) -> None:
    with closing(sqlite3.connect(service.data / "saring.db")) as database:
        boxes = database.execute("SELECT length(email_box), length(email_key) FROM author").fetchall()

    assert boxes == [(304, 32)]
    assert not (service.data / "keys" / "opener.key").exists()
