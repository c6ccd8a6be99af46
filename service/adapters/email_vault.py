"""E-mail addresses: checked, sealed at once, and matched without being opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disposable_email_domains import blocklist
from email_validator import SPECIAL_USE_DOMAIN_NAMES, validate_email
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from service.adapters.keys import read_key
from service.adapters.mail_domains import domain_key
from service.domain.author import SealedEmail
from service.domain.fields import LIMITS, Field, FieldFault
from service.use_cases.ports import InvalidEmail

if TYPE_CHECKING:
    from pathlib import Path

    from email_validator import ValidatedEmail

    from service.domain.site import SiteId
    from service.use_cases.ports import KeyedHasher

PADDED_BYTES = 256
"""Length of every sealed text: the longest address (254 octets; email-validator sees to it), an end mark, a spare."""

_END = b"\x80"  # ISO/IEC 7816-4: a mark, then zeros up to the full length.
_RESERVED = frozenset(SPECIAL_USE_DOMAIN_NAMES)


class EmailVault:
    """Checks addresses and seals them for the holder of the opener key; it can open none itself."""

    def __init__(self, *, sealing_key: bytes, hasher: KeyedHasher) -> None:
        self._box = SealedBox(PublicKey(sealing_key))
        self._hasher = hasher

    def seal(self, site: SiteId, address: str) -> SealedEmail:
        """Return the address sealed, with the key by which it is known on *site*.

        The box holds the address in its normal form: local part in NFC as typed, domain in ASCII and lower case. The
        key ignores the case of the local part as well. RFC 5321 lets a server tell ``Sari@`` from ``sari@``, but no
        provider of note does, and telephones capitalise the first letter typed: telling the two apart would make a
        stranger of a known author. Dots and ``+tags`` are left alone, for there providers differ.

        Raises:
            InvalidEmail: Not a usable address: syntax, or a special-use or reserved domain. No DNS is asked. The
                address is in no message, cause or context.
        """
        found = _validated(address)
        if isinstance(found, FieldFault):
            raise InvalidEmail(found)
        domain = found.ascii_domain.lower()
        normal = f"{found.local_part}@{domain}".encode()
        return SealedEmail(
            key=self._hasher("email", site, f"{found.local_part.lower()}@{domain}"),
            box=self._box.encrypt((normal + _END).ljust(PADDED_BYTES, b"\0")),
            disposable=is_disposable(domain),
            domain_key=domain_key(self._hasher, site, domain),
        )


class VaultOpener:
    """Opens what an :class:`EmailVault` sealed. Only the worker has it, for only it has the key."""

    def __init__(self, opener_key_file: Path) -> None:
        """Read the key.

        Raises:
            UnusableKeys: It is missing, damaged, or open to others.
        """
        self._box = SealedBox(PrivateKey(read_key(opener_key_file)))

    def open(self, box: bytes) -> str:
        """Return the address.

        Raises:
            ValueError: Not sealed for this key, or altered.
        """
        try:
            padded = self._box.decrypt(box)
        except CryptoError:
            raise ValueError("not sealed for this key, or altered") from None
        normal, mark, zeros = padded.rpartition(_END)
        if not mark or zeros.strip(b"\0"):
            raise ValueError("sealed by something else")
        return normal.decode()


def is_disposable(domain: str) -> bool:
    """Return whether a domain (ASCII, lower case), or one that it is part of, is a throw-away provider's."""
    while "." in domain:
        if domain in blocklist:
            return True
        domain = domain.partition(".")[2]
    return False


def _validated(address: str) -> ValidatedEmail | FieldFault:
    """Return the address as email-validator reads it, or what is wrong with it.

    The fault is returned, not raised, so that no exception with the address in its context goes further.
    """
    if len(address) > LIMITS[Field.EMAIL]:
        return FieldFault.INVALID_EMAIL
    try:
        return validate_email(address, check_deliverability=False)
    except ValueError:
        pass
    if address.rpartition("@")[2].lower().rpartition(".")[2] not in _RESERVED:
        return FieldFault.INVALID_EMAIL
    try:
        # The package has one error for all faults: under another top-level domain, only what else is wrong is left.
        validate_email(f"{address}.example", check_deliverability=False)
    except ValueError:
        return FieldFault.INVALID_EMAIL
    return FieldFault.RESERVED_DOMAIN
