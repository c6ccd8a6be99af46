"""The explanation of a score: its parts add up, stand where they say, and come from the characters typed."""

import json
import math
import re
import timeit
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.artefact import Model
from models.explain import CUT_CODE, MOST_PARTS, REST_CODE, Explanation, Part, code_of
from models.ngrams import MOST_READ, NAMED, WIDTH, Submission
from models.scorer import MOST_LOG_ODDS, Scorer
from models.text import fold

SCORER = Scorer.load()
DISGUISED = st.text(
    st.sampled_from("abcdeghiklmnoprstu  AKMR0478.!?:/\n𝐀𝐌𝟖🅰АΑ⭐🔥\u200b\u0336\u202e【】░\ud800"), max_size=90
)
TYPED = st.text(st.characters(), max_size=60) | DISGUISED
SUBMISSIONS = st.builds(Submission, TYPED, st.just("") | TYPED, st.just("") | TYPED)
LABELLED = Path(__file__).resolve().parents[3] / "shared" / "data"


def off_by(explanation: Explanation) -> float:
    """Return how far the sum is from the log-odds of the probability."""
    total = explanation.bias + sum(part.weight for part in explanation.parts)
    return abs(total - math.log(explanation.probability / (1 - explanation.probability)))


def misplaced(submission: Submission, explanation: Explanation) -> list[Part]:
    """Return the parts of words that do not stand where they say."""
    fields = submission._asdict()
    return [
        part
        for part in explanation.parts
        if part.field and (not part.text or fields[part.field][part.start : part.end] != part.text)
    ]


def left_over(explanation: Explanation) -> float:
    """Return the weight that has no word and no name."""
    return next(part.weight for part in explanation.parts if part.code == REST_CODE)


def has_words(submission: Submission) -> bool:
    """Return whether each field has a word that its weight can stand at."""
    text, author, url = submission
    return bool(text.strip() and (author.strip() or not author) and (re.search(r"[^\W_]", url) or not url))


def by_text(explanation: Explanation) -> dict[str, Part]:
    return {part.text: part for part in explanation.parts}


# More than a thousand submissions, drawn in lists, which is quicker than one by one.
@given(st.lists(SUBMISSIONS, min_size=10, max_size=20))
@settings(deadline=None, max_examples=80)
def test_bias_and_parts_add_up_and_every_word_stands_where_it_says(submissions: list[Submission]) -> None:
    for submission in submissions:
        explanation = SCORER.explain(*submission)

        assert explanation.probability == SCORER.probability(*submission)
        assert off_by(explanation) <= 1e-9
        assert misplaced(submission, explanation) == []
        assert explanation.folded == fold(submission.text)
        if len(explanation.parts) <= MOST_PARTS and has_words(submission):
            assert abs(left_over(explanation)) < 1e-4


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n ",
        "\ud800\udfff\ud800",
        "a" + "\u0301" * 10_000,
        "\u0301" * 10_000,
        "kata " * 20_000,
        "𝐀" * 100_000,
        "B U L A N " * 10_000,
        "\u202e" * 50_000 + "ujung",
        "🔥👩\u200d🚀" * 500,
        "【" * 7_000 + "x",
    ],
    ids=lambda text: f"{text[:6]!a} {len(text)}",
)
@pytest.mark.parametrize("field", Submission._fields)
def test_no_text_is_too_strange_or_too_long_to_add_up(text: str, field: str) -> None:
    submission = Submission("Halo semua", "Ratna", "https://ratna.example")._replace(**{field: text})

    explanation = SCORER.explain(*submission)

    assert off_by(explanation) <= 1e-9
    assert misplaced(submission, explanation) == []


