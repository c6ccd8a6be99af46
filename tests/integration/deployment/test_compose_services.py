"""Each service of docker-compose.yml by its own command, environment and health check; only the engine is another."""

from __future__ import annotations

import http.client
import json
import stat
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from tests.integration.deployment.composition import read_document, services_of
from tests.integration.deployment.dockerfile import read_stages
from tests.integration.deployment.plain_engine import PlainEngine

if TYPE_CHECKING:
    from collections.abc import Iterator

ADDRESS = "pembaca.setia@contoh-surel.com"
COMMENT = {
    "page": "/berita/pelabuhan",
    "author": {"name": "Pembaca Setia", "email": ADDRESS},
    "text": "Semoga pelabuhan barunya cepat selesai dan ramah nelayan kecil.",
}


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlainEngine]:
    """Everything in the file, started in its own order."""
    document = read_document({"SARING_POSTGRES_PASSWORD": "rahasia9uji"})
    image = read_stages()[-1].environment
    with PlainEngine(services_of(document), image, tmp_path_factory.mktemp("compose")) as engine:
        engine.up()
        yield engine


def call(
    engine: PlainEngine, method: str, path: str, body: object = None, token: str = ""
) -> tuple[int, dict[str, Any]]:
    connection = http.client.HTTPConnection("127.0.0.1", engine.ports["web"], timeout=20)
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    connection.request(method, path, None if body is None else json.dumps(body), headers)
    answer = connection.getresponse()
    found = json.loads(answer.read())
    connection.close()
    return answer.status, found


def run(engine: PlainEngine, service: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a service, as ``docker compose exec`` does."""
    return subprocess.run(  # noqa: S603 - our own commands
        words,
        executable=engine.programs_of(words[0]),
        env=engine.environment(service),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )


def test_the_set_up_ends_well_and_everything_else_gets_healthy(installation: PlainEngine) -> None:
    installation.wait("init", "service_completed_successfully")

    assert [
        name for name, one in installation.services.items() if one.runs_on and not installation.is_healthy(name)
    ] == []


def test_a_comment_posted_to_the_web_service_lies_in_postgresql_as_typed(installation: PlainEngine) -> None:
    status, answer = call(installation, "POST", "/api/v1/sites/demo/comments", COMMENT)

    assert status in {201, 202}, answer
    rows = installation.database.query("SELECT id, text FROM comment").splitlines()
    assert f"{answer['id']}|{COMMENT['text']}" in rows


def test_the_first_token_from_the_volume_opens_the_queue(installation: PlainEngine) -> None:
    file = installation.volume("data") / "moderator.token"

    status, listing = call(installation, "GET", "/api/v1/moderation/comments?site=demo", token=file.read_text().strip())

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert status == 200
    assert "items" in listing


def test_a_moderator_issued_in_the_web_container_works_at_once(installation: PlainEngine) -> None:
    secret = run(installation, "web", "python", "-m", "service", "token", "issue", "kedua").stdout.strip()

    status, _ = call(installation, "GET", "/api/v1/moderation/comments?site=demo", token=secret)

    assert status == 200


def test_the_opener_key_lies_on_its_own_volume_alone(installation: PlainEngine) -> None:
    lying = {
        name: sorted(path.name for path in installation.volume(name).rglob("*.key"))
        for name in ("data", "keys", "opener")
    }

    assert lying["opener"] == ["opener.key"]
    assert "opener.key" not in lying["data"] + lying["keys"]


def test_another_start_of_the_web_service_changes_no_key_and_no_token(installation: PlainEngine) -> None:
    def contents() -> dict[str, bytes]:
        folders = [installation.volume(name) for name in ("data", "keys", "opener")]
        files = [path for folder in folders for path in folder.rglob("*") if path.suffix in {".key", ".pub", ".token"}]
        return {path.name: path.read_bytes() for path in files}

    before = contents()
    installation.stop("web")
    installation.start("web")
    installation.wait("web", "service_healthy")

    assert contents() == before
    assert {"opener.key", "sealing.pub", "moderator.token"} <= before.keys()


def test_the_log_can_be_sealed_and_verified_beside_the_worker(installation: PlainEngine) -> None:
    run(installation, "worker", "python", "-m", "service", "log", "seal")

    run(installation, "worker", "python", "-m", "service", "log", "verify")

    assert int(installation.database.query("SELECT count(*) FROM event")) > 0


def test_the_address_is_in_no_service_output_and_no_row(installation: PlainEngine) -> None:
    call(installation, "POST", "/api/v1/sites/demo/comments", COMMENT)

    rows = installation.database.query("SELECT row_to_json(author)::text FROM author")
    rows += installation.database.query("SELECT row_to_json(event)::text FROM event")
    outputs = "".join(installation.log(name) for name in installation.services)

    assert rows
    assert ADDRESS.partition("@")[0] not in rows + outputs


def test_the_worker_is_unhealthy_when_it_is_gone(installation: PlainEngine) -> None:
    installation.stop("worker")

    gone = installation.is_healthy("worker")
    installation.start("worker")
    installation.wait("worker", "service_healthy")

    assert not gone


def test_the_web_service_is_unhealthy_without_its_database_and_recovers(installation: PlainEngine) -> None:
    installation.stop("db")

    without = installation.is_healthy("web")
    installation.start("db")
    installation.wait("db", "service_healthy")
    installation.wait("web", "service_healthy")

    assert not without


@pytest.mark.parametrize("name", ["web", "worker"])
def test_a_service_ends_by_itself_when_told_to(installation: PlainEngine, name: str) -> None:
    installation.stop(name)

    status = installation.finished.pop(name)
    installation.start(name)
    installation.wait(name, "service_healthy")

    # 143: by the signal; 0: by its own hand. What an engine has to kill ends with 137.
    assert status in {0, 143, -15}
