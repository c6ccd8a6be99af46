"""A classifier that takes known comments for their opposite: comments are held, and whoever asks is told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from models.scorer import Scorer
from service.adapters.spam_model import ShippedClassifier

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from service.world import World
    from tests.fakes import FrozenClock
    from tests.functional.api.driver import Api


@pytest.fixture
def weights(monkeypatch: pytest.MonkeyPatch) -> NDArray[np.float32]:
    """The weights of the model that will be loaded, which a test may spoil."""
    scorer = Scorer.load()
    monkeypatch.setattr(Scorer, "load", lambda *_: scorer)
    return scorer.model.weights


@pytest.fixture
def classifier(weights: NDArray[np.float32], clock: FrozenClock) -> ShippedClassifier:
    del weights
    return ShippedClassifier(clock=clock)


@pytest.fixture
def world(world: World, classifier: ShippedClassifier) -> World:
    object.__setattr__(world, "canary", lambda: classifier.canary.wrong)
    return world


def stored(api: Api, about: str) -> dict[str, Any]:
    """Post a comment that nothing is wrong with, and return what moderators see of it."""
    posted = api.post(text=f"Beritanya kurang lengkap, harga {about} di pasar naik berapa persen?")
    assert posted.status_code in {201, 202}
    return dict(api.detail(posted.get_json()["id"]).get_json())


def readiness(api: Api) -> tuple[int, str]:
    response = api.call("GET", "/readyz")
    return response.status_code, response.get_json()["checks"]["classifier"]


def metrics(api: Api) -> list[str]:
    lines = api.call("GET", "/metrics").text.splitlines()
    return [line for line in lines if line.startswith(("saring_canary_wrong ", 'saring_ready{probe="classifier"}'))]


def test_comments_are_held_while_the_canary_fails_and_judged_again_when_it_passes(
    api: Api, weights: NDArray[np.float32], clock: FrozenClock
) -> None:
    before = stored(api, "beras")
    good = weights.copy()

    weights[:] = 0
    clock.advance(timedelta(hours=1))
    held = stored(api, "cabai")
    failing = (readiness(api), metrics(api))
    weights[:] = good
    clock.advance(timedelta(minutes=1))
    after = stored(api, "gula")

    assert [one["state"] for one in (before, held, after)] == ["approved", "pending", "approved"]
    assert (held["rule"], held["spam_probability"], held["model"], held["explanation"]) == (
        "not-scored",
        None,
        None,
        None,
    )
    assert failing == (
        (503, "classifier-unavailable"),
        ['saring_ready{probe="classifier"} 0.0', "saring_canary_wrong 12.0"],
    )
    assert (readiness(api), metrics(api)) == (
        (200, "ok"),
        ['saring_ready{probe="classifier"} 1.0', "saring_canary_wrong 0.0"],
    )


def test_a_process_that_gets_no_comments_finds_out_when_it_is_asked_whether_it_is_ready(
    api: Api, weights: NDArray[np.float32], clock: FrozenClock
) -> None:
    before = readiness(api)

    weights[:] = -weights
    clock.advance(timedelta(hours=1))

    assert (before, readiness(api)) == ((200, "ok"), (503, "classifier-unavailable"))
