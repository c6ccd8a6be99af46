from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from service.domain.errors import NotAllowed, UnknownSite
from service.domain.event import EventKind
from service.domain.moderator import Moderator
from service.domain.site import SiteId
from service.domain.token import Scope
from service.use_cases.read_log import CLOCK_SLACK, SCANNED, LogPage, LogQuery, ReadLog, ShowLog, readable
from service.use_cases.seal_log import Seal
from tests.fakes import DEMO, a_site
from tests.house import a_moderator
from tests.memory import MemorySites, MemoryStore
from tests.memory_log import MemoryFilteredLog
from tests.stored import DAWN, an_event, comment_id

SECOND = SiteId("kedua")


@dataclass(slots=True)
class Desk:
    """A log of two sites and of none, and who reads it."""

    store: MemoryStore = field(default_factory=MemoryStore)

    def __post_init__(self) -> None:
        self.store.sites = {site: a_site(id=site) for site in (DEMO, SECOND)}
        self.store.events = [
            an_event(1),
            an_event(2, site=SECOND),
            an_event(3, site=SiteId("*"), comment=None, kind=EventKind.MODEL_TRAINED, actor="operator"),
        ]

    def show(self, moderator: Moderator, **query: Any) -> list[str]:  # noqa: ANN401 - any part of a query
        """Return the sites of the lines that a moderator is shown."""
        show = ShowLog(sites=MemorySites(self.store), read=ReadLog(log=MemoryFilteredLog(self.store)))
        return [line.event.site for line in show(LogQuery(**query), moderator).lines]


def with_rights(**sites: set[Scope]) -> Moderator:
    """Return a moderator; ``everywhere`` stands for all sites."""
    rights = {None if name == "everywhere" else SiteId(name): frozenset(scopes) for name, scopes in sites.items()}
    return Moderator(actor="person:sari", rights=rights)


def test_who_may_read_everywhere_reads_also_what_is_of_no_site() -> None:
    assert Desk().show(a_moderator(site=None)) == ["demo", "kedua", "*"]
    assert Desk().show(a_moderator(site=None), site=SECOND) == ["kedua"]


def test_a_moderator_reads_the_lines_of_the_sites_that_are_open_to_read() -> None:
    assert Desk().show(a_moderator()) == ["demo"]
    assert Desk().show(with_rights(demo={Scope.READ}, kedua={Scope.READ})) == ["demo", "kedua"]
    assert Desk().show(with_rights(demo={Scope.READ}, kedua={Scope.DECIDE})) == ["demo"]
    assert Desk().show(with_rights(demo={Scope.READ}, everywhere={Scope.DECIDE})) == ["demo"]


def test_a_site_that_is_not_open_does_not_exist() -> None:
    with pytest.raises(UnknownSite):
        Desk().show(a_moderator(), site=SECOND)
    with pytest.raises(UnknownSite):
        Desk().show(a_moderator(site=None), site=SiteId("tidak-ada"))


def test_whoever_may_not_read_is_refused() -> None:
    with pytest.raises(NotAllowed):
        Desk().show(a_moderator(scopes=frozenset({Scope.DECIDE})))
    with pytest.raises(NotAllowed):
        Desk().show(with_rights(demo={Scope.DECIDE}, kedua={Scope.READ}), site=DEMO)


def test_a_poll_of_one_site_goes_on_without_being_asked_again_whether_it_exists() -> None:
    assert Desk().show(a_moderator(site=None), site=SECOND, after=1) == ["kedua"]
    assert Desk().show(a_moderator(site=None), site=SiteId("tidak-ada"), after=1) == []


def test_the_sites_that_may_be_read_are_all_or_some() -> None:
    assert readable(a_moderator(site=None)) is None
    assert readable(with_rights(demo={Scope.READ}, kedua={Scope.DECIDE}, everywhere={Scope.DECIDE})) == frozenset(
        {DEMO}
    )


def read(store: MemoryStore, *seals: Seal, **query: Any) -> LogPage:  # noqa: ANN401 - any part of a query
    return ReadLog(log=MemoryFilteredLog(store, list(seals)))(LogQuery(**query))


def test_the_end_is_told_without_a_line() -> None:
    assert read(Desk().store, after=None) == LogPage(lines=(), next=3, more=False)
    assert read(MemoryStore(), after=None).next == 0


def test_a_full_answer_goes_on_behind_its_last_line_and_another_at_the_end() -> None:
    assert read(Desk().store, limit=2).next == 2
    assert (read(Desk().store, limit=2).more, read(Desk().store, after=2, limit=2).more) == (True, False)
    assert read(Desk().store, after=3) == LogPage(lines=(), next=3, more=False)


def test_what_is_about_a_comment_is_found_wherever_it_is() -> None:
    store = Desk().store
    store.events += [an_event(9)] * SCANNED + [an_event(1, actor="token:meja")]

    first, rest = (read(store, comment=comment_id(1), after=place, limit=1) for place in (0, 1))

    assert (first.next, first.more) == (1, True)
    assert ([line.event.actor for line in rest.lines], rest.next) == (["token:meja"], SCANNED + 4)
    assert read(store, comment=comment_id(1)).more is False


def test_a_long_log_is_gone_through_in_parts_even_if_nothing_is_found() -> None:
    store = MemoryStore(events=[an_event(1)] * (SCANNED + 1))

    first = read(store, actor="nobody")
    rest = read(store, actor="nobody", after=first.next)

    assert (first.lines, first.next, first.more) == ((), SCANNED, True)
    assert (rest.lines, rest.next, rest.more) == ((), SCANNED + 1, False)


def test_what_was_sealed_long_before_a_moment_is_skipped_at_the_beginning_only() -> None:
    @dataclass(frozen=True, slots=True)
    class Watched(MemoryFilteredLog):
        begun: list[int] = field(default_factory=list)

        def nth(self, after: int, lines: int) -> int | None:
            self.begun.append(after)
            return MemoryFilteredLog.nth(self, after, lines)

    seal = Seal(first_event=1, last_event=2, lines=2, digest=bytes(32), at=DAWN)
    log = Watched(Desk().store, [seal])
    for since, after in (
        (DAWN + CLOCK_SLACK, 0),
        (DAWN + CLOCK_SLACK + timedelta(seconds=1), 0),
        (DAWN + 9 * CLOCK_SLACK, 1),
    ):
        ReadLog(log=log)(LogQuery(since=since, after=after))

    assert log.begun == [0, 2, 1]


def test_what_was_written_long_after_a_moment_ends_the_search() -> None:
    store = MemoryStore(events=[an_event(1)] * (2 * SCANNED))
    written = an_event(1).at

    assert read(store, actor="nobody", until=written - CLOCK_SLACK).more is False
    assert read(store, actor="nobody", until=written - CLOCK_SLACK + timedelta(seconds=1)).more is True
