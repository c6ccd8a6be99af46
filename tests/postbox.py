"""A mail server on this machine that keeps what it takes, or refuses as it was told to."""

# ruff: noqa: ANN401, N802 - the signatures are those that aiosmtpd calls
from __future__ import annotations

import asyncio
import socket
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from email.message import EmailMessage


@dataclass(slots=True)
class Postbox:
    """What came, and what is answered.

    Attributes:
        answer: To each mail, before it is kept.
        meanwhile: What happens, elsewhere, while a mail is being taken.
    """

    answer: str = "250 OK"
    meanwhile: Callable[[], object] | None = None
    mails: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        if self.meanwhile is not None:
            await asyncio.get_running_loop().run_in_executor(None, self.meanwhile)
        if self.answer.startswith("2"):
            self.raw.append(envelope.content)
            self.mails.append(message_from_bytes(envelope.content, policy=default))
        return self.answer


@contextmanager
def mail_server(postbox: Postbox) -> Iterator[int]:
    """Run the server; yield its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    controller = Controller(postbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()
