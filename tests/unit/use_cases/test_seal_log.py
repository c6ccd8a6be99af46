from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace

import pytest

from service.use_cases.event_log import LogLine
from service.use_cases.seal_log import BATCH, NO_SEAL, Seal, SealLog, SealReport, VerifyLog, canonical, digest
from tests.fakes import NOON, FrozenClock
from tests.memory import MemoryStore
from tests.stored import an_event


@dataclass(slots=True)
class Lines:
    """A settled log and its seals, as lists."""

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


def a_log(lines: int) -> Lines:
    return Lines(lines=[LogLine(id=number, event=an_event(number)) for number in range(1, lines + 1)])


def seal(log: Lines) -> int:
    return SealLog(events=log, seals=log, clock=FrozenClock(), transaction=MemoryStore().transaction)()


def verify(log: Lines) -> SealReport:
    return VerifyLog(events=log, seals=log)()


def test_an_empty_log_needs_no_seal_and_holds() -> None:
    log = Lines()

    assert seal(log) == 0
    assert verify(log) == SealReport(seals=0, lines=0)


def test_a_seal_covers_what_came_since_the_one_before() -> None:
    log = a_log(3)
    seal(log)
    log.lines.append(LogLine(id=7, event=an_event(7)))

    added = seal(log)

    assert added == 1
    assert [(one.first_event, one.last_event, one.lines, one.at) for one in log.seals] == [
        (1, 3, 3, NOON),
        (7, 7, 1, NOON),
    ]
    assert str(verify(log)) == "2 seals over 4 lines hold"


def test_a_long_log_is_sealed_in_batches() -> None:
    log = a_log(2 * BATCH + 1)

    assert seal(log) == 3
    assert [one.lines for one in log.seals] == [BATCH, BATCH, 1]
    assert verify(log).holds


def test_a_digest_is_over_the_one_before_and_the_lines_in_order() -> None:
    lines = a_log(2).lines

    expected = hashlib.sha256(NO_SEAL + canonical(lines[0]) + b"\n" + canonical(lines[1]) + b"\n").digest()

    assert digest(NO_SEAL, lines) == expected
    assert digest(NO_SEAL, lines[::-1]) != expected
    assert digest(bytes([1] * 32), lines) != expected


def test_a_line_is_written_in_one_way_only() -> None:
    event = an_event(1, details={"b": 0.1 + 0.2, "a": "“ü”", "c": None})

    assert canonical(LogLine(id=1, event=event)) == (
        b'{"actor":"policy","at":"2026-03-14T05:31:00.123456+00:00",'
        b'"comment":"00000000-0000-0000-0000-000000000001",'
        b'"details":{"a":"\\u201c\\u00fc\\u201d","b":0.30000000000000004,"c":null},'
        b'"id":1,"kind":"comment-submitted","site":"demo"}'
    )
    assert b'"comment":null' in canonical(LogLine(id=1, event=replace(event, comment=None)))


def test_a_number_that_json_does_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical(LogLine(id=1, event=an_event(1, details={"spam_probability": float("nan")})))


def sealed_in_parts() -> Lines:
    """Return a log of six lines under three seals."""
    log = Lines()
    for number in (1, 3, 5):
        log.lines += [LogLine(id=one, event=an_event(one)) for one in (number, number + 1)]
        seal(log)
    return log


def test_a_changed_line_breaks_its_seal() -> None:
    log = sealed_in_parts()

    log.lines[3] = replace(log.lines[3], event=an_event(4, actor="token:somebody"))

    report = verify(log)
    assert (report.holds, report) == (False, SealReport(seals=2, lines=2, broken=2))
    assert str(report) == "seal 2 does not hold; 2 lines before it do"


@pytest.mark.parametrize(("position", "broken"), [(0, 1), (1, 1), (2, 2), (5, 3)])
def test_a_missing_line_breaks_its_seal(position: int, broken: int) -> None:
    log = sealed_in_parts()

    del log.lines[position]

    assert verify(log).broken == broken


def test_a_line_put_in_between_breaks_its_seal() -> None:
    log = sealed_in_parts()

    log.lines[2] = replace(log.lines[2], id=2)
    log.lines[1] = replace(log.lines[1], id=1)

    assert verify(log).broken == 1


def test_a_changed_seal_breaks_itself_and_a_missing_one_the_next() -> None:
    changed, short = sealed_in_parts(), sealed_in_parts()

    changed.seals[1] = replace(changed.seals[1], digest=bytes(32))
    del short.seals[1]

    assert verify(changed).broken == 2
    assert verify(short).broken == 2


def test_lines_not_sealed_yet_break_nothing() -> None:
    log = sealed_in_parts()

    log.lines.append(LogLine(id=9, event=an_event(9)))

    assert verify(log) == SealReport(seals=3, lines=6)
