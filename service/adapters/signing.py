"""Signatures of short names, over itsdangerous: by the newest key, known by any; HMAC-SHA256 with a key per purpose."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from itsdangerous import Signer, TimestampSigner

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.use_cases.ports import Clock

_EPOCH = datetime.fromtimestamp(0, UTC)
_MILLISECOND = timedelta(milliseconds=1)


class PlainSigner(Signer):
    """Signs without a date: the same each time."""

    def __init__(self, keys: Iterable[bytes], purpose: str) -> None:
        super().__init__(keys, salt=f"saring.{purpose}", key_derivation="hmac", digest_method=hashlib.sha256)


class DatedSigner(TimestampSigner):
    """Signs with the time of our clock, in milliseconds: whole seconds blur how fast a form was filled in."""

    def __init__(self, keys: Iterable[bytes], purpose: str, clock: Clock) -> None:
        super().__init__(keys, salt=f"saring.{purpose}", key_derivation="hmac", digest_method=hashlib.sha256)
        self._clock = clock

    def get_timestamp(self) -> int:
        """Return milliseconds since 1970."""
        return (self._clock.now() - _EPOCH) // _MILLISECOND

    def timestamp_to_datetime(self, ts: int) -> datetime:
        """Return what :meth:`get_timestamp` counted, as a time."""
        return _EPOCH + ts * _MILLISECOND


def id_to_name(identity: UUID) -> bytes:
    """Return an id as 22 letters fit for a URL."""
    return urlsafe_b64encode(identity.bytes).rstrip(b"=")


def name_to_id(name: bytes) -> UUID:
    """Return the id that :func:`id_to_name` wrote.

    Raises:
        ValueError: It wrote no such name.
    """
    return UUID(bytes=urlsafe_b64decode(name + b"=="))
