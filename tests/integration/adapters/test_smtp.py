"""Mail goes out as one plain message to one address, and nothing of the address comes back in an error."""

# ruff: noqa: ANN401, N802 - the signatures are those that aiosmtpd calls
from __future__ import annotations

import logging
import smtplib
import socket
import ssl
import traceback
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from service.adapters.confirmation_mails import MailedConfirmations
from service.adapters.smtp import MailNotSent, RecipientRefused, SmtpMailer
from service.adapters.translations import CataloguePhrasebook
from service.domain.site import Site, SiteId

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

SENDER = "saring@kabar.example"
TO = "rahasia7@surat.example"


class Postbox:
    """Takes mail and keeps it, unless it was told to answer something else."""

    def __init__(self) -> None:
        self.recipients: list[str] = []
        self.mails: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.answers: dict[str, str] = {}
        self.logins: list[Any] = []

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        self.recipients.append(address)
        envelope.rcpt_tos.append(address)
        return self.answers.get("RCPT", "250 OK")

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.raw.append(envelope.content)
        self.mails.append(message_from_bytes(envelope.content, policy=default))
        return self.answers.get("DATA", "250 OK")

    def login(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        self.logins.append(data)
        return AuthResult(success=data.password == b"kata:sandi@", handled=False)


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


@pytest.fixture
def port(postbox: Postbox) -> Iterator[int]:
    """The port of a mail server on this machine that keeps what it takes."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        number: int = free.getsockname()[1]
    controller = Controller(
        postbox, hostname="127.0.0.1", port=number, authenticator=postbox.login, auth_require_tls=False
    )
    controller.start()
    yield number
    controller.stop()


@pytest.fixture
def mailer(port: int) -> SmtpMailer:
    return SmtpMailer(f"smtp://127.0.0.1:{port}", SENDER)


def test_a_mail_arrives_as_written(mailer: SmtpMailer, postbox: Postbox) -> None:
    text = "Halo,\n\nsilakan buka tautan ini – terima kasih 🙏\n\nhttps://kabar.example/" + "a" * 200 + "\n.\n.titik\n"

    mailer.send(TO, "Konfirmasi: Kabar “Pelabuhan”", text)

    (mail,) = postbox.mails
    assert postbox.recipients == [TO]
    assert (mail["From"], mail["To"], mail["Subject"]) == (SENDER, TO, "Konfirmasi: Kabar “Pelabuhan”")
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content_charset() == "utf-8"
    assert mail.get_content().replace("\r\n", "\n") == text
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"].datetime.tzinfo is not None
    assert mail["Message-ID"].endswith("@kabar.example>")


def test_a_mail_is_ascii_on_the_wire(mailer: SmtpMailer, postbox: Postbox) -> None:
    mailer.send(TO, "Café ☕", "é 例\n")

    assert postbox.raw[0].isascii()
    assert max(len(line) for line in postbox.raw[0].splitlines()) <= 998


@pytest.mark.parametrize(
    "subject",
    ["Halo\nBcc: lain@surat.example", "Halo\r\nX-A: b\r\n\r\nisi", "Halo\u2028Bcc: a@b.example", "Halo\x85Bcc: x"],
)
def test_a_subject_stays_one_line(mailer: SmtpMailer, postbox: Postbox, subject: str) -> None:
    mailer.send(TO, subject, "isi\n")

    (mail,) = postbox.mails
    assert mail["Subject"] == " ".join(subject.split())
    assert mail["Bcc"] is None
    assert mail["X-A"] is None
    assert postbox.recipients == [TO]


@pytest.mark.parametrize(
    "to",
    [
        "a@b.example\nBcc: lain@surat.example",
        "a@b.example\r\nRCPT TO:<lain@surat.example>",
        "a@b.example, lain@surat.example",
        "a@b.example>, <lain@surat.example",
        "",
        "@",
        "a@",
        "<>",
    ],
)
def test_what_is_no_single_address_gets_no_mail(mailer: SmtpMailer, postbox: Postbox, to: str) -> None:
    with pytest.raises(RecipientRefused):
        mailer.send(to, "Halo", "isi\n")

    assert postbox.mails == []
    assert postbox.recipients == []


@pytest.mark.parametrize(
    ("answers", "kind", "text"),
    [
        ({"RCPT": "550 no such user rahasia7@surat.example"}, RecipientRefused, "550"),
        ({"RCPT": "451 later, rahasia7@surat.example"}, MailNotSent, "recipient 451"),
        ({"DATA": "554 rahasia7 is not wanted"}, MailNotSent, "SMTPDataError 554"),
    ],
)
def test_a_refusal_is_told_without_the_address(
    mailer: SmtpMailer, postbox: Postbox, answers: dict[str, str], kind: type[MailNotSent], text: str
) -> None:
    postbox.answers = answers

    with pytest.raises(MailNotSent) as refused:
        mailer.send(TO, "Halo", "isi\n")

    assert type(refused.value) is kind
    assert str(refused.value) == text
    assert (refused.value.__cause__, refused.value.__context__) == (None, None)
    assert "rahasia7" not in "".join(traceback.format_exception_only(refused.value))


def test_a_server_that_is_away_is_an_operating_system_error(port: int, postbox: Postbox) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        number = free.getsockname()[1]

    assert number != port
    assert postbox.mails == []
    with pytest.raises(OSError, match="ConnectionRefusedError"):
        SmtpMailer(f"smtp://127.0.0.1:{number}", SENDER).send(TO, "Halo", "isi\n")


def test_user_and_password_are_decoded_and_sent_to_this_machine(port: int, postbox: Postbox) -> None:
    SmtpMailer(f"smtp://pak%40surat:kata%3Asandi%40@127.0.0.1:{port}", SENDER).send(TO, "Halo", "isi\n")

    assert [(login.login, login.password) for login in postbox.logins] == [(b"pak@surat", b"kata:sandi@")]
    assert len(postbox.mails) == 1


def test_a_wrong_password_is_told_without_it(port: int) -> None:
    with pytest.raises(MailNotSent) as refused:
        SmtpMailer(f"smtp://pak:salah99@127.0.0.1:{port}", SENDER).send(TO, "Halo", "isi\n")

    assert str(refused.value) == "SMTPAuthenticationError 535"


def test_no_password_goes_to_another_machine_unencrypted(
    port: int, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = smtplib.SMTP.connect
    monkeypatch.setattr(smtplib.SMTP, "connect", lambda self, *_: there(self, "127.0.0.1", port))

    with pytest.raises(MailNotSent, match="SMTPNotSupportedError"):
        SmtpMailer("smtp://pak:kata@surat.example", SENDER).send(TO, "Halo", "isi\n")

    assert postbox.logins == []


def test_a_server_that_cannot_encrypt_gets_nothing_over_smtps(port: int, postbox: Postbox) -> None:
    with pytest.raises(MailNotSent, match="SSL"):
        SmtpMailer(f"smtps://127.0.0.1:{port}", SENDER).send(TO, "Halo", "isi\n")

    assert postbox.recipients == []


def test_encryption_is_taken_where_another_machine_offers_it_and_its_certificate_must_be_good(
    postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)  # it has no certificate at all
    nobody.maximum_version = ssl.TLSVersion.TLSv1_2
    nobody.set_ciphers("aNULL:@SECLEVEL=0")
    with socket.create_server(("127.0.0.1", 0)) as free:
        number = free.getsockname()[1]
    controller = Controller(postbox, hostname="127.0.0.1", port=number, tls_context=nobody)
    controller.start()
    there = smtplib.SMTP.connect
    monkeypatch.setattr(smtplib.SMTP, "connect", lambda self, *_: there(self, "127.0.0.1", number))
    try:
        with pytest.raises(MailNotSent, match="SSL"):
            SmtpMailer("smtp://surat.example", SENDER).send(TO, "Halo", "isi\n")
    finally:
        controller.stop()

    assert postbox.recipients == []


@pytest.mark.parametrize(
    "url", ["", "localhost:25", "http://localhost", "smtp://", "smtp:localhost", "smtp://h:port", "smtp://u:p99@[h"]
)
def test_a_server_that_cannot_be_read_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(ValueError, match="a mail server is named"):
        SmtpMailer(url, SENDER)


@pytest.mark.parametrize("sender", ["", "kabar", "a@b@c"])
def test_a_sender_that_is_no_address_is_refused(sender: str) -> None:
    with pytest.raises(ValueError, match="no e-mail address"):
        SmtpMailer("smtp://localhost", sender)


@pytest.mark.parametrize(
    ("language", "subject", "greeting"),
    [
        ("id", "Konfirmasi alamat email Anda untuk Kabar Demo", "Halo,"),
        ("en", "Confirm your email address for Kabar Demo", "Hello,"),
        ("fr", "Confirm your email address for Kabar Demo", "Hello,"),
    ],
)
def test_the_confirmation_speaks_the_language_of_the_site(
    mailer: SmtpMailer, postbox: Postbox, language: str, subject: str, greeting: str
) -> None:
    mails = MailedConfirmations(
        mailer=mailer,
        phrasebook=CataloguePhrasebook(),
        address_of=lambda site, link: f"https://kabar.example/{site}/{link}",
    )

    mails.send(TO, Site(id=SiteId("demo"), title="Kabar Demo", language=language), "tautan")

    (mail,) = postbox.mails
    lines = mail.get_content().splitlines()
    assert mail["Subject"] == subject
    assert lines[0] == greeting
    assert "https://kabar.example/demo/tautan" in lines
    assert TO not in mail.get_content()


def test_an_address_refused_for_good_holds_up_no_other_mail(
    mailer: SmtpMailer, postbox: Postbox, caplog: pytest.LogCaptureFixture
) -> None:
    postbox.answers = {"RCPT": "550 no"}
    mails = MailedConfirmations(mailer=mailer, phrasebook=CataloguePhrasebook(), address_of=lambda _, link: link)

    with caplog.at_level(logging.INFO, "service"):
        mails.send(TO, Site(id=SiteId("demo"), title="Kabar Demo"), "tautan")

    assert [record.message for record in caplog.records] == ["confirmation_refused"]
    assert "rahasia7" not in caplog.text


def test_a_server_in_trouble_is_told_so_that_the_mail_stays_due(mailer: SmtpMailer, postbox: Postbox) -> None:
    postbox.answers = {"RCPT": "451 later"}
    mails = MailedConfirmations(mailer=mailer, phrasebook=CataloguePhrasebook(), address_of=lambda _, link: link)

    with pytest.raises(OSError, match="451"):
        mails.send(TO, Site(id=SiteId("demo"), title="Kabar Demo"), "tautan")
