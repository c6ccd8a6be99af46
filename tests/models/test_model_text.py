"""Folding shows what a reader sees."""

import sys
import timeit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.lookalikes import FOLDED, seen_as
from models.text import fold, shape, trace_fold, trace_shape

ANY_TEXT = st.text(st.characters(), max_size=60)
TRICKY = st.text(st.sampled_from("aA4dB017 .-_*\u200b\u0336【】𝐀𝟖🅰АΑé\ufdfaİ🔥"), max_size=40)


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("Menang DI Sini", "menang di sini"),
        ("𝐁𝐔𝐋𝐀𝐍𝟓𝟓", "bulan55"),
        ("ＢＵＬＡＮ５５", "bulan55"),
        ("ВULАN55", "bulan55"),
        ("ΒULΑΝ55", "bulan55"),
        ("ꓐꓴꓡꓮꓠ", "bulan"),
        ("ⒷⓊⓁⒶⓃ", "bulan"),
        ("🅑🅤🅛🅐🅝 🅱🆄🅻🅰🅽 🄱🅄🄻🄰🄽", "bulan bulan bulan"),
        ("🇧🇺🇱🇦🇳", "bulan"),
        ("ʙᴜʟᴀɴ", "bulan"),
        ("bulan5️⃣5️⃣ ❺➄", "bulan55 55"),
        ("【B】【u】【l】【a】【n】", "bulan"),
        ("░B░U░L░A░N░", "bulan"),
        ("B̶u̶l̶a̶n̶", "bulan"),
        ("bu\u200bl\u00adan", "bulan"),
        ("⭐ B U L A N 5 5 ⭐", "⭐ bulan55 ⭐"),
        ("B.u.l.a.n", "bulan"),
        ("b0la g3mbira 4 anak", "bola gembira 4 anak"),
        ("bulan4d", "bulan4d"),
        ("asyiiiiik!!!!!", "asyiik!!"),
        ("kafé", "kafe"),
        ("jam 10:30, skor 3 - 1", "jam 10:30, skor 3 - 1"),
        ("a b c", "a b c"),
        ("\ud800", "\ufffd"),
        ("", ""),
    ],
)
def test_folding_shows_what_a_reader_sees(typed: str, seen: str) -> None:
    assert fold(typed) == seen


@given(ANY_TEXT | TRICKY)
@settings(deadline=None)
def test_folding_twice_equals_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY_TEXT | TRICKY)
@settings(deadline=None)
def test_traces_give_the_same_texts_and_point_into_the_original(text: str) -> None:
    folded, kinds = trace_fold(text), trace_shape(text)

    assert folded.text == fold(text)
    assert kinds.text == shape(text)
    for trace in (folded, kinds):
        assert len(trace.origins) == len(trace.text)
        assert all(0 <= at < len(text) for at in trace.origins)
        assert list(trace.origins) == sorted(trace.origins)


def test_folding_a_folded_character_changes_nothing_throughout_unicode() -> None:
    for code in range(0, sys.maxunicode, 17):
        seen = seen_as(code)

        assert "".join(seen_as(ord(char)) for char in seen) == seen


def test_a_trace_leads_back_to_the_typed_characters() -> None:
    trace = trace_fold("di 【B】【u】【l】【a】")

    assert trace.text == "di bula"
    assert list(trace.origins[3:]) == [4, 7, 10, 13]


@pytest.mark.parametrize(
    ("typed", "kinds"),
    [
        ("Bulan 55", "Aaa 99"),
        ("di 𝐁𝐮𝐥𝐚𝐧𝟓𝟓", "aa SSDD"),
        ("𝐁ulan", "Saa"),
        ("Вulan", "Caa"),
        ("⭐⭐ wah!!", "e aa!"),
        ("123456789", "9999"),
        ("B̶u\u200bl", "AMaIa"),
        ("░【】", "BR"),
        ("é É", "a A"),
        ("\u3164\ue000漢字\u0301 ，\u00a0½", "ISllM . l"),
        ("👩\u200d🚀\ufe0f", "e"),
        ("हिन्दी", "ll"),
    ],
)
def test_a_shape_tells_how_a_text_is_built(typed: str, kinds: str) -> None:
    assert shape(typed) == kinds


def test_the_map_of_met_characters_stays_small() -> None:
    for code in range(0x3000, 0x3000 + 30_000):
        FOLDED[code]

    assert len(FOLDED) <= 20_000


def test_folding_a_hundred_plain_characters_takes_less_than_a_twentieth_of_a_millisecond() -> None:
    text = "Semoga acara di balai kota nanti berjalan lancar dan semua warga pulang dengan hati yang senang. Amin ya"

    seconds = min(timeit.repeat(lambda: fold(text), number=100, repeat=20)) / 100

    assert seconds < 50e-6
