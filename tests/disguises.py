"""Every way in which a secret could stand in bytes: as it is, percent-encoded, in base64 or hex, in other letters."""

from __future__ import annotations

import base64
import html
import json
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def disguises(secret: str) -> tuple[frozenset[bytes], frozenset[bytes]]:
    """Return the forms of a secret that are sought whatever the case of the letters, and those sought exactly."""
    plain = secret.encode()
    letters = {
        secret,
        quote(secret),
        quote(secret, safe=""),
        quote(secret, safe="@"),
        quote_plus(secret),
        html.escape(secret),
        secret.replace("@", "&#64;"),
        secret.replace("@", "&#x40;"),
        json.dumps(secret).strip('"'),
        secret.replace("@", "\\u0040"),
        secret.replace("+", "\\u002b"),
        plain.hex(),
        plain.hex(" "),
        plain.hex(":"),
        "".join(f"%{byte:02x}" for byte in plain),
        "".join(f"\\x{byte:02x}" for byte in plain),
    }
    folded = {form.lower().encode() for form in letters}
    folded |= {secret.lower().encode(encoding) for encoding in ("utf-16-le", "utf-16-be")}
    exact: set[bytes] = set()
    for written in (secret, secret.lower(), secret.upper(), secret.capitalize()):
        # In hex, other letters are other digits.
        folded |= {written.encode().hex().encode(), "".join(f"%{byte:02x}" for byte in written.encode()).encode()}
        exact |= _in_base64(written.encode())
    return frozenset(folded), frozenset(exact)


def _in_base64(plain: bytes) -> set[bytes]:
    """Return what base64 makes of *plain* wherever it begins in a text, without what depends on its neighbours."""
    found = set()
    for before in range(3):
        start, end = -(-before * 8 // 6), (before + len(plain)) * 8 // 6
        padded = b"\0" * before + plain
        found |= {encode(padded)[start:end] for encode in (base64.b64encode, base64.urlsafe_b64encode)}
    return found


def traces(secret: str, haystack: Mapping[str, bytes]) -> list[tuple[str, bytes]]:
    """Return where a secret was found, by the name of the hay, and in what form."""
    folded, exact = disguises(secret)
    found = []
    for name, hay in haystack.items():
        low = hay.lower()
        found += [(name, form) for form in folded if form in low]
        found += [(name, form) for form in exact if form in hay]
    return found


def traces_of_address(address: str, haystack: Mapping[str, bytes]) -> list[tuple[str, bytes]]:
    """Return where an address was found, whole or its local part alone."""
    return traces(address, haystack) + traces(address.rpartition("@")[0], haystack)


def pieces(parts: Iterable[bytes]) -> Mapping[str, bytes]:
    """Return pieces of a haystack by their numbers."""
    return {str(number): part for number, part in enumerate(parts)}
