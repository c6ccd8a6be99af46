"""What a ban does to a submission: told, it is refused; untold, it is filed and seems to wait."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from service.domain.errors import Banned
from service.domain.lifecycle import Action, State
from service.use_cases.show_receipt import PublicState
from tests.author_house import AuthorHouse, an_order, author_of, of_author, of_domain
from tests.fakes import DEMO, NOON, an_attempt
from tests.house import a_moderator

if TYPE_CHECKING:
    from service.domain.author import AuthorId
    from service.use_cases.ban_authors import BanOrder


@pytest.fixture
def house() -> AuthorHouse:
    return AuthorHouse()


def orders(author: AuthorId, **changes: Any) -> dict[str, BanOrder]:  # noqa: ANN401 - as above
    """Return every way to ban the author of attempts."""
    return {
        "banned-author": of_author(author, **changes),
        "banned-domain": of_domain(domain="surat.example", **changes),
        "banned-range": an_order(**changes),
    }


@pytest.mark.parametrize("rule", ["banned-author", "banned-domain", "banned-range"])
def test_a_silent_ban_files_and_answers_as_if_the_comment_waited(house: AuthorHouse, rule: str) -> None:
    author = author_of(house.publish())
    house.impose_ban(orders(author)[rule], a_moderator())

    accepted = house.submit(an_attempt(stamp=house.stamp(), text="Yang kedua, juga tentang panen."))

    assert not accepted.public
    assert (accepted.comment.state, accepted.comment.rule) == (State.SPAM, rule)
    assert house.show_receipt(DEMO, accepted.receipt).state is PublicState.PENDING
    assert accepted.comment.spam_probability == 0.01
    assert house.store.authors[author].history.seen == 2
    assert house.last_event.details["rule"] == rule


@pytest.mark.parametrize("way", ["banned-author", "banned-domain", "banned-range"])
def test_a_ban_that_is_told_refuses_and_stores_nothing(house: AuthorHouse, way: str) -> None:
    author = author_of(house.publish())
    house.impose_ban(orders(author, told=True)[way], a_moderator())
    events, comments = len(house.store.events), len(house.store.comments)

    with pytest.raises(Banned):
        house.submit(an_attempt(stamp=house.stamp(), text="Yang kedua, juga tentang panen."))

    assert (len(house.store.events), len(house.store.comments)) == (events, comments)


@pytest.mark.parametrize("way", ["banned-author", "banned-domain", "banned-range"])
def test_a_timed_ban_ends_by_itself(house: AuthorHouse, way: str) -> None:
    author = author_of(house.publish())
    house.impose_ban(orders(author, told=True, hours=2)[way], a_moderator())

    house.clock.advance(timedelta(hours=2))

    house.publish(text="Yang kedua, juga tentang panen.")


@pytest.mark.parametrize("way", ["banned-author", "banned-domain", "banned-range"])
def test_a_lifted_ban_holds_no_longer(house: AuthorHouse, way: str) -> None:
    author = author_of(house.publish())
    ban = house.impose_ban(orders(author, told=True)[way], a_moderator())

    house.lift_ban(ban.id, a_moderator())

    house.publish(text="Yang kedua, juga tentang panen.")
    assert house.store.bans[ban.id].lifted_at == NOON


def test_a_ban_does_not_reach_what_stands_already_nor_a_repeated_request(house: AuthorHouse) -> None:
    attempt = an_attempt(stamp=house.stamp(), key="satu")
    first = house.submit(attempt)
    house.impose_ban(of_author(author_of(first.comment), told=True), a_moderator())

    assert house.submit(attempt) == first
    assert house.stored(first.comment.id).state is State.APPROVED


def test_no_trust_goes_past_a_ban_and_a_person_may_still_approve(house: AuthorHouse) -> None:
    comment = house.publish()
    author = author_of(comment)
    house.confirm_address(DEMO, f"{DEMO}.{author}")
    house.trust_author(author, a_moderator(), trusted=True)
    house.impose_ban(of_author(author), a_moderator())

    filed = house.submit(an_attempt(stamp=house.stamp(), text="Yang kedua, juga tentang panen.")).comment

    assert filed.rule == "banned-author"
    assert house.act(filed, Action.APPROVE).state is State.APPROVED


def test_a_sender_outside_the_banned_range_is_not_met(house: AuthorHouse) -> None:
    house.impose_ban(an_order(range="198.51.100.0/24", told=True), a_moderator())

    house.publish()
