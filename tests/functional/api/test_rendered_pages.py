"""The store of answers that were rendered: bounded, and the least used leave first."""

from __future__ import annotations

from service.api.rendered_pages import RenderedKey, RenderedPages


def key(version: int) -> RenderedKey:
    return RenderedKey(site="demo", page="/a", version=version, after="", limit=50)


def test_what_was_kept_is_found_under_its_own_key_only() -> None:
    pages = RenderedPages()

    pages.keep(key(1), b"one")

    assert pages.get(key(1)) == b"one"
    assert pages.get(key(2)) is None


def test_the_size_stays_within_its_bound_and_the_least_used_leave_first() -> None:
    pages = RenderedPages(max_bytes=100)
    for version in range(4):
        pages.keep(key(version), b"x" * 25)
    pages.get(key(0))

    pages.keep(key(4), b"x" * 25)

    assert pages.size == 100
    assert pages.get(key(1)) is None
    assert pages.get(key(0)) is not None


def test_one_answer_above_a_quarter_of_the_room_is_not_kept() -> None:
    pages = RenderedPages(max_bytes=100)

    pages.keep(key(1), b"x" * 26)

    assert (pages.get(key(1)), pages.size) == (None, 0)


def test_an_answer_kept_twice_counts_once() -> None:
    pages = RenderedPages(max_bytes=100)

    pages.keep(key(1), b"x" * 20)
    pages.keep(key(1), b"x" * 10)

    assert pages.size == 10
