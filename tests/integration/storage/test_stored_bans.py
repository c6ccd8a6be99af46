"""What storage promises of bans and of authors as moderators see them, in memory and in SQL alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_network
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from service.domain.author import AuthorHistory, AuthorId, SealedEmail
from service.domain.ban import Ban, BanId, BanKind, BannedRange
from service.domain.errors import UnknownAuthor, UnknownBan
from service.domain.lifecycle import State
from tests.stored import DAWN, DEMO, HARBOUR, RINA, a_comment, an_arrival, store

if TYPE_CHECKING:
    from tests.integration.storage.conftest import Storage

DOMAIN = b"d" * 32
SARI = SealedEmail(key=b"s" * 32, box=b"another box", domain_key=DOMAIN)
BUDI = SealedEmail(key=b"b" * 32, box=b"a third box", domain_key=DOMAIN)
HOUR = timedelta(hours=1)


def a_ban(number: int = 1, **changes: Any) -> Ban:  # noqa: ANN401 - whatever a field takes
    """Return ban *number* of a domain, with some fields changed; each is a minute younger than the one before."""
    values: dict[str, Any] = {
        "id": BanId(UUID(int=number)),
        "site": DEMO.id,
        "kind": BanKind.DOMAIN,
        "domain_key": DOMAIN,
        "by": "token:meja",
        "at": DAWN - HOUR + timedelta(minutes=number),
    }
    return Ban(**(values | changes))


def of_range(number: int, network: str, **changes: Any) -> Ban:  # noqa: ANN401 - as above
    return a_ban(number, **({"kind": BanKind.RANGE, "domain_key": None, "range": network} | changes))


def test_a_ban_comes_back_as_it_was_stored(storage: Storage) -> None:
    author = storage.authors.note(DEMO.id, SARI, DAWN, approved=0)
    bans = (
        a_ban(1, kind=BanKind.AUTHOR, author=author, domain_key=None, told=True, reason="“iklan” lagi"),
        a_ban(2, author=author, until=DAWN + HOUR),
        a_ban(3, domain="spam.example"),
        of_range(4, "2001:db8::/32"),
    )
    for ban in bans:
        storage.bans.add(ban)

    assert tuple(storage.bans.get(ban.id) for ban in bans) == bans


def test_a_ban_that_is_not_there_is_unknown(storage: Storage) -> None:
    with pytest.raises(UnknownBan):
        storage.bans.get(BanId(UUID(int=9)))


def test_a_ban_of_an_author_meets_that_author_alone(storage: Storage) -> None:
    author = storage.authors.note(DEMO.id, SARI, DAWN, approved=0)
    storage.authors.note(DEMO.id, BUDI, DAWN, approved=0)
    storage.authors.note(HARBOUR.id, SARI, DAWN, approved=0)
    storage.bans.add(a_ban(kind=BanKind.AUTHOR, author=author, domain_key=None))

    def met(**changes: Any) -> dict[BanKind, bool]:  # noqa: ANN401 - as above
        return dict(storage.comments.surroundings(an_arrival(**changes)).bans)

    assert met(email=SARI) == {BanKind.AUTHOR: False}
    assert met(email=BUDI) == met(email=None) == met(email=SARI, site=HARBOUR.id) == {}


def test_a_ban_of_a_domain_meets_everybody_there_newcomers_too(storage: Storage) -> None:
    storage.authors.note(DEMO.id, SARI, DAWN, approved=0)
    storage.bans.add(a_ban(told=True))

    def met(**changes: Any) -> dict[BanKind, bool]:  # noqa: ANN401 - as above
        return dict(storage.comments.surroundings(an_arrival(**changes)).bans)

    assert met(email=SARI) == met(email=BUDI) == {BanKind.DOMAIN: True}
    assert met(email=RINA) == met(email=replace(RINA, domain_key=b"e" * 32)) == met(email=SARI, site=HARBOUR.id) == {}


def test_a_ban_of_an_authors_domain_is_none_of_the_author(storage: Storage) -> None:
    author = storage.authors.note(DEMO.id, SARI, DAWN, approved=0)
    storage.bans.add(a_ban(author=author))

    moved = replace(SARI, domain_key=b"e" * 32)

    assert dict(storage.comments.surroundings(an_arrival(email=moved)).bans) == {}
    assert dict(storage.comments.surroundings(an_arrival(email=BUDI)).bans) == {BanKind.DOMAIN: False}


def test_of_several_bans_one_that_is_told_counts(storage: Storage) -> None:
    author = storage.authors.note(DEMO.id, SARI, DAWN, approved=0)
    storage.bans.add(a_ban(1, told=True))
    storage.bans.add(a_ban(2))
    storage.bans.add(a_ban(3, kind=BanKind.AUTHOR, author=author, domain_key=None))

    met = storage.comments.surroundings(an_arrival(email=SARI)).bans

    assert dict(met) == {BanKind.AUTHOR: False, BanKind.DOMAIN: True}


def test_a_timed_ban_ends_by_itself(storage: Storage) -> None:
    storage.bans.add(a_ban(until=DAWN))

    def met(at: timedelta) -> bool:
        return bool(storage.comments.surroundings(an_arrival(email=SARI, at=DAWN + at)).bans)

    assert [met(-timedelta(microseconds=1)), met(timedelta())] == [True, False]


def test_a_ban_is_lifted_once_and_meets_nobody_from_then_on(storage: Storage) -> None:
    storage.bans.add(a_ban())

    news = [storage.bans.lift(a_ban(), at) for at in (DAWN, DAWN + HOUR)]

    assert news == [True, False]
    assert storage.bans.get(a_ban().id) == a_ban(lifted_at=DAWN)
    assert not storage.comments.surroundings(an_arrival(email=SARI)).bans


def test_banned_ranges_stand_with_their_site_as_long_as_they_hold(storage: Storage) -> None:
    storage.bans.add(of_range(1, "192.0.2.0/24", until=DAWN))
    storage.bans.add(of_range(2, "2001:db8::/32", told=True))
    told = BannedRange(network=ip_network("2001:db8::/32"), until=None, told=True)

    assert storage.sites.get(DEMO.id).banned_ranges == (
        BannedRange(network=ip_network("192.0.2.0/24"), until=DAWN, told=False),
        told,
    )
    storage.bans.add(of_range(3, "198.51.100.7/32", at=DAWN))
    storage.bans.lift(of_range(3, "198.51.100.7/32", at=DAWN), DAWN)
    assert storage.sites.get(DEMO.id).banned_ranges == (told,)
    storage.bans.lift(of_range(2, "2001:db8::/32"), DAWN)
    assert storage.sites.get(DEMO.id) == DEMO
    assert storage.sites.get(HARBOUR.id) == HARBOUR


def test_a_changed_site_keeps_its_banned_ranges(storage: Storage) -> None:
    storage.bans.add(of_range(1, "192.0.2.0/24"))

    storage.sites.change(replace(storage.sites.get(DEMO.id), title="Kabar Baru", version=2))

    assert [str(one.network) for one in storage.sites.get(DEMO.id).banned_ranges] == ["192.0.2.0/24"]


def test_bans_that_hold_are_listed_newest_first_and_go_on_behind_a_place(storage: Storage) -> None:
    same = a_ban(3).at
    bans = (a_ban(1), a_ban(2, until=DAWN + HOUR), a_ban(3), a_ban(4, at=same), a_ban(5, until=DAWN))
    for ban in (*bans, a_ban(6, site=HARBOUR.id)):
        storage.bans.add(ban)
    storage.bans.lift(bans[0], DAWN)

    first = storage.bans.holding(DEMO.id, DAWN, None, 2)
    rest = storage.bans.holding(DEMO.id, DAWN, (first[-1].at, first[-1].id), 2)

    assert (first, rest) == ((bans[3], bans[2]), (bans[1],))


def test_an_author_is_known_by_everything_but_the_address(storage: Storage) -> None:
    author = storage.authors.note(DEMO.id, SARI, DAWN, approved=1)
    storage.authors.note(DEMO.id, SARI, DAWN + HOUR, approved=0)
    store(
        storage.pages,
        storage.comments,
        a_comment(1, author=author, state=State.APPROVED, name="Sari"),
        a_comment(2, author=author),
        a_comment(4, author=author, name="Sari"),
        a_comment(3),
    )
    storage.authors.confirm(author, DAWN)

    record = storage.author_records.record(author)

    assert (record.id, record.site, record.first_seen_at) == (author, DEMO.id, DAWN)
    assert record.history == AuthorHistory(confirmed=True, seen=2, approved=1)
    assert dict(record.states) == {State.APPROVED: 1, State.PENDING: 2}
    assert record.names == ("Sari", "Rina")
    assert record.domain_key == DOMAIN
    with pytest.raises(UnknownAuthor):
        storage.author_records.record(AuthorId(UUID(int=99)))


def test_the_domain_of_an_author_of_before_is_known_once_they_write_again(storage: Storage) -> None:
    author = storage.authors.note(DEMO.id, RINA, DAWN, approved=0)
    before = storage.author_records.record(author).domain_key

    storage.authors.note(DEMO.id, replace(RINA, domain_key=DOMAIN), DAWN, approved=0)

    assert (before, storage.author_records.record(author).domain_key) == (None, DOMAIN)


def test_trust_by_hand_is_given_and_taken(storage: Storage) -> None:
    author = storage.authors.note(DEMO.id, SARI, DAWN, approved=0)
    trust = storage.author_records.trust

    news = [trust(author, DAWN), trust(author, DAWN + HOUR)]
    trusted = storage.comments.surroundings(an_arrival(email=SARI)).author
    news += [trust(author, None), trust(author, None)]

    assert news == [True, False, True, False]
    assert trusted == AuthorHistory(seen=1, trusted=True)
    assert storage.author_records.record(author).history == AuthorHistory(seen=1)


def test_an_authors_bans_are_those_of_the_author_and_of_the_domain_that_hold(storage: Storage) -> None:
    author = storage.authors.note(DEMO.id, SARI, DAWN, approved=0)
    other = storage.authors.note(DEMO.id, BUDI, DAWN, approved=0)
    own = a_ban(1, kind=BanKind.AUTHOR, author=author, domain_key=None)
    storage.bans.add(own)
    storage.bans.add(a_ban(2))
    storage.bans.add(a_ban(3, author=other))
    for ban in (
        a_ban(4, until=DAWN),
        a_ban(5, kind=BanKind.AUTHOR, author=other, domain_key=None),
        a_ban(6, site=HARBOUR.id),
        of_range(7, "192.0.2.0/24"),
    ):
        storage.bans.add(ban)

    assert storage.author_records.bans(author, DAWN) == (a_ban(3, author=other), a_ban(2), own)


def test_authors_of_a_domain_are_counted_on_one_site(storage: Storage) -> None:
    for email, approved in ((SARI, 1), (BUDI, 0), (RINA, 1)):
        storage.authors.note(DEMO.id, email, DAWN, approved=approved)
    storage.authors.note(HARBOUR.id, SARI, DAWN, approved=1)

    assert storage.author_records.at_domain(DEMO.id, DOMAIN) == (2, 1)
    assert storage.author_records.at_domain(DEMO.id, b"e" * 32) == (0, 0)


def test_a_ban_that_is_rolled_back_holds_nowhere(storage: Storage) -> None:
    with pytest.raises(UnknownBan), storage.transaction():  # noqa: PT012 - what a transaction holds is the point
        storage.bans.add(a_ban(1))
        storage.bans.add(of_range(2, "192.0.2.0/24"))
        raise UnknownBan

    assert storage.bans.holding(DEMO.id, DAWN, None, 9) == ()
    assert storage.sites.get(DEMO.id) == DEMO
    assert not storage.comments.surroundings(an_arrival(email=SARI)).bans
