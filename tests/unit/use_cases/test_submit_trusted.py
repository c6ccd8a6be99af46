"""What it is worth to have proved an address: less than the classifier's doubt."""

from __future__ import annotations

from dataclasses import replace

from service.domain.policy import Policy
from tests.fakes import FixedClassifier, a_site, an_attempt
from tests.house import House


def test_a_confirmed_author_with_approved_comments_is_trusted_and_an_unconfirmed_one_is_not() -> None:
    house = House(site=a_site(policy=Policy(trusted_after=1)))
    author = house.publish(text="Pertama.").author
    house.classifier = FixedClassifier(0.2)

    before = house.submit(an_attempt(text="Kedua.")).comment
    assert author is not None
    known = house.store.authors[author]
    house.store.authors[author] = replace(known, history=replace(known.history, confirmed=True))
    after = house.submit(an_attempt(text="Ketiga.")).comment
    other_address = house.submit(an_attempt(text="Keempat.", email="lain@surat.example", stamp=house.stamp())).comment

    assert before.rule == "form-stamp-missing"
    assert (after.rule, after.author) == ("trusted-author", author)
    assert other_address.rule == "unconfirmed-author"


def test_what_the_classifier_doubts_is_held_whoever_seems_to_have_written_it() -> None:
    house = House(site=a_site(policy=Policy(trusted_after=1)))
    author = house.publish(text="Pertama.").author
    assert author is not None
    known = house.store.authors[author]
    house.store.authors[author] = replace(known, history=replace(known.history, confirmed=True))
    house.classifier = FixedClassifier(0.5)

    assert house.submit(an_attempt(text="Kedua.")).comment.rule == "doubtful-probability"
