"""A whole service with a mail server, and its worker."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from service.mailroom import confirmation_sender
from service.operators import storage_app
from service.settings import Settings
from service.storage import database
from service.worker import Jobs
from tests.postbox import Postbox, mail_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from tests.fakes import FrozenClock

ADDRESS = "Penanda.Khusus+a1b2@contoh-surel.com"
PUBLIC = "https://komentar.example"
QUEUE = "/api/v1/moderation/comments"


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


@pytest.fixture
def mail_port(postbox: Postbox) -> Iterator[int]:
    with mail_server(postbox) as port:
        yield port


@pytest.fixture
def settings(tmp_path: Path, database_url: str, mail_port: int) -> Settings:
    return Settings(
        data_dir=tmp_path,
        database_url=database_url,
        smtp_url=f"smtp://127.0.0.1:{mail_port}",
        mail_from="saring@kabar.example",
        public_url=PUBLIC,
    )


@dataclass(slots=True, kw_only=True)
class Workers:
    """Workers of one installation, each a process's worth: their own connections and keys."""

    settings: Settings
    clock: FrozenClock
    apps: list[Flask] = field(default_factory=list)

    def one(self, **changes: Any) -> Jobs:  # noqa: ANN401 - any setting
        settings = replace(self.settings, **changes)
        self.apps.append(storage_app(settings))
        return Jobs(app=self.apps[-1], confirmations=partial(confirmation_sender, settings, self.clock))


@pytest.fixture
def workers(settings: Settings, clock: FrozenClock) -> Iterator[Workers]:
    workers = Workers(settings=settings, clock=clock)
    yield workers
    for app in workers.apps:
        with app.app_context():
            database.db.engine.dispose()


@dataclass(slots=True, kw_only=True)
class Author:
    """An author's browser, and a moderator's program.

    Attributes:
        answers: All that was answered.
    """

    client: FlaskClient
    moderator: dict[str, str]
    postbox: Postbox
    answers: list[TestResponse] = field(default_factory=list)

    def call(self, method: str, path: str, **options: Any) -> TestResponse:  # noqa: ANN401 - as the client takes them
        answer = self.client.open(path, method=method, **options)
        self.answers.append(answer)
        return answer

    def comments(self, text: str = "Panennya bagus.", address: str = ADDRESS) -> TestResponse:
        """Post a comment without a form's stamp, which only trust publishes."""
        body = {"page": "/panen", "text": text, "author": {"name": "Wayan", "email": address}}
        return self.call("POST", "/api/v1/sites/demo/comments", json=body)

    def asks(self, text: str = "Panennya bagus.", address: str = ADDRESS) -> str:
        """Post a comment and press the button on its receipt; return the receipt's path."""
        receipt = str(self.comments(text, address).get_json()["receipt"])
        assert "Konfirmasi alamat Anda" in self.call("GET", receipt).text
        assert self.call("POST", f"{receipt}/confirmation").status_code == 303
        return receipt

    def opens_the_mail(self) -> str:
        """Return the path of the link in the mail that came last."""
        lines: list[str] = self.postbox.mails[-1].get_content().splitlines()
        (link,) = [line for line in lines if line.startswith(PUBLIC)]
        return urlsplit(link).path

    def moderates(self, state: str = "pending") -> list[dict[str, Any]]:
        """Return what a moderator sees."""
        answer = self.call("GET", QUEUE, query_string={"state": state}, headers=self.moderator)
        return list(answer.get_json()["items"])

    def is_approved(self) -> None:
        """Let a moderator approve everything that waits."""
        for item in self.moderates():
            body = {"action": "approve", "version": item["version"]}
            answer = self.call("POST", f"{QUEUE}/{item['id']}/decisions", json=body, headers=self.moderator)
            assert answer.status_code == 200


@pytest.fixture
def author(client: FlaskClient, moderator: dict[str, str], postbox: Postbox) -> Author:
    return Author(client=client, moderator=moderator, postbox=postbox)
