"""An author proves an address: asked for, mailed, answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from service.domain.comment import CommentId
from service.domain.errors import TooManyComments, UnknownReceipt
from service.domain.event import EventKind
from service.domain.fields import Field
from service.domain.site import SiteId
from service.use_cases.confirm_address import BATCH, MAIL_INTERVAL, Proof
from tests.fakes import DEMO, CountingLimiter, Outbox, PlainLinks, PlainReceipts, a_site, an_attempt
from tests.house import House

if TYPE_CHECKING:
    from service.domain.author import AuthorId
    from service.domain.site import Site

ADDRESS = "wayan@surat.example"
CLIENT = "192.0.2.7"


def asked(house: House, text: str = "Panennya bagus.", **changes: str | None) -> AuthorId | None:
    """Submit a comment and ask for a mail; return its author."""
    accepted = house.submit(an_attempt(text=text, **changes))  # type: ignore[arg-type] # fields, never the request's own
    house.request_confirmation(DEMO, accepted.receipt, CLIENT)
    return accepted.comment.author


def kinds(house: House) -> list[EventKind]:
    return [event.kind for event in house.store.events]


def test_the_wish_for_a_mail_is_logged_and_nothing_is_sent_yet() -> None:
    house = House()

    asked(house)

    event = house.last_event
    assert (event.kind, event.site, event.actor, dict(event.details)) == (
        EventKind.CONFIRMATION_REQUESTED,
        DEMO,
        "author",
        {},
    )
    assert house.outbox.sent == []


def test_a_second_wish_for_the_same_comment_changes_nothing() -> None:
    house = House()
    accepted = house.submit(an_attempt())

    house.request_confirmation(DEMO, accepted.receipt, CLIENT)
    house.request_confirmation(DEMO, accepted.receipt, CLIENT)

    assert kinds(house).count(EventKind.CONFIRMATION_REQUESTED) == 1


def test_a_comment_without_an_address_has_nothing_to_prove() -> None:
    house = House(site=a_site(required=frozenset({Field.TEXT})))

    assert asked(house, email=None) is None
    assert kinds(house) == [EventKind.COMMENT_SUBMITTED]


@pytest.mark.parametrize("receipt", ["x", PlainReceipts().issue(DEMO, CommentId(UUID(int=99)))])
def test_a_receipt_that_leads_nowhere_asks_for_nothing(receipt: str) -> None:
    house = House()

    with pytest.raises(UnknownReceipt):
        house.request_confirmation(DEMO, receipt, CLIENT)

    assert house.store.events == []


def test_wishes_count_like_comments_so_that_the_button_cannot_be_hammered() -> None:
    house = House(limiter=CountingLimiter(allowed=2))
    accepted = house.submit(an_attempt())
    house.request_confirmation(DEMO, accepted.receipt, CLIENT)

    with pytest.raises(TooManyComments):
        house.request_confirmation(DEMO, accepted.receipt, CLIENT)


def test_the_author_is_told_how_far_the_proof_has_come() -> None:
    house = House()
    accepted = house.submit(an_attempt())
    author = accepted.comment.author
    assert author is not None
    told = [house.show_proof(accepted.comment)]

    house.request_confirmation(DEMO, accepted.receipt, CLIENT)
    told.append(house.show_proof(accepted.comment))
    house.confirm_address(DEMO, PlainLinks().issue(DEMO, author))
    told.append(house.show_proof(accepted.comment))

    assert told == [Proof.OFFERED, Proof.REQUESTED, Proof.NOT_NEEDED]


def test_where_there_is_no_address_there_is_nothing_to_prove() -> None:
    house = House(site=a_site(required=frozenset({Field.TEXT})))
    accepted = house.submit(an_attempt(email=None))

    assert house.show_proof(accepted.comment) is Proof.NOT_NEEDED


def test_a_mail_goes_out_once_and_names_the_author_by_a_link_alone() -> None:
    house = House()
    author = asked(house)
    assert author is not None

    assert [house.send_confirmations(), house.send_confirmations()] == [1, 0]

    assert house.outbox.sent == [(ADDRESS, DEMO, PlainLinks().issue(DEMO, author))]


def test_an_address_gets_one_mail_a_day_however_many_comments_ask() -> None:
    house = House()
    asked(house, "satu")
    asked(house, "dua")
    assert house.send_confirmations() == 1

    house.clock.advance(MAIL_INTERVAL - timedelta(seconds=1))
    asked(house, "tiga")
    assert house.send_confirmations() == 0

    house.clock.advance(timedelta(seconds=1))
    asked(house, "empat")
    assert house.send_confirmations() == 1
    assert len(house.outbox.sent) == 2


def test_a_proved_address_gets_no_mail() -> None:
    house = House()
    author = asked(house)
    assert author is not None
    house.confirm_address(DEMO, PlainLinks().issue(DEMO, author))

    assert house.send_confirmations() == 0


def test_an_author_who_was_erased_since_gets_no_mail() -> None:
    house = House()
    accepted = house.submit(an_attempt())
    house.request_confirmation(DEMO, accepted.receipt, CLIENT)
    house.store.comments[accepted.comment.id] = replace(accepted.comment, author=None)

    assert house.send_confirmations() == 0
    assert house.outbox.sent == []


def test_a_comment_that_is_gone_holds_up_no_mail_after_it() -> None:
    house = House()
    gone = house.submit(an_attempt(text="satu")).comment
    asked(house, "dua", email="b@surat.example")
    event = replace(house.store.events[-1], comment=gone.id)
    house.store.events.insert(0, event)
    del house.store.comments[gone.id]

    assert house.send_confirmations() == 1


def test_a_mail_that_another_worker_went_past_while_it_was_refused_stays_due() -> None:
    class Overtaken(Outbox):
        def send(self, address: str, site: Site, link: str) -> None:
            if self.away:
                self.away = False
                assert house.send_confirmations() == 0
                raise OSError("away")
            super().send(address, site, link)

    house = House(outbox=Overtaken())
    asked(house)
    house.outbox.away = True

    with pytest.raises(OSError, match="away"):
        house.send_confirmations()

    assert house.send_confirmations() == 1


def test_what_the_mail_server_refused_stays_due() -> None:
    house = House()
    asked(house)
    house.outbox.away = True

    with pytest.raises(OSError, match="away"):
        house.send_confirmations()
    house.outbox.away = False

    assert house.send_confirmations() == 1


def test_a_refusal_in_the_middle_repeats_no_mail_that_went_out() -> None:
    class Tiring(type(House().outbox)):  # type: ignore[misc] # the outbox, away after its first mail
        def send(self, address: str, site: object, link: str) -> None:
            super().send(address, site, link)
            self.away = True

    house = House(outbox=Tiring())
    asked(house, "satu", email="a@surat.example")
    asked(house, "dua", email="b@surat.example")

    with pytest.raises(OSError, match="away"):
        house.send_confirmations()
    house.outbox.away = False
    house.send_confirmations()

    assert [address for address, _, _ in house.outbox.sent] == ["a@surat.example", "b@surat.example"]


def test_a_long_log_is_read_to_its_end() -> None:
    house = House()
    for number in range(BATCH + 1):
        house.submit(an_attempt(text=f"nomor {number}"))
    asked(house, "akhir")

    assert house.send_confirmations() == 1


def test_answering_the_link_proves_the_address_once() -> None:
    house = House()
    author = asked(house)
    assert author is not None
    link = PlainLinks().issue(DEMO, author)

    assert [house.confirm_address(DEMO, link), house.confirm_address(DEMO, link)] == [author, author]

    assert house.store.authors[author].history.confirmed
    assert kinds(house).count(EventKind.AUTHOR_CONFIRMED) == 1
    assert (house.last_event.site, house.last_event.actor, dict(house.last_event.details)) == (DEMO, "author", {})


@pytest.mark.parametrize("site", ["demo", "lain"])
def test_a_link_of_another_site_or_of_nobody_proves_nothing(site: str) -> None:
    house = House()
    author = asked(house)
    assert author is not None

    with pytest.raises(UnknownReceipt):
        house.confirm_address(SiteId(site), "x" if site == "demo" else PlainLinks().issue(DEMO, author))

    assert not house.store.authors[author].history.confirmed
