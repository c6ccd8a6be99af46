"""Answers kept as they were rendered, so that the same page is rendered once a version."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import NamedTuple

MAX_BYTES = 8 * 1024 * 1024
"""Greatest total size of what is kept, in bytes a process: a few hundred pages of 50 comments."""


class RenderedKey(NamedTuple):
    """What an answer depends on. The version stands for the comments, so nothing here ever needs to be dropped."""

    site: str
    page: str
    version: int
    after: str
    limit: int


class RenderedPages:
    """The answers used last, up to a number of bytes. Several threads may use it."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._max_bytes = max_bytes
        self._bodies: OrderedDict[RenderedKey, bytes] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    @property
    def size(self) -> int:
        """Bytes that are kept now, without keys."""
        return self._size

    def get(self, key: RenderedKey) -> bytes | None:
        """Return the answer kept under *key*."""
        with self._lock:
            body = self._bodies.get(key)
            if body is not None:
                self._bodies.move_to_end(key)
            return body

    def keep(self, key: RenderedKey, body: bytes) -> None:
        """Keep an answer; those not used for longest make room. One above a quarter of the room is not kept."""
        if len(body) > self._max_bytes // 4:
            return
        with self._lock:
            self._size += len(body) - len(self._bodies.pop(key, b""))
            self._bodies[key] = body
            while self._size > self._max_bytes:
                self._size -= len(self._bodies.popitem(last=False)[1])
