"""Markup of other systems is not read, and nothing can be hidden by looking like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.markup import unmarked
from models.ngrams import clip
from models.scorer import Scorer


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("satu<br />dua", "satu dua"),
        ("satu<br>dua</p>", "satu dua"),
        ("<b>penting</b>", "penting"),
        ("kopi &amp; teh", "kopi & teh"),
        ("&quot;benar&quot; &#39;kan", '" benar" \' kan'),
        ('<a href="https://koran.example/a" rel="nofollow">baca</a>', 'https://koran.example/a" baca'),
        ('di <a href="http://www.youtube.com/watch?v=x&amp;t=2m19s">2:19</a> seru', "di 2:19 seru"),
    ],
)
def test_tags_and_entities_are_not_read(typed: str, read: str) -> None:
    assert " ".join(unmarked(typed).split()) == " ".join(read.split())


@pytest.mark.parametrize("typed", ["<BULAN55>", "< bulan55 >", "a < b > c", "R&D", "&bulan55;", "x <3 y"])
def test_what_is_no_markup_stays(typed: str) -> None:
    assert unmarked(typed) == typed


@given(st.text(alphabet="<>&;ab/ \"'=#1href", max_size=60))
def test_every_character_keeps_its_place(typed: str) -> None:
    read = unmarked(typed)

    assert len(read) == len(typed)
    assert len(clip(typed)) == len(typed)


def test_a_comment_out_of_another_system_scores_like_what_was_typed() -> None:
    scorer = Scorer.load()

    assert scorer.probability("Panen raya<br />di desa") == pytest.approx(
        scorer.probability("Panen raya di desa"), rel=0.2
    )
    assert scorer.probability("Situs gacor <BULAN55>, daftar sekarang, bonus 100%") > 0.9
