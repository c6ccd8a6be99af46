"""Bans: how long they hold, which ranges can be banned, and whom a range meets."""

from __future__ import annotations

from datetime import timedelta
from ipaddress import ip_network
from uuid import UUID

import pytest

from service.domain.ban import Ban, BanId, BanKind, BannedRange, banned_by_range, read_range
from service.domain.errors import MalformedRequest
from service.domain.mail_providers import SHARED_DOMAINS
from tests.fakes import DEMO, NOON

HOUR = timedelta(hours=1)


def a_range(network: str, *, told: bool = False, hours: int | None = None) -> BannedRange:
    return BannedRange(
        network=ip_network(network), until=None if hours is None else NOON + timedelta(hours=hours), told=told
    )


@pytest.mark.parametrize(
    ("hours", "lifted", "expected"),
    [(None, False, True), (1, False, True), (0, False, False), (-1, False, False), (None, True, False)],
)
def test_a_ban_holds_until_its_end_or_until_it_is_lifted(hours: int | None, lifted: bool, expected: bool) -> None:  # noqa: FBT001 - a table's columns
    ban = Ban(
        id=BanId(UUID(int=1)),
        site=DEMO,
        kind=BanKind.RANGE,
        range="192.0.2.0/24",
        until=None if hours is None else NOON + timedelta(hours=hours),
        by="token:meja",
        at=NOON - HOUR,
        lifted_at=NOON - HOUR if lifted else None,
    )

    assert ban.holds(NOON) is expected


def test_a_ban_shows_no_key_of_a_domain_in_a_log() -> None:
    ban = Ban(id=BanId(UUID(int=1)), site=DEMO, kind=BanKind.DOMAIN, domain_key=b"rahasia", by="token:meja", at=NOON)

    assert "rahasia" not in repr(ban)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("192.0.2.0/24", "192.0.2.0/24"),
        (" 192.0.2.7/24 ", "192.0.2.0/24"),
        ("192.0.2.7", "192.0.2.7/32"),
        ("198.51.0.0/16", "198.51.0.0/16"),
        ("2001:db8::/32", "2001:db8::/32"),
        ("2001:DB8::7", "2001:db8::7/128"),
        ("::ffff:192.0.2.0/120", "192.0.2.0/24"),
        ("::ffff:192.0.2.7", "192.0.2.7/32"),
    ],
)
def test_a_range_is_read_in_its_one_form(typed: str, expected: str) -> None:
    assert str(read_range(typed)) == expected


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "not-a-range"),
        ("semua", "not-a-range"),
        ("192.0.2.0/33", "not-a-range"),
        ("192.0.2.0-192.0.2.9", "not-a-range"),
        ("198.50.0.0/15", "too-wide"),
        ("0.0.0.0/0", "too-wide"),
        ("2001:db8::/31", "too-wide"),
        ("::/0", "too-wide"),
        ("::ffff:0:0/96", "too-wide"),
    ],
)
def test_what_is_no_range_or_too_wide_a_one_is_refused(typed: str, reason: str) -> None:
    with pytest.raises(MalformedRequest) as refused:
        read_range(typed)

    assert (refused.value.reason, refused.value.parameter) == (reason, "range")


@pytest.mark.parametrize(
    ("client", "expected"),
    [
        ("192.0.2.0", False),
        ("192.0.2.255", False),
        ("::ffff:192.0.2.7", False),
        ("192.0.3.0", None),
        ("2001:db8:ffff::1", True),
        ("2001:db9::1", None),
        ("", None),
        ("tidak dikenal", None),
    ],
)
def test_a_range_meets_who_sends_from_it(client: str, expected: bool | None) -> None:  # noqa: FBT001 - as above
    ranges = (a_range("192.0.2.0/24"), a_range("2001:db8::/32", told=True))

    assert banned_by_range(ranges, client, NOON) is expected


def test_of_several_ranges_those_that_hold_count_and_one_that_is_told_decides() -> None:
    over, silent, told = (
        a_range("192.0.2.0/24", told=True, hours=0),
        a_range("192.0.2.0/24", hours=1),
        a_range("192.0.2.7/32", told=True),
    )

    assert banned_by_range((over,), "192.0.2.7", NOON) is None
    assert banned_by_range((over, silent), "192.0.2.7", NOON) is False
    assert banned_by_range((silent, told), "192.0.2.7", NOON) is True


def test_big_mail_providers_are_named_as_addresses_name_them() -> None:
    assert {"gmail.com", "yahoo.co.id", "outlook.com", "icloud.com"} <= SHARED_DOMAINS
    assert all(domain == domain.lower() and domain.isascii() and "." in domain for domain in SHARED_DOMAINS)