def labelled() -> Iterator[Submission]:
    for path in sorted(LABELLED.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines()[::97]:
            fields = json.loads(line)
            yield Submission(fields["text"], fields.get("author") or "", fields.get("url") or "")


@pytest.mark.skipif(not any(LABELLED.glob("*.jsonl")), reason="the labelled comments are not beside this folder")
def test_labelled_comments_add_up_and_nothing_but_weak_words_is_left_over() -> None:
    for submission in labelled():
        explanation = SCORER.explain(*submission)

        assert off_by(explanation) <= 1e-9
        assert misplaced(submission, explanation) == []
        if len(explanation.parts) <= MOST_PARTS:
            assert abs(left_over(explanation)) < 1e-4


@pytest.mark.parametrize("most", [5.0, -5.0, 60_000.0])
def test_extreme_scores_are_cut_and_the_cut_is_a_part(most: float) -> None:
    scorer = Scorer(Model(np.full(WIDTH, most, dtype=np.float32), 3.0), "")

    explanation = scorer.explain("kata demi kata")

    cut = explanation.parts[-1]
    assert cut.code == CUT_CODE
    assert cut.weight * most < 0
    assert off_by(explanation) <= 1e-9
    assert abs(math.log(explanation.probability / (1 - explanation.probability))) == pytest.approx(MOST_LOG_ODDS)


def test_a_disguised_brand_is_marked_as_typed_and_shown_as_read() -> None:
    explanation = SCORER.explain("Kami ke rumah 𝐁𝐔𝐋𝐀𝐍𝟓𝟓 kemarin", "Sulastri", "https://sulastri.example")

    brand = by_text(explanation)["𝐁𝐔𝐋𝐀𝐍𝟓𝟓"]
    words = [part for part in explanation.parts if part.field == "text"]
    assert (brand.start, brand.end, brand.folded) == (14, 21, "bulan55")
    assert brand.weight == max(part.weight for part in words)
    assert {part.text for part in words} == {"Kami", "ke", "rumah", "𝐁𝐔𝐋𝐀𝐍𝟓𝟓", "kemarin"}
    assert explanation.folded == "kami ke rumah bulan55 kemarin"
    assert abs(left_over(explanation)) < 1e-4


@pytest.mark.parametrize(
    ("text", "typed", "start", "reads"),
    [
        ("main di B U L A N 5 5 yuk", "B U L A N 5 5", 8, "bulan55"),
        ("main di ⭐ B . U . L . A . N ⭐ yuk", "B . U . L . A . N", 10, "bulan"),
        ("main 【B】 【U】 【L】 【A】 【N】", "【B】 【U】 【L】 【A】 【N】", 5, "bulan"),
        ("B̶u̶l̶a̶n̶ gacor", "B̶u̶l̶a̶n̶", 0, "bulan"),
        ("wah ░B░U░L░A░N░ gacor", "░B░U░L░A░N░", 4, "bulan"),
        ("bu\u200blan\u00adlima gacor", "bu\u200blan\u00adlima", 0, "bulanlima"),
    ],
)
def test_letters_typed_apart_are_one_part_if_they_are_read_as_one_word(
    text: str, typed: str, start: int, reads: str
) -> None:
    part = by_text(SCORER.explain(text))[typed]

    assert (part.field, part.start, part.end, part.folded) == ("text", start, start + len(typed), reads)


def test_words_apart_stay_apart() -> None:
    text = "Ayo  ke\n\npasar, \u200b yuk!"

    words = sorted((part.start, part.text) for part in SCORER.explain(text).parts if part.field)

    assert [word for _, word in words] == ["Ayo", "ke", "pasar,", "\u200b", "yuk!"]


def test_a_word_that_stands_twice_is_two_parts() -> None:
    found = [part for part in SCORER.explain("gacor sekali, benar gacor").parts if part.text == "gacor"]

    assert sorted((part.start, part.end) for part in found) == [(0, 5), (20, 25)]


def test_name_and_address_are_explained_by_word_too() -> None:
    explanation = SCORER.explain("Halo", "𝐂uan Slot", "https://situs-slot.example/promo?x=88")

    found = {(part.field, part.text, part.start, part.folded) for part in explanation.parts if part.field != "text"}
    assert {("author", "𝐂uan", 0, "cuan"), ("author", "Slot", 5, "slot")} <= found
    assert {("url", "situs", 8, "situs"), ("url", "slot", 14, "slot"), ("url", "promo", 27, "promo")} <= found


def test_of_a_very_long_text_the_parts_stand_in_the_whole_of_it() -> None:
    text = "x" * (MOST_READ // 2) + " B U L A N " * 3_000 + "y" * 100 + " gacor 𝐁𝐔𝐋𝐀𝐍𝟓𝟓 🔥"
    submission = Submission(text)

    explanation = SCORER.explain(*submission)

    assert misplaced(submission, explanation) == []
    assert by_text(explanation)["𝐁𝐔𝐋𝐀𝐍𝟓𝟓"].end == len(text) - 2
    places = sorted((part.start, part.end) for part in explanation.parts if part.start is not None and part.end)
    assert all(before <= after for (_, before), (after, _) in pairwise(places))


def test_a_long_comment_has_few_parts() -> None:
    text = " ".join(f"kata{number}" for number in range(500))

    explanation = SCORER.explain(text)

    assert len(explanation.parts) <= MOST_PARTS + 2
    weights = [abs(part.weight) for part in explanation.parts if part.field]
    assert weights == sorted(weights, reverse=True)


def test_named_counts_have_codes_of_their_own() -> None:
    codes = {part.text: part.code for part in SCORER.explain("wah 𝐁𝐔𝐋𝐀𝐍𝟓𝟓 di https://situs.example").parts}

    assert codes["disguised letters"] == "disguised-letters"
    assert codes["links"] == "links"
    assert codes["wah"] is None
    assert len(set(map(code_of, NAMED)) - {REST_CODE, CUT_CODE}) == len(NAMED)


def test_explaining_a_hundred_characters_is_fast() -> None:
    text = "Wah, berita seperti ini baru enak dibaca sambil main di 𝐁𝐔𝐋𝐀𝐍𝟓𝟓 gampang menang, ayo coba semua kawan"

    seconds = min(timeit.repeat(lambda: SCORER.explain(text, "Ratna"), number=10, repeat=30)) / 10

    # The limit of 0.5 ms is the benchmark's, on a quiet machine; here only a slip by a factor is caught.
    assert seconds < 2e-3
