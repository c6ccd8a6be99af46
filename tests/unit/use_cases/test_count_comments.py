"""Counts of what is open to a moderator."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.domain.errors import NotAllowed, UnknownSite
from service.domain.lifecycle import Action, State
from service.domain.site import SiteId
from service.domain.token import Scope
from service.use_cases.queue import QueueFilter
from tests.fakes import DEMO, FixedClassifier, an_attempt
from tests.house import House, a_moderator

LAIN = SiteId("lain")


def a_house() -> House:
    house = House(classifier=FixedClassifier(0.5))
    house.store.sites[LAIN] = replace(house.site, id=LAIN)
    first = house.submit(an_attempt(text="satu kopi")).comment
    for text, site in (("dua kopi", DEMO), ("tiga teh", DEMO), ("lain kopi", LAIN)):
        house.submit(an_attempt(text=text, site=site))
    house.act(first, Action.MARK_SPAM)
    return house


def test_comments_are_counted_by_state_whichever_the_filter_names() -> None:
    counts = a_house().count_comments(QueueFilter(site=DEMO, state=State.TRASH), a_moderator())

    assert {state: count for state, count in counts.states.items() if count} == {State.PENDING: 2, State.SPAM: 1}
    assert sum(count for _, count in counts.rules) == 2
    assert (counts.more, counts.partly) == (frozenset(), False)


@pytest.mark.parametrize(("site", "asked", "waiting"), [(LAIN, None, 1), (None, None, 2), (None, LAIN, 1)])
def test_only_what_is_open_is_counted_and_only_what_the_filter_means(
    site: SiteId | None, asked: SiteId | None, waiting: int
) -> None:
    counts = a_house().count_comments(QueueFilter(site=asked, text="KOPI"), a_moderator(site=site))

    assert counts.states[State.PENDING] == waiting


def test_who_may_not_read_or_sees_no_such_site_counts_nothing() -> None:
    house = a_house()

    with pytest.raises(NotAllowed):
        house.count_comments(QueueFilter(), a_moderator(scopes=frozenset({Scope.DECIDE})))
    for site in (DEMO, SiteId("tidak-ada")):
        with pytest.raises(UnknownSite):
            house.count_comments(QueueFilter(site=site), a_moderator(site=LAIN))
    with pytest.raises(UnknownSite):
        house.count_comments(QueueFilter(site=SiteId("tidak-ada")), a_moderator(site=None))
