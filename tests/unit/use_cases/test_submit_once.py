"""One request, sent again or twice at once, makes one comment; one that fails makes none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from service.domain.errors import (
    IdempotencyConflict,
    InvalidSubmission,
)
from service.domain.lifecycle import Action
from service.domain.site import SiteId
from service.use_cases.repositories import KeyTaken
from tests.fakes import ARTICLE, DEMO, NOON, FixedClassifier, Meanwhile, an_attempt
from tests.house import House
from tests.memory import MemoryAnswers, MemoryPages

if TYPE_CHECKING:
    from service.use_cases.repositories import Answer


def test_the_same_key_and_body_get_the_same_answer_and_make_one_comment() -> None:
    house = House()

    attempt = an_attempt(key="k-1", stamp=house.stamp())

    first = house.submit(attempt)
    house.clock.advance(timedelta(hours=1))
    second = house.submit(attempt)

    assert second == first
    assert len(house.store.comments) == len(house.store.events) == 1
    assert house.store.pages[DEMO, ARTICLE].approved == 1


def test_a_repeat_is_told_what_the_first_was_told_whatever_was_decided_since() -> None:
    house = House(classifier=FixedClassifier(0.5))
    first = house.submit(an_attempt(key="k-1"))
    house.act(first.comment, Action.APPROVE)

    second = house.submit(an_attempt(key="k-1"))

    assert (second.comment.id, second.public, second.receipt) == (first.comment.id, False, first.receipt)


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "Lain."},
        {"name": "Made"},
        {"email": "made@surat.example"},
        {"page": "/lain"},
        {"url": "https://a.example"},
        {"parent": str(UUID(int=1))},
    ],
)
def test_the_same_key_with_another_body_is_refused(changes: dict[str, Any]) -> None:
    house = House()
    house.submit(an_attempt(key="k-1"))

    with pytest.raises(IdempotencyConflict):
        house.submit(an_attempt(key="k-1", **changes))

    assert len(house.store.comments) == 1


def test_another_key_and_another_site_are_another_request() -> None:
    house = House()
    lain = SiteId("lain")
    house.store.sites[lain] = replace(house.site, id=lain)

    ids = {
        house.submit(attempt).comment.id
        for attempt in (an_attempt(key="k-1"), an_attempt(key="k-2"), an_attempt(key="k-1", site=lain), an_attempt())
    }

    assert len(ids) == 4


def test_a_refused_request_leaves_its_key_free() -> None:
    house = House()
    with pytest.raises(InvalidSubmission):
        house.submit(an_attempt(key="k-1", text=""))

    assert house.submit(an_attempt(key="k-1")).comment == house.submit(an_attempt(key="k-1")).comment


def test_a_repeat_is_answered_even_after_the_site_and_the_page_were_closed() -> None:
    house = House()
    first = house.submit(an_attempt(key="k-1"))
    MemoryPages(house.store).close(DEMO, ARTICLE, closed=True)
    house.store.sites[DEMO] = replace(house.site, closed=True)

    assert house.submit(an_attempt(key="k-1")) == first


def test_the_same_request_twice_at_once_makes_one_comment_and_gets_one_answer() -> None:
    house = House()
    rival = house.submit
    house.classifier = Meanwhile(happens=lambda: rival(an_attempt(key="k-1", stamp=house.stamp())))

    second = house.submit(an_attempt(key="k-1", stamp=house.stamp()))

    [stored] = house.store.comments.values()
    assert (second.comment, second.public) == (stored, True)
    assert len(house.store.events) == 1
    assert second.comment.author is not None
    assert house.store.authors[second.comment.author].history.seen == 1


def test_one_key_with_two_bodies_at_once_makes_one_comment_and_a_conflict() -> None:
    house = House()
    rival = house.submit
    house.classifier = Meanwhile(happens=lambda: rival(an_attempt(key="k-1", text="Yang lain.")))

    with pytest.raises(IdempotencyConflict):
        house.submit(an_attempt(key="k-1"))

    assert [comment.text for comment in house.store.comments.values()] == ["Yang lain."]


def test_a_key_that_is_taken_and_then_gone_is_never_answered_by_guess() -> None:
    @dataclass(frozen=True, slots=True)
    class Forgetful(MemoryAnswers):
        def remember(self, site: SiteId, key: str, answer: Answer, at: object) -> None:  # noqa: ARG002 - the port's
            raise KeyTaken

    house = House()

    with pytest.raises(KeyTaken):
        replace(house.submit, answers=Forgetful(house.store))(an_attempt(key="k-1"))

    assert house.is_empty


def test_the_answer_remembers_a_digest_of_what_was_sent_and_no_more() -> None:
    house = House()

    accepted = house.submit(an_attempt(key="k-1"))

    [(answer, remembered_at)] = house.store.answers.values()
    assert (answer.comment, answer.public, remembered_at) == (accepted.comment.id, accepted.public, NOON)


# All or nothing.
@pytest.mark.parametrize("port", ["pages", "authors", "comments", "events", "answers"])
def test_whatever_fails_while_storing_leaves_nothing_half_written(port: str) -> None:
    class Broken:
        def note(self, *_: object, **__: object) -> None:
            raise OSError

        add = append = remember = note

        def __getattr__(self, name: str) -> object:
            return getattr(sound, name)

    house = House()
    sound = getattr(house.submit, port)
    broken: dict[str, Any] = {port: Broken()}

    with pytest.raises(OSError, match=r"^$"):
        replace(house.submit, **broken)(an_attempt(key="k-1"))

    assert house.is_empty
