"""The installation's keys: four files that only their owner can read, one of which the web process never opens."""

from __future__ import annotations

import base64
import binascii
import fcntl
import os
import secrets
import stat
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEY_BYTES = 32
"""Length of every key: 256 bits."""

_SEALING, _HASHING, _SIGNING = "sealing.pub", "hashing.key", "signing.key"
_FOR_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class UnusableKeys(Exception):
    """Keys are missing, damaged, or open to others; the message names the file, never what is in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """What a web process needs of the keys.

    A file holds one key a line, in URL-safe base64, oldest first. Only signing takes several: what an older one signed
    stays valid while its line stays, and the last one signs.

    Attributes:
        sealing: Public X25519 key. It seals addresses and opens none.
        hashing: Key of the blind indexes; another one would make every known author a stranger.
        signing: Keys of stamps and receipts, oldest to newest.
    """

    sealing: bytes = field(repr=False)
    hashing: bytes = field(repr=False)
    signing: tuple[bytes, ...] = field(repr=False)

    @classmethod
    def load(cls, folder: Path) -> Keys:
        """Read the keys; the opener key is not among them.

        Raises:
            UnusableKeys: One is missing, damaged, or others may read or write it.
        """
        return cls(
            sealing=read_key(folder / _SEALING),
            hashing=read_key(folder / _HASHING),
            signing=_read_keys(folder / _SIGNING),
        )

    @classmethod
    def create(cls, folder: Path, opener_key_file: Path) -> Keys:
        """Make the keys that are missing, change none that is there, and return them as :meth:`load` does.

        The opener key is made only together with its public half: where the public half is there and the opener is
        not, somebody keeps it elsewhere.

        Raises:
            UnusableKeys: One that was there is damaged, or others may read or write it.
        """
        with _locked(folder):
            sealing = folder / _SEALING
            if not sealing.exists():
                if not opener_key_file.exists():
                    _write_key(opener_key_file, secrets.token_bytes(KEY_BYTES))
                _write_key(sealing, _public_half(read_key(opener_key_file)))
            for name in (_HASHING, _SIGNING):
                if not (folder / name).exists():
                    _write_key(folder / name, secrets.token_bytes(KEY_BYTES))
        return cls.load(folder)


def read_key(path: Path) -> bytes:
    """Return the only key of a file; raises as :meth:`Keys.load` does."""
    found = _read_keys(path)
    if len(found) != 1:
        raise UnusableKeys(f"{path} must hold exactly one key")
    return found[0]


def _read_keys(path: Path) -> tuple[bytes, ...]:
    """Return the keys of a file, oldest first."""
    try:
        with path.open("rb") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            lines = file.read().split()
    except OSError as error:
        raise UnusableKeys(f"{path} cannot be read ({error.strerror}); `python -m service init` makes keys") from None
    if mode & _FOR_OTHERS:
        raise UnusableKeys(f"{path} is open to others (mode {mode:04o}); only its owner may read it: chmod 600")
    try:
        keys = tuple(base64.b64decode(line, altchars=b"-_", validate=True) for line in lines)
    except binascii.Error:
        raise UnusableKeys(f"{path} is damaged: not base64") from None
    if not keys or any(len(key) != KEY_BYTES for key in keys):
        raise UnusableKeys(f"{path} is damaged: a key has {KEY_BYTES} bytes")
    return keys


def _public_half(opener: bytes) -> bytes:
    """Return the public key that seals for *opener*."""
    # Here, not above: ``serve`` stays in memory and imports this module only to see that keys are there.
    from nacl.public import PrivateKey  # noqa: PLC0415 - see above

    return bytes(PrivateKey(opener).public_key)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold *folder*, made if need be, so that of two processes that start at once one makes the keys."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _write_key(path: Path, key: bytes) -> None:
    """Write a key whole or not at all, on the disk when this returns."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.unlink(missing_ok=True)
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(base64.urlsafe_b64encode(key) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)
    parent = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(parent)
    finally:
        os.close(parent)
