"""Features are scaled by what they say on their own; a scaled classifier is one weight a feature in the end."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from models.dataset import Row
from models.evidence import EvidenceScaler
from models.learning import Settings, fit_weights, platt, sample_weights
from models.ngrams import BUCKETS, WIDTH, Submission

LABELS = np.array([1, 1, 0, 0])


def a_matrix() -> csr_matrix:
    """Return four rows: bucket 0 stands in spam alone, bucket 1 everywhere, and the first named count in one."""
    columns = [[0, 1], [0, 1], [1], [1, BUCKETS]]
    indices = np.concatenate(columns)
    ends = np.cumsum([0, *map(len, columns)])
    return csr_matrix((np.ones(len(indices)), indices, ends), shape=(4, WIDTH))


def a_row(source: str, cluster: str, *, spam: bool = True) -> Row:
    return Row(submission=Submission("x"), spam=spam, source=source, split="train", cluster=cluster)


def test_what_stands_in_one_label_alone_weighs_more_than_what_stands_in_both() -> None:
    scaler = EvidenceScaler().fit(a_matrix(), LABELS)

    assert scaler.scale_[0] > 4 * scaler.scale_[1]
    assert scaler.scale_[BUCKETS:].tolist() == [1.0] * (WIDTH - BUCKETS)


def test_power_0_scales_nothing_and_the_given_features_stay_unless_they_may_go() -> None:
    given = a_matrix()

    assert (EvidenceScaler(power=0.0).fit_transform(given, LABELS) != given).nnz == 0
    scaled = EvidenceScaler().fit_transform(given, LABELS)
    assert (given != a_matrix()).nnz == 0
    in_place = EvidenceScaler(copy=False).fit_transform(given, LABELS)
    assert in_place is given
    assert (in_place != scaled).nnz == 0


def test_a_row_that_counts_twice_is_as_good_as_two() -> None:
    doubled = csr_matrix(np.vstack([a_matrix().toarray()[:, :8], a_matrix().toarray()[:1, :8]]))

    twice = EvidenceScaler().fit(csr_matrix(a_matrix().toarray()[:, :8]), LABELS, np.array([2.0, 1.0, 1.0, 1.0]))
    again = EvidenceScaler().fit(doubled, np.append(LABELS, 1))

    assert twice.scale_ == pytest.approx(again.scale_, rel=1e-6)


def test_near_duplicates_share_their_weight_and_small_sets_count_more() -> None:
    rows = [a_row("gambling", "a"), a_row("gambling", "a"), a_row("gambling", "b"), a_row("telegram_spam_ru", "c")]

    assert sample_weights(rows, 1.0).tolist() == [0.5, 0.5, 1.0, 6.0]
    assert sample_weights([a_row("written", "a")] * 2, 1.0).tolist() == [2.0, 2.0]


def test_learned_weights_tell_spam_from_ham() -> None:
    rows = [a_row("s", str(number), spam=bool(label)) for number, label in enumerate(LABELS)]

    weights = fit_weights(rows, a_matrix(), Settings())

    assert (weights.scores(a_matrix()) > 0).tolist() == [True, True, False, False]
    assert weights.coefficients.shape == (WIDTH,)


def test_calibration_turns_margins_into_log_odds() -> None:
    margins = np.repeat([-1.0, 1.0], 100)
    labels = np.array([1] * 20 + [0] * 80 + [1] * 80 + [0] * 20)

    scale, shift = platt(margins, labels)

    assert scale == pytest.approx(np.log(4), rel=0.01)
    assert shift == pytest.approx(0.0, abs=0.01)
