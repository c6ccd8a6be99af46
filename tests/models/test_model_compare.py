"""Two models on the same comments: what each gets wrong, and whether the difference could be chance."""

import math

import numpy as np
import pytest

from models.compare import Floats, compare, log_losses, measure, sign_flip, verdicts

THRESHOLDS = np.array([[0.3, 0.9]] * 4)
SPAM = np.array([True, True, False, False])


def log_odds(*probabilities: float) -> Floats:
    return np.array([math.log(one / (1 - one)) for one in probabilities])


def test_the_loss_is_the_logarithm_of_what_the_truth_was_given() -> None:
    assert log_losses(log_odds(0.8, 0.8), np.array([True, False])) == pytest.approx([-np.log(0.8), -np.log(0.2)])


def test_a_score_beyond_the_scorers_range_costs_no_more_than_its_end() -> None:
    assert log_losses(np.array([-500.0]), np.array([True])) == pytest.approx([12.0], abs=1e-4)


def test_verdicts_follow_the_thresholds_of_each_comments_site() -> None:
    found = verdicts(log_odds(0.2, 0.5, 0.95, 0.5), np.array([[0.3, 0.9], [0.3, 0.9], [0.3, 0.9], [0.6, 0.9]]))

    assert found.tolist() == [0, 1, 2, 0]


def test_errors_are_spam_published_and_ham_filed() -> None:
    found = measure(log_odds(0.1, 0.5, 0.95, 0.1), SPAM, THRESHOLDS)

    assert (found["published_spam"], found["filed_ham"], found["held"]) == (1, 1, 1)


def test_a_gain_on_every_comment_is_no_chance_and_none_is() -> None:
    assert sign_flip(np.full(40, 0.1)) == pytest.approx(1 / 10_000)
    assert sign_flip(np.zeros(40)) == 1.0
    assert sign_flip(np.array([])) == 1.0


def test_gains_and_losses_alike_could_be_chance() -> None:
    assert sign_flip(np.array([1.0, -1.0] * 30 + [0.5])) > 0.3


def test_a_model_compared_with_itself_changes_nothing() -> None:
    scores = log_odds(0.2, 0.8, 0.1, 0.5)

    found = compare(scores, scores, SPAM, THRESHOLDS)

    assert (found["changed"], found["chance"], found["increase_at_most"]) == (0, 1.0, 0.0)
    assert found["live"] == found["candidate"]


def test_no_comments_compare_to_nothing() -> None:
    nothing = np.array([])

    found = compare(nothing, nothing, nothing.astype(bool), nothing.reshape(0, 2))

    assert (found["comments"], found["chance"], found["live"]["log_loss"]) == (0, 1.0, 0.0)
