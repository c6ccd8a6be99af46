"""See what is known of an author, and trust one by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from service.domain.author import AuthorId
from service.domain.errors import NotAllowed, UnknownAuthor
from service.domain.event import EventKind
from service.domain.lifecycle import State
from service.domain.site import SiteId
from service.domain.token import Scope
from tests.author_house import AuthorHouse, an_order, author_of, of_author
from tests.fakes import DEMO, NOON, an_attempt
from tests.house import a_moderator

if TYPE_CHECKING:
    from service.domain.author import AuthorHistory

READER = a_moderator(scopes=frozenset({Scope.READ}))
DECIDER = a_moderator(scopes=frozenset({Scope.DECIDE}))
STRANGER = a_moderator(site=SiteId("harbour"))


@pytest.fixture
def house() -> AuthorHouse:
    return AuthorHouse()


def history(house: AuthorHouse, author: AuthorId) -> AuthorHistory:
    return house.store.authors[author].history


def test_an_author_is_shown_with_counts_trust_and_bans(house: AuthorHouse) -> None:
    comment = house.publish()
    author = author_of(comment)
    house.submit(an_attempt(text="Yang kedua, juga tentang panen."))
    ban = house.impose_ban(of_author(author), a_moderator())
    house.impose_ban(an_order(), a_moderator())

    seen = house.show_author(author, READER)

    assert (seen.record.id, seen.record.site, seen.record.first_seen_at) == (author, DEMO, NOON)
    assert seen.record.states == {State.APPROVED: 1, State.PENDING: 1}
    assert (seen.trusted, seen.bans) == (False, (ban,))
    assert "surat.example" not in repr(seen)


@pytest.mark.parametrize("confirmed", [True, False])
def test_trust_by_hand_is_in_force_once_the_address_is_proved(house: AuthorHouse, confirmed: bool) -> None:  # noqa: FBT001 - a table's column
    author = author_of(house.publish())
    if confirmed:
        house.confirm_address(DEMO, f"{DEMO}.{author}")

    in_force = house.trust_author(author, DECIDER, trusted=True)

    assert in_force is confirmed
    assert house.show_author(author, READER).trusted is confirmed
    assert history(house, author).trusted
    assert not house.trust_author(author, DECIDER, trusted=False)
    assert not history(house, author).trusted


def test_trust_by_hand_is_in_the_log_once_by_the_authors_random_id(house: AuthorHouse) -> None:
    author = author_of(house.publish())
    house.trust_author(author, a_moderator(), trusted=True)
    house.trust_author(author, a_moderator(), trusted=True)
    house.trust_author(author, a_moderator(), trusted=False)

    lines = [event for event in house.store.events if event.kind is EventKind.AUTHOR_TRUSTED]

    assert [line.details for line in lines] == [{"author": str(author), "trusted": one} for one in (True, False)]
    assert {(line.site, line.comment, line.actor) for line in lines} == {(DEMO, None, "token:meja")}


def test_an_author_is_shown_and_trusted_where_the_moderator_may(house: AuthorHouse) -> None:
    author = author_of(house.publish())

    with pytest.raises(NotAllowed):
        house.show_author(author, DECIDER)
    with pytest.raises(NotAllowed):
        house.trust_author(author, READER, trusted=True)
    for ask in (house.show_author, lambda *who: house.trust_author(*who, trusted=True)):
        with pytest.raises(UnknownAuthor):
            ask(author, STRANGER)
        with pytest.raises(UnknownAuthor):
            ask(AuthorId(UUID(int=999)), a_moderator())
    assert not history(house, author).trusted
