"""What is signed: form stamps, receipts and confirmation links. Only what was issued here, for this, is known."""

from __future__ import annotations

from datetime import timedelta
from string import printable
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.adapters.confirmation_links import SignedLinks
from service.adapters.form_stamp import SignedStamps
from service.adapters.receipts import SignedReceipts
from service.domain.author import AuthorId
from service.domain.comment import CommentId
from service.domain.errors import UnknownReceipt
from service.domain.fields import LIMITS, Field
from service.domain.page import PageKey
from service.domain.site import SiteId
from tests.fakes import FrozenClock

OLD, NEW, FOREIGN = b"o" * 32, b"n" * 32, b"f" * 32
DEMO, OTHER = SiteId("demo"), SiteId("lain")
PAGE = PageKey("/artikel/panen-kopi")
COMMENT = CommentId(UUID("0198c0de-0000-7000-8000-000000000001"))
AUTHOR = AuthorId(UUID("0198c0de-0000-7000-8000-000000000002"))

pages = st.text(min_size=1, max_size=40).map(PageKey)
garbage = st.one_of(
    st.text(max_size=80),
    st.text(st.characters(exclude_categories=())),
    st.text("AZaz09-_.", max_size=80),
    st.text(printable),
)


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture
def stamps(clock: FrozenClock) -> SignedStamps:
    return SignedStamps((NEW,), clock)


@pytest.mark.parametrize(
    "age",
    [timedelta(0), timedelta(milliseconds=1), timedelta(milliseconds=900), timedelta(days=1), timedelta(days=400)],
)
def test_a_stamp_tells_its_age_to_the_millisecond_and_never_expires(
    stamps: SignedStamps, clock: FrozenClock, age: timedelta
) -> None:
    stamp = stamps.issue(DEMO, PAGE)
    clock.advance(age)

    assert stamps.age(DEMO, PAGE, stamp) == age


def test_a_stamp_from_the_future_is_none(stamps: SignedStamps, clock: FrozenClock) -> None:
    stamp = stamps.issue(DEMO, PAGE)
    clock.advance(timedelta(seconds=-1))

    assert stamps.age(DEMO, PAGE, stamp) is None


def test_a_stamp_is_for_one_site_and_page(stamps: SignedStamps) -> None:
    stamp = stamps.issue(DEMO, PAGE)

    assert stamps.age(OTHER, PAGE, stamp) is None
    assert stamps.age(DEMO, PageKey("/artikel/lain"), stamp) is None


@given(page=pages, cut=st.integers(min_value=0, max_value=40))
def test_no_part_of_a_page_can_be_moved_into_its_stamp(page: PageKey, cut: int) -> None:
    stamps = SignedStamps((NEW,), FrozenClock())
    whole = f"{page[:cut]}.{page[cut:]}"

    stamp = stamps.issue(DEMO, PageKey(whole))

    assert stamps.age(DEMO, PageKey(whole), stamp) == timedelta(0)
    assert stamps.age(DEMO, PageKey(whole[:cut]), f"{whole[cut + 1 :]}.{stamp}") is None


@given(stamp=garbage)
def test_what_was_not_signed_here_is_no_stamp(stamp: str) -> None:
    assert SignedStamps((NEW,), FrozenClock()).age(DEMO, PAGE, stamp) is None


def test_a_stamp_of_another_installation_is_none(stamps: SignedStamps, clock: FrozenClock) -> None:
    assert stamps.age(DEMO, PAGE, SignedStamps((FOREIGN,), clock).issue(DEMO, PAGE)) is None


def test_a_stamp_altered_anywhere_is_none(stamps: SignedStamps) -> None:
    stamp = stamps.issue(DEMO, PAGE)

    # The last letter carries two bits that base64 leaves open: it may stand for the same signature.
    altered = [stamp[:at] + ("A" if stamp[at] != "A" else "B") + stamp[at + 1 :] for at in range(len(stamp) - 1)]

    assert {stamps.age(DEMO, PAGE, one) for one in altered} == {None}


