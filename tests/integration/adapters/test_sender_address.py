"""The sender's address, as servers and proxies write it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from service.adapters.sender_address import PlainSender

if TYPE_CHECKING:
    from collections.abc import Iterable


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("192.0.2.7:33566", "192.0.2.7"),
        ("[2001:db8::7]:33566", "2001:db8::7"),
        ("[2001:db8::7]", "2001:db8::7"),
        ("2001:db8::7", "2001:db8::7"),
        ("[::ffff:192.0.2.7]:51780", "::ffff:192.0.2.7"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_an_address_is_told_without_its_port(written: str, expected: str) -> None:
    seen: list[str] = []

    def app(environ: dict[str, Any], _: object) -> Iterable[bytes]:
        seen.append(environ["REMOTE_ADDR"])
        return ()

    PlainSender(app)({"REMOTE_ADDR": written}, lambda *_: lambda _: None)

    assert seen == [expected]
