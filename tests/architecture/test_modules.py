"""What every module keeps to, beside what ruff, mypy and import-linter see."""

from __future__ import annotations

import ast
import re
import tokenize
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TREES = ("service", "models", "tests", "benchmarks")
MODULES = sorted(path for tree in TREES for path in (ROOT / tree).rglob("*.py"))
LONGEST = 300
"""Greatest length of a module, in lines."""

SAYS_NOTHING = frozenset({"utils", "util", "helpers", "helper", "common", "base", "core", "manager", "misc", "shared"})
"""Names that tell nobody what is behind them."""

EXCEPTION = re.compile(r"#.*?\b(noqa|type: ignore)(.*)")
WITH_REASON = re.compile(r": [A-Z]+\d+(?:, ?[A-Z]+\d+)* - \S|\[[a-z-]+(?:, ?[a-z-]+)*\] (?:#|-) ?\S")


def comments(path: Path) -> list[tuple[int, str]]:
    """Return the comments of a module with their lines."""
    with path.open("rb") as file:
        return [(one.start[0], one.string) for one in tokenize.tokenize(file.readline) if one.type == tokenize.COMMENT]


def names(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def test_there_are_modules_to_look_at() -> None:
    assert len(MODULES) > 50


def test_no_module_is_longer_than_a_reader_can_keep_in_mind() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}

    assert {name: lengths[ROOT / name] for name in names([p for p in MODULES if lengths[p] > LONGEST])} == {}


def test_no_module_or_folder_has_a_name_that_says_nothing() -> None:
    bad = [path for path in MODULES if SAYS_NOTHING & {*path.relative_to(ROOT).parent.parts, path.stem}]

    assert names(bad) == []


def test_every_module_begins_by_saying_what_it_is() -> None:
    silent = [path for path in MODULES if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]

    assert [name for name in names(silent) if not name.startswith("tests/")] == []


@pytest.mark.parametrize("path", MODULES, ids=names(MODULES))
def test_every_exception_to_a_check_names_its_code_and_reason(path: Path) -> None:
    exceptions = [(line, text, found) for line, text in comments(path) if (found := EXCEPTION.search(text))]

    assert [f"{line}: {text}" for line, text, found in exceptions if not WITH_REASON.match(found[2])] == []


@pytest.mark.parametrize("path", MODULES, ids=names(MODULES))
def test_an_import_inside_a_function_says_why_it_stands_there(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines()
    inside = {
        found.lineno
        for function in ast.walk(ast.parse(source))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for found in ast.walk(function)
        if isinstance(found, ast.Import | ast.ImportFrom)
    }

    assert [line for line in sorted(inside) if "# noqa: PLC0415 - " not in lines[line - 1]] == []
