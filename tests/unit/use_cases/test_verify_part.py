"""The seals of the log, looked at again part by part."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from service.domain.errors import NotAllowed
from service.use_cases.event_log import LogLine
from service.use_cases.seal_log import BATCH, SealLog
from service.use_cases.verify_part import Fault, VerifyPart
from tests.fakes import FrozenClock
from tests.house import a_moderator
from tests.memory import MemoryStore
from tests.stored import an_event

if TYPE_CHECKING:
    from service.use_cases.seal_log import Seal
    from service.use_cases.verify_part import VerifiedPart


@dataclass(slots=True)
class Log:
    """A settled log and its seals, as lists; a seal's number is its place."""

    lines: list[LogLine] = field(default_factory=list)
    seals: list[Seal] = field(default_factory=list)

    def after(self, line: int, limit: int) -> tuple[LogLine, ...]:
        return tuple([one for one in self.lines if one.id > line][:limit])

    def last(self) -> Seal | None:
        return self.seals[-1] if self.seals else None

    def add(self, seal: Seal) -> None:
        self.seals.append(seal)

    def all(self) -> tuple[Seal, ...]:
        return tuple(self.seals)

    def behind(self, number: int, limit: int) -> tuple[tuple[int, Seal], ...]:
        return tuple(enumerate(self.seals[number : number + limit], start=number + 1))

    def up_to(self, number: int) -> Seal | None:
        return self.seals[:number][-1] if self.seals[:number] else None

    def last_number(self) -> int:
        return len(self.seals)

    def count(self, after: int, most: int) -> int:
        return len(self.after(after, most))

    def write(self, lines: int) -> Log:
        first = len(self.lines) + 1
        self.lines += [LogLine(id=number, event=an_event(number)) for number in range(first, first + lines)]
        return self

    def seal(self) -> Log:
        SealLog(events=self, seals=self, clock=FrozenClock(), transaction=MemoryStore().transaction)()
        return self

    def verify(self, after_seal: int = 0) -> VerifiedPart:
        return VerifyPart(events=self, log=self, seals=self)(after_seal, a_moderator(site=None))


def in_parts() -> Log:
    """Return a log of six lines under three seals."""
    return Log().write(2).seal().write(2).seal().write(2).seal()


def test_an_empty_log_holds() -> None:
    found = Log().verify()

    assert (found.faults, found.seals, found.lines, found.unsealed, found.next) == ((), 0, 0, 0, None)


def test_all_of_a_short_log_is_looked_at_at_once() -> None:
    found = in_parts().write(1).verify()

    assert (found.faults, found.seals, found.lines, found.through, found.last) == ((), 3, 6, 3, 3)
    assert (found.unsealed, found.next) == (1, None)


def test_lines_that_nobody_sealed_are_told() -> None:
    assert Log().write(3).verify().unsealed == 3


def test_a_long_log_is_looked_at_in_parts() -> None:
    log = Log().write(6 * BATCH + 1).seal()

    first = log.verify()
    rest = log.verify(first.next or 0)

    assert (first.lines, first.through, first.last, first.next) == (5 * BATCH, 5, 7, 5)
    assert (rest.lines, rest.through, rest.next, rest.faults) == (BATCH + 1, 7, None, ())


@pytest.mark.parametrize(("line", "seal"), [(0, 1), (1, 1), (2, 2), (5, 3)])
def test_a_changed_line_breaks_its_seal_and_no_other(line: int, seal: int) -> None:
    log = in_parts()
    log.lines[line] = replace(log.lines[line], event=an_event(1, actor="token:palsu"))

    found = log.verify()

    assert found.faults == (Fault(seal=seal, first_line=2 * seal - 1, last_line=2 * seal),)
    assert found.lines == 4


def test_a_line_taken_out_or_put_in_breaks_its_seal() -> None:
    out, put = in_parts(), in_parts()
    del out.lines[3]
    put.lines.insert(2, LogLine(id=2, event=an_event(9)))
    put.lines[2] = replace(put.lines[2], id=2)
    del put.lines[1]

    assert 2 in {fault.seal for fault in out.verify().faults}
    assert [fault.seal for fault in put.verify().faults] == [1]


def test_a_changed_seal_breaks_itself_and_the_next_and_a_missing_one_the_next() -> None:
    changed, short = in_parts(), in_parts()
    changed.seals[1] = replace(changed.seals[1], digest=bytes(32))
    del short.seals[1]

    assert [fault.seal for fault in changed.verify().faults] == [2, 3]
    assert [fault.seal for fault in short.verify().faults] == [2]


@pytest.mark.parametrize("lines", [0, -1, BATCH + 1, 10**9])
def test_a_seal_that_says_what_none_says_is_not_followed(lines: int) -> None:
    log = in_parts()
    log.seals[1] = replace(log.seals[1], lines=lines)

    assert [fault.seal for fault in log.verify().faults] == [2]


def test_a_part_goes_on_from_the_seal_before_as_it_is_stored() -> None:
    log = in_parts()
    log.lines[0] = replace(log.lines[0], event=an_event(1, actor="token:palsu"))

    assert log.verify(1).faults == ()


def test_only_who_may_read_everywhere_verifies() -> None:
    log = in_parts()

    with pytest.raises(NotAllowed):
        VerifyPart(events=log, log=log, seals=log)(0, a_moderator())
