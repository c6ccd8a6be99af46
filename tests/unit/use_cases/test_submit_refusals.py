"""What a submission is refused for, and that nothing of it is stored then."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from service.domain.errors import (
    InvalidSubmission,
    OriginNotAllowed,
    PageClosed,
    SiteClosed,
    TooManyComments,
    UnknownPage,
    UnknownSite,
)
from service.domain.fields import Field, FieldFault
from service.domain.lifecycle import Action
from service.domain.site import SiteId
from tests.fakes import (
    ARTICLE,
    DEMO,
    CountingLimiter,
    FixedClassifier,
    a_site,
    an_attempt,
)
from tests.house import House
from tests.memory import MemoryPages


def refusal(house: House, **changes: Any) -> list[tuple[str, FieldFault]]:  # noqa: ANN401 - any field
    with pytest.raises(InvalidSubmission) as refused:
        house.submit(an_attempt(**changes))
    assert house.is_empty
    return [(problem.field, problem.code) for problem in refused.value.problems]


def test_an_unknown_site_is_named_before_anything_else() -> None:
    house = House()

    with pytest.raises(UnknownSite):
        house.submit(an_attempt(site=SiteId("lain")))

    assert house.limiter.hits == {}


def test_a_browser_elsewhere_is_refused_before_anything_is_counted() -> None:
    house = House()

    with pytest.raises(OriginNotAllowed):
        house.submit(an_attempt(origin="https://jahat.example"))

    assert house.limiter.hits == {}
    assert house.is_empty


@pytest.mark.parametrize("origin", [None, "https://kabar.example"])
def test_a_program_and_the_sites_own_pages_may_post(origin: str | None) -> None:
    assert House().submit(an_attempt(origin=origin)).receipt


def test_who_sent_too_many_must_wait_and_nothing_is_read_or_stored() -> None:
    house = House(limiter=CountingLimiter(allowed=1))
    house.submit(an_attempt(text="Satu"))

    with pytest.raises(TooManyComments) as refused:
        house.submit(an_attempt(text=""))

    assert refused.value.retry_after == timedelta(seconds=60)
    assert len(house.store.comments) == len(house.store.events) == 1


def test_a_refused_submission_counts_against_the_limit() -> None:
    house = House()

    refusal(house, text="")

    assert house.limiter.hits == {(DEMO, "192.0.2.7"): 1}


def test_a_closed_site_takes_nothing() -> None:
    house = House(site=a_site(closed=True))

    with pytest.raises(SiteClosed):
        house.submit(an_attempt())

    assert house.is_empty


def test_a_closed_page_takes_nothing_not_even_spam() -> None:
    house = House(classifier=FixedClassifier(0.99))
    MemoryPages(house.store).close(DEMO, ARTICLE, closed=True)

    with pytest.raises(PageClosed):
        house.submit(an_attempt(trap="x"))

    assert house.store.comments == {}
    assert house.store.events == []
    assert house.submit(an_attempt(page="/lain")).comment.page == "/lain"


def test_a_site_of_listed_pages_takes_comments_on_those_only() -> None:
    house = House(site=a_site(listed_pages_only=True))
    MemoryPages(house.store).close(DEMO, ARTICLE, closed=False)

    assert house.submit(an_attempt()).comment.page == ARTICLE
    with pytest.raises(UnknownPage):
        house.submit(an_attempt(page="/lain"))

    assert len(house.store.comments) == 1


# Faults.
def test_every_fault_is_named_at_once_an_unusable_address_among_them_in_the_order_of_the_fields() -> None:
    assert refusal(House(), name="", email="bukan alamat", text="\u200b", url="javascript:x") == [
        (Field.NAME, FieldFault.MISSING),
        (Field.EMAIL, FieldFault.INVALID_EMAIL),
        (Field.URL, FieldFault.INVALID_URL),
        (Field.TEXT, FieldFault.MISSING),
    ]


@pytest.mark.parametrize(
    ("email", "fault"),
    [
        ("bukan alamat", FieldFault.INVALID_EMAIL),
        ("a@localhost", FieldFault.RESERVED_DOMAIN),
        ("a" * 243 + "@b.example", None),
        ("a" * 245 + "@b.example", FieldFault.TOO_LONG),
        ("a@b.example\r\nBcc: c@d.example", FieldFault.CONTROL_CHARACTERS),
        ("a@\ud800", FieldFault.NOT_TEXT),
        (["a@b.example"], FieldFault.WRONG_TYPE),
        ("  ", FieldFault.MISSING),
        (None, FieldFault.MISSING),
    ],
)
def test_an_unusable_address_is_named_once(email: object, fault: FieldFault | None) -> None:
    house = House()

    if fault is None:
        assert house.submit(an_attempt(email=email)).receipt
    else:
        assert refusal(house, email=email) == [(Field.EMAIL, fault)]


def test_no_fault_repeats_what_was_typed() -> None:
    with pytest.raises(InvalidSubmission) as refused:
        House().submit(an_attempt(email="rahasia", url="javascript:rahasia", parent="rahasia", page="rahasia:"))

    assert "rahasia" not in str(refused.value)
    assert "rahasia" not in repr(refused.value.problems)


def test_an_address_is_checked_even_where_none_is_required() -> None:
    house = House(site=a_site(required=frozenset({Field.TEXT})))

    assert refusal(house, email="bukan alamat") == [(Field.EMAIL, FieldFault.INVALID_EMAIL)]


# Replies.
def test_a_reply_belongs_to_a_public_comment_of_the_page() -> None:
    house = House()
    above = house.publish()

    reply = house.submit(an_attempt(text="Setuju!", parent=str(above.id))).comment

    assert reply.parent == above.id


@pytest.mark.parametrize("elsewhere", ["page", "site", "state", "nowhere"])
def test_a_parent_that_is_not_public_on_this_page_is_unknown(elsewhere: str) -> None:
    house = House()
    lain = SiteId("lain")
    house.store.sites[lain] = replace(house.site, id=lain)
    above = house.publish()
    attempt = an_attempt(text="Setuju!", parent=str(above.id))
    if elsewhere == "page":
        attempt = an_attempt(text="Setuju!", parent=str(above.id), page="/lain")
    elif elsewhere == "site":
        attempt = replace(attempt, site=lain)
    elif elsewhere == "state":
        house.act(above, Action.REJECT)
    else:
        attempt = an_attempt(text="Setuju!", parent=str(UUID(int=99)))

    with pytest.raises(InvalidSubmission) as refused:
        house.submit(attempt)

    [problem] = refused.value.problems
    assert (problem.field, problem.code) == (Field.PARENT, FieldFault.UNKNOWN_PARENT)
    assert len(house.store.comments) == 1
