"""How long work goes on in one request, and how it leaves the database to others between its parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SECONDS = 0.4
"""So long one request works. A web process answers one at a time, and connections are dealt out to processes whether
they are busy or not: what comes behind such a request waits for its end."""

BATCH = 300
"""Comments decided in one transaction. On SQLite nobody else writes meanwhile: here it is some 25 ms."""

REST = 0.4
"""A rest lasts so much of the work before it: who waits for SQLite's lock looks now and then, and must find it open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Turns of work with rests between.

    Attributes:
        timer: Seconds of a clock that never goes back.
        pause: Waits so many seconds.
        seconds: Turns begin for so long.
        batch: Comments in a turn.
    """

    timer: Callable[[], float]
    pause: Callable[[float], None]
    seconds: float = SECONDS
    batch: int = BATCH

    def turns(self) -> Iterator[None]:
        """Yield once for each turn, one at least, until the time is over."""
        began = before = self.timer()
        while True:
            yield
            now = self.timer()
            if now - began >= self.seconds:
                return
            self.pause((now - before) * REST)
            before = self.timer()
