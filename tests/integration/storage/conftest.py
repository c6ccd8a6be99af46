"""The storage ports three times over: in memory, on SQLite and on PostgreSQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from service.storage.answers import SqlAnswers
from service.storage.author_records import SqlAuthorRecords
from service.storage.authors import SqlAuthors
from service.storage.bans import SqlBans
from service.storage.campaigns import SqlCampaigns
from service.storage.comments import SqlComments
from service.storage.database import transaction
from service.storage.events import SqlEvents
from service.storage.model_registry import SqlModels
from service.storage.pages import SqlPages
from service.storage.people import SqlPeople
from service.storage.sessions import SqlSessions, SqlUses
from service.storage.sites import SqlSites
from service.storage.tokens import SqlTokens
from service.storage.traffic import SqlTraffic
from tests.databases import (
    _migrated_file,
    bare_postgres_url,
    database_app,
    postgres_server,
    postgres_url,
    sqlite_url,
)
from tests.memory import (
    MemoryAnswers,
    MemoryAuthors,
    MemoryCampaigns,
    MemoryComments,
    MemoryEvents,
    MemoryPages,
    MemorySites,
    MemoryStore,
    MemoryTokens,
)
from tests.memory_bans import MemoryAuthorRecords, MemoryBans
from tests.memory_models import MemoryModels
from tests.memory_people import MemoryPeople, MemorySessions, MemoryUses
from tests.memory_traffic import MemoryTraffic
from tests.stored import DEMO, HARBOUR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from service.use_cases import model_registry
    from service.use_cases import repositories as ports
    from service.use_cases.ban_authors import Bans
    from service.use_cases.campaigns import Campaigns
    from service.use_cases.event_log import Events
    from service.use_cases.manage_tokens import ListedTokens
    from service.use_cases.people import People, Sessions, Uses
    from service.use_cases.show_author import AuthorRecords
    from service.use_cases.weigh_thresholds import TrafficCounts

__all__ = ["_migrated_file", "bare_postgres_url", "postgres_server", "postgres_url", "sqlite_url"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Storage:
    """Every storage port, on one database."""

    sites: ports.Sites
    pages: ports.Pages
    authors: ports.Authors
    author_records: AuthorRecords
    bans: Bans
    comments: ports.Comments
    campaigns: Campaigns
    events: Events
    answers: ports.Answers
    tokens: ports.Tokens
    traffic: TrafficCounts
    models: model_registry.Models
    people: People
    listed_tokens: ListedTokens
    sessions: Sessions
    uses: Uses
    transaction: ports.Transaction


def in_memory() -> Storage:
    store = MemoryStore()
    return Storage(
        sites=MemorySites(store),
        pages=MemoryPages(store),
        authors=MemoryAuthors(store),
        author_records=MemoryAuthorRecords(store),
        bans=MemoryBans(store),
        comments=MemoryComments(store),
        campaigns=MemoryCampaigns(store),
        events=MemoryEvents(store),
        answers=MemoryAnswers(store),
        tokens=MemoryTokens(store),
        traffic=MemoryTraffic(store),
        models=MemoryModels(store),
        people=MemoryPeople(store),
        listed_tokens=MemoryTokens(store),
        sessions=MemorySessions(store),
        uses=MemoryUses(store),
        transaction=store.transaction,
    )


def in_sql() -> Storage:
    return Storage(
        sites=SqlSites(),
        pages=SqlPages(),
        authors=SqlAuthors(),
        author_records=SqlAuthorRecords(),
        bans=SqlBans(),
        comments=SqlComments(),
        campaigns=SqlCampaigns(),
        events=SqlEvents(),
        answers=SqlAnswers(),
        tokens=SqlTokens(),
        traffic=SqlTraffic(),
        models=SqlModels(),
        people=SqlPeople(),
        listed_tokens=SqlTokens(),
        sessions=SqlSessions(),
        uses=SqlUses(),
        transaction=transaction,
    )


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> Any:  # noqa: ANN401 - as the fixture gives it
    """A migrated database of each kind."""
    return request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")


@pytest.fixture
def app(url: str) -> Iterator[Flask]:
    """An application on a database of each kind, with the sites of the tests."""
    with database_app(url) as made:
        with made.app_context():
            SqlSites().add(DEMO)
            SqlSites().add(HARBOUR)
        yield made


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def storage(request: pytest.FixtureRequest) -> Iterator[Storage]:
    """Every storage port, with the sites of the tests."""
    if request.param == "memory":
        stored = in_memory()
        stored.sites.add(DEMO)
        stored.sites.add(HARBOUR)
        yield stored
        return
    wanted = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    with database_app(wanted) as made, made.app_context():
        stored = in_sql()
        stored.sites.add(DEMO)
        stored.sites.add(HARBOUR)
        yield stored
