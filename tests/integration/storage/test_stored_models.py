"""What storage promises of models, in memory and in SQL alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from service.use_cases.model_registry import Activation
from tests.stored import ARTEFACT, DAWN, DEMO, HARBOUR, a_model

if TYPE_CHECKING:
    from service.domain.site import SiteId
    from tests.integration.storage.conftest import Storage


def an_activation(digest: str | None, site: SiteId | None = None, before: int | None = None) -> Activation:
    return Activation(site=site, digest=digest, at=DAWN, before=before)


def test_a_model_comes_back_as_it_was_stored(storage: Storage) -> None:
    storage.models.add(a_model(), ARTEFACT)

    assert storage.models.all() == (a_model(),)
    assert storage.models.artefact(a_model().digest) == ARTEFACT
    assert storage.models.artefact("b" * 64) is None


def test_models_are_listed_newest_first(storage: Storage) -> None:
    later = a_model(digest="b" * 64, site=None, created_at=DAWN + timedelta(days=1))
    for model in (a_model(), later):
        storage.models.add(model, ARTEFACT)

    assert storage.models.all() == (later, a_model())


def test_a_model_that_is_stored_stays_as_it_is(storage: Storage) -> None:
    storage.models.add(a_model(), ARTEFACT)

    storage.models.add(a_model(learned_through=99), replace(ARTEFACT, weights=b"other"))

    assert storage.models.all() == (a_model(),)
    assert storage.models.artefact(a_model().digest) == ARTEFACT


def test_at_first_no_site_has_a_model_of_its_own(storage: Storage) -> None:
    assert storage.models.live() == {}
    assert storage.models.activations() == ()


def test_the_newest_activation_of_each_site_holds(storage: Storage) -> None:
    for activation in (
        an_activation("a" * 64),
        an_activation("b" * 64, DEMO.id),
        an_activation("shipped", HARBOUR.id),
        an_activation("c" * 64),
    ):
        storage.models.activate(activation)

    assert storage.models.live() == {None: "c" * 64, DEMO.id: "b" * 64, HARBOUR.id: "shipped"}


def test_a_site_can_be_left_without_a_model_of_its_own_again(storage: Storage) -> None:
    storage.models.activate(an_activation("b" * 64, DEMO.id))

    storage.models.activate(an_activation(None, DEMO.id))

    assert storage.models.live() == {}


def test_activations_are_numbered_in_their_order(storage: Storage) -> None:
    storage.models.activate(an_activation("a" * 64, DEMO.id))
    [first] = storage.models.activations()

    storage.models.activate(an_activation("b" * 64, DEMO.id, before=first.id))

    assert first == replace(an_activation("a" * 64, DEMO.id), id=first.id)
    assert [(one.digest, one.before) for one in storage.models.activations()] == [
        ("a" * 64, None),
        ("b" * 64, first.id),
    ]
