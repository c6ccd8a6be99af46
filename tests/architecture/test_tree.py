"""What must not lie in the tree, and what must."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----"
    r"|\bAKIA[0-9A-Z]{16}\b"
    r"|\bgh[pousr]_[A-Za-z0-9]{36}\b"
    r"|\bsaring_[A-Za-z0-9_-]{43}\b"
    r"|(?i:password|passwd|secret|api_?key)['\"]?\s*[:=]\s*['\"][A-Za-z0-9+/_=-]{24,}['\"]"
)
MACHINES = re.compile(r"(?<![\w.$}/])/(?:work|root|Users|home/(?!saring\b)\w+)/")
BESIDE = re.compile(r"\.\./shared/(?!data\b)[\w/.]+")


def tracked() -> list[Path]:
    """Return the files that belong to the project: git's, or all that is no product of a build."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607 - git is where the developer has it
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    files = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    return [path for path in files if path.is_file()]


def texts() -> list[tuple[str, str]]:
    """Return name and content of every text in the tree."""
    found = []
    for path in tracked():
        content = path.read_bytes()
        if b"\0" not in content[:8000]:
            found.append((str(path.relative_to(ROOT)), content.decode("utf-8", "replace")))
    return found


def matches(pattern: re.Pattern[str]) -> dict[str, list[str]]:
    return {name: found for name, text in texts() if (found := pattern.findall(text))}


@pytest.fixture(scope="module", autouse=True)
def _in_a_checkout() -> None:
    if not tracked():
        pytest.skip("not a git checkout: nothing tells what belongs to the project")


def test_no_secret_lies_in_the_tree() -> None:
    assert matches(SECRETS) == {}


@pytest.mark.parametrize("text", ["saring_" + "a" * 43, "AKIA" + "A" * 16, 'password = "' + "x" * 24 + '"'])
def test_a_secret_would_be_noticed(text: str) -> None:
    assert SECRETS.search(text)


def test_nothing_names_a_path_of_one_machine() -> None:
    assert matches(MACHINES) == {}


def test_nothing_needs_what_lies_beside_the_checkout_but_the_data_to_train_from() -> None:
    # CI tries the contract from outside where the check is there.
    assert {name: found for name, found in matches(BESIDE).items() if name != ".ci/run"} == {}


def test_no_key_database_or_environment_is_tracked() -> None:
    kinds = {".key", ".pub", ".token", ".db", ".env", ".log", ".pyc", ".pkl", ".pickle", ".joblib"}

    assert [path.name for path in tracked() if path.suffix in kinds or path.name in {".env", "moderator.token"}] == []


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "LICENSE"])
def test_what_every_project_has_is_there(name: str) -> None:
    assert (ROOT / name).stat().st_size > 0


def test_links_between_documents_lead_somewhere() -> None:
    broken = []
    for name, text in texts():
        if name.endswith(".md"):
            for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
                if "://" not in target and not target.startswith("mailto:"):
                    broken += [f"{name}: {target}"] * (not ((ROOT / name).parent / target).exists())

    assert broken == []
