"""The shipped classifier: what it says, and how fast it is."""

import math
import subprocess
import sys
import time
import timeit

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.artefact import load
from models.features import CommentVectorizer
from models.ngrams import WIDTH, Submission
from models.pipeline import build_pipeline
from models.scorer import MOST_LOG_ODDS, Scorer

SCORER = Scorer.load()
TYPED = st.text(st.characters(), max_size=200) | st.text(
    st.sampled_from("abcdeghiklmnoprstu  AKMR0478.!?:/𝐀𝐌𝟖🅰АΑ⭐🔥\u200b\u0336【】░"), max_size=120
)


@pytest.mark.parametrize(
    "text",
    [
        "Terima kasih infonya pak",
        "Semoga Pilkada di Palangka Raya berjalan lancar dan damai.",
        "Jalan depan pasar sudah lama berlubang, tolong diperbaiki.",
        "Setuju",
        "Mantap pak bupati!",
        "Siapa yang nonton pertandingan tadi malam?",
        "I do not think the council understood the question at all.",
        "Nice article",
        """Thank you for the report. The figures in the second table seem to be those of the year before, though; could
        you check whether the hospital really treated 1,200 patients, as the director said on Monday?""",
        "😂😂",
        "",
        "stop judol, kasihan keluarga",
    ],
)
def test_harmless_comments_score_low(text: str) -> None:
    assert SCORER.probability(text) < 0.2
    assert SCORER.probability(text, "Sulastri", "") < 0.2


@pytest.mark.parametrize(
    "text",
    [
        "Modal receh bisa jadi sultan cuma di 🚦𝐌𝐀𝐖𝐀𝐑𝟖𝟗 🚦 gacor parah!",
        "Iseng main di 𝘽𝙐𝙇𝘼𝙉𝟓𝟓 malah dapat jackpot",
        "yang lain rungkad, di ⭐ B U L A N 5 5 ⭐ tetap cuan",
        "WD lancar terus cuma di 【B】【U】【L】【A】【N】【5】【5】",
        "Nonton sambil buka BULАN55 dong biar cuan",
    ],
)
def test_disguised_promotion_scores_high(text: str) -> None:
    assert SCORER.probability(text) > 0.9
    assert SCORER.probability(text, "Sulastri", "") > 0.9


@given(TYPED, st.just("") | TYPED, st.just("") | TYPED)
@settings(deadline=None, max_examples=100)
def test_the_scorer_gives_the_pipelines_own_number(text: str, author: str, url: str) -> None:
    model = SCORER.model
    pipeline = build_pipeline()
    classifier = pipeline[-1]
    classifier.classes_ = np.array([0, 1])
    classifier.coef_ = model.weights.astype(np.float64)[None, :]
    classifier.intercept_ = np.array([model.bias])

    number = float(pipeline.predict_proba([Submission(text, author, url)])[0, 1])

    assert math.isclose(number, SCORER.probability(text, author, url), abs_tol=1e-5)
    if abs(math.log(number / (1 - number)) if 0 < number < 1 else 99) < MOST_LOG_ODDS - 1:
        assert math.isclose(number, SCORER.probability(text, author, url), rel_tol=1e-9)


@pytest.mark.parametrize("text", ["a" * 100_000, "𝐀" * 100_000, "\ufdfa" * 100_000, " " * 100_000, "\ud800" * 100_000])
def test_very_long_comments_are_scored_in_no_time(text: str) -> None:
    began = time.perf_counter()
    probability = SCORER.probability(text)

    assert math.isfinite(probability)
    assert time.perf_counter() - began < 0.5


def test_padding_in_the_middle_does_not_hide_the_end() -> None:
    text = "Berita bagus. " + "kata " * 20_000 + "wah " * 5 + "🔥 𝐁𝐔𝐋𝐀𝐍𝟓𝟓 🔥 " * 100

    assert SCORER.probability(text) > SCORER.probability("Berita bagus. " + "kata " * 20_000)


def test_the_scorer_is_named_by_its_manifest() -> None:
    assert SCORER.digest == load()[1].digest


def test_an_empty_batch_has_no_rows() -> None:
    assert CommentVectorizer().fit([]).transform([]).shape == (0, WIDTH)


def test_scoring_imports_no_scikit_learn() -> None:
    code = "import sys, models.scorer; sys.exit(bool({'sklearn', 'scipy'} & set(sys.modules)))"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603 - our own code


def test_scoring_a_hundred_characters_is_fast() -> None:
    text = "Wah, berita seperti ini baru enak dibaca sambil main di 𝐁𝐔𝐋𝐀𝐍𝟓𝟓 gampang menang, ayo coba semua kawan"

    seconds = min(timeit.repeat(lambda: SCORER.probability(text), number=20, repeat=50)) / 20

    # The limit of 0.2 ms is the benchmark's, on a quiet machine; here only a slip by a factor is caught.
    assert seconds < 1e-3
