"""Ban, look before whom it would meet, lift and list."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_network
from typing import Any
from uuid import UUID

import pytest

from service.domain.author import AuthorId
from service.domain.ban import BanId, BanKind, BannedRange
from service.domain.errors import (
    MalformedRequest,
    NotAllowed,
    SharedDomain,
    UnknownAuthor,
    UnknownBan,
    UnknownSite,
)
from service.domain.event import EventKind
from service.domain.site import SiteId
from service.domain.token import Scope
from service.use_cases.ban_authors import MOST_RANGES, Reach
from tests.author_house import AuthorHouse, an_order, author_of, of_author, of_domain
from tests.fakes import DEMO, NOON, a_site, an_attempt
from tests.house import a_moderator

HARBOUR = SiteId("harbour")
READER = a_moderator(scopes=frozenset({Scope.READ}))
DECIDER = a_moderator(scopes=frozenset({Scope.DECIDE}))
STRANGER = a_moderator(site=HARBOUR)


@pytest.fixture
def house() -> AuthorHouse:
    house = AuthorHouse()
    house.store.sites[HARBOUR] = a_site(id=HARBOUR)
    return house


def test_a_ban_says_what_it_is_and_the_log_says_neither_who_nor_where(house: AuthorHouse) -> None:
    author = author_of(house.publish())
    order = of_domain(author=author, hours=24, reason="iklan", told=True)

    ban = house.impose_ban(order, a_moderator())

    assert (ban.site, ban.kind, ban.author, ban.domain, ban.told) == (DEMO, BanKind.DOMAIN, author, None, True)
    assert (ban.until, ban.reason, ban.by, ban.at) == (NOON + timedelta(hours=24), "iklan", "token:meja", NOON)
    line = house.last_event
    assert (line.kind, line.site, line.comment, line.actor) == (EventKind.AUTHOR_BANNED, DEMO, None, "token:meja")
    until = "2026-03-15T12:00:00+00:00"
    assert line.details == {"ban": str(ban.id), "kind": "domain", "until": until, "told": True}
    house.lift_ban(ban.id, a_moderator())
    assert (house.last_event.kind, house.last_event.details) == (EventKind.BAN_LIFTED, line.details)


def test_a_domain_is_the_same_typed_or_taken_from_an_author(house: AuthorHouse) -> None:
    author = author_of(house.publish())

    typed = house.impose_ban(of_domain(domain="surat.example"), a_moderator())
    taken = house.impose_ban(of_domain(author=author), a_moderator())

    assert typed.domain_key == taken.domain_key
    assert (typed.domain, typed.author, taken.domain, taken.author) == ("surat.example", None, None, author)


def test_a_preview_says_whom_a_ban_would_meet_and_changes_nothing(house: AuthorHouse) -> None:
    author = author_of(house.publish())
    house.submit(an_attempt(email="sari@surat.example", text="Yang kedua, juga tentang panen."))
    house.submit(an_attempt(email="budi@lain.example", text="Yang ketiga, juga tentang panen."))
    events = len(house.store.events)

    assert house.impose_ban.preview(of_domain(domain="surat.example"), a_moderator()) == Reach(authors=2, approved=1)
    assert house.impose_ban.preview(of_domain(author=author), a_moderator()) == Reach(authors=2, approved=1)
    assert house.impose_ban.preview(of_author(author), a_moderator()) == Reach(authors=1, approved=1)
    assert house.impose_ban.preview(an_order(), a_moderator()) == Reach()
    assert (len(house.store.events), house.store.bans) == (events, {})


def test_a_big_providers_domain_is_banned_only_if_somebody_insists(house: AuthorHouse) -> None:
    comment = house.publish(email="wayan@gmail.com")
    for order in (of_domain(domain="gmail.com"), of_domain(author=author_of(comment))):
        with pytest.raises(SharedDomain):
            house.impose_ban(order, a_moderator())
        assert house.impose_ban.preview(order, a_moderator()).shared

    assert house.store.bans == {}
    assert house.impose_ban(of_domain(domain="gmail.com", force=True), a_moderator()).domain == "gmail.com"


def test_an_author_who_has_not_written_since_has_no_domain_to_ban(house: AuthorHouse) -> None:
    author = author_of(house.publish())
    known = house.store.authors[author]
    house.store.authors[author] = replace(known, email=replace(known.email, domain_key=None))

    with pytest.raises(MalformedRequest) as refused:
        house.impose_ban(of_domain(author=author), a_moderator())

    assert (refused.value.reason, refused.value.parameter) == ("no-domain", "author")


@pytest.mark.parametrize(
    ("changes", "parameter"),
    [
        ({"range": None}, "range"),
        ({"domain": "surat.example"}, "range"),
        ({"kind": BanKind.AUTHOR}, "author"),
        ({"kind": BanKind.AUTHOR, "range": None}, "author"),
        ({"kind": BanKind.DOMAIN}, "domain"),
        ({"kind": BanKind.DOMAIN, "range": None}, "domain"),
        ({"kind": BanKind.DOMAIN, "domain": "a.example", "author": AuthorId(UUID(int=1)), "range": None}, "domain"),
    ],
)
def test_an_order_says_whom_it_means_once_and_in_its_kinds_way(
    house: AuthorHouse, changes: dict[str, Any], parameter: str
) -> None:
    house.publish()

    with pytest.raises(MalformedRequest) as refused:
        house.impose_ban(an_order(**changes), a_moderator())

    assert (refused.value.reason, refused.value.parameter) == ("missing", parameter)


def test_a_site_bans_so_many_ranges_at_a_time(house: AuthorHouse) -> None:
    many = [BannedRange(network=ip_network("198.51.100.0/24"), until=NOON, told=False)] * 10
    many += [BannedRange(network=ip_network("198.51.100.0/24"), until=NOON + timedelta(hours=1), told=False)] * 2
    many += [BannedRange(network=ip_network("198.51.100.0/24"), until=None, told=False)] * (MOST_RANGES - 2)
    house.store.sites[DEMO] = a_site(banned_ranges=tuple(many))

    with pytest.raises(MalformedRequest) as refused:
        house.impose_ban(an_order(), a_moderator())

    assert (refused.value.reason, refused.value.parameter) == ("too-many", "range")
    house.store.sites[DEMO] = a_site(banned_ranges=tuple(many[:-1]))
    house.impose_ban(an_order(), a_moderator())


def test_who_may_not_decide_there_bans_and_lifts_nothing(house: AuthorHouse) -> None:
    author = author_of(house.publish())
    ban = house.impose_ban(an_order(), a_moderator())

    with pytest.raises(NotAllowed):
        house.impose_ban(an_order(), READER)
    with pytest.raises(NotAllowed):
        house.impose_ban.preview(an_order(), READER)
    with pytest.raises(UnknownSite):
        house.impose_ban(an_order(), STRANGER)
    with pytest.raises(UnknownSite):
        house.impose_ban(an_order(site=SiteId("nowhere")), a_moderator(site=None))
    with pytest.raises(UnknownAuthor):
        house.impose_ban(of_author(author, site=HARBOUR), a_moderator(site=None))
    with pytest.raises(NotAllowed):
        house.lift_ban(ban.id, READER)
    with pytest.raises(UnknownBan):
        house.lift_ban(ban.id, STRANGER)
    with pytest.raises(UnknownBan):
        house.lift_ban(BanId(UUID(int=999)), a_moderator())
    assert list(house.store.bans) == [ban.id]


def test_a_ban_is_lifted_once(house: AuthorHouse) -> None:
    ban = house.impose_ban(an_order(), a_moderator())
    house.lift_ban(ban.id, a_moderator())
    events = len(house.store.events)

    with pytest.raises(UnknownBan):
        house.lift_ban(ban.id, a_moderator())

    assert len(house.store.events) == events


def test_bans_that_hold_are_listed_newest_first_in_pages(house: AuthorHouse) -> None:
    bans = []
    for _ in range(3):
        house.clock.advance(timedelta(minutes=1))
        bans.append(house.impose_ban(an_order(), a_moderator()))
    house.impose_ban(an_order(hours=1, site=HARBOUR), a_moderator(site=None))

    first, place = house.list_bans(None, None, 2, READER)
    rest, end = house.list_bans(DEMO, place, 2, READER)

    assert (first, rest, end) == ((bans[2], bans[1]), (bans[0],), None)
    assert len(house.list_bans(DEMO, None, 0, READER)[0]) == 1


def test_bans_are_listed_to_who_reads_there_and_of_a_site_that_is_named(house: AuthorHouse) -> None:
    with pytest.raises(NotAllowed):
        house.list_bans(DEMO, None, 50, DECIDER)
    with pytest.raises(UnknownSite):
        house.list_bans(DEMO, None, 50, STRANGER)
    with pytest.raises(UnknownSite):
        house.list_bans(SiteId("nowhere"), None, 50, a_moderator(site=None))
    with pytest.raises(MalformedRequest):
        house.list_bans(None, None, 50, a_moderator(site=None))
