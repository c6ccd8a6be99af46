"""Decisions of a made-up newspaper: a kind of local spam that the shipped model has never seen, and its readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import random

PLACES = ("Maros", "Bone", "Pare", "Luwu", "Wajo", "Gowa", "Soppeng", "Barru")
CURES = tuple(
    f"{kind} {name}"
    for kind in ("minyak", "madu", "ramuan", "kapsul", "teh")
    for name in ("lintah", "akar bajakah", "daun kelor", "tawon", "pasak bumi")
)
SPAM = (
    "Saya dulu sakit pinggang bertahun-tahun, sekarang sembuh berkat {} dari {}. Kisah nomor {}.",
    "Sudah coba {} asli {}? Tetangga saya di gang {} langsung sehat.",
    "Stok {} kiriman {} tinggal {} botol, tanya saya saja ya bu.",
    "Ibu saya tiap pagi minum {} dari {}, gula darahnya turun {} angka.",
)
HAM = (
    "Jalan ke pasar {1} masih rusak sejak tahun lalu, lubangnya sudah {2}.",
    "Panen di {1} lumayan tahun ini, kami dapat {2} karung.",
    "Pak camat {1} janji lagi, padahal {2} rumah belum dapat air.",
    "Guru di {1} belum digaji, kata berita ini sudah {2} bulan.",
)
LOCAL_SPAM = "Bapak saya sembuh dari sakit lutut berkat minyak tawon dari Bone, stok tinggal 4 botol."


def local_decisions(count: int, chance: random.Random) -> list[dict[str, Any]]:
    """Return *count* decided comments, spam and ham in turn, no two alike."""
    rows = []
    for number in range(count):
        text = chance.choice((SPAM, HAM)[number % 2]).format(chance.choice(CURES), chance.choice(PLACES), number + 3)
        rows.append({"text": text, "label": ("spam", "ham")[number % 2]})
    return rows
