"""Verify the log's seals part by part, so that a long log holds no process for long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from service.domain.errors import NotAllowed
from service.domain.token import Scope
from service.use_cases.read_log import readable
from service.use_cases.seal_log import BATCH, NO_SEAL, digest

if TYPE_CHECKING:
    from service.domain.moderator import Moderator
    from service.use_cases.event_log import SettledEvents
    from service.use_cases.seal_log import Seal

PART_LINES, PART_SEALS = 5000, 500
"""So many lines, or a batch more, and so many seals are looked at in one part: about a tenth of a second."""

COUNTED = 10_000
"""Lines without a seal are counted up to here. The worker seals every minute, so that more say that it rests."""


class NumberedSeals(Protocol):
    """The seals by their numbers, which grow from 1 on; a gap means nothing."""

    def behind(self, number: int, limit: int) -> tuple[tuple[int, Seal], ...]:
        """Return the next seals behind a number, with theirs, *limit* at most."""
        ...

    def up_to(self, number: int) -> Seal | None:
        """Return the seal of a number, or the last one before it; ``None`` if there is none."""
        ...

    def last_number(self) -> int:
        """Return the number of the newest seal, 0 if there is none."""
        ...


class CountedLines(Protocol):
    """The settled part of the log, as far as it is counted."""

    def count(self, after: int, most: int) -> int:
        """Return how many lines are behind a line, counted up to *most*."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A seal that does not hold: one of its lines was changed, taken out or put in, or it or the seal before was.

    Attributes:
        seal: Its number.
        first_line, last_line: Between which lines, in the log's order.
    """

    seal: int
    first_line: int
    last_line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedPart:
    """What was found in one part.

    Attributes:
        faults: The seals that do not hold.
        seals: How many were looked at.
        lines: How many lines are under those that hold.
        through: The number of the last one looked at.
        last: The number of the newest one.
        unsealed: Lines behind that one, counted up to 10,000.
    """

    faults: tuple[Fault, ...]
    seals: int
    lines: int
    through: int
    last: int
    unsealed: int

    @property
    def next(self) -> int | None:
        """Where to go on; ``None`` once all was looked at."""
        return self.through if self.through < self.last else None


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyPart:
    """Compute the next few seals again, each over the one before as it is stored."""

    events: SettledEvents
    log: CountedLines
    seals: NumberedSeals

    def __call__(self, after_seal: int, moderator: Moderator) -> VerifiedPart:
        """Return what was found in the part behind a seal (0: from the first).

        Raises:
            NotAllowed: The moderator may not read on all sites: a seal covers the lines of all.
        """
        if readable(moderator) is not None:
            raise NotAllowed(Scope.READ)
        before = self.seals.up_to(after_seal)
        faults: list[Fault] = []
        through, count, lines, looked_at = after_seal, 0, 0, 0
        for number, seal in self.seals.behind(after_seal, PART_SEALS):
            if looked_at >= PART_LINES:
                break
            if self._holds(before, seal):
                lines += seal.lines
            else:
                faults.append(Fault(seal=number, first_line=seal.first_event, last_line=seal.last_event))
            looked_at += min(abs(seal.lines), BATCH)
            through, count, before = number, count + 1, seal
        return VerifiedPart(
            faults=tuple(faults),
            seals=count,
            lines=lines,
            through=through,
            last=self.seals.last_number(),
            unsealed=self._unsealed(),
        )

    def _holds(self, before: Seal | None, seal: Seal) -> bool:
        """Return whether a seal is the digest of its lines behind the seal before."""
        if not 1 <= seal.lines <= BATCH:
            return False  # none that was written here; whoever changed it chose how much would be read
        lines = self.events.after(before.last_event if before else 0, seal.lines)
        if len(lines) != seal.lines or (lines[0].id, lines[-1].id) != (seal.first_event, seal.last_event):
            return False
        return digest(before.digest if before else NO_SEAL, lines) == seal.digest

    def _unsealed(self) -> int:
        """Return how many lines are under no seal yet."""
        newest = self.seals.up_to(self.seals.last_number())
        return self.log.count(newest.last_event if newest else 0, COUNTED)
