"""What can be observed in one submission."""

from __future__ import annotations

import unicodedata
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.policy import Policy
from service.domain.signals import NOTHING, Signals, observe
from tests.fakes import a_submission


def fold(text: str) -> str:
    """Undo disguises as far as these tests need: width, accents and the letter that a one stands for."""
    plain = unicodedata.normalize("NFKD", text).lower().replace("1", "l").replace("\u200b", "")
    return "".join(character for character in plain if not unicodedata.combining(character))


def seen(policy: Policy | None = None, /, **changes: Any) -> Signals:  # noqa: ANN401 - any field of a submission
    return observe(a_submission(**changes), policy or Policy(), form_age=None, disposable_address=False, fold=fold)


def test_an_ordinary_comment_shows_nothing() -> None:
    assert seen() == NOTHING


def test_what_the_stamp_and_the_sealer_know_is_passed_on() -> None:
    signals = observe(a_submission(), Policy(), form_age=timedelta(seconds=9), disposable_address=True, fold=fold)

    assert (signals.form_age, signals.disposable_address) == (timedelta(seconds=9), True)


@pytest.mark.parametrize(("trap", "filled"), [("", False), (" \n", False), ("x", True), (" https://a.example", True)])
def test_a_trap_with_anything_in_it_is_filled(trap: str, filled: bool) -> None:  # noqa: FBT001 - a case
    assert seen(trap=trap).trap_filled is filled


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("", 0),
        ("Lihat https://kebun.example/a", 1),
        ("Lihat HTTP://kebun.example/a.", 1),
        ("www.kebun.example dan www.sawah.example", 2),
        ("https://a.example https://b.example\nhttps://c.example", 3),
        ("(https://a.example),(https://b.example)", 2),
        ("daftar di slotkita.com sekarang", 1),
        ("slotkita.xyz, slotkita.co.id/daftar", 2),
        ('<a href="https://a.example">murah</a>', 1),
        ("<a href='https://a.example'>https://a.example</a>", 1),
        ("[url=https://a.example]murah[/url]", 1),
        ("[URL]https://a.example[/URL]", 1),
        ("<a href=x", 1),
        ("[url", 1),
        ("Harga 1.500.000 per 2.5 kg", 0),
        ("Bagus.Saya suka...sekali.Terima kasih", 0),
        ("Tulis ke wayan@surat.com ya", 0),
        ("https://arsip.example/https://a.example", 1),
        ("</a> a<b dan awww.", 0),
    ],
)
def test_every_link_of_a_text_counts_once(text: str, links: int) -> None:
    assert seen(text=text).links == links


def test_a_website_is_no_link_of_the_text() -> None:
    assert seen(url="https://kebun.example").links == 0


@pytest.mark.parametrize(
    "text",
    ["slot", "Main SLOT!", "(slot)", "ｓｌｏｔ", "s1ot", "s\u200blot", "slót", "_slot_", "slot-gacor", "slot\nlain"],
)
def test_a_blocked_word_is_found_however_it_is_disguised(text: str) -> None:
    assert seen(Policy(blocked_words=("judi", "slot")), text=text).blocked_word == "slot"


@pytest.mark.parametrize("text", ["slots", "timeslot", "slot2", "s lot", "slo", ""])
def test_a_blocked_word_is_never_found_inside_another(text: str) -> None:
    assert seen(Policy(blocked_words=("slot",)), text=text).blocked_word is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Main di Slot Gacor, yuk", True),
        ("slot -- gacor", True),
        ("slot\ngacor", True),
        ("gacor slot", False),
        ("slot yang gacor", False),
    ],
)
def test_a_blocked_phrase_is_its_words_in_order_whatever_stands_between(text: str, found: bool) -> None:  # noqa: FBT001 - a case
    assert (seen(Policy(blocked_words=("Slot gacor",)), text=text).blocked_word == "Slot gacor") is found


def test_the_first_word_of_the_list_is_named_as_its_owner_wrote_it() -> None:
    assert seen(Policy(blocked_words=("Judi", "SLOT")), text="slot dan judi").blocked_word == "Judi"


@pytest.mark.parametrize("empty", ["", " ", "...", "_"])
def test_an_entry_without_a_word_blocks_nothing(empty: str) -> None:
    policy = Policy(blocked_words=(empty,), blocked_names=(empty,), blocked_links=(empty if empty == "" else "",))

    assert seen(policy, text="apa saja ... _") == NOTHING


def test_name_link_and_text_have_their_own_lists() -> None:
    blocked = {"name": "slot", "url": "https://slot.example", "text": "slot"}

    by_name = seen(Policy(blocked_names=("slot",)), **blocked)
    by_link = seen(Policy(blocked_links=("slot",)), **blocked)
    by_text = seen(Policy(blocked_words=("slot",)), **blocked)

    assert (by_name.blocked_name, by_name.blocked_link, by_name.blocked_word) == ("slot", None, None)
    assert (by_link.blocked_name, by_link.blocked_link, by_link.blocked_word) == (None, "slot", None)
    assert (by_text.blocked_name, by_text.blocked_link, by_text.blocked_word) == (None, None, "slot")


@pytest.mark.parametrize(
    "changes",
    [
        {"url": "https://www.SlotKita.example/daftar"},
        {"text": "lihat https://slotkita.example/?a=1"},
        {"text": "lihat www.slotkita.example"},
        {"text": "lihat slotkita.example"},
        {"text": "lihat ｓｌｏｔｋｉｔａ.example"},
        {"text": '<a href="//slotkita.example">x</a>'},
    ],
)
def test_a_blocked_link_is_found_by_any_part_of_it(changes: dict[str, str]) -> None:
    assert seen(Policy(blocked_links=("judi.example", "SLOTkita.ex")), **changes).blocked_link == "SLOTkita.ex"


def test_a_blocked_link_is_not_looked_for_in_words_that_are_no_links() -> None:
    assert seen(Policy(blocked_links=("kita",)), text="Kebun kita. Bagus", name="kita.example").blocked_link is None


def test_a_long_hostile_text_is_observed_as_any_other() -> None:
    policy = Policy(blocked_words=("slot",), blocked_links=("x.example",))

    for piece in ("<a ", "[url", "a.", "a-", "www.", "https://", "a@a."):
        assert seen(policy, text=piece * (10_000 // len(piece))).blocked_word is None


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=80), st.lists(st.text(max_size=5), max_size=3).map(tuple))
def test_any_text_can_be_observed(text: str, words: tuple[str, ...]) -> None:
    policy = Policy(blocked_words=words, blocked_names=words, blocked_links=words)

    signals = seen(policy, text=text, name=text)

    assert signals.links >= 0
    assert signals.blocked_word == signals.blocked_name
