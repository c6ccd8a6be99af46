"""Mail, sent through a server that the operator names."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass, field
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import localtime, make_msgid
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

TIMEOUT_SECONDS = 10.0
"""How long the server may take for each of its answers."""

SUBMISSION_PORT = 587
"""Where ``smtp://`` goes if the URL names no port: RFC 6409, section 3.1."""

SUBMISSIONS_PORT = 465
"""Where ``smtps://`` goes if the URL names no port: RFC 8314, section 7.3."""

_PERMANENT = 500


class MailNotSent(OSError):
    """The server is away or refuses; the message says how, and never to whom."""


class RecipientRefused(MailNotSent):
    """The server takes no mail for this address, now or later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Server:
    """Where mail goes and as whom."""

    host: str
    port: int
    tls_at_once: bool
    user: str = field(repr=False)
    password: str = field(repr=False)

    @property
    def is_this_machine(self) -> bool:
        """Whether nothing leaves this machine on the way."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


class SmtpMailer:
    """Sends plain text, one mail a connection.

    The connection is encrypted from the start (``smtps``) or as soon as the server offers it, and then its certificate
    must be good. On this machine the offer is not taken: the certificate of a local server is seldom more than a
    placeholder. A password goes to another machine only over an encrypted connection.
    """

    def __init__(self, url: str, sender: str) -> None:
        """Read where to send.

        Args:
            url: ``smtp://[user:password@]host[:port]`` or ``smtps://…``, user and password percent-encoded.
            sender: Address that mails come from.

        Raises:
            ValueError: One of them cannot be read. It is not repeated, for it may hold a password.
        """
        self._server = _read(url)
        found = _address(sender)
        if found is None:
            raise ValueError("the sender of mails is no e-mail address")
        self._sender = found

    def send(self, to: str, subject: str, text: str) -> None:
        """Send a mail to one address.

        Raises:
            MailNotSent: The server is away or refuses.
            RecipientRefused: It refuses this address for good, or this is none.
        """
        recipient = _address(to)
        if recipient is None:
            raise RecipientRefused("not an address")
        # Raised here, outside of every handler: the errors of smtplib hold the address, and none may follow this one.
        if fault := self._send(self._message(recipient, subject, text), to):
            raise fault

    def _message(self, to: Address, subject: str, text: str) -> EmailMessage:
        """Return the mail; a subject is one line whatever it holds."""
        message = EmailMessage(policy=SMTP)
        message["From"] = self._sender
        message["To"] = to
        message["Subject"] = " ".join(subject.split())
        message["Date"] = localtime()
        message["Message-ID"] = make_msgid(domain=self._sender.domain)
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834, section 5: nobody's holiday notice answers it
        message.set_content(text, cte="quoted-printable")
        return message

    def _send(self, message: EmailMessage, to: str) -> MailNotSent | None:
        """Send a mail, or return what went wrong, with nothing of the address in it."""
        try:
            with self._connected() as smtp:
                smtp.send_message(message, self._sender.addr_spec, [to])
        except smtplib.SMTPRecipientsRefused as error:
            code = max(code for code, _ in error.recipients.values())
            return RecipientRefused(str(code)) if code >= _PERMANENT else MailNotSent(f"recipient {code}")
        except smtplib.SMTPResponseException as error:
            return MailNotSent(f"{type(error).__qualname__} {error.smtp_code}")
        except (OSError, ValueError) as error:
            return MailNotSent(type(error).__qualname__)
        return None

    def _connected(self) -> smtplib.SMTP:
        """Return a connection, encrypted and logged in as it has to be."""
        server = self._server
        if server.tls_at_once:
            context = ssl.create_default_context()
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_SECONDS, context=context)
        else:
            smtp = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
        try:
            self._prepare(smtp)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _prepare(self, smtp: smtplib.SMTP) -> None:
        """Encrypt a connection and log in, as far as there is need."""
        server = self._server
        smtp.ehlo_or_helo_if_needed()
        encrypted = server.tls_at_once
        if not encrypted and not server.is_this_machine and smtp.has_extn("starttls"):
            smtp.starttls(context=ssl.create_default_context())
            smtp.ehlo()
            encrypted = True
        if server.user:
            if not encrypted and not server.is_this_machine:
                raise smtplib.SMTPNotSupportedError("no encryption, no password")
            smtp.login(server.user, server.password)


def _address(text: str) -> Address | None:
    """Return a text as the one address that it is, or ``None``."""
    try:
        address = Address(addr_spec=text)
    except (MessageError, ValueError, IndexError):  # the email package raises all three for malformed addresses
        return None
    return address if address.username and address.domain else None


def _read(url: str) -> _Server:
    """Return the server that a URL names."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        port = -1
    if port == -1 or parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ValueError("a mail server is named smtp://host:port or smtps://host:port")
    at_once = parts.scheme == "smtps"
    return _Server(
        host=parts.hostname,
        port=port or (SUBMISSIONS_PORT if at_once else SUBMISSION_PORT),
        tls_at_once=at_once,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )
