"""Sites and pages as an operator keeps them, and keys that are forgotten in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from service.domain.errors import PageClosed, StaleDecision, UnknownSite
from service.domain.event import EventKind
from service.domain.site import SiteId
from service.use_cases.forget_answers import ANSWERS_KEPT
from service.use_cases.repositories import Answer
from tests.fakes import ARTICLE, DEMO, NOON, CountedIds, a_site, an_attempt
from tests.house import House
from tests.memory import MemoryAnswers, MemorySites

LAIN = SiteId("lain")


def test_a_new_site_takes_comments_and_its_birth_is_logged() -> None:
    house = House()

    house.add_site(a_site(id=LAIN))

    assert house.submit(an_attempt(site=LAIN)).comment.site == LAIN
    born = house.store.events[0]
    assert (born.kind, born.site, born.comment, born.at, born.actor) == (
        EventKind.SITE_CHANGED,
        LAIN,
        None,
        NOON,
        "operator",
    )
    assert born.details == {"changed": "added", "version": 1}
    assert [site.id for site in MemorySites(house.store).all()] == [DEMO, LAIN]


def test_a_change_makes_the_next_version_and_the_log_names_what_changed_not_to_what() -> None:
    house = House()

    after = house.change_site(replace(house.site, title="Rahasia", closed=True))

    assert (after.version, after.title, after.closed) == (2, "Rahasia", True)
    assert house.store.sites[DEMO] == after
    assert house.last_event.details == {"changed": "title closed", "version": 2}


def test_the_second_of_two_changes_to_one_version_is_stale_and_changes_nothing() -> None:
    house = House()
    house.change_site(replace(house.site, title="Satu"))

    with pytest.raises(StaleDecision):
        house.change_site(replace(house.site, title="Dua"))

    assert house.store.sites[DEMO].title == "Satu"
    assert len(house.store.events) == 1


def test_a_site_that_is_not_there_cannot_be_changed_nor_its_pages_closed() -> None:
    house = House()

    with pytest.raises(UnknownSite):
        house.change_site(a_site(id=LAIN))
    with pytest.raises(UnknownSite):
        house.close_page(LAIN, "/", closed=True)

    assert house.store.events == []


def test_a_page_is_closed_and_opened_by_any_way_of_writing_its_address() -> None:
    house = House()

    key = house.close_page(DEMO, "https://kabar.example/artikel/panen-kopi/", closed=True)
    with pytest.raises(PageClosed):
        house.submit(an_attempt())
    house.close_page(DEMO, ARTICLE, closed=False)

    assert key == ARTICLE
    assert house.submit(an_attempt()).receipt
    assert [event.details["changed"] for event in house.store.events[:2]] == ["page closed", "page opened"]


def test_an_address_of_no_page_is_refused() -> None:
    house = House()

    with pytest.raises(ValueError, match="not a page"):
        house.close_page(DEMO, "javascript:x", closed=True)

    assert house.store.events == []


def test_keys_are_forgotten_once_nobody_will_send_them_again() -> None:
    house = House()
    answers = MemoryAnswers(house.store)
    answer = Answer(body=b"", comment=CountedIds()(), public=False)
    for age in (ANSWERS_KEPT + timedelta(seconds=1), ANSWERS_KEPT, timedelta()):
        answers.remember(DEMO, str(age), answer, NOON - age)

    assert [house.forget_answers(), house.forget_answers()] == [1, 0]
    assert len(house.store.answers) == 2
