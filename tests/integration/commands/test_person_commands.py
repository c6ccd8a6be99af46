"""What an operator does with people on the command line."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from service.cli import cli

if TYPE_CHECKING:
    from pathlib import Path

PASSWORD = "tiga perahu nelayan\n"


@pytest.fixture
def run(tmp_path: Path, empty_database: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """A command line on an installation of its own, with the site ``demo``."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    (tmp_path / "saring.db").write_bytes(empty_database.read_bytes())
    runner = CliRunner()
    assert runner.invoke(cli, ["init"]).exit_code == 0
    return runner


def person(run: CliRunner, *words: str, typed: str | None = PASSWORD) -> Result:
    return run.invoke(cli, ["person", *words], input=typed)


def test_somebody_is_added_with_a_password_from_standard_input(run: CliRunner, tmp_path: Path) -> None:
    result = person(run, "add", "Rina", "--role", "*=owner", "--role", "demo=reader")

    assert result.exit_code == 0, result.output
    assert "*=owner demo=reader  password  never seen  Rina" in result.output
    with sqlite3.connect(tmp_path / "saring.db") as database:
        [(hashed,)] = database.execute("SELECT password FROM person").fetchall()
        [(actor, details)] = database.execute("SELECT actor, details FROM event WHERE kind = 'person-added'").fetchall()
    assert hashed.startswith("$argon2id$")
    assert actor == "operator"
    assert "nelayan" not in result.output + details + hashed


def test_people_are_listed_by_name(run: CliRunner) -> None:
    for name, role in (("Made", "demo=moderator"), ("adi", "*=owner")):
        person(run, "add", name, "--role", role)

    lines = person(run, "list").output.splitlines()

    assert [line.rpartition("  ")[2] for line in lines] == ["adi", "Made"]


def test_what_is_named_is_changed_and_the_rest_stays(run: CliRunner, tmp_path: Path) -> None:
    person(run, "add", "Rina", "--role", "demo=reader")

    roles = person(run, "change", "rina", "--role", "*=moderator")
    word = person(run, "change", "rina", "--password", typed="empat perahu nelayan\n")
    also = person(run, "change", "rina", "--role", "demo=owner", "--role", "*=reader")

    assert "*=moderator  password" in roles.output
    assert "*=moderator  password" in word.output
    assert "let in  *=reader demo=owner  password" in also.output
    with sqlite3.connect(tmp_path / "saring.db") as database:
        assert database.execute("SELECT version FROM person").fetchall() == [(4,)]


def test_somebody_is_let_in_no_more_and_again(run: CliRunner) -> None:
    person(run, "add", "Rina", "--role", "demo=reader")

    assert "disabled" in person(run, "disable", "Rina").output
    assert "let in" in person(run, "enable", "Rina").output


def test_who_comes_through_the_provider_has_no_password_and_their_address_is_stored_nowhere(
    run: CliRunner, tmp_path: Path
) -> None:
    result = person(run, "add", "Rina", "--role", "demo=reader", "--oidc", "rina@kabar.example", "--without-password")

    assert result.exit_code == 0, result.output
    assert "no way in yet" in result.output
    with sqlite3.connect(tmp_path / "saring.db") as database:
        [(digest,)] = database.execute("SELECT invitation FROM person").fetchall()
        dump = "\n".join(database.iterdump())
    assert len(digest) == 32
    assert "kabar.example" not in dump


@pytest.mark.parametrize(
    ("words", "typed", "said"),
    [
        (("add", "Rina"), PASSWORD, "--role SITE=ROLE"),
        (("add", "Rina", "--role", "demo=king"), PASSWORD, "demo=king"),
        (("add", "Rina", "--role", "lain=owner"), PASSWORD, "no site lain"),
        (("add", "Made", "--role", "demo=owner"), PASSWORD, "somebody has that name"),
        (("add", "Rina", "--role", "demo=owner"), "pendek\n", "password: too-short"),
        (("add", " ", "--role", "demo=owner"), PASSWORD, "name: missing"),
        (("change", "Siapa", "--password"), PASSWORD, "nobody has that name"),
        (("change", "Made"), PASSWORD, "name what shall change"),
        (("disable", "Made"), PASSWORD, "nobody would be left"),
    ],
)
def test_what_cannot_be_done_ends_with_status_2_and_says_why(
    run: CliRunner, words: tuple[str, ...], typed: str, said: str
) -> None:
    person(run, "add", "Made", "--role", "*=owner")

    result = person(run, *words, typed=typed)

    assert result.exit_code == 2
    assert said in result.output
    assert "nelayan" not in result.output


def test_a_password_is_typed_twice_at_a_terminal(run: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, object]] = []

    def prompt(text: str, **options: object) -> str:
        asked.append((text, options))
        return "tiga perahu nelayan"

    monkeypatch.setattr("service.commands.person._at_a_terminal", lambda: True)
    monkeypatch.setattr("click.prompt", prompt)

    assert person(run, "add", "Rina", "--role", "demo=reader").exit_code == 0
    assert asked == [("Password", {"hide_input": True, "confirmation_prompt": True})]
