"""The visitor's pages over the real use cases, with storage in memory and fakes of the outside world."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask
from flask_babel import Babel

import service
from service.domain.comment import CommentId
from service.domain.lifecycle import Action
from service.embed.doors import ConfirmationDoors, EmbedDoors
from service.embed.language import select_language
from service.embed.mounting import mount
from tests import fakes, memory
from tests.house import House

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from service.domain.comment import Comment
    from service.domain.site import Site

LOCALE = Path(service.__file__).parent / "locale"


@pytest.fixture(scope="session")
def catalogues(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalogues, compiled."""
    folder = tmp_path_factory.mktemp("locale")
    for source in LOCALE.glob("*/LC_MESSAGES/messages.po"):
        target = folder / source.relative_to(LOCALE).with_suffix(".mo")
        target.parent.mkdir(parents=True)
        with source.open("rb") as read, target.open("wb") as written:
            write_mo(written, read_po(read, locale=source.parts[-3]))
    return folder


class Inputs(HTMLParser):
    """Reads what a browser would send of the first form on a page."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self._textarea: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.elements.append((tag, named))
        if tag == "input" and named.get("name"):
            self.values[str(named["name"])] = named.get("value") or ""
        if tag == "textarea":
            self._textarea = str(named["name"])
            self.values[self._textarea] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._textarea:
            self.values[self._textarea] = self.values[self._textarea].removeprefix("\n")
            self._textarea = None

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.values[self._textarea] += data


def read_page(response: TestResponse) -> Inputs:
    """Parse a page."""
    parsed = Inputs()
    parsed.feed(response.text)
    return parsed


@dataclass(slots=True)
class Visitors:
    """What tests do as visitors, and around them."""

    client: FlaskClient
    store: memory.MemoryStore
    clock: fakes.FrozenClock
    limiter: fakes.CountingLimiter

    def site(self, **changes: Any) -> Site:  # noqa: ANN401 - any field of a site
        self.store.sites[fakes.DEMO] = replace(self.store.sites[fakes.DEMO], **changes)
        return self.store.sites[fakes.DEMO]

    def open(self, **parameters: str) -> TestResponse:
        return self.client.get("/sites/demo/form", query_string={"page": fakes.ARTICLE, **parameters})

    def filled(self, **changes: str) -> dict[str, str]:
        """Return the opened form with the fields filled in as a person would."""
        values = read_page(self.open()).values
        written = {"author": "Wayan", "email": "wayan@surat.example", "comment": "Panennya bagus tahun ini."}
        return {**values, **written, **changes}

    def post(self, values: Mapping[str, str], **options: Any) -> TestResponse:  # noqa: ANN401 - as the client takes it
        return self.client.post("/sites/demo/comments", data=values, **options)

    def published(self, **changes: str) -> Comment:
        """Have a comment published, and return it."""
        known = set(self.store.comments)
        assert self.post(self.filled(**changes)).status_code == 303
        (new,) = set(self.store.comments) - known
        comment = self.store.comments[new]
        approved = comment if comment.state == "approved" else comment.after(Action.APPROVE)
        self.store.comments[new] = approved
        return approved

    def published_many(self, count: int, *, chained: bool = False) -> None:
        """Put comments on the page at once, ``Nomor 0.`` and so on, each an answer to the one before if *chained*."""
        first = self.published(comment="Nomor 0.")
        parent = first.id
        for number in range(1, count):
            one = replace(
                first,
                id=CommentId(UUID(int=1_000_000 + number)),
                parent=parent if chained else None,
                html=f"<p>Nomor {number}.</p>",
                created_at=first.created_at + timedelta(seconds=number),
            )
            self.store.comments[one.id] = one
            parent = one.id


@pytest.fixture
def visitors(catalogues: Path) -> Visitors:
    """A service with the site ``demo``, and its visitors."""
    house = House(classifier=fakes.FixedClassifier(0.2))
    app = Flask("service")
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(catalogues)
    doors = EmbedDoors(
        open_form=house.open_form,
        list_page=house.list_page,
        submit=house.submit,
        show_receipt=house.show_receipt,
        confirmation=ConfirmationDoors(
            show_proof=house.show_proof,
            request=house.request_confirmation,
            look=fakes.PlainLinks().read,
            confirm=house.confirm_address,
        ),
        sites=memory.MemorySites(house.store),
        phrasebook=fakes.PlainPhrasebook(),
        max_body_bytes=65_536,
    )
    Babel(app, locale_selector=select_language)
    mount(app, doors)
    return Visitors(client=app.test_client(), store=house.store, clock=house.clock, limiter=house.limiter)
