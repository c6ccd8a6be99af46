"""Digests that nobody without the key can compute or guess back."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b

DIGEST_BYTES = 32
"""Length of a digest: 256 bits."""

_LENGTH_BYTES = 8


@dataclass(frozen=True, slots=True)
class BlakeHasher:
    """Keyed BLAKE2b-256 (RFC 7693); the key has 32 to 64 bytes."""

    key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if not DIGEST_BYTES <= len(self.key) <= blake2b.MAX_KEY_SIZE:
            raise ValueError("a hashing key has 32 to 64 bytes")

    def __call__(self, purpose: str, *parts: str) -> bytes:
        """Return 32 bytes for *parts* in order; other purposes give other digests.

        Each string stands behind its length, so that no two lists are written alike. Lone surrogates are strings too.
        """
        digest = blake2b(key=self.key, digest_size=DIGEST_BYTES)
        for text in (purpose, *parts):
            written = text.encode("utf-8", "surrogatepass")
            digest.update(len(written).to_bytes(_LENGTH_BYTES, "big"))
            digest.update(written)
        return digest.digest()
