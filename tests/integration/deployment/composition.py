"""A Compose file as its engine reads it: variables filled in, services as values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parents[3]
"""The project's folder."""

# Compose specification, "Interpolation": braces with :- (default), :? (error) or :+ (instead); $$ is a dollar sign.
_VARIABLE = re.compile(r"\$(?:(\$)|\{(\w+)(?::([-?+])([^}]*))?\})")


class MissingVariable(Exception):
    """A variable that the file demands is not set; the text is what the file says of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mount:
    """A named volume where a service sees it."""

    volume: str
    target: str
    read_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One service.

    Attributes:
        command: What it runs; empty: what its image says.
        waits_for: Condition by the name of another service.
        health: Test of its health, as written; empty: none.
        raw: All that the file says of it.
    """

    name: str
    image: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    mounts: tuple[Mount, ...]
    waits_for: Mapping[str, str]
    health: tuple[str, ...]
    raw: Mapping[str, Any]

    @property
    def runs_on(self) -> bool:
        """Whether it is to run until it is stopped."""
        return self.raw.get("restart") != "no"


def read_document(variables: Mapping[str, str], path: Path = ROOT / "docker-compose.yml") -> dict[str, Any]:
    """Return the file as an engine sees it.

    Raises:
        MissingVariable: The file demands a variable that is not among *variables*.
    """

    def fill(found: re.Match[str]) -> str:
        dollar, name, kind, rest = found.groups()
        if dollar:
            return "$"
        value = variables.get(name, "")
        if kind == "?" and not value:
            raise MissingVariable(f"{name}: {rest}")
        if kind == "+":
            return (rest or "") if value else ""
        return value or rest or ""

    def walk(node: Any) -> Any:  # noqa: ANN401 - YAML holds anything
        if isinstance(node, dict):
            return {key: walk(value) for key, value in node.items()}
        if isinstance(node, list):
            return [walk(value) for value in node]
        return _VARIABLE.sub(fill, node) if isinstance(node, str) else node

    document: dict[str, Any] = walk(yaml.safe_load(path.read_text(encoding="utf-8")))
    return document


def services_of(document: Mapping[str, Any]) -> dict[str, Service]:
    """Return the services of a document by name."""
    return {name: _service(name, raw) for name, raw in document["services"].items()}


def _service(name: str, raw: Mapping[str, Any]) -> Service:
    """Read one service, in the long or list forms that the project's file uses."""
    health = raw.get("healthcheck", {})
    return Service(
        name=name,
        image=raw["image"],
        command=tuple(raw.get("command", ())),
        environment=dict(raw.get("environment", {})),
        mounts=tuple(_mount(text) for text in raw.get("volumes", ())),
        waits_for={other: how["condition"] for other, how in raw.get("depends_on", {}).items()},
        health=() if health.get("disable") else tuple(health.get("test", ())),
        raw=raw,
    )


def _mount(text: str) -> Mount:
    """Read the short form of a volume: ``name:/path[:ro]``."""
    volume, target, *mode = text.split(":")
    return Mount(volume=volume, target=target, read_only=mode == ["ro"])
