"""Seal the log in batches, so that a line changed, taken out or put in later shows.

Each seal is a digest over the seal before it and the lines since. Chaining line by line would make every writer wait
for the last; the worker seals behind the writers instead, up to where the log is settled.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from service.use_cases.event_log import LogLine, SettledEvents
    from service.use_cases.ports import Clock
    from service.use_cases.repositories import Transaction

BATCH = 1000
"""Greatest number of lines under one seal."""

NO_SEAL = bytes(32)
"""What stands for the digest before the first seal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """A digest over a part of the log.

    Attributes:
        first_event: Number of the first line, in the log's order.
        last_event: Number of the last one.
        lines: How many there are.
        digest: SHA-256 (FIPS 180-4) over the digest before and the canonical JSON of each line, 32 bytes.
        at: When it was sealed, in UTC.
    """

    first_event: int
    last_event: int
    lines: int
    digest: bytes
    at: datetime


class Seals(Protocol):
    """The seals, which nothing changes or deletes."""

    def last(self) -> Seal | None:
        """Return the newest seal, ``None`` if there is none yet."""
        ...

    def add(self, seal: Seal) -> None:
        """Store a new seal."""
        ...

    def all(self) -> tuple[Seal, ...]:
        """Return every seal, oldest first."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SealReport:
    """What became of the seals.

    Attributes:
        seals: How many were looked at.
        lines: How many lines of the log they cover.
        broken: The first seal that does not hold, from 1; ``None`` if all do.
    """

    seals: int
    lines: int
    broken: int | None = None

    @property
    def holds(self) -> bool:
        """Whether every seal does."""
        return self.broken is None

    def __str__(self) -> str:
        if self.holds:
            return f"{self.seals} seals over {self.lines} lines hold"
        return f"seal {self.broken} does not hold; {self.lines} lines before it do"


@dataclass(frozen=True, slots=True, kw_only=True)
class SealLog:
    """Seal what the log has gained. One worker does this; a second one at the same time fails and changes nothing."""

    events: SettledEvents
    seals: Seals
    clock: Clock
    transaction: Transaction

    def __call__(self) -> int:
        """Add seals until all settled lines are under one; return how many were added."""
        added = 0
        while self._seal_batch():
            added += 1
        return added

    def _seal_batch(self) -> bool:
        """Seal the next lines; return whether there were any."""
        with self.transaction():
            last = self.seals.last()
            lines = self.events.after(last.last_event if last else 0, BATCH)
            if lines:
                self.seals.add(
                    Seal(
                        first_event=lines[0].id,
                        last_event=lines[-1].id,
                        lines=len(lines),
                        digest=digest(last.digest if last else NO_SEAL, lines),
                        at=self.clock.now(),
                    )
                )
        return bool(lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyLog:
    """Compute every seal again."""

    events: SettledEvents
    seals: Seals

    def __call__(self) -> SealReport:
        """Return whether the seals hold, and the first that does not."""
        before, place, covered = NO_SEAL, 0, 0
        seals = self.seals.all()
        for number, seal in enumerate(seals, start=1):
            lines = self.events.after(place, seal.lines)
            whole = len(lines) == seal.lines and (lines[0].id, lines[-1].id) == (seal.first_event, seal.last_event)
            if not whole or digest(before, lines) != seal.digest:
                return SealReport(seals=number, lines=covered, broken=number)
            before, place, covered = seal.digest, seal.last_event, covered + seal.lines
        return SealReport(seals=len(seals), lines=covered)


def digest(before: bytes, lines: Sequence[LogLine]) -> bytes:
    """Return the digest of lines after the digest *before*."""
    total = hashlib.sha256(before)
    for line in lines:
        total.update(canonical(line) + b"\n")
    return total.digest()


def canonical(line: LogLine) -> bytes:
    """Return a line as JSON in one way only: keys sorted, no blanks, ASCII, so that no line contains another's end."""
    event = line.event
    values = {
        "id": line.id,
        "kind": event.kind,
        "site": event.site,
        "comment": None if event.comment is None else str(event.comment),
        "at": event.at.isoformat(timespec="microseconds"),
        "actor": event.actor,
        "details": dict(event.details),
    }
    return json.dumps(values, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("ascii")
