"""What an operator does on the command line, on an installation of its own."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from service.cli import cli

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on an installation that was just made."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "var"))
    monkeypatch.delenv("SARING_DATABASE_URL", raising=False)

    def command(*arguments: str) -> Result:
        return CliRunner().invoke(cli, arguments)

    assert command("init").exit_code == 0
    return command


def test_nobody_else_on_the_machine_can_look_into_an_installation(run: Run, tmp_path: Path) -> None:
    assert run("--help").exit_code == 0

    assert (tmp_path / "var").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "var" / "moderator.token").stat().st_mode & 0o777 == 0o600


def test_setting_up_twice_changes_nothing(run: Run, tmp_path: Path) -> None:
    data = tmp_path / "var"
    before = {path.name: path.read_bytes() for path in (data / "keys").iterdir()}
    token = (data / "moderator.token").read_bytes()

    assert run("init").exit_code == 0

    assert {path.name: path.read_bytes() for path in (data / "keys").iterdir()} == before
    assert (data / "moderator.token").read_bytes() == token


def test_a_site_is_added_changed_and_listed(run: Run) -> None:
    assert run("site", "add", "koran", "--title", "Koran Pagi", "--origin", "https://koran.example").exit_code == 0
    changed = run(
        *("site", "set", "koran", "--mode", "hold-everything", "--spam-probability", "0.8", "--require", "author.name"),
        *("--fastest-form", "5", "--block-word", "slot gacor", "--closed", "--links-allowed", "0"),
    )
    listed = run("site", "list").output

    assert changed.output == "koran is at version 2\n"
    for line in (
        "koran  id  hold-everything  closed  Koran Pagi",
        "    origins: https://koran.example",
        "    required: author.name text",
        "    spam_probability: 0.8",
        "    links_allowed: 0",
        "    fastest_form: 0:00:05",
        "    blocked_words: ('slot gacor',)",
        "    reasons: gambling advertising fraud insult",
        " unreadable (the usual ones)",
    ):
        assert line in listed


def test_a_site_may_require_nothing_but_the_text(run: Run) -> None:
    assert run("site", "set", "demo", "--require-nothing").exit_code == 0

    assert "    required: text\n" in run("site", "list").output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("site", "add", "Bukan Nama"), "not a site name"),
        (("site", "add", "demo"), "demo exists"),
        (("site", "add", "koran", "--origin", "koran.example"), "koran.example"),
        (("site", "set", "tidak-ada", "--closed"), "no site tidak-ada"),
        (("site", "set", "demo", "--spam-probability", "1.5"), "must lie in [0, 1]"),
        (("site", "close-page", "tidak-ada", "/"), "no such site or page"),
        (("site", "close-page", "demo", "javascript:x"), "no such site or page"),
        (("token", "issue", "x", "--site", "tidak-ada"), "no site tidak-ada"),
        (("token", "revoke", "00000000-0000-0000-0000-000000000000"), "no such token"),
        (("tidak-ada",), "No such command"),
    ],
)
def test_what_cannot_be_done_is_said_with_status_2(run: Run, arguments: tuple[str, ...], said: str) -> None:
    result = run(*arguments)

    assert result.exit_code == 2
    assert said in result.output


def test_a_page_is_closed_and_opened_again(run: Run) -> None:
    assert (
        run("site", "close-page", "demo", "https://www.lain.example/a/?utm_source=x").output
        == "closed: //lain.example/a\n"
    )
    assert run("site", "open-page", "demo", "/a").output == "open: /a\n"


def test_a_moderator_is_shown_once_listed_without_its_secret_and_revoked(run: Run) -> None:
    secret = run("token", "issue", "meja", "--site", "demo", "--scope", "comments:read").output.strip()
    [line] = [line for line in run("token", "list").output.splitlines() if line.endswith("  meja")]
    token = line.split()[0]

    assert secret.startswith("saring_")
    assert secret not in line
    assert line == f"{token}  live  demo  comments:read  meja"
    assert run("token", "revoke", token).output == "revoked\n"
    assert run("token", "revoke", token).output == "was revoked already\n"
    assert "  revoked " in run("token", "list").output


def test_the_log_is_sealed_and_a_line_changed_later_shows(run: Run, tmp_path: Path) -> None:
    assert run("log", "seal").output == "1 seals added\n"
    assert run("log", "verify").exit_code == 0

    with sqlite3.connect(tmp_path / "var" / "saring.db") as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {name}")
        database.execute("UPDATE event SET actor = 'token:palsu' WHERE id = 1")
    database.close()

    assert run("log", "verify").exit_code == 1


def test_the_log_is_exported_as_lines_and_as_a_table(run: Run) -> None:
    run("site", "add", "koran", "--title", "Koran Pagi")

    lines = [json.loads(line) for line in run("log", "export").output.splitlines()]
    table = list(csv.DictReader(io.StringIO(run("log", "export", "--format", "csv").stdout_bytes.decode(), newline="")))
    narrow = run("log", "export", "--site", "koran", "--since", "2026-01-01", "--until", "9000-01-01").output

    assert [line["kind"] for line in lines] == ["site-changed", "token-issued", "site-changed"]
    assert [row["site"] for row in table] == [line["site"] for line in lines] == ["demo", "*", "koran"]
    assert [json.loads(line)["site"] for line in narrow.splitlines()] == ["koran"]
    assert run("log", "export", "--site", "koran", "--until", "2026-01-01").output == ""
    assert run("log", "export", "--site", "tidak-ada").exit_code == 2


def test_alarms_are_told_and_looked_for_on_request(run: Run) -> None:
    before = run("alarms").output
    told = run("alarms", "--check").output.splitlines()
    found = json.loads(run("alarms", "--json").output)["alarms"]

    assert "nothing was looked at yet" in before
    assert "all sites  volume  quiet  too-little-traffic (0 comments now, 0 before)" in told
    assert "demo  score-distribution  quiet  too-little-traffic (0 comments now, 0 before)" in told
    assert [(one["site"], one["raised"]) for one in found] == [(None, False)] * 3 + [("demo", False)] * 3


def test_a_raised_alarm_is_told_with_its_value(run: Run, tmp_path: Path) -> None:
    run("alarms", "--check")
    with sqlite3.connect(tmp_path / "var" / "saring.db") as database:
        database.execute(
            "UPDATE alarm SET raised_at = '2026-03-14 05:23:00', value = -4.25, untold = NULL, comments_before = 400"
            " WHERE site_id = 'demo' AND kind = 'volume'"
        )
    database.close()

    assert (
        "demo  volume  RAISED since 2026-03-14 05:23  -4.250, limit 3.500 (0 comments now, 400 before)\n"
        in run("alarms").output
    )


def test_the_openapi_document_is_printed(run: Run) -> None:
    assert '"openapi"' in run("openapi").output


def test_help_names_every_command(run: Run) -> None:
    assert {"init", "serve", "worker", "site", "token", "log"} <= set(run("--help").output.split())
