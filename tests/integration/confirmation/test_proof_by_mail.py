"""An author proves an address, from the button to the trust that it earns, with a real mail server."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from service.adapters.keys import Keys
from service.settings import Settings
from service.worker import Jobs, build_huey, build_jobs
from tests.disguises import pieces, traces_of_address
from tests.integration.confirmation.conftest import ADDRESS, PUBLIC

if TYPE_CHECKING:
    from pathlib import Path

    from tests.fakes import FrozenClock
    from tests.integration.confirmation.conftest import Author, Workers
    from tests.postbox import Postbox


def failures(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    """Return type and reason of each run that failed."""
    found = [vars(record) for record in caplog.records if record.message == "confirmations_not_sent"]
    return [(one["error"], one.get("reason", "")) for one in found]


def test_one_mail_is_sent_and_its_link_confirms(author: Author, workers: Workers, postbox: Postbox) -> None:
    worker = workers.one()
    author.asks()

    worker.send_confirmations()
    worker.send_confirmations()
    link = author.opens_the_mail()
    looked = author.call("GET", link)

    assert [mail["To"] for mail in postbox.mails] == ["Penanda.Khusus+a1b2@contoh-surel.com"]
    assert postbox.mails[0]["From"] == "saring@kabar.example"
    assert looked.status_code == 200
    assert author.moderates()[0]["author"]["confirmed"] is False
    assert "sudah dikonfirmasi" in author.call("POST", link).text
    assert author.moderates()[0]["author"]["confirmed"] is True


def test_the_mail_holds_no_word_of_a_visitor(author: Author, workers: Workers, postbox: Postbox) -> None:
    author.asks("Kunjungi https://iklan.example sekarang!")
    workers.one().send_confirmations()

    mail = postbox.raw[0].decode()
    text = postbox.mails[0].get_content()
    assert "Kabar Demo" in text
    assert text.count("http") == text.count(f"{PUBLIC}/sites/demo/confirmations/") == 1
    assert not [word for word in ("Wayan", "Kunjungi", "iklan", "/panen") if word in mail + text]


def test_a_confirmed_author_whose_comments_were_approved_is_published_at_once(author: Author, workers: Workers) -> None:
    for number in range(3):
        author.comments(f"Komentar nomor {number}.")
    author.is_approved()
    author.asks("Yang keempat menunggu, belum dikonfirmasi.")
    workers.one().send_confirmations()
    author.call("POST", author.opens_the_mail())

    answer = author.comments("Yang kelima langsung terbit.")

    (newest,) = [item for item in author.moderates("approved") if item["id"] == answer.get_json()["id"]]
    assert (answer.status_code, answer.get_json()["state"]) == (201, "approved")
    assert (newest["rule"], newest["author"]["confirmed"], newest["author"]["approved"]) == ("trusted-author", True, 4)
    assert [item["rule"] for item in author.moderates()] == ["form-stamp-missing"]


def test_a_link_proves_nothing_after_a_week(author: Author, workers: Workers, clock: FrozenClock) -> None:
    author.asks()
    workers.one().send_confirmations()
    link = author.opens_the_mail()
    clock.advance(timedelta(days=7, seconds=1))

    assert [author.call(method, link).status_code for method in ("GET", "POST")] == [404, 404]

    assert author.moderates()[0]["author"]["confirmed"] is False


def test_a_second_worker_that_runs_while_the_mail_is_on_its_way_sends_none(
    author: Author, workers: Workers, postbox: Postbox
) -> None:
    first, second = workers.one(), workers.one()
    author.asks()
    postbox.meanwhile = second.send_confirmations

    first.send_confirmations()

    assert len(postbox.mails) == 1


def test_workers_that_start_at_once_send_one_mail(author: Author, workers: Workers, postbox: Postbox) -> None:
    author.asks()
    together = threading.Barrier(4)

    def work(jobs: Jobs) -> None:
        together.wait(10)
        jobs.send_confirmations()

    threads = [threading.Thread(target=work, args=(workers.one(),)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert len(postbox.mails) == 1


def test_what_the_server_refuses_for_now_stays_due(
    author: Author, workers: Workers, postbox: Postbox, caplog: pytest.LogCaptureFixture
) -> None:
    worker = workers.one()
    author.asks()
    postbox.answer = "451 greylisted"

    worker.send_confirmations()
    refused = failures(caplog)
    postbox.answer = "250 OK"
    worker.send_confirmations()

    assert refused == [("MailNotSent", "SMTPDataError 451")]
    assert len(postbox.mails) == 1


def test_a_server_that_is_away_loses_no_mail(
    author: Author, workers: Workers, postbox: Postbox, caplog: pytest.LogCaptureFixture
) -> None:
    author.asks()

    workers.one(smtp_url="smtp://127.0.0.1:1").send_confirmations()
    workers.one().send_confirmations()

    assert failures(caplog) == [("MailNotSent", "ConnectionRefusedError")]
    assert len(postbox.mails) == 1


def test_without_the_opener_key_the_worker_says_so_and_the_mail_stays_due(
    author: Author, workers: Workers, settings: Settings, postbox: Postbox, caplog: pytest.LogCaptureFixture
) -> None:
    worker = workers.one()
    author.asks()
    away = settings.opener_key.rename(settings.opener_key.with_suffix(".elsewhere"))

    worker.send_confirmations()
    away.rename(settings.opener_key)
    worker.send_confirmations()

    ((error, _),) = failures(caplog)
    assert error == "UnusableKeys"
    assert len(postbox.mails) == 1


def test_a_box_that_the_key_does_not_open_is_logged_by_the_type_of_the_error_and_holds_up_no_other(
    author: Author, workers: Workers, settings: Settings, postbox: Postbox, caplog: pytest.LogCaptureFixture
) -> None:
    worker = workers.one()
    author.asks()
    (settings.keys / "sealing.pub").unlink()
    other = settings.opener_key.with_suffix(".other")
    Keys.create(settings.keys, other)
    workers.one(opener_key_file=str(other)).send_confirmations()
    author.asks("Dari yang lain.", "orang.lain@contoh-surel.com")

    worker.send_confirmations()

    assert failures(caplog) == [("ValueError", "")]
    assert [mail["To"] for mail in postbox.mails] == ["orang.lain@contoh-surel.com"]


def test_the_address_is_in_no_row_event_log_line_or_answer(
    author: Author, workers: Workers, postbox: Postbox, caplog: pytest.LogCaptureFixture
) -> None:
    folder = workers.settings.data_dir
    caplog.set_level(logging.DEBUG)
    worker = workers.one()
    receipt = author.asks()
    for answer in ("451 later", "550 no such person", "250 OK"):
        postbox.answer = answer
        worker.send_confirmations()
    author.asks("Satu lagi.", ADDRESS.replace("contoh-surel", "surel-contoh"))
    worker.send_confirmations()
    author.call("POST", author.opens_the_mail())
    author.call("GET", receipt)
    author.moderates()

    # The mail server is no part of the service: what it logs is its own.
    ours = [record for record in caplog.records if not record.name.startswith("mail.")]
    haystack = {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    haystack |= pieces(one.data + str(one.headers).encode() for one in author.answers)
    haystack["log"] = "\n".join(f"{record.getMessage()} {vars(record)!r}" for record in ours).encode()
    assert {"saring.db"} <= {path.name for path in folder.iterdir()}
    assert len(ours) > 5
    assert traces_of_address(ADDRESS, haystack) == []
    # The search finds what is there: the mail itself.
    assert traces_of_address(ADDRESS.replace("contoh-surel", "surel-contoh"), {"mail": postbox.raw[-1]}) != []


def scheduled(settings: Settings) -> set[str]:
    """Return the names of the tasks on the schedule."""
    huey = build_huey(settings, build_jobs(settings))
    return {task.name for task in huey._registry.periodic_tasks}  # noqa: SLF001 - nothing public lists them


def test_mails_are_on_the_schedule_where_they_can_be_sent(settings: Settings) -> None:
    assert "send-confirmations" in scheduled(settings)


@pytest.mark.parametrize(
    "changes",
    [{}, {"smtp_url": "smtp://surat.example", "host": "0.0.0.0"}],  # noqa: S104 - what the image says
    ids=["no mail server", "nobody knows the address for the link"],
)
def test_mails_are_not_on_the_schedule_where_they_cannot(
    tmp_path: Path, database_url: str, changes: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    settings = Settings(data_dir=tmp_path, database_url=database_url, **changes)  # type: ignore[arg-type] # texts only

    names = scheduled(settings)

    assert "seal-log" in names
    assert "send-confirmations" not in names
    assert [record.message for record in caplog.records] == (["mail_needs_public_url"] if changes else [])
