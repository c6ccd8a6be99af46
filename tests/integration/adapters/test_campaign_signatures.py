"""The door to the signatures: no failure of theirs costs a comment."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, NoReturn

from models.signature import BANDS
from models.text import fold
from service.adapters import campaign_signatures
from service.adapters.campaign_signatures import sign_text

if TYPE_CHECKING:
    import pytest

TEXT = "Kemarin iseng coba di {} modal receh, eh malamnya bisa traktir sekampung"


def test_variants_have_enough_keys_in_common_and_other_texts_none() -> None:
    one, other = (sign_text(TEXT.format(brand), fold(TEXT.format(brand))) for brand in ("mawar88", "𝐍𝐀𝐆𝐀𝟏𝟑𝟖"))
    unlike = sign_text("Semoga jembatan di desa cepat selesai.", "semoga jembatan di desa cepat selesai.")

    assert one is not None
    assert other is not None
    assert unlike is not None
    assert len(one.keys) == BANDS
    assert len(set(one.keys) & set(other.keys)) >= one.enough
    assert not set(one.keys) & set(unlike.keys)


def test_what_says_too_little_is_not_signed() -> None:
    assert sign_text("👍", "") is None


def test_a_failure_is_logged_by_its_kind_and_costs_the_campaign_only(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(text: str, folded: str) -> NoReturn:
        raise OverflowError(text + folded)

    monkeypatch.setattr(campaign_signatures, "band_keys", fail)

    with caplog.at_level(logging.ERROR):
        assert sign_text("Rahasia", "rahasia") is None

    assert [(record.getMessage(), record.reason) for record in caplog.records] == [  # type: ignore[attr-defined] # ours
        ("signature_failed", "OverflowError")
    ]
    assert "ahasia" not in caplog.text
