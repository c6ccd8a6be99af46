"""What the Dockerfile says, as far as it can be tried without an engine."""

from __future__ import annotations

import fnmatch
import json
import re
import subprocess
import sys
import tomllib

import pytest

from tests.integration.deployment.composition import ROOT, read_document, services_of
from tests.integration.deployment.dockerfile import read_stages

STAGES = read_stages()
BUILD, FINAL = STAGES[0], STAGES[-1]
SERVICES = services_of(read_document({"SARING_POSTGRES_PASSWORD": "rahasia9uji"}))


def is_in_context(path: str) -> bool:
    """Return whether .dockerignore lets a file into the build: the last pattern that matches decides."""
    included = True
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines():
        pattern = line.removeprefix("!")
        if pattern and not pattern.startswith("#"):
            bare = pattern.removeprefix("**/")
            # A pattern also stands for what lies below it; one that begins with **/ for any depth.
            matches = any(fnmatch.fnmatch(path, one) for one in (bare, f"{bare}/*"))
            deeper = pattern != bare and any(fnmatch.fnmatch(path, one) for one in (f"*/{bare}", f"*/{bare}/*"))
            if matches or deeper:
                included = line.startswith("!")
    return included


@pytest.mark.parametrize(
    "source",
    [
        source
        for stage in STAGES
        for arguments in stage.all("COPY")
        if not arguments.startswith("--from")
        for source in arguments.split()[:-1]
    ],
)
def test_everything_that_is_copied_is_there_and_in_the_context(source: str) -> None:
    assert (ROOT / source).exists()
    assert is_in_context(source)


@pytest.mark.parametrize(
    "path",
    ["var/saring.db", "var/keys/opener.key", ".env", ".git/config", "tests/run.py", "service/__pycache__/app.pyc"],
)
def test_what_is_secret_or_not_needed_stays_out_of_the_context(path: str) -> None:
    assert not is_in_context(path)


def test_what_stages_copy_from_each_other_is_named() -> None:
    named = {stage.name for stage in STAGES if stage.name}

    copied = {match[1] for stage in STAGES for line in stage.all("COPY") if (match := re.match(r"--from=(\S+)", line))}

    assert copied <= named


def test_the_service_runs_as_a_fixed_user_who_is_not_root() -> None:
    user, _, group = FINAL.last("USER").partition(":")

    assert int(user) > 0
    assert int(group) > 0
    created = " ".join(FINAL.all("RUN"))
    assert f"--uid {user}" in created
    assert f"--owner {user}" in created


def test_every_folder_of_a_volume_stands_in_the_image_with_that_owner() -> None:
    targets = {mount.target for one in SERVICES.values() if one.image == "saring" for mount in one.mounts}

    created = " ".join(FINAL.all("RUN")).split()

    assert targets <= set(created)


def test_both_stages_begin_from_one_python_that_the_project_supports() -> None:
    images = {stage.image for stage in STAGES}

    assert len(images) == 1
    major, minor = re.findall(r"python:(\d+)\.(\d+)-slim", images.pop())[0]
    assert (int(major), int(minor)) >= (3, 11)


def test_the_image_takes_every_dependency_but_the_one_for_training() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    found = re.search(r'python (-c) "(.+?)" > requirements.txt', BUILD.all("RUN")[0])
    assert found

    listed = subprocess.run(  # noqa: S603 - the image's own command
        [sys.executable, *found.groups()], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )

    assert listed.stdout.splitlines() == [one for one in declared if not one.startswith("scikit-learn")]


def test_the_constraints_pin_every_dependency_of_the_image() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    constraints = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {line.partition("==")[0].lower().replace("_", "-") for line in constraints}

    names = {re.split(r"[\[>=<~!]", one)[0].lower() for one in declared}

    assert names <= pinned


def test_the_image_runs_and_is_checked_as_the_web_service_of_the_compose_file_is() -> None:
    web = SERVICES["web"]

    assert tuple(FINAL.command) == web.command
    assert tuple(FINAL.health) == web.health
    assert FINAL.last("EXPOSE") == FINAL.environment["PORT"] == web.raw["ports"][0].rpartition(":")[2]


def test_data_lies_in_the_volume_of_the_image() -> None:
    assert json.loads(FINAL.last("VOLUME")) == [FINAL.environment["DATA_DIR"]]


def test_everything_that_the_code_reads_is_packed_with_it() -> None:
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    trees = [ROOT / tree for tree in ("service", "models")]
    files = [path for tree in trees for path in tree.rglob("*") if path.is_file() and "__pycache__" not in path.parts]

    packed = {
        path
        for tree in trees
        for pattern in tool["package-data"][tree.name]
        for path in tree.glob(pattern + "/*" if pattern.endswith("**") else pattern)
    }
    modules = {path for path in files if path.suffix == ".py" and (path.parent / "__init__.py").exists()}

    assert [
        str(path.relative_to(ROOT)) for path in files if path not in packed | modules and path.suffix != ".md"
    ] == []


def test_nothing_is_compiled_where_the_root_file_system_is_read_only() -> None:
    assert FINAL.environment["PYTHONDONTWRITEBYTECODE"] == "1"
    assert "--no-compile" not in " ".join(BUILD.all("RUN"))
