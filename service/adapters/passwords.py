"""Passwords as slow hashes: Argon2id (RFC 9106), by libsodium, which is here for sealing anyway."""

from __future__ import annotations

from dataclasses import dataclass

from nacl.exceptions import CryptoError
from nacl.pwhash import argon2id

MEMORY_KIB, PASSES = 19_456, 2
"""OWASP Password Storage Cheat Sheet: Argon2id with 19 MiB, 2 passes and 1 lane; about 20 ms here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Argon2Passwords:
    """Implements :class:`service.use_cases.people.Passwords`.

    A hash carries its own parameters, so that raising them leaves older ones valid.

    Attributes:
        memory: What one hash takes, in KiB.
        passes: How often it goes through that.
    """

    memory: int = MEMORY_KIB
    passes: int = PASSES

    def hash(self, password: str) -> str:
        """Return a hash of its own salt, in the notation of the PHC."""
        hashed = argon2id.str(_octets(password), opslimit=self.passes, memlimit=self.memory * 1024)
        return hashed.decode("ascii")

    def matches(self, hashed: str | None, password: str) -> bool:
        """Return whether a hash is of *password*; for ``None`` false, after as much time."""
        try:
            return bool(argon2id.verify((hashed or self._nobodys).encode("ascii"), _octets(password))) and bool(hashed)
        except CryptoError:
            return False

    @property
    def _nobodys(self) -> str:
        """A hash that no password is known to have: salt and digest are zeros."""
        return f"$argon2id$v=19$m={self.memory},t={self.passes},p=1${'A' * 22}${'A' * 43}"


def _octets(password: str) -> bytes:
    """Return what is hashed. A lone surrogate is in no password that was set, so it matches none."""
    return password.encode("utf-8", "surrogatepass")
