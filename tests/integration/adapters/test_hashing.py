"""Keyed digests: no two lists of parts are written alike, and any string is a part."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.adapters.hashing import BlakeHasher

HASHER = BlakeHasher(b"k" * 32)

any_text = st.text(st.characters(exclude_categories=()))
calls = st.lists(any_text, min_size=1, max_size=4)


@given(one=calls, other=calls)
def test_digests_are_equal_only_for_equal_purposes_and_parts(one: list[str], other: list[str]) -> None:
    assert (HASHER(*one) == HASHER(*other)) == (one == other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("p", "ab", "c"), ("p", "a", "bc")),
        (("p", "a", ""), ("p", "a")),
        (("p", ""), ("p",)),
        (("pa",), ("p", "a")),
        (("p", "\ud83d\ude00"), ("p", "😀")),
        (("p", "\x00"), ("p", "\x00\x00")),
    ],
)
def test_parts_cannot_flow_into_one_another(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert HASHER(*one) != HASHER(*other)


def test_a_digest_has_32_bytes_and_is_the_same_each_time() -> None:
    assert HASHER("email", "demo", "sari@surat.example") == HASHER("email", "demo", "sari@surat.example")
    assert len(HASHER("email")) == 32


def test_another_key_gives_another_digest() -> None:
    assert BlakeHasher(b"l" * 32)("email", "demo") != HASHER("email", "demo")


@pytest.mark.parametrize("length", [0, 31, 65])
def test_a_key_that_is_too_short_or_long_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="32 to 64"):
        BlakeHasher(b"k" * length)


def test_the_key_is_not_shown() -> None:
    assert "kkk" not in repr(HASHER)
