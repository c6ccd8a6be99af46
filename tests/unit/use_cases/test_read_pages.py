"""What readers and authors get back: a page's comments, its form, and what became of a comment."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from service.domain.comment import CommentId
from service.domain.errors import InvalidSubmission, UnknownReceipt, UnknownSite
from service.domain.fields import Field, FieldFault
from service.domain.lifecycle import Action, State
from service.domain.page import Page, PageKey
from service.domain.policy import Mode, Policy
from service.domain.site import SiteId
from service.use_cases.list_page import MAX_LIMIT
from service.use_cases.show_receipt import PUBLIC_STATES, PublicState
from tests.fakes import ARTICLE, DEMO, FixedClassifier, PlainReceipts, a_site, an_attempt
from tests.house import House
from tests.memory import MemoryPages

if TYPE_CHECKING:
    from datetime import datetime

    from service.domain.comment import Comment

OPEN = a_site(policy=Policy(mode=Mode.PUBLISH_ALL_BUT_SPAM))
PAGE = Page(key=ARTICLE)


def published(house: House, text: str, page: str = ARTICLE) -> Comment:
    accepted = house.submit(an_attempt(text=text, page=page))
    assert accepted.public
    return accepted.comment


# A page.
def test_a_page_is_found_by_any_way_of_writing_its_address() -> None:
    house = House(site=OPEN)
    published(house, "satu")

    site, page = house.see_page(DEMO, "https://www.kabar.example/artikel/panen-kopi/?utm_source=x#komentar")

    assert site == OPEN
    assert (page.key, page.approved, page.version) == (ARTICLE, 1, 1)


def test_a_page_nobody_commented_on_has_version_0() -> None:
    assert House().see_page(DEMO, "/baru") == (a_site(), Page(key=PageKey("/baru"), version=0))


@pytest.mark.parametrize("address", [ARTICLE, "https://kabar.example" + ARTICLE, "//kabar.example" + ARTICLE + "/"])
def test_a_reader_finds_the_page_that_a_form_opens_on(address: str) -> None:
    house = House(site=OPEN)
    published(house, "satu")

    assert house.find_page(DEMO, address) == house.see_page(DEMO, address)[1]
    assert house.find_page(DEMO, address).approved == 1


def test_a_reader_of_an_unknown_site_is_told_so() -> None:
    for address in ("/", "https://kabar.example/"):
        with pytest.raises(UnknownSite):
            House().find_page(SiteId("lain"), address)


def test_looking_at_a_page_stores_nothing() -> None:
    house = House()

    house.see_page(DEMO, "/baru")
    house.open_form(DEMO, "/baru")

    assert house.store.pages == {}


@pytest.mark.parametrize("address", ["", " ", "#", "javascript:x", "/\ud800", "https://a:b/", "/" + "a" * 2_000])
def test_an_address_of_no_page_is_refused_without_repeating_it(address: str) -> None:
    with pytest.raises(InvalidSubmission) as refused:
        House().see_page(DEMO, address)

    [problem] = refused.value.problems
    assert (problem.field, problem.code, problem.values) == (Field.PAGE, FieldFault.INVALID_PAGE, {})


def test_the_longest_address_is_read() -> None:
    assert House().see_page(DEMO, "/" + "a" * 1_999)[1].key == "/" + "a" * 1_999


def test_an_unknown_site_is_unknown_whatever_is_asked_of_it() -> None:
    house = House()

    with pytest.raises(UnknownSite):
        house.see_page(SiteId("lain"), "/")
    with pytest.raises(UnknownSite):
        house.open_form(SiteId("lain"), "")


# Its comments.
@pytest.mark.parametrize("limit", [1, 2, 3, 5, 6, 50])
def test_public_comments_are_walked_oldest_first_page_by_page(limit: int) -> None:
    house = House(site=OPEN)
    for number in range(5):
        published(house, f"nomor {number}")
        house.clock.advance(timedelta(minutes=number % 2))
    walked: list[str] = []
    after: tuple[datetime, CommentId] | None = None

    while True:
        comments, after = house.list_page(DEMO, PAGE, after, limit)
        walked += [comment.text for comment in comments]
        assert len(comments) <= limit
        if after is None:
            break

    assert walked == [f"nomor {number}" for number in range(5)]


def test_only_what_is_approved_on_this_page_of_this_site_is_public() -> None:
    house = House(site=OPEN)
    seen = published(house, "terlihat")
    published(house, "di halaman lain", "/lain")
    for action in (Action.MARK_SPAM, Action.REJECT, Action.REQUEUE, Action.TRASH):
        house.act(published(house, f"tidak terlihat: {action}"), action)

    comments, after = house.list_page(DEMO, PAGE, None, 50)

    assert comments == (seen,)
    assert after is None
    assert house.list_page(SiteId("lain"), PAGE, None, 50) == ((), None)


@pytest.mark.parametrize(("asked", "given"), [(-5, 1), (0, 1), (MAX_LIMIT, MAX_LIMIT), (10_000, MAX_LIMIT)])
def test_the_number_of_comments_is_held_within_bounds(asked: int, given: int) -> None:
    house = House(site=OPEN)
    for number in range(MAX_LIMIT + 1):
        published(house, f"nomor {number}")

    comments, after = house.list_page(DEMO, PAGE, None, asked)

    assert len(comments) == given
    assert after == (comments[-1].created_at, comments[-1].id)


# Its form.
def test_a_form_carries_the_stamp_of_its_page_and_says_what_is_required() -> None:
    house = House()

    form = house.open_form(DEMO, "https://kabar.example/artikel/panen-kopi")
    house.clock.advance(timedelta(seconds=30))

    assert form.site.required == {Field.NAME, Field.EMAIL, Field.TEXT}
    assert form.page == PAGE
    assert not form.closed
    assert house.stamps.age(DEMO, ARTICLE, form.stamp) == timedelta(seconds=30)
    assert house.submit(an_attempt(stamp=form.stamp)).public


def test_a_form_is_closed_with_its_page_or_its_site() -> None:
    house = House()
    MemoryPages(house.store).close(DEMO, ARTICLE, closed=True)

    assert house.open_form(DEMO, ARTICLE).closed
    assert not house.open_form(DEMO, "/lain").closed
    assert House(site=a_site(closed=True)).open_form(DEMO, "/lain").closed


# A receipt.
def test_every_state_is_told_in_one_of_three_ways_and_spam_reads_as_waiting() -> None:
    assert set(PUBLIC_STATES) == set(State)
    assert PUBLIC_STATES[State.SPAM] is PUBLIC_STATES[State.PENDING] is PublicState.PENDING


@pytest.mark.parametrize(
    ("probability", "action", "told"),
    [
        (0.5, None, "pending"),
        (0.99, None, "pending"),
        (0.5, Action.APPROVE, "approved"),
        (0.5, Action.MARK_SPAM, "pending"),
        (0.5, Action.REJECT, "declined"),
        (0.5, Action.TRASH, "declined"),
    ],
)
def test_an_author_comes_back_to_what_became_of_a_comment(probability: float, action: Action | None, told: str) -> None:
    house = House(classifier=FixedClassifier(probability))
    accepted = house.submit(an_attempt())
    if action:
        house.act(accepted.comment, action)

    shown = house.show_receipt(DEMO, accepted.receipt)
    comment, state = shown.comment, shown.state

    assert (comment.id, state.value) == (accepted.comment.id, told)


GONE = PlainReceipts().issue(DEMO, CommentId(UUID(int=99)))


@pytest.mark.parametrize("receipt", ["", "x", "lain.x", GONE])
def test_a_receipt_that_leads_nowhere_is_unknown(receipt: str) -> None:
    with pytest.raises(UnknownReceipt):
        House().show_receipt(DEMO, receipt)


def test_a_receipt_of_one_site_leads_nowhere_on_another() -> None:
    house = House()
    accepted = house.submit(an_attempt())

    with pytest.raises(UnknownReceipt):
        house.show_receipt(SiteId("lain"), accepted.receipt)
