"""The walk of one submission: what is stored, what is said, and what is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from service.domain.author import STRANGER, AuthorHistory
from service.domain.event import EventKind
from service.domain.fields import Field
from service.domain.lifecycle import State
from service.domain.page import Page
from service.domain.policy import Mode, Policy
from tests.fakes import ARTICLE, DEMO, NOON, FixedClassifier, Meanwhile, SilentClassifier, a_site, an_attempt
from tests.house import House

ADDRESS = "wayan@surat.example"


# What becomes of it.
def test_a_genuine_comment_is_public_at_once_and_stored_as_typed() -> None:
    house = House()
    typed = " Panen <b>bagus</b>,\r\nya! "

    accepted = house.submit(
        an_attempt(stamp=house.stamp(), text=typed, name=" Wayan ", url="kebun.example", page_title="Panen kopi")
    )

    assert accepted.public
    stored = house.stored(accepted.comment.id)
    assert stored == accepted.comment
    assert (stored.text, stored.name, stored.url) == (typed, "Wayan", "https://kebun.example")
    assert stored.html == "<p> Panen &lt;b>bagus&lt;/b>,\r\nya! </p>"
    assert stored.folded == f"wayan\n{typed.lower()}"
    assert (stored.site, stored.page, stored.parent, stored.language) == (DEMO, ARTICLE, None, "id")
    assert (stored.state, stored.version, stored.rule) == (State.APPROVED, 1, "ordinary")
    assert (stored.spam_probability, stored.model) == (0.01, "model-1")
    assert (stored.created_at, stored.edited_at, stored.state_before_trash) == (NOON, None, None)


def test_its_receipt_leads_back_to_it() -> None:
    house = House()

    accepted = house.submit(an_attempt())

    comment = house.show_receipt(DEMO, accepted.receipt).comment
    assert comment == accepted.comment


@pytest.mark.parametrize(
    ("probability", "state", "rule"),
    [
        (0.01, State.APPROVED, "ordinary"),
        (0.1, State.PENDING, "unconfirmed-author"),
        (0.5, State.PENDING, "doubtful-probability"),
        (0.95, State.SPAM, "spam-probability"),
    ],
)
def test_the_score_publishes_holds_or_files(probability: float, state: State, rule: str) -> None:
    house = House(classifier=FixedClassifier(probability))

    accepted = house.submit(an_attempt(stamp=house.stamp()))

    assert (accepted.comment.state, accepted.comment.rule) == (state, rule)
    assert accepted.comment.spam_probability == probability
    assert accepted.public is (state is State.APPROVED)


def test_spam_is_answered_as_what_waits_is() -> None:
    filed = House(classifier=FixedClassifier(0.99)).submit(an_attempt())
    held = House(classifier=FixedClassifier(0.5)).submit(an_attempt())

    assert (filed.comment.state, held.comment.state) == (State.SPAM, State.PENDING)
    assert (filed.public, filed.receipt) == (held.public, held.receipt) == (False, held.receipt)


def test_a_silent_classifier_holds_the_comment_unscored_in_every_mode() -> None:
    for mode in Mode:
        house = House(site=a_site(policy=Policy(mode=mode)), classifier=SilentClassifier())

        comment = house.submit(an_attempt(stamp=house.stamp())).comment

        assert (comment.state, comment.rule) == (State.PENDING, "not-scored")
        assert (comment.spam_probability, comment.model) == (None, None)
        assert house.stored(comment.id) == comment


@pytest.mark.parametrize("nonsense", [float("nan"), float("inf"), -0.5, 1.5])
def test_a_score_that_is_no_probability_is_no_score(nonsense: float) -> None:
    house = House(classifier=FixedClassifier(nonsense))

    comment = house.submit(an_attempt(stamp=house.stamp())).comment

    assert (comment.state, comment.rule, comment.spam_probability, comment.model) == (
        State.PENDING,
        "not-scored",
        None,
        None,
    )


@pytest.mark.parametrize("certain", [0.0, 1.0])
def test_a_score_may_be_certain(certain: float) -> None:
    assert House(classifier=FixedClassifier(certain)).submit(an_attempt()).comment.spam_probability == certain


# Signals.
@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"trap": "https://kasino.example"}, "trap-filled"),
        ({"stamp": ""}, "form-stamp-missing"),
        ({"stamp": "2026-03-14T11:00:00+00:00 demo /lain"}, "form-stamp-missing"),
        ({"text": "a https://a.example b https://b.example c https://c.example"}, "too-many-links"),
        ({"email": "a@sekali-pakai.example"}, "disposable-address"),
    ],
)
def test_what_is_observed_reaches_the_rules(changes: dict[str, Any], rule: str) -> None:
    house = House()
    sent: dict[str, Any] = {"stamp": house.stamp()} | changes

    assert house.submit(an_attempt(**sent)).comment.rule == rule


@pytest.mark.parametrize(
    ("ago", "rule"),
    [
        (timedelta(seconds=1), "form-instant"),
        (timedelta(seconds=2), "ordinary"),
        (timedelta(days=1), "ordinary"),
        (timedelta(days=400), "ordinary"),
    ],
)
def test_a_form_opened_yesterday_still_posts_and_one_opened_just_now_waits(ago: timedelta, rule: str) -> None:
    house = House()

    assert house.submit(an_attempt(stamp=house.stamp(ago))).comment.rule == rule


def test_the_sites_blocked_words_apply_to_name_link_and_text() -> None:
    policy = Policy(blocked_names=("bandar",), blocked_links=("slot.example",), blocked_words=("gacor",))

    def rule(**changes: Any) -> str:  # noqa: ANN401 - any field
        return House(site=a_site(policy=policy)).submit(an_attempt(**changes)).comment.rule

    assert rule(name="Bandar Wayan") == "blocked-name"
    assert rule(url="https://slot.example") == "blocked-link"
    assert rule(text="Yang paling GACOR!") == "blocked-word"


# Duplicates.
def test_the_same_text_again_on_a_page_is_held_and_on_another_page_is_not() -> None:
    house = House()
    house.publish(text="Panen  bagus\n sekali tahun ini, semoga harganya ikut bagus")
    text = "PANEN bagus sekali tahun ini, semoga harganya ikut bagus"

    again = house.submit(an_attempt(stamp=house.stamp(), text=text, name="Made", email="m@b.example"))
    elsewhere = house.submit(an_attempt(text=text, page="/lain"))

    assert (again.comment.state, again.comment.rule) == (State.PENDING, "duplicate")
    assert elsewhere.comment.rule == "form-stamp-missing"
    assert len(house.store.comments) == 3


def test_what_many_people_say_in_a_few_words_repeats_only_its_own_author() -> None:
    house = House()
    house.publish(text="Setuju!", email="made@surat.example")

    another = house.submit(an_attempt(stamp=house.stamp(), text="setuju!", email="ketut@surat.example"))
    the_same = house.submit(an_attempt(stamp=house.stamp(), text="SETUJU!", email="made@surat.example"))

    assert another.comment.rule == "ordinary"
    assert the_same.comment.rule == "duplicate"


def test_where_all_but_spam_is_published_a_duplicate_is_too() -> None:
    house = House(site=a_site(policy=Policy(mode=Mode.PUBLISH_ALL_BUT_SPAM)))

    assert house.submit(an_attempt()).public
    assert house.submit(an_attempt()).public


def test_the_same_text_twice_at_once_is_stored_twice_and_the_later_is_held() -> None:
    house = House()
    rival = house.submit
    house.classifier = Meanwhile(happens=lambda: rival(an_attempt(stamp=house.stamp())))

    second = house.submit(an_attempt(stamp=house.stamp()))

    assert (second.comment.rule, second.public) == ("duplicate", False)
    assert [comment.rule for comment in house.store.comments.values()] == ["ordinary", "duplicate"]
    assert house.store.pages[DEMO, ARTICLE].approved == 1
    assert [event.comment for event in house.store.events] == list(house.store.comments)
    assert second.comment.author is not None
    assert house.store.authors[second.comment.author].history == AuthorHistory(seen=2, approved=1)


# The log.
def test_the_event_says_what_was_decided_and_why_and_nothing_of_the_visitor() -> None:
    house = House(classifier=FixedClassifier(0.95))

    comment = house.submit(
        an_attempt(text="Rahasia-teks", name="Rahasia-nama", email="rahasia@surat.example", url="rahasia.example")
    ).comment

    [event] = house.store.events
    assert (event.kind, event.site, event.comment, event.at, event.actor) == (
        EventKind.COMMENT_SUBMITTED,
        DEMO,
        comment.id,
        NOON,
        "policy",
    )
    assert event.details == {
        "state": "spam",
        "rule": "spam-probability",
        "spam_probability": 0.95,
        "model": "model-1",
        "version": 1,
        "campaign": str(comment.id),
    }
    assert "rahasia" not in repr(event).lower()
    assert "192.0.2.7" not in repr(event)


def test_an_attempt_shows_neither_fields_nor_client() -> None:
    shown = repr(an_attempt(name="Rahasia"))

    assert "Rahasia" not in shown
    assert "surat.example" not in shown
    assert "192.0.2.7" not in shown


def test_the_address_is_kept_nowhere_but_with_the_sealer() -> None:
    house = House()

    accepted = house.submit(an_attempt(key="k"))

    assert ADDRESS not in repr(accepted)
    assert ADDRESS not in repr((house.store.comments, house.store.pages, house.store.events))
    [author] = house.store.authors.values()
    assert author.email.box == ADDRESS.encode()
    assert ADDRESS not in repr(author)


# Counters.
def test_a_public_comment_counts_for_its_page_and_author_and_one_that_waits_for_its_author_only() -> None:
    house = House()
    house.publish(text="Satu", page_title="Panen kopi")
    house.publish(text="Dua", page_title="Judul lain")
    house.classifier = FixedClassifier(0.5)

    held = house.submit(an_attempt(text="Tiga")).comment

    page = house.store.pages[DEMO, ARTICLE]
    assert (page.title, page.approved, page.version) == ("Panen kopi", 2, 2)
    assert held.author is not None
    assert house.store.authors[held.author].history == AuthorHistory(seen=3, approved=2)


def test_a_comment_that_waits_makes_its_page_known_with_nothing_public_on_it() -> None:
    house = House(classifier=FixedClassifier(0.5))

    house.submit(an_attempt(page_title="Panen kopi"))

    assert house.store.pages[DEMO, ARTICLE] == Page(key=ARTICLE, title="Panen kopi", approved=0, version=0)


def test_a_comment_without_an_address_has_no_author_and_is_a_strangers() -> None:
    house = House(site=a_site(required=frozenset({Field.TEXT})))

    comment = house.submit(an_attempt(email=None, name=None, stamp=house.stamp())).comment

    assert (comment.author, comment.name) == (None, "")
    assert house.store.authors == {}
    assert house.list_queue.comments.item(comment.id).author == STRANGER
