"""What a web process carries: nothing that trains, and no key that opens addresses."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_IN_A_WEB_PROCESS = (
    "sklearn",
    "scipy",
    "joblib",
    "pandas",
    "huey",
    "alembic",
    "tqdm",
    "smtplib",
    "authlib",
    "joserfc",
    "requests",
    "service.mailroom",
    "service.watchroom",
    "service.model_room",
    "models.adapt",
)


def test_a_web_process_loads_neither_the_trainer_nor_the_worker() -> None:
    script = "import service.web, sys; print(*sys.modules)"

    loaded = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )

    assert [name for name in NOT_IN_A_WEB_PROCESS if name in loaded.stdout.split()] == []


def test_the_composition_of_the_web_process_never_names_the_opener() -> None:
    tree = ast.parse((ROOT / "service" / "app.py").read_text(encoding="utf-8"))

    words = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    words |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}

    assert "opener_key" not in words
    assert "VaultOpener" not in words
