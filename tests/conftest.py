"""A whole application for tests: real storage in a file of its own, real adapters, a stopped clock, a fixed classifier.

A test changes one part by overriding the part's fixture. ``database_url`` decides the database: a copy of an empty
SQLite file unless overridden.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from service.adapters.campaign_signatures import sign_text
from service.adapters.confirmation_links import SignedLinks
from service.adapters.email_vault import EmailVault
from service.adapters.form_stamp import SignedStamps
from service.adapters.hashing import BlakeHasher
from service.adapters.ids import new_comment_id
from service.adapters.keys import Keys
from service.adapters.markup import render_comment
from service.adapters.passwords import Argon2Passwords
from service.adapters.rate_limit import NoLimiter
from service.adapters.receipts import SignedReceipts
from service.adapters.sign_in_limit import SignInLimiter
from service.adapters.spam_model import fold
from service.adapters.translations import CataloguePhrasebook
from service.app import create_app
from service.domain.site import Site, SiteId
from service.domain.token import Scope
from service.operators import operator_doors
from service.settings import Settings
from service.storage import database, schema
from service.world import World
from tests.fakes import FixedClassifier, FrozenClock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

    from service.operators import OperatorDoors
    from service.use_cases import ports

NO_LIMITER = NoLimiter()


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the schema and nothing in it, made once."""
    file = tmp_path_factory.mktemp("database") / "empty.db"
    schema.upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture
def database_url(tmp_path: Path, empty_database: Path) -> str:
    """The database of this test."""
    file = tmp_path / "saring.db"
    shutil.copy(empty_database, file)
    return f"sqlite:///{file}"


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    return Settings(data_dir=tmp_path, database_url=database_url)


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture
def classifier() -> ports.SpamClassifier:
    return FixedClassifier()


@pytest.fixture
def limiter() -> ports.RateLimiter:
    return NO_LIMITER


@pytest.fixture
def world(
    settings: Settings, clock: FrozenClock, classifier: ports.SpamClassifier, limiter: ports.RateLimiter
) -> World:
    keys = Keys.create(settings.keys, settings.opener_key)
    hasher = BlakeHasher(keys.hashing)
    return World(
        clock=clock,
        new_id=new_comment_id,
        classifier=classifier,
        fold=fold,
        sign=sign_text,
        markup=render_comment,
        sealer=EmailVault(sealing_key=keys.sealing, hasher=hasher),
        hasher=hasher,
        stamps=SignedStamps(keys.signing, clock),
        receipts=SignedReceipts(keys.signing),
        links=SignedLinks(keys.signing, clock),
        limiter=limiter,
        passwords=Argon2Passwords(memory=8, passes=1),
        attempts=SignInLimiter(hasher=hasher, clock=clock),
        phrasebook=CataloguePhrasebook(),
    )


@pytest.fixture
def app(settings: Settings, world: World, site: Site) -> Iterator[Flask]:
    """The application, with one site."""
    app = create_app(settings, world)
    with app.app_context():
        operator_doors().add_site(site)
    yield app
    with app.app_context():
        database.db.engine.dispose()


@pytest.fixture
def operator(app: Flask) -> OperatorDoors:  # noqa: ARG001 - what it does is done within that application's context
    return operator_doors()


@pytest.fixture
def site() -> Site:
    return Site(id=SiteId("demo"), title="Kabar Demo", origins=("https://kabar.example",))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def secret(app: Flask) -> str:
    """A token's secret for all sites and scopes."""
    with app.app_context():
        return operator_doors().issue_token("first", None, frozenset(Scope))[1]


@pytest.fixture
def moderator(secret: str) -> dict[str, str]:
    """The header that a moderator's program sends."""
    return {"Authorization": f"Bearer {secret}"}
