"""The reasons that moderators of a site choose from."""

from __future__ import annotations

import pytest

from service.domain.reason import Reason, default_reasons
from tests.fakes import a_site

RUDE = Reason(code="kasar", label="Kasar", told="Mohon tulis dengan sopan.")


@pytest.mark.parametrize(
    ("language", "label"), [("id", "Di luar topik"), ("ms-MY", "Di luar topik"), ("en", "Off topic")]
)
def test_a_site_that_wrote_down_none_has_the_usual_ones_in_its_language(language: str, label: str) -> None:
    site = a_site(language=language)

    assert {reason.code: reason.label for reason in site.reasons}["off-topic"] == label
    assert site.own_reasons is None


def test_the_usual_reasons_are_the_same_in_both_languages_and_say_as_much() -> None:
    told = [[(reason.code, bool(reason.told)) for reason in default_reasons(language)] for language in ("id", "en")]

    assert told[0] == told[1]


def test_a_sites_own_reasons_take_the_place_of_the_usual_ones() -> None:
    site = a_site(own_reasons=(RUDE,))

    assert site.reasons == (RUDE,)
    assert (site.told("kasar"), site.told("off-topic")) == ("Mohon tulis dengan sopan.", "")


def test_a_site_may_have_no_reasons_at_all() -> None:
    assert a_site(own_reasons=()).reasons == ()


def test_a_code_stands_for_one_reason() -> None:
    with pytest.raises(ValueError, match="same code"):
        a_site(own_reasons=(RUDE, RUDE))


@pytest.mark.parametrize("code", ["", "Kasar", "a b", "-a", "a-", "a" * 41])
def test_a_code_is_of_lower_case_words(code: str) -> None:
    with pytest.raises(ValueError, match="code"):
        Reason(code=code, label="Kasar")


@pytest.mark.parametrize("label", ["", " ", "a\nb", "a" * 81, "\x1b[2J"])
def test_a_label_is_one_line(label: str) -> None:
    with pytest.raises(ValueError, match="label"):
        Reason(code="kasar", label=label)


@pytest.mark.parametrize("told", ["a" * 501, "\x00"])
def test_what_an_author_is_told_is_a_text(told: str) -> None:
    with pytest.raises(ValueError, match="text"):
        Reason(code="kasar", label="Kasar", told=told)