def test_a_stamp_fits_its_field_however_long_the_page(stamps: SignedStamps) -> None:
    assert len(stamps.issue(DEMO, PageKey("/" + "a" * LIMITS[Field.PAGE]))) <= LIMITS[Field.STAMP]


@given(number=st.uuids())
def test_a_receipt_leads_back_to_its_comment_and_is_the_same_each_time(number: UUID) -> None:
    receipts = SignedReceipts((NEW,))
    receipt = receipts.issue(DEMO, CommentId(number))

    assert receipts.read(DEMO, receipt) == number
    assert SignedReceipts((NEW,)).issue(DEMO, CommentId(number)) == receipt
    assert receipt.replace(".", "").replace("-", "").replace("_", "").isalnum()


@given(receipt=garbage)
def test_what_was_not_signed_here_is_no_receipt(receipt: str) -> None:
    with pytest.raises(UnknownReceipt):
        SignedReceipts((NEW,)).read(DEMO, receipt)


@given(link=garbage)
def test_what_was_not_signed_here_is_no_link(link: str) -> None:
    with pytest.raises(UnknownReceipt):
        SignedLinks((NEW,), FrozenClock()).read(DEMO, link)


def test_receipts_and_links_are_for_one_site(clock: FrozenClock) -> None:
    receipts, links = SignedReceipts((NEW,)), SignedLinks((NEW,), clock)

    with pytest.raises(UnknownReceipt):
        receipts.read(OTHER, receipts.issue(DEMO, COMMENT))
    with pytest.raises(UnknownReceipt):
        links.read(OTHER, links.issue(DEMO, AUTHOR))


def test_what_was_signed_for_one_purpose_serves_no_other(clock: FrozenClock) -> None:
    receipts, links = SignedReceipts((NEW,)), SignedLinks((NEW,), clock)

    with pytest.raises(UnknownReceipt):
        receipts.read(DEMO, links.issue(DEMO, AUTHOR))
    with pytest.raises(UnknownReceipt):
        links.read(DEMO, receipts.issue(DEMO, COMMENT))


def test_a_link_is_good_for_a_week(clock: FrozenClock) -> None:
    links = SignedLinks((NEW,), clock)
    link = links.issue(DEMO, AUTHOR)

    clock.advance(timedelta(days=7))
    assert links.read(DEMO, link) == AUTHOR

    clock.advance(timedelta(seconds=1))
    with pytest.raises(UnknownReceipt):
        links.read(DEMO, link)


def test_a_link_from_the_future_is_unknown(clock: FrozenClock) -> None:
    links = SignedLinks((NEW,), clock)
    link = links.issue(DEMO, AUTHOR)
    clock.advance(timedelta(seconds=-1))

    with pytest.raises(UnknownReceipt):
        links.read(DEMO, link)


def test_what_an_older_key_signed_stays_valid_while_the_key_is_kept(clock: FrozenClock) -> None:
    stamp = SignedStamps((OLD,), clock).issue(DEMO, PAGE)
    receipt = SignedReceipts((OLD,)).issue(DEMO, COMMENT)
    link = SignedLinks((OLD,), clock).issue(DEMO, AUTHOR)

    assert SignedStamps((OLD, NEW), clock).age(DEMO, PAGE, stamp) == timedelta(0)
    assert SignedReceipts((OLD, NEW)).read(DEMO, receipt) == COMMENT
    assert SignedLinks((OLD, NEW), clock).read(DEMO, link) == AUTHOR
    assert SignedStamps((NEW,), clock).age(DEMO, PAGE, stamp) is None


def test_the_newest_key_signs() -> None:
    receipt = SignedReceipts((OLD, NEW)).issue(DEMO, COMMENT)

    assert SignedReceipts((NEW,)).read(DEMO, receipt) == COMMENT
