"""Everything that can be set, called, decided or go wrong has its place in docs/."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from service import cli
from service.adapters.keys import Keys
from service.api.http_errors import HttpRefusal
from service.api.problems import error_codes
from service.app import create_app
from service.domain.errors import ModerationError
from service.domain.event import EventKind
from service.domain.fields import FieldFault
from service.domain.policy import Mode, Policy
from service.domain.rules import RULES
from service.domain.signals import Signals
from service.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

PARAMETER, IN_BRACES = re.compile(r"<(?:\w+:)?(\w+)>"), r"{\1}"
DOCS = Path(__file__).resolve().parents[2] / "docs"


def named(page: str) -> set[str]:
    """Return what a page has a heading or a table row for: the code spans in headings and first columns."""
    text = (DOCS / page).read_text(encoding="utf-8")
    places = re.findall(r"^(?:#+ .*|\| *`[^|]*)", text, re.MULTILINE)
    return {span for place in places for span in re.findall(r"`([^`]+)`", place)}


def walk(group: click.Group, words: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    """Yield every command with its words."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield " ".join((*words, name)), command
        if isinstance(command, click.Group):
            yield from walk(command, (*words, name))


COMMANDS = dict(walk(cli.cli))


@pytest.mark.parametrize("field", dataclasses.fields(Settings), ids=lambda field: field.name)
def test_every_setting_is_documented_with_its_default(field: dataclasses.Field[object]) -> None:
    variable = field.metadata["variable"]
    text = (DOCS / "settings.md").read_text(encoding="utf-8")

    row = next((line for line in text.splitlines() if line.startswith(f"| `{variable}` |")), "")

    default = str(field.default).lower() if isinstance(field.default, bool) else str(field.default)
    assert f"| `{default}` |" in row.replace(",", "") if default else "| |" in row or "| empty" in row


def test_no_setting_is_documented_that_does_not_exist() -> None:
    known = {field.metadata["variable"] for field in dataclasses.fields(Settings)}

    assert {name for name in named("settings.md") if re.fullmatch(r"[A-Z_]+", name)} == known


def test_every_route_is_documented(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, database_url="sqlite://")
    Keys.create(settings.keys, settings.opener_key)
    app = create_app(settings)
    documented = named("api.md")

    routes = {
        f"{method} {PARAMETER.sub(IN_BRACES, rule.rule)}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    assert routes - documented == set()
    assert {name for name in documented if name.startswith(("GET /", "POST /"))} - routes == set()


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_documented(name: str) -> None:
    assert name in named("commands.md")


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_option_of_a_command_is_documented(name: str) -> None:
    text = (DOCS / "commands.md").read_text(encoding="utf-8")

    options = {option for one in COMMANDS[name].params for option in (*one.opts, *one.secondary_opts)}

    assert {option for option in options if option.startswith("--") and f"`{option}" not in text} == set()


@pytest.mark.parametrize("code", sorted(error_codes()))
def test_every_error_code_is_documented_with_its_status(code: str) -> None:
    status, _ = error_codes()[code]

    assert re.search(
        rf"^\| `{code}` \| {int(status)} \|", (DOCS / "errors.md").read_text(encoding="utf-8"), re.MULTILINE
    )


def test_the_codes_come_from_the_whole_tree() -> None:
    assert {HttpRefusal, *HttpRefusal.__subclasses__()} <= {
        *ModerationError.__subclasses__(),
        *HttpRefusal.__subclasses__(),
    }
    assert {error.code for error in HttpRefusal.__subclasses__()} <= error_codes().keys()


@pytest.mark.parametrize("fault", list(FieldFault))
def test_every_fault_of_a_field_is_documented(fault: FieldFault) -> None:
    assert fault in named("errors.md")


def test_the_rules_are_documented_in_their_order() -> None:
    text = (DOCS / "policy.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \d+ \| `([a-z-]+)` \| ([a-z ]+) \|", text, re.MULTILINE)

    assert rows == [(rule.code, str(rule.outcome).replace("-", " ")) for rule in RULES]


@pytest.mark.parametrize("name", [*Mode, *(one.name for one in dataclasses.fields(Policy))])
def test_every_part_of_a_policy_is_documented(name: str) -> None:
    assert name in named("policy.md")


@pytest.mark.parametrize("field", dataclasses.fields(Signals), ids=lambda field: field.name)
def test_every_signal_is_documented(field: dataclasses.Field[object]) -> None:
    assert field.name in named("policy.md")


@pytest.mark.parametrize("kind", list(EventKind))
def test_every_kind_of_event_is_documented(kind: EventKind) -> None:
    assert kind in named("architecture.md")


def test_every_decision_record_has_the_same_parts() -> None:
    records = sorted((DOCS / "adr").glob("[0-9]*.md"))
    parts = ["Context", "Options", "Decision", "Consequences"]

    assert [path.name[:4] for path in records] == [f"{number:04}" for number in range(1, len(records) + 1)]
    for path in records:
        text = path.read_text(encoding="utf-8")
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == parts, path.name
        assert re.search(r"^Status: \w+, \d{4}-\d{2}-\d{2}", text, re.MULTILINE), path.name
