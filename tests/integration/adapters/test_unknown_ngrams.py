"""How much of a text the model never met, as its weights tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from models.artefact import Model, save
from models.ngrams import WIDTH
from service.adapters.unknown_ngrams import UnknownNgrams
from service.domain.errors import ClassifierUnavailable

if TYPE_CHECKING:
    from pathlib import Path

INDONESIAN = "Jalan di depan pasar rusak lagi, padahal baru diperbaiki bulan lalu oleh kontraktor yang sama."
FINNISH = "Kauppatorin kivetys on taas rikki, vaikka se korjattiin juuri viime kuussa."
THAI = "ถนนหน้าตลาดพังอีกแล้ว ทั้งที่เพิ่งซ่อมเมื่อเดือนก่อน"


@pytest.fixture(scope="module")
def shipped() -> UnknownNgrams:
    return UnknownNgrams()


def test_a_language_that_was_trained_on_is_known_and_others_are_not(shipped: UnknownNgrams) -> None:
    assert shipped(INDONESIAN) < 0.05
    assert 0.1 < shipped(FINNISH) < 0.5 < shipped(THAI) <= 1


@pytest.mark.parametrize("text", ["", " ", "\x00", "\ud800", "x", "👍" * 2000, "ถ" * 10_000])
def test_any_text_has_a_share(shipped: UnknownNgrams, text: str) -> None:
    assert 0 <= shipped(text) <= 1


def test_a_model_that_knows_nothing_knows_no_ngram(tmp_path: Path) -> None:
    save(tmp_path, Model(np.zeros(WIDTH, np.float32), 0.5))

    assert UnknownNgrams(str(tmp_path))(INDONESIAN) == 1


def test_a_model_without_an_untouched_bucket_cannot_tell(tmp_path: Path) -> None:
    save(tmp_path, Model(np.ones(WIDTH, np.float32), 0.5))

    with pytest.raises(ClassifierUnavailable):
        UnknownNgrams(str(tmp_path))(INDONESIAN)


def test_without_a_model_nothing_is_told(tmp_path: Path) -> None:
    with pytest.raises(ClassifierUnavailable):
        UnknownNgrams(str(tmp_path))(INDONESIAN)
