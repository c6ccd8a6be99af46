"""Generated comments: unique, harmless, of the length that readers write."""

from __future__ import annotations

import random

_SENTENCE = (
    "pasar pelabuhan nelayan harga ikan pagi kapal warga jalan banjir sekolah jembatan semoga lancar terima kasih "
    "beritanya menurut saya pemerintah daerah perlu segera turun tangan karena sudah lama rusak parah setiap musim "
    "hujan kami yang tinggal di sini susah lewat apalagi anak anak berangkat sekolah mohon perhatiannya"
)
_WORDS = _SENTENCE.split()


def comment_text(number: int, *, words: int = 14) -> str:
    """Return the text of comment *number*: always the same, and like no other."""
    chance = random.Random(number)
    return " ".join(chance.choices(_WORDS, k=words)).capitalize() + f", catatan {number}."
