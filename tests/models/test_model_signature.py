"""What a signature keeps and what it forgets: variants of a text are one group, whatever the brand and the letters."""

import random
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.campaigns import Grouping
from models.signature import BANDS, ENOUGH, band_keys, said
from models.text import fold
from models.tricks import disguised, made_up_brand

TEMPLATES = (
    "Kemarin iseng coba di {} modal receh, eh malamnya langsung bisa traktir sekampung",
    "Temanku yang biasanya apes saja bisa pulang bawa motor baru berkat {} lho",
    "{} memang tidak pernah ingkar janji, tarik dana sebentar saja sudah masuk rekening",
)
GENUINE = (
    "Semoga jembatan di desa sebelah cepat selesai, anak sekolah jadi tidak memutar lagi.",
    "Harga pupuk naik terus sementara gabah dibeli murah, petani mau makan apa?",
    "Videonya bagus, tapi suara narator kalah keras dari musik latarnya.",
    "Saya kurang setuju, menurut data tahun lalu justru turun sedikit.",
    "Stop promosi judi di kolom komentar, kasihan anak-anak yang membaca.",
)


def in_common(one: str, other: str) -> int:
    return len(set(band_keys(one)) & set(band_keys(other)))


def chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - no secret depends on it


@given(st.sampled_from(TEMPLATES), st.integers(0, 10_000), st.integers(0, 10_000))
def test_the_same_text_under_another_brand_is_the_same_group(template: str, one: int, other: int) -> None:
    first, second = (template.format(f"{made_up_brand(chance(seed)).rstrip(string.digits)}88") for seed in (one, other))

    assert in_common(first, second) >= ENOUGH


@given(st.sampled_from(TEMPLATES), st.integers(0, 10_000))
def test_a_brand_in_disguise_is_the_same_group_as_the_brand_in_plain_letters(template: str, seed: int) -> None:
    brand = f"{made_up_brand(chance(seed)).rstrip(string.digits)}77"

    assert in_common(template.format(brand), template.format(disguised(brand, chance(seed)))) >= ENOUGH


@pytest.mark.parametrize(
    "changed",
    [
        "🔥🔥 Kemarin iseng coba di M A W A R 8 8 modal receh, eh malamnya langsung bisa traktir sekampung 🔥",
        "kemarin iseng coba di 𝐌𝐀𝐖𝐀𝐑𝟖𝟖 modal receh, eh malamnya langsung bisa traktir sekampung!!!",
        "04:17 Kemarin iseng coba di NAGA138 m0dal receh, eh malamnya langsung bisa traktir sekampung",
        "Kemarin iseng coba di mawar88 modal receh, eh malamnya langsung bisa traktir sekeluarga",
    ],
)
def test_letters_signs_times_and_a_word_may_change(changed: str) -> None:
    assert in_common(TEMPLATES[0].format("mawar88"), changed) >= ENOUGH


def test_a_text_wholly_in_disguise_is_the_text() -> None:
    plain = "kasihan anak kecil sudah kenal judi"

    assert said("𝐤𝐚𝐬𝐢𝐡𝐚𝐧 𝐚𝐧𝐚𝐤 𝐤𝐞𝐜𝐢𝐥 𝐬𝐮𝐝𝐚𝐡 𝐤𝐞𝐧𝐚𝐥 𝐣𝐮𝐝𝐢") == said(plain) == plain.replace(" ", "")


@pytest.mark.parametrize("text", [*GENUINE, *(template.format("mawar88") for template in TEMPLATES)])
def test_what_people_write_by_themselves_is_nobodys_variant(text: str) -> None:
    others = [other for other in (*GENUINE, *TEMPLATES) if said(other) != said(text)]

    assert [other for other in others if in_common(text, other) >= ENOUGH] == []


@pytest.mark.parametrize("text", ["", "!!!", "🙏🙏", "mantap", "Setuju", "ok 1", "2026", "1.000.000", "123456"])
def test_a_text_that_says_too_little_has_no_signature(text: str) -> None:
    assert band_keys(text) == ()


def test_a_brand_alone_is_known_by_its_name() -> None:
    assert in_common("🔥 MAWAR88 🔥", "𝐌𝐀𝐖𝐀𝐑𝟖𝟖") == BANDS
    assert in_common("MAWAR88", "NAGA77") == 0
    assert in_common("main di mawar88", "main di naga77") < ENOUGH


def test_few_words_are_one_group_only_where_they_are_the_same() -> None:
    assert in_common("mantap bang", "Mantap, bang!!") == BANDS
    assert in_common("mantap bang", "mantap pak") < ENOUGH


@settings(max_examples=25)
@given(st.text())
def test_every_text_has_a_signature_or_none(text: str) -> None:
    keys = band_keys(text)

    assert len(keys) in {0, BANDS}
    assert all(-(1 << 63) <= key < 1 << 63 for key in keys)
    assert keys == band_keys(text, fold(text))


def test_keys_never_change_since_they_are_stored() -> None:
    assert band_keys("Semoga lekas sembuh, Pak Guru.")[:2] == (4456883156083619592, 1400115182565087883)


def test_a_very_long_text_and_its_slightly_longer_variant_are_one_group() -> None:
    words = [f"{one}{other}" for one in "bcdfghjklmnprst" for other in ("asin", "elar", "umput", "ompok")]
    text = " ".join(chance(3).choices(words, k=900))

    assert in_common(text, f"{text} tambah sedikit") >= ENOUGH


def test_a_flood_that_wanders_stays_one_group() -> None:
    story = (
        "tadi malam setelah hujan reda kami duduk di beranda sambil minum kopi lalu ada kabar rejeki nomplok dari "
        "kawan lama yang pindah kota bersama keluarganya"
    )
    words = story.split()
    grouping = Grouping()

    groups = {grouping.join(band_keys(" ".join(words[start : start + 16]))) for start in range(len(words) - 16)}

    assert len(groups) == 1
