"""Tokens: told by their secret, shown once, revoked at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from service.domain.errors import NotAuthenticated, UnknownSite
from service.domain.event import EventKind
from service.domain.site import SITE_ID, SiteId
from service.domain.token import Scope
from service.use_cases.authenticate import ALL_SITES, secret_hash
from tests.fakes import DEMO, NOON
from tests.house import EVERYTHING, House
from tests.memory import MemoryTokens


def test_a_new_token_is_known_by_its_secret() -> None:
    house = House()

    token, secret = house.issue_token("meja", DEMO, EVERYTHING)

    assert (token.label, token.site, token.scopes, token.created_at) == ("meja", DEMO, EVERYTHING, NOON)
    assert token.revoked_at is None
    assert house.authenticate(secret) == token.moderator


def test_a_secret_is_long_says_whose_it_is_and_never_comes_twice() -> None:
    house = House()
    secrets = [house.issue_token("meja", None, EVERYTHING)[1] for _ in range(50)]

    assert len(set(secrets)) == 50
    assert all(secret.startswith("saring_") and len(secret) == 50 for secret in secrets)


def test_a_secret_is_stored_only_as_a_hash_and_logged_not_at_all() -> None:
    house = House()

    _, secret = house.issue_token("meja", DEMO, EVERYTHING)

    assert list(house.store.tokens) == [secret_hash(secret)]
    assert len(secret_hash(secret)) == 32
    assert secret not in repr(house.store)
    assert secret_hash(secret).hex() not in repr(house.store.events)


@pytest.mark.parametrize("secret", ["", "x", "saring_", "\ud800", "saring_\x00", "é" * 10_000])
def test_what_is_no_secret_of_a_token_is_refused(secret: str) -> None:
    house = House()
    house.issue_token("meja", DEMO, EVERYTHING)

    with pytest.raises(NotAuthenticated):
        house.authenticate(secret)


def test_a_secret_is_told_apart_by_its_last_letter() -> None:
    house = House()
    _, secret = house.issue_token("meja", DEMO, EVERYTHING)

    with pytest.raises(NotAuthenticated):
        house.authenticate(secret[:-1])


def test_a_revoked_token_opens_nothing_from_then_on() -> None:
    house = House()
    token, secret = house.issue_token("meja", DEMO, EVERYTHING)
    _, other = house.issue_token("telepon", DEMO, EVERYTHING)
    house.clock.advance(timedelta(days=1))

    was_live = house.revoke_token(token)

    assert was_live
    with pytest.raises(NotAuthenticated):
        house.authenticate(secret)
    assert house.authenticate(other).actor == "token:telepon"
    [*_, revoked] = MemoryTokens(house.store).all()
    assert revoked.revoked_at == NOON + timedelta(days=1)


def test_revoking_twice_is_told_and_logged_once() -> None:
    house = House()
    token, _ = house.issue_token("meja", DEMO, EVERYTHING)

    assert [house.revoke_token(token), house.revoke_token(token)] == [True, False]
    assert [event.kind for event in house.store.events] == [EventKind.TOKEN_ISSUED, EventKind.TOKEN_REVOKED]


def test_issuing_and_revoking_are_logged_with_what_the_token_allows() -> None:
    house = House()
    token, _ = house.issue_token("meja", DEMO, frozenset({Scope.READ, Scope.DECIDE}))

    house.revoke_token(token)

    for event in house.store.events:
        assert (event.site, event.comment, event.at, event.actor) == (DEMO, None, NOON, "operator")
        assert event.details == {"token": str(token.id), "label": "meja", "scopes": "comments:decide comments:read"}


def test_a_token_of_all_sites_is_logged_under_a_name_that_no_site_can_have() -> None:
    house = House()

    house.issue_token("meja", None, EVERYTHING)

    assert house.last_event.site == ALL_SITES
    assert not SITE_ID.fullmatch(ALL_SITES)


def test_no_token_is_made_for_a_site_that_is_not_there() -> None:
    house = House()

    with pytest.raises(UnknownSite):
        house.issue_token("meja", SiteId("lain"), EVERYTHING)

    assert house.store.tokens == {}
    assert house.store.events == []


def test_the_last_use_of_a_token_is_noted_once_a_minute() -> None:
    house = House()
    _, secret = house.issue_token("meja", DEMO, EVERYTHING)
    [before] = house.store.tokens.values()
    noted = []
    for seconds in (0, 59, 1):
        house.clock.advance(timedelta(seconds=seconds))
        house.authenticate(secret)
        noted += [one.last_used_at for one in house.store.tokens.values()]

    assert before.last_used_at is None
    assert noted == [NOON, NOON, NOON + timedelta(minutes=1)]
