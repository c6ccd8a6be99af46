"""The API of a whole application: real storage and adapters, a stopped clock and a classifier of plain opinions."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from service.domain.explanation import Explanation, Part
from tests.everywhere import Everywhere
from tests.functional.api.driver import Api

if TYPE_CHECKING:
    from flask import Flask

    from service.operators import OperatorDoors
    from tests.fakes import FrozenClock

OPINIONS = {"gacor": 0.97, "mungkin": 0.5}
"""By a word in the text, what the classifier thinks of it."""


@dataclass(frozen=True, slots=True)
class WordClassifier(Everywhere):
    """A classifier that judges by one word, so that a test's text says what becomes of it."""

    digest: str | None = "model-1"

    def check(self) -> None:
        """Find nothing wrong."""

    def probability(self, text: str, name: str, url: str | None) -> float:  # noqa: ARG002 - the port's signature
        return next((opinion for word, opinion in OPINIONS.items() if word in text.lower()), 0.01)

    def explain(self, text: str, name: str, url: str | None) -> Explanation:
        probability = self.probability(text, name, url)
        log_odds = math.log(probability / (1 - probability))
        parts = (
            Part(text[:5], log_odds + 0.5, field="text", start=0, end=5, folded=text[:5].lower()),
            Part("links", 0.5, "links"),
        )
        return Explanation(bias=-1.0, parts=parts, probability=probability, model="model-1", folded=text.lower())


@pytest.fixture
def classifier() -> WordClassifier:
    return WordClassifier()


@pytest.fixture
def api(app: Flask, operator: OperatorDoors, clock: FrozenClock, secret: str) -> Api:
    return Api(app=app, operator=operator, clock=clock, token=secret)
