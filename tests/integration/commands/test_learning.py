"""Learning from moderators, on an installation of its own: decided, trained, gated, switched, rolled back."""

from __future__ import annotations

import json
import random
import shutil
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from models import artefact
from models.ngrams import WIDTH
from service.app import create_app
from service.cli import cli
from service.domain.event import EventKind
from service.installation import TOKEN_FILE
from service.settings import Settings
from service.storage import database
from service.storage.comments import SqlComments
from service.storage.events import SqlEvents
from service.storage.pages import SqlPages
from tests.decisions import LOCAL_SPAM, local_decisions
from tests.stored import a_comment, an_event, comment_id, store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask import Flask

PAGE = "/berita/pasar"


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """A running application beside its command line, which share nothing but the database."""

    app: Flask
    token: str

    def run(self, *words: str) -> Result:
        return CliRunner().invoke(cli, words)

    def run_json(self, *words: str) -> Any:  # noqa: ANN401 - any JSON
        result = self.run(*words, "--json")
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    def post(self, text: str, number: int = 0, site: str = "demo") -> str:
        """Post a comment and return its id."""
        author = {"name": f"Pembaca {number}", "email": f"pembaca{number}@kabar-pasar.com"}
        body = {"page": PAGE, "author": author, "text": text}
        answer = self.app.test_client().post(f"/api/v1/sites/{site}/comments", json=body)
        assert answer.status_code in {201, 202}, answer.text
        return str(answer.get_json()["id"])

    def item(self, comment: str) -> Any:  # noqa: ANN401 - any JSON
        answer = self.app.test_client().get(f"/api/v1/moderation/comments/{comment}", headers=self._headers)
        return answer.get_json()

    def decide(self, comment: str, *, spam: bool) -> None:
        item = self.item(comment)
        wanted = "spam" if spam else "approved"
        if item["state"] == wanted:  # the machine was quicker, and a person confirms what it did
            self._decide(comment, "requeue", item["version"])
            item = self.item(comment)
        self._decide(comment, "mark-spam" if spam else "approve", item["version"])

    def _decide(self, comment: str, action: str, version: int) -> None:
        answer = self.app.test_client().post(
            f"/api/v1/moderation/comments/{comment}/decisions",
            json={"action": action, "version": version},
            headers=self._headers,
        )
        assert answer.status_code == 200, answer.text

    def store_decided(self, rows: list[dict[str, Any]]) -> None:
        """Store comments with their decisions, as the API would and faster."""
        with self.app.app_context(), database.transaction():
            for number, row in enumerate(rows, start=1):
                store(SqlPages(), SqlComments(), a_comment(number, text=row["text"]))
                action = "mark-spam" if row["label"] == "spam" else "approve"
                details = {"action": action, "version": 2}
                decided = an_event(number, kind=EventKind.COMMENT_DECIDED, actor="token:meja", details=details)
                assert decided.comment == comment_id(number)
                SqlEvents().append(decided)

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of an installation to which nothing has happened yet."""
    data = tmp_path_factory.mktemp("made") / "var"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATA_DIR", str(data))
        patch.delenv("SARING_DATABASE_URL", raising=False)
        assert CliRunner().invoke(cli, ["init"]).exit_code == 0
    return data


@pytest.fixture
def installation(tmp_path: Path, made: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    shutil.copytree(made, tmp_path / "var")
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("SARING_RATE_LIMIT_ENABLED", "false")
    monkeypatch.delenv("SARING_DATABASE_URL", raising=False)
    settings = Settings.from_environ()
    app = create_app(settings)
    token = (settings.data_dir / TOKEN_FILE).read_text(encoding="ascii").strip()
    yield Installation(app=app, token=token)
    with app.app_context():
        database.db.engine.dispose()


def decide_many(installation: Installation, rows: list[dict[str, Any]]) -> None:
    for number, row in enumerate(rows):
        installation.decide(installation.post(row["text"], number), spam=row["label"] == "spam")


def test_what_moderators_teach_goes_live_without_a_restart_and_back(installation: Installation) -> None:
    decide_many(installation, local_decisions(60, random.Random(5)))  # noqa: S311 - no secret depends on it
    before = installation.item(installation.post(LOCAL_SPAM))

    report = installation.run_json("train")

    switched_at = time.monotonic()
    assert (report["refusals"], report["activated"]) == ([], True)
    assert (report["spam"], report["ham"]) == (30, 30)

    def posted_until(model: str) -> Any:  # noqa: ANN401 - any JSON
        """Post until the running application scores with a model."""
        while time.monotonic() < switched_at + 5:
            item = installation.item(installation.post(f"{LOCAL_SPAM} {time.monotonic()}"))
            if item["model"] == model:
                return item
        raise AssertionError("the running application did not switch within 5 s")

    after = posted_until(report["candidate"])
    assert after["spam_probability"] > before["spam_probability"] + 0.15
    assert after["explanation"]["model"] == report["candidate"]
    assert installation.app.test_client().get("/readyz").status_code == 200

    replayed = installation.run_json("models", "replay", report["candidate"][:12])
    assert (replayed["replay"]["comments"], replayed["replay"]["changed"]) == (60, 0)
    assert replayed["fixed_test"]["changed"] == 0
    beside = installation.run("models", "replay", "shipped").output
    assert f"model shipped beside the live {report['candidate'][:16]}" in beside
    assert "fixed test: " in beside
    retrained = installation.run("train", "--dry-run").output
    assert f"live is {report['candidate'][:16]}" in retrained
    assert "not live: fewer than 30 decisions are new to the live model" in retrained
    listed = installation.run_json("models", "list")
    assert listed["live"] == [{"site": None, "model": report["candidate"]}]
    assert "live on all sites" in installation.run("models", "list").output

    assert installation.run_json("models", "roll-back") == {"live": "shipped", "site": None}
    assert installation.app.test_client().get("/readyz").status_code == 200  # which looks at once
    assert installation.item(installation.post(f"{LOCAL_SPAM} Lagi."))["model"] == before["model"]
    again = installation.run("models", "roll-back")
    assert (again.exit_code, "nothing was live before" in again.output) == (2, True)


def test_what_teaches_nothing_does_not_go_live_and_the_report_says_why(installation: Installation) -> None:
    rows = local_decisions(60, random.Random(6))  # noqa: S311 - no secret depends on it
    # What was spam for some days is approved ever after, as the live model would have it.
    installation.store_decided(rows[:24] + [row | {"label": "ham"} for row in rows[24:]])

    report = installation.run_json("train", "--site", "demo")

    assert "may-be-chance" in report["refusals"]
    assert (report["activated"], report["live"]) == (False, "shipped")
    assert len(report["candidate"]) == 64
    assert installation.run_json("models", "list")["models"] == []
    with installation.app.app_context():
        [trained] = [one for one in SqlEvents().after(0, 1000) if one.event.kind is EventKind.MODEL_TRAINED]
    assert (trained.event.site, trained.event.actor) == ("demo", "operator")
    assert "may-be-chance" in str(trained.event.details["refusals"])


def test_a_handful_of_decisions_makes_no_candidate(installation: Installation) -> None:
    installation.store_decided(local_decisions(9, random.Random(7)))  # noqa: S311 - as above

    found = installation.run("train")

    assert found.exit_code == 0
    assert "4 spam" in found.output or "5 spam" in found.output
    assert "not live: fewer than 50 comments were decided by people" in found.output
    assert "not live: fewer than 10 of them are spam, or genuine" in found.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("train", "--site", "tidak-ada"), "no site tidak-ada"),
        (("models", "replay", "abcdef"), "no model, or more than one, is called abcdef"),
        (("models", "activate", "abcdef"), "no model, or more than one, is called abcdef"),
        (("models", "activate", "shipped", "--site", "tidak-ada"), "no site tidak-ada"),
        (("models", "roll-back", "--site", "demo"), "nothing was live before on demo"),
    ],
)
def test_what_cannot_be_done_with_models_is_said_with_status_2(
    installation: Installation, words: tuple[str, ...], said: str
) -> None:
    found = installation.run(*words)

    assert found.exit_code == 2
    assert said in found.output
    assert "Traceback" not in found.output


def test_where_scikit_learn_is_missing_training_says_so(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    installation.store_decided(local_decisions(60, random.Random(8)))  # noqa: S311 - as above
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)

    found = installation.run("train")

    assert found.exit_code == 2
    assert "scikit-learn is not installed here" in found.output


def put(folder: Path, **about: Any) -> None:  # noqa: ANN401 - the fields of a manifest
    """Write a model that differs from the shipped one by a hair to a folder."""
    model, _ = artefact.load()
    artefact.save(folder, artefact.Model(model.weights, model.bias + 0.001), **about)


def test_a_model_made_elsewhere_is_brought_in_for_one_site(installation: Installation, tmp_path: Path) -> None:
    put(tmp_path / "elsewhere")

    live = installation.run_json("models", "activate", str(tmp_path / "elsewhere"), "--site", "demo")

    digest = artefact.load_manifest(tmp_path / "elsewhere").digest
    assert live == {"live": digest, "site": "demo"}
    assert installation.item(installation.post("Panennya bagus."))["model"] == digest
    assert installation.run_json("models", "list")["live"] == [
        {"site": "demo", "model": digest},
        {"site": None, "model": "shipped"},
    ]
    assert installation.run_json("models", "activate", "shipped", "--site", "demo")["live"] == "shipped"
    assert installation.run_json("models", "roll-back", "--site", "demo")["live"] == digest
    assert f"live on demo: {digest}" in installation.run("models", "activate", digest[:10], "--site", "demo").output


def spoil(folder: Path) -> None:
    weights = folder / artefact.load_manifest(folder).weights
    weights.write_bytes(weights.read_bytes()[:-1] + b"!")


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (spoil, "the digest differs from the manifest's"),
        (lambda folder: (folder / "manifest.json").write_text("{", encoding="utf-8"), "manifest.json: not a manifest"),
        (lambda folder: (folder / "manifest.json").unlink(), "manifest.json: No such file"),
        (lambda folder: put(folder, versions={"scikit-learn": "0.20.1"}), "trained with scikit-learn 0.20.1"),
        (
            lambda folder: artefact.save(folder, artefact.Model(np.zeros(WIDTH, np.float32), 0.5)),
            "gets a known comment wrong",
        ),
    ],
)
def test_an_artefact_that_cannot_be_used_is_refused_with_status_2_and_what_is_live_stays(
    installation: Installation, tmp_path: Path, damage: Callable[[Path], object], said: str
) -> None:
    put(tmp_path / "elsewhere")
    damage(tmp_path / "elsewhere")

    found = installation.run("models", "activate", str(tmp_path / "elsewhere"))

    assert found.exit_code == 2
    assert said in found.output
    assert installation.run_json("models", "list")["live"] == [{"site": None, "model": "shipped"}]
