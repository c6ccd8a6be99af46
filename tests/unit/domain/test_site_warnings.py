"""What is odd about a policy: entries that find nothing or everything, and thresholds that decide nothing."""

from __future__ import annotations

import pytest

from service.domain.policy import Mode, Policy
from service.domain.site_warnings import warnings_of
from tests.fakes import plain_fold


def said(**parts: object) -> list[tuple[str, str, str | None, str | None]]:
    found = warnings_of(Policy(**parts), plain_fold)  # type: ignore[arg-type] # any part
    return [(one.field.removeprefix("policy."), one.code.value, one.entry, one.because) for one in found]


def test_the_default_policy_is_not_odd() -> None:
    assert said() == []


@pytest.mark.parametrize("words", ["blocked_words", "blocked_names"])
@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ("!!", "matches-nothing"),
        ("\N{SLOT MACHINE}", "matches-nothing"),
        ("_", "matches-nothing"),
        ("a", "matches-nearly-everything"),
        ("(A)", "matches-nearly-everything"),
        ("7", "matches-nearly-everything"),
    ],
)
def test_a_word_that_finds_nothing_or_nearly_everything(words: str, entry: str, code: str) -> None:
    assert said(**{words: ("gacor", entry)}) == [(words, code, entry, None)]


def test_a_word_longer_than_a_name_is_never_in_one() -> None:
    long = "w" * 101

    assert said(blocked_names=(long,), blocked_words=(long,)) == [("blocked_names", "matches-nothing", long, None)]


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ("", "matches-nothing"),
        ("spam example", "matches-nothing"),
        (" spam.example", "matches-nothing"),
        ("https", "matches-nearly-everything"),
        ("HTTP://", "matches-nearly-everything"),
        ("www.", "matches-nearly-everything"),
        (".com", "matches-nearly-everything"),
        ("co", "matches-nearly-everything"),
        ("/", "matches-nearly-everything"),
    ],
)
def test_a_part_of_a_link_that_finds_nothing_or_nearly_everything(entry: str, code: str) -> None:
    assert said(blocked_links=("spam.example", entry)) == [("blocked_links", code, entry, None)]


def test_what_another_entry_finds_already_is_said_with_that_entry() -> None:
    assert said(
        blocked_links=("bet.spam.example", "spam.example"),
        blocked_words=("slot gratis sekali", "Gratis", "slot", "GRATIS", "slots"),
    ) == [
        ("blocked_links", "already-covered", "bet.spam.example", "spam.example"),
        ("blocked_words", "already-covered", "slot gratis sekali", "Gratis"),
        ("blocked_words", "already-covered", "GRATIS", "Gratis"),
    ]


@pytest.mark.parametrize(
    ("thresholds", "idle"),
    [
        ((0.3, 0.9, 0.1), []),
        ((0.9, 0.9, 0.1), ["doubtful_probability"]),
        ((0.3, 0.9, 0.3), ["stranger_probability"]),
        ((0.95, 0.9, 0.92), ["doubtful_probability", "stranger_probability"]),
    ],
)
def test_a_threshold_behind_another_decides_nothing(thresholds: tuple[float, float, float], idle: list[str]) -> None:
    doubtful, spam, stranger = thresholds

    found = said(doubtful_probability=doubtful, spam_probability=spam, stranger_probability=stranger)

    assert found == [(name, "without-effect", None, None) for name in idle]


def test_where_the_mode_decides_thresholds_are_not_odd() -> None:
    assert said(mode=Mode.HOLD_EVERYTHING, doubtful_probability=1.0, stranger_probability=1.0) == []
