"""The search for a secret finds it in every form that it names, wherever it stands."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

import pytest

from tests.disguises import traces_of_address

if TYPE_CHECKING:
    from collections.abc import Callable

ADDRESS = "Penanda.Khusus+a1b2@contoh-surel.com"
WAYS: dict[str, Callable[[str], bytes]] = {
    "plain": str.encode,
    "in capitals": lambda text: text.upper().encode(),
    "percent-encoded where need be": lambda text: quote(text).encode(),
    "percent-encoded as in a form": lambda text: quote_plus(text).encode(),
    "percent-encoded throughout": lambda text: "".join(f"%{byte:02X}" for byte in text.encode()).encode(),
    "base64": lambda text: base64.b64encode(text.encode()),
    "base64 of small letters": lambda text: base64.b64encode(text.lower().encode()),
    "base64 for a URL": lambda text: base64.urlsafe_b64encode(text.encode()).rstrip(b"="),
    "base64 behind one byte": lambda text: base64.b64encode(b"?" + text.encode() + b"??"),
    "base64 behind two bytes": lambda text: base64.b64encode(b"\xff\xff" + text.encode() + b"?"),
    "hex": lambda text: text.encode().hex().encode(),
    "hex in capitals": lambda text: text.encode().hex().upper().encode(),
    "hex of small letters": lambda text: text.lower().encode().hex().encode(),
    "UTF-16": lambda text: text.encode("utf-16-le"),
    "in HTML": lambda text: text.replace("@", "&#64;").encode(),
    "in JSON": lambda text: text.replace("@", "\\u0040").encode(),
}


@pytest.mark.parametrize("whole", [True, False], ids=["the whole address", "its local part alone"])
@pytest.mark.parametrize("way", WAYS)
def test_a_disguised_address_is_found(way: str, *, whole: bool) -> None:
    text = ADDRESS if whole else ADDRESS.partition("@")[0]

    assert traces_of_address(ADDRESS, {"hay": b"\0..." + WAYS[way](text) + b"...\n"})


def test_another_address_is_not() -> None:
    hay = b" ".join(way("orang.lain@contoh-surel.com") for way in WAYS.values())

    assert traces_of_address(ADDRESS, {"hay": hay}) == []
